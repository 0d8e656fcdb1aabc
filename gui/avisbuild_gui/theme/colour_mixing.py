"""Colours between colours: mixing, see-through ones, and a scale of equal steps for pictures of sound."""

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtGui import QColor

_LINEAR_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def see_through(colour: str, share: float) -> QColor:
    """`colour` with an opacity in [0, 1]."""
    result = QColor(colour)
    result.setAlphaF(share)
    return result


def mixed(colour: str, other: str, share: float) -> QColor:
    """`share` of `colour` and the rest of `other`, in sRGB."""
    one, two = QColor(colour), QColor(other)
    parts = (
        round(share * a + (1 - share) * b)
        for a, b in zip(one.getRgb()[:3], two.getRgb()[:3], strict=True)
        if a is not None and b is not None
    )
    return QColor(*parts)


def lightness(colour: str) -> float:
    """OKLab's lightness, 0 black to 1 white: how light a colour looks, and its grey."""
    return float(_oklab(_parsed_rgb(colour))[0])


def even_scale(*stops: str) -> NDArray[np.uint8]:
    """(256, 3) uint8 RGB from the first colour through the others, in steps that look equal.

    The stops are spaced by their lightness, so that it changes by the same amount at every step.
    """
    labs = np.stack([_oklab(_parsed_rgb(stop)) for stop in stops])
    lightness_of_stops = labs[:, 0]
    way = np.abs(lightness_of_stops - lightness_of_stops[0])
    places = np.linspace(0.0, way[-1], 256)
    lab = np.stack([np.interp(places, way, labs[:, axis]) for axis in range(3)], axis=1)
    return _rgb(lab)


def _parsed_rgb(colour: str) -> NDArray[np.float64]:
    red, green, blue, _ = QColor(colour).getRgb()
    return np.array([red, green, blue], np.float64)


def _oklab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    share = rgb / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _LINEAR_TO_LMS.T) @ _LMS_TO_LAB.T)


def _rgb(lab: NDArray[np.float64]) -> NDArray[np.uint8]:
    lms = (lab @ np.linalg.inv(_LMS_TO_LAB).T) ** 3
    linear = np.clip(lms @ np.linalg.inv(_LINEAR_TO_LMS).T, 0.0, 1.0)
    share = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * np.clip(share, 0.0, 1.0)), np.uint8)

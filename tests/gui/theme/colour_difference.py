"""How different colours look: CIEDE2000, also to people who do not tell red from green."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# The ten tones of the Monk Skin Tone Scale (CC BY 4.0, Ellis Monk).
SKIN = (
    "#f6ede4", "#f3e7db", "#f7ead0", "#eadaba", "#d7bd96",
    "#a07e56", "#825c43", "#604134", "#3a312a", "#292420",
)  # fmt: skip
# Tones of instruments and furniture, from spruce and maple over oak and varnish to mahogany and ebony.
WOOD = (
    "#e8c996", "#d9b384", "#c69c6d", "#b5894f", "#a0693a", "#8a5a2b",
    "#9c4a1f", "#7b3f1d", "#6b2f1a", "#5c4033", "#4a2c1a", "#3b1f14",
)  # fmt: skip

_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])
# Machado, Oliveira and Fernandes 2009, complete protanopia and deuteranopia, for linear RGB.
_VISION = {
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
VISIONS = tuple(_VISION)


def rgb_of(colours: Sequence[str]) -> Numbers:
    """Colours "#rrggbb" as (N, 3) in [0, 255]."""
    return np.array([[int(each[at : at + 2], 16) for at in (1, 3, 5)] for each in colours], float)


def laid_over(colours: Numbers, grounds: Numbers, opacity: float) -> Numbers:
    """Each of (N, 3) colours over each of (M, 3) grounds, as a mask is painted: (N, M, 3)."""
    return opacity * colours[:, None] + (1 - opacity) * grounds[None]


def seen_with(vision: str, rgb: Numbers) -> Numbers:
    """What colours look like to people with this vision, as RGB in [0, 255]."""
    linear = np.clip(_linear(rgb) @ _VISION[vision].T, 0, 1)
    share = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return 255 * share


def differences(one: Numbers, other: Numbers) -> Numbers:
    """CIEDE2000 between RGB colours (..., 3) in [0, 255]; about 2 is seen side by side."""
    return ciede2000(_lab(one), _lab(other))


def pairwise(rgb: Numbers) -> float:
    """The smallest difference between any two of (N, 3) colours."""
    found = differences(rgb[:, None], rgb[None])
    return float(found[~np.eye(len(rgb), dtype=bool)].min())


def ciede2000(one: Numbers, other: Numbers) -> Numbers:
    """The difference between colours of CIELAB, (..., 3) each (Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = (np.moveaxis(each, -1, 0) for each in (one, other))
    mean_chroma = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * _chroma_weight(mean_chroma)
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = _hue(stretch * a1, b1), _hue(stretch * a2, b2)
    turn = np.where(c1 * c2 == 0, 0.0, (h2 - h1 + 180) % 360 - 180)
    hue_step = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = np.where(c1 * c2 == 0, h1 + h2, (h1 + turn / 2) % 360)
    t = sum(
        weight * np.cos(np.radians(times * hue + shift))
        for weight, times, shift in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    )
    squared = (lightness - 50) ** 2
    parts = (
        (l2 - l1) / (1 + 0.015 * squared / np.sqrt(20 + squared)),
        (c2 - c1) / (1 + 0.045 * chroma),
        hue_step / (1 + 0.015 * chroma * (1 + t)),
    )
    tilt = -2 * _chroma_weight(chroma) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    return np.sqrt(sum(part**2 for part in parts) + tilt * parts[1] * parts[2])


def _chroma_weight(chroma: Numbers) -> Numbers:
    return np.sqrt(chroma**7 / (chroma**7 + 25.0**7))


def _hue(a: Numbers, b: Numbers) -> Numbers:
    return np.degrees(np.arctan2(b, a)) % 360


def _linear(rgb: Numbers) -> Numbers:
    share = rgb / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def _lab(rgb: Numbers) -> Numbers:
    xyz = _linear(rgb) @ _TO_XYZ.T / _WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)

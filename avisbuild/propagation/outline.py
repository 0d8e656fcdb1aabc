"""The outline made to fit: a colour model for each small window, learnt where the mask is known.

In the anchor's picture, moved to where it is now, the mask is known for every pixel. In each window the
plane in colour space is found that tells its inside from its outside best, and laid into the picture as
it is. Where colours tell nothing, the moved mask stands. (He, Sun and Tang's guided filter, with the
guide exchanged after the fit.)
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mean = Callable[[Floats], Floats]

_SMOOTHING = 20.0  # of the fit, in squared grey levels: less contrast than this is noise


def fitted(moved_image: Floats, moved_mask: Floats, image: Floats, *, radius_px: int) -> Floats:
    """The mask (h, w) float32 in 0..1 as it is in `image`; both pictures (h, w, 3) float32 RGB."""

    def mean(values: Floats) -> Floats:
        side = 2 * radius_px + 1
        return np.asarray(cv2.blur(values, (side, side)), np.float32)

    mean_colour, mean_mask = mean(moved_image), mean(moved_mask)
    with_mask = mean(moved_image * moved_mask[..., None]) - mean_colour * mean_mask[..., None]
    slope = _solved(_covariance(moved_image, mean_colour, mean), with_mask)
    offset = mean_mask - (slope * mean_colour).sum(axis=-1)
    explained = (slope * with_mask).sum(axis=-1) / np.maximum(mean_mask * (1 - mean_mask), 1e-3)
    trust = np.clip(mean(explained), 0, 1)
    by_colour = (mean(slope) * image).sum(axis=-1) + mean(offset)
    return np.asarray(np.clip(trust * by_colour + (1 - trust) * moved_mask, 0, 1), np.float32)


def _covariance(image: Floats, mean_colour: Floats, mean: Mean) -> list[Floats]:
    """Of the colours in each window: the six different entries of a symmetric (3, 3)."""
    entries = []
    for one, other in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)):
        product = mean(image[..., one] * image[..., other])
        entry = product - mean_colour[..., one] * mean_colour[..., other]
        smoothing = np.float32(_SMOOTHING if one == other else 0.0)
        entries.append(np.asarray(entry + smoothing, np.float32))
    return entries


def _solved(matrix: list[Floats], right: Floats) -> Floats:
    """The solution of a symmetric 3 x 3 system in every pixel, by cofactors."""
    a, b, c, d, e, f = matrix
    inverse = (
        d * f - e * e,
        c * e - b * f,
        b * e - c * d,
        a * f - c * c,
        b * c - a * e,
        a * d - b * b,
    )
    p, q, r, s, t, u = inverse
    determinant = np.maximum(a * p + b * q + c * r, 1.0)
    x, y, z = (right[..., axis] for axis in range(3))
    rows = (p * x + q * y + r * z, q * x + s * y + t * z, r * x + t * y + u * z)
    return np.asarray(np.stack(rows, axis=-1) / determinant[..., None], np.float32)

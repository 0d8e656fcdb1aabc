"""Masks of every kind that is hard to draw: made from a seed, for tests of exactness."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
_SIZES = [(1, 1), (1, 2), (2, 1), (1, 40), (40, 1), (2, 2), (3, 70), (70, 3), (24, 24), (17, 31)]


def random_mask(rng: np.random.Generator) -> Mask:
    """A mask of a random kind and size, one of ten in Fortran order."""
    height, width = (
        _SIZES[rng.integers(len(_SIZES))] if rng.random() < 0.4 else rng.integers(1, 33, 2)
    )
    draw = _KINDS[rng.integers(len(_KINDS))]
    mask = draw(rng, int(height), int(width))
    return np.asfortranarray(mask) if rng.random() < 0.1 else mask


def blob(rng: np.random.Generator, height: int, width: int, *, ragged_px: float = 0.0) -> Mask:
    """A wavy shape about as wide as a third of the picture, its edge ragged by so many pixels."""
    rows, columns = np.mgrid[:height, :width]
    y, x = rows - rng.uniform(0.2, 0.8) * height, columns - rng.uniform(0.2, 0.8) * width
    angle = np.arctan2(y, x)
    radius = rng.uniform(0.1, 0.35) * min(height, width)
    for waves in rng.integers(2, 16, 3):
        radius = radius * (1 + rng.uniform(0, 0.2) * np.sin(waves * angle + rng.uniform(0, 6)))
    inside: Mask = np.hypot(y, x) < radius + rng.normal(0, ragged_px, (height, width))
    return inside


def _noise(rng: np.random.Generator, height: int, width: int) -> Mask:
    return rng.random((height, width)) < rng.uniform(0, 1)


def _blobs(rng: np.random.Generator, height: int, width: int) -> Mask:
    mask = blob(rng, height, width, ragged_px=rng.choice([0, 0, 1]))
    for _ in range(rng.integers(3)):
        mask ^= blob(rng, height, width)
    return mask


def _rings(rng: np.random.Generator, height: int, width: int) -> Mask:
    """Rings in rings, round or square, with holes that may touch at corners."""
    rows, columns = np.mgrid[:height, :width]
    y, x = np.abs(rows - rng.integers(height)), np.abs(columns - rng.integers(width))
    distance = np.hypot(y, x) if rng.random() < 0.5 else np.maximum(y, x)
    ring: Mask = distance.astype(int) // rng.integers(1, 4) % 2 == rng.integers(2)
    return ring ^ (rng.random((height, width)) < 0.02)


def _checkerboard(rng: np.random.Generator, height: int, width: int) -> Mask:
    rows, columns = np.mgrid[:height, :width]
    side = rng.integers(1, 4)
    board: Mask = (rows // side + columns // side) % 2 == rng.integers(2)
    return board


def _specks(rng: np.random.Generator, height: int, width: int) -> Mask:
    """A few pixels alone, or the same of holes."""
    mask = np.zeros((height, width), dtype=np.bool_)
    count = rng.integers(1, 6)
    mask[rng.integers(0, height, count), rng.integers(0, width, count)] = True
    return mask ^ (rng.random() < 0.5)


def _border(rng: np.random.Generator, height: int, width: int) -> Mask:
    """Strips along some of the picture's borders and corners."""
    mask = np.zeros((height, width), dtype=np.bool_)
    strips = (np.s_[:1], np.s_[-1:], np.s_[:, :1], np.s_[:, -1:], np.s_[:1, :1], np.s_[-1:, -1:])
    for strip in strips:
        if rng.random() < 0.5:
            mask[strip] ^= True
    return mask


def _plain(rng: np.random.Generator, height: int, width: int) -> Mask:
    return np.full((height, width), rng.random() < 0.5)


_KINDS: tuple[Callable[[np.random.Generator, int, int], Mask], ...] = (
    _noise,
    _blobs,
    _rings,
    _checkerboard,
    _specks,
    _border,
    _plain,
)

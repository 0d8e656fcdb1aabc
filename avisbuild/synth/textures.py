"""Noise of many grains: the stuff that wood, fur, cloth, grass and clouds are made of."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
TILE_PX = 1024
_HALF_PX = TILE_PX // 2

# Grain of a material: the largest cell's (height, width) in pixels, a seed, octaves.
_GRAINS = {
    "wood": ((96, 5), 11, 3),
    "fur": ((7, 4), 12, 2),
    "metal": ((30, 90), 14, 2),
    "leaves": ((22, 22), 15, 4),
}


def noise(
    shape: tuple[int, int], *, cell: tuple[float, float], seed: int, octaves: int = 4
) -> Field:
    """Fractal noise (H, W) in about -1..1; `cell` is the largest grain's (height, width) in pixels."""
    rng = np.random.default_rng(seed)
    total = np.zeros(shape, np.float32)
    gain = 1.0
    for octave in range(octaves):
        rows = max(2, round(shape[0] / max(cell[0] / 2**octave, 1.0)) + 2)
        columns = max(2, round(shape[1] / max(cell[1] / 2**octave, 1.0)) + 2)
        grid = rng.standard_normal((rows, columns), np.float32)
        total += gain * cv2.resize(grid, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
        gain *= 0.55
    return total * 0.5


@lru_cache(maxsize=8)
def material(name: str) -> Field:
    """A tile (1024, 1024) of a material's lightness, about -1..1; mirrored, so that it has no seams."""
    quarter = _grain(name)
    half = np.hstack([quarter, quarter[:, ::-1]])
    tile: Field = np.vstack([half, half[::-1]])
    return tile


def _grain(name: str) -> Field:
    shape = (_HALF_PX, _HALF_PX)
    if name == "cloth":
        y, x = np.mgrid[:_HALF_PX, :_HALF_PX].astype(np.float32)
        folds = noise(shape, cell=(60, 22), seed=13, octaves=2)
        return np.asarray(folds * 0.8 + 0.2 * np.sin(x * 1.6) * np.sin(y * 1.6), np.float32)
    cell, seed, octaves = _GRAINS.get(name, ((40, 40), 16, 3))
    return noise(shape, cell=cell, seed=seed, octaves=octaves)

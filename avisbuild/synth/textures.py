"""Noise of many grains: the stuff that wood, fur, cloth, grass and clouds are made of."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
TILE_PX = 512


def noise(
    shape: tuple[int, int], *, cell: tuple[float, float], seed: int, octaves: int = 4
) -> Field:
    """Fractal noise of `shape` (H, W) in about -1..1; `cell` is the largest grain's (height, width) in pixels."""
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
    """A tile (512, 512) of a material's lightness, about -1..1, the same in every run."""
    shape = (TILE_PX, TILE_PX)
    if name == "wood":
        return noise(shape, cell=(96, 5), seed=11, octaves=3)
    if name == "fur":
        return noise(shape, cell=(7, 4), seed=12, octaves=2)
    if name == "cloth":
        y, x = np.mgrid[:TILE_PX, :TILE_PX].astype(np.float32)
        folds = noise(shape, cell=(60, 22), seed=13, octaves=2)
        return (folds * 0.8 + 0.2 * np.sin(x * 1.6) * np.sin(y * 1.6)).astype(np.float32)
    if name == "metal":
        return noise(shape, cell=(30, 90), seed=14, octaves=2)
    if name == "leaves":
        return noise(shape, cell=(22, 22), seed=15, octaves=4)
    return noise(shape, cell=(40, 40), seed=16, octaves=3)

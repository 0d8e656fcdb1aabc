"""Superpixels: small patches of even colour that follow edges, and which of them touch.

Watershed from a grid of quiet places: quicker than SLIC by far, and it keeps to edges as well.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.segment.base import Image

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Superpixels:
    """A picture cut into N patches.

    `labels`: (h, w) int32 in 0..N-1; `colours`: (N, 3) CIE Lab; `centres_xy`: (N, 2) pixels; `areas`: (N,)
    pixels, 0 for a patch that got lost. `first` and `second` are the patches of each touching pair (E,),
    `contrast` their distance in colour, `border_px` the length of the border that they share.
    """

    labels: NDArray[np.int32]
    colours: Floats
    centres_xy: Floats
    areas: Floats
    first: Ints
    second: Ints
    contrast: Floats
    border_px: Floats

    @property
    def count(self) -> int:
        """The number N of patches."""
        return len(self.areas)

    @property
    def nbytes(self) -> int:
        """The memory of all arrays."""
        return sum(int(getattr(self, name).nbytes) for name in self.__slots__)

    def at(self, x: float, y: float) -> int:
        """The patch at a place in pixels; a place outside counts as the nearest inside."""
        height, width = self.labels.shape
        row, column = min(max(round(y), 0), height - 1), min(max(round(x), 0), width - 1)
        return int(self.labels[row, column])

    def rim(self) -> Ints:
        """The patches along the picture's four sides."""
        sides = (self.labels[0], self.labels[-1], self.labels[:, 0], self.labels[:, -1])
        return np.unique(np.concatenate(sides)).astype(np.int64)

    def shares(self, mask: NDArray[np.bool_] | NDArray[np.float32]) -> Floats:
        """How much of each patch a mask (h, w) holds, (N,) in 0..1."""
        held = _sums(self.labels, np.asarray(mask, np.float32), self.count)
        return np.asarray(held / np.maximum(self.areas, 1))

    def inside(self, box_xyxy: tuple[float, float, float, float]) -> NDArray[np.bool_]:
        """Which patches have their centre in a box: (N,) bool."""
        left, top, right, bottom = box_xyxy
        x, y = self.centres_xy.T
        within: NDArray[np.bool_] = (x > left) & (x < right) & (y > top) & (y < bottom)
        return within


def superpixels(
    image: Image, *, step_px: int, along: NDArray[np.bool_] | None = None
) -> Superpixels:
    """Cut a picture (H, W, 3) uint8 RGB into patches of about step_px x step_px pixels.

    No patch crosses the outline of the mask `along` (H, W).
    """
    smooth = np.asarray(cv2.medianBlur(np.ascontiguousarray(image), 3), np.uint8)
    lab = np.asarray(cv2.cvtColor(smooth.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
    markers, count = _markers(lab, step_px)
    labels = _flooded(smooth, markers)
    if along is not None:
        labels, count = _split(labels, along)
    areas = _sums(labels, None, count)
    divisor = np.maximum(areas, 1)
    colours = np.stack([_sums(labels, lab[..., axis], count) for axis in range(3)], axis=1)
    grid: NDArray[np.float32] = np.indices(labels.shape).astype(np.float32)
    centres = np.stack([_sums(labels, grid[1], count), _sums(labels, grid[0], count)], axis=1)
    colours /= divisor[:, None]
    first, second, border_px = _neighbours(labels, count)
    return Superpixels(
        labels=labels,
        colours=colours,
        centres_xy=centres / divisor[:, None],
        areas=areas,
        first=first,
        second=second,
        contrast=np.linalg.norm(colours[first] - colours[second], axis=1),
        border_px=border_px,
    )


def _markers(lab: NDArray[np.float32], step_px: int) -> tuple[NDArray[np.int32], int]:
    """One seed in each cell of a grid, where the picture is quietest: (H, W) int32, 0 elsewhere."""
    edges = [cv2.Sobel(lab, cv2.CV_32F, dx, 1 - dx, ksize=3) for dx in (0, 1)]
    steepness = sum((edge**2).sum(axis=2) for edge in edges)
    height, width = lab.shape[:2]
    step_px = max(1, min(step_px, height, width))
    down, across = height // step_px, width // step_px
    cells = np.asarray(steepness)[: down * step_px, : across * step_px]
    cells = cells.reshape(down, step_px, across, step_px).transpose(0, 2, 1, 3)
    quietest = cells.reshape(down, across, -1).argmin(axis=2)
    rows = np.arange(down)[:, None] * step_px + quietest // step_px
    columns = np.arange(across)[None] * step_px + quietest % step_px
    markers = np.zeros((height, width), np.int32)
    markers[rows, columns] = np.arange(1, down * across + 1).reshape(down, across)
    return markers, down * across


def _flooded(smooth: Image, markers: NDArray[np.int32]) -> NDArray[np.int32]:
    """The patch of each pixel, counted from 0; watershed's own lines go to a patch beside them."""
    height, width = markers.shape
    # Watershed leaves the outermost pixels alone: a frame around the picture takes that.
    padded = cv2.copyMakeBorder(markers, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    colours = cv2.cvtColor(smooth, cv2.COLOR_RGB2LAB)
    cv2.watershed(cv2.copyMakeBorder(colours, 1, 1, 1, 1, cv2.BORDER_REPLICATE), padded)
    labels = padded[1 : height + 1, 1 : width + 1].astype(np.float32)
    while (lines := labels <= 0).any():
        grown = cv2.dilate(labels, np.ones((3, 3), np.uint8))
        labels[lines] = grown[lines]
    return labels.astype(np.int32) - 1


def _split(labels: NDArray[np.int32], mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], int]:
    """The patches with those that a mask's outline crosses cut in two, numbered afresh, and how many."""
    halves = 2 * labels + mask
    is_there = np.bincount(halves.ravel()) > 0
    numbers = np.cumsum(is_there, dtype=np.int32) - 1
    return numbers[halves].astype(np.int32), int(is_there.sum())


def _sums(labels: NDArray[np.int32], values: NDArray[np.float32] | None, count: int) -> Floats:
    weights = None if values is None else values.ravel()
    return np.bincount(labels.ravel(), weights, minlength=count).astype(np.float64)


def _neighbours(labels: NDArray[np.int32], count: int) -> tuple[Ints, Ints, Floats]:
    """The touching pairs, each once, and how many pixels long their border is."""
    pairs = []
    for here, there in ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:])):
        differs = here != there
        low = np.minimum(here[differs], there[differs]).astype(np.int64)
        pairs.append(low * count + np.maximum(here[differs], there[differs]))
    keys, lengths = np.unique(np.concatenate(pairs), return_counts=True)
    return keys // count, keys % count, lengths.astype(np.float64)

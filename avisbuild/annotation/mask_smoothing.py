"""The outline of a mask made smooth, with as many pixels inside as before."""

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.annotation.outline_pixels import pixels_within
from avisbuild.segment import MaskArray

_Ring = NDArray[np.float64]

# How far a corner is felt along the outline, as a share of the frame's longer side: 12 pixels at 1080p.
_REACH_SHARE = 0.006
_LEAST_REACH_PX = 4.0
# An outline shorter than so many reaches would melt away; it stays as it is.
_SHORTEST_REACHES = 8.0
# Moving an outline outward changes its length, too: the second time mends what the first one left.
_AREA_ROUNDS = 2


def smooth(mask: MaskArray) -> MaskArray:
    """The mask with smoother outlines; each part and each hole keeps its area, up to single pixels.

    A thin part, such as a bow, stays: the outline itself is smoothed, and not the pixels about it. Where a
    mask meets the frame's edge it goes on meeting it.
    """
    reach_px = max(_LEAST_REACH_PX, _REACH_SHARE * max(mask.shape))
    # Beyond the frame the mask goes on as it ends, so that its corners there are not rounded off.
    margin = int(4 * reach_px) + 1
    wide = np.pad(np.ascontiguousarray(mask), margin, mode="edge")
    rings = [_smoothed(ring, reach_px) for ring in _rings(wide)]
    return pixels_within([ring - margin for ring in rings], mask.shape)


def _rings(mask: MaskArray) -> list[_Ring]:
    """The outline of every part and, the other way round, of every hole, as corners of pixels one apart.

    OpenCV walks along the middles of pixels. On the mask at twice its size every corner is passed by pixels
    of its own, whose coordinates halved are the corner's.
    """
    twice = np.repeat(np.repeat(mask.view(np.uint8), 2, axis=0), 2, axis=1)
    found, _ = cv2.findContours(twice, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not found:
        return []
    # All rings at once: a mask may have thousands of specks.
    lengths = np.array([len(points) for points in found])
    starts = np.cumsum(lengths) - lengths
    corners = (np.concatenate(found).reshape(-1, 2) + 1) // 2
    before = np.arange(-1, len(corners) - 1)
    before[starts] = starts + lengths - 1
    is_new = (corners != corners[before]).any(axis=1)
    rings = np.split(corners[is_new] - 0.5, np.cumsum(np.add.reduceat(is_new, starts))[:-1])
    return [ring.astype(np.float64) for ring in rings]


def _smoothed(corners: _Ring, reach_px: float) -> _Ring:
    if len(corners) < _SHORTEST_REACHES * reach_px:
        return corners
    middles = (corners + np.roll(corners, -1, axis=0)) / 2
    ring = _low_pass(middles, reach_px)
    for _ in range(_AREA_ROUNDS):
        ring = _with_area(ring, _signed_area(corners))
    return ring


def _low_pass(ring: _Ring, reach_px: float) -> _Ring:
    """Points one apart without what turns within the reach; what a Gaussian takes too much is given back."""
    waves = np.fft.rfft(ring, axis=0)
    turns = np.arange(len(waves)) * (2 * np.pi / len(ring))
    gaussian = np.exp(-0.5 * (turns * reach_px) ** 2)[:, None]
    low: _Ring = np.fft.irfft(waves * gaussian * (2 - gaussian), n=len(ring), axis=0)
    return low


def _with_area(ring: _Ring, area: float) -> _Ring:
    """The ring moved outward or inward all around by the distance that makes up for the area it lacks."""
    along = np.roll(ring, -1, axis=0) - np.roll(ring, 1, axis=0)
    lengths = np.hypot(*along.T)
    outward = np.stack((along[:, 1], -along[:, 0]), axis=1) / np.maximum(lengths, 1e-9)[:, None]
    moved: _Ring = ring + outward * ((area - _signed_area(ring)) / max(lengths.sum() / 2, 1e-9))
    return moved


def _signed_area(ring: _Ring) -> float:
    """Above 0 for rings that turn one way and below it for the other."""
    x, y = ring.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2

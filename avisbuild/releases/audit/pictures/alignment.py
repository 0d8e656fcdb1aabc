"""Whether one picture shows a part of another: its details laid over every place of the other's.

Details are what differs from its surroundings, weighed by how much the surroundings differ at all: even
shades, by which hashes go, count nothing, and a bright logo counts no more than so much of a brick wall.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.pictures.hashes import Part

Details = NDArray[np.float32]

_WIDTH, _HEIGHT = 96, 54
# Details are coarser than noise and finer than shades; in pixels of 96x54.
_NOISE_SIGMA, _SHADE_SIGMA, _SURROUNDINGS_SIGMA = 0.7, 4.0, 6.0
# Greys: what differs by less is mostly noise of the encoder.
_FAINT = 8.0
# The mean square of a picture's details; below, it is all but plain and cannot be judged.
_LEAST_DETAIL = 0.03
# A copy shows so large a share of the sides; by how many pixels it may show more at the edges.
_SHARES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.80)
_MARGIN = 3
# Where the best place is neither right nor wrong for sure, width and height are tried apart, by steps.
_DOUBTFUL_FROM, _DOUBTFUL_TO = 0.4, 0.85
_STEPS = (-0.06, -0.03, 0.0, 0.03, 0.06)


@dataclass(frozen=True, slots=True)
class Alignment:
    """How well the details agree, -1 to 1, and what of the whole the copy shows."""

    correlation: float
    part: Part


def align(copy: NDArray[np.uint8], whole: NDArray[np.uint8]) -> Alignment | None:
    """Lay a grey picture over every place of another, (H, W) uint8 each; None where either has no detail."""
    held = _details(whole, _WIDTH, _HEIGHT)
    if min(_amount(held), _amount(_details(copy, _WIDTH, _HEIGHT))) < _LEAST_DETAIL:
        return None
    field = np.pad(held, _MARGIN)
    best = _best([_best_place(copy, field, share, share) for share in _SHARES])
    if not _DOUBTFUL_FROM <= best.correlation < _DOUBTFUL_TO:
        return best
    across, down = _size(best)
    best = _best([_best_place(copy, field, share, down) for share in _nearby(across)])
    across, down = _size(best)
    return _best([_best_place(copy, field, across, share) for share in _nearby(down)])


def _best(alignments: list[Alignment]) -> Alignment:
    return max(alignments, key=lambda each: each.correlation)


def _size(alignment: Alignment) -> tuple[float, float]:
    """The shares of the whole's width and height that the copy shows."""
    part = alignment.part
    return part.right - part.left, part.bottom - part.top


def _nearby(share: float) -> list[float]:
    return sorted({min(1.0, share + step) for step in _STEPS})


def _best_place(copy: NDArray[np.uint8], field: Details, across: float, down: float) -> Alignment:
    width, height = round(_WIDTH * across), round(_HEIGHT * down)
    scores = cv2.matchTemplate(field, _details(copy, width, height), cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(scores)
    left, top = (x - _MARGIN) / _WIDTH, (y - _MARGIN) / _HEIGHT
    return Alignment(float(best), Part(left, top, left + width / _WIDTH, top + height / _HEIGHT))


def _details(grey: NDArray[np.uint8], width: int, height: int) -> Details:
    """A picture of this size without noise and shades, its differences as shares of those around them."""
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    fine = _blurred(small, _NOISE_SIGMA) - _blurred(small, _SHADE_SIGMA)
    around = np.sqrt(_blurred(fine**2, _SURROUNDINGS_SIGMA))
    return np.asarray(fine / (around + _FAINT), np.float32)


def _blurred(picture: Details, sigma: float) -> Details:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)


def _amount(details: Details) -> float:
    return float(np.mean(details**2))

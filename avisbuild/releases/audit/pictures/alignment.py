"""Whether one picture shows a part of another: its details laid over every place of the other's.

Details are what differs from its surroundings, weighed by how much the surroundings differ at all: even
shades, by which hashes go, count nothing, and a bright logo counts no more than so much of a brick wall.
A first look finds the place; a closer one tells cards with other words on them from each other.
"""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.pictures.hashes import Part

Details = NDArray[np.float32]
Grey = NDArray[np.uint8]


class _Look(NamedTuple):
    """How large a picture is looked at, and which of its details: all in pixels.

    Details are coarser than noise and finer than shades. By `margin` a copy may show more than the whole.
    """

    width: int
    height: int
    noise_sigma: float
    shade_sigma: float
    surroundings_sigma: float
    margin: int


_FIRST = _Look(96, 54, 0.7, 4.0, 6.0, 3)
_CLOSER = _Look(160, 90, 0.5, 2.0, 5.0, 4)
# Greys: what differs by less is mostly noise of the encoder.
_FAINT = 8.0
# The mean square of a picture's details; below, it is all but plain and cannot be judged.
_LEAST_DETAIL = 0.03
# A copy shows so large a share of the sides.
_SHARES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.80)
# Where the best place is neither right nor wrong for sure, width and height are tried apart, by steps.
_DOUBTFUL_FROM, _DOUBTFUL_TO = 0.4, 0.85
_STEPS = (-0.06, -0.03, 0.0, 0.03, 0.06)
_CLOSER_STEPS = (-0.03, -0.02, -0.01, 0.0, 0.01, 0.02, 0.03)


@dataclass(frozen=True, slots=True)
class Alignment:
    """How well the details agree, -1 to 1, and what of the whole the copy shows."""

    correlation: float
    part: Part


def align(copy: Grey, whole: Grey) -> Alignment | None:
    """Lay a grey picture over every place of another, (H, W) uint8 each; None where either has no detail."""
    held = _details(whole, _FIRST)
    if min(_amount(held), _amount(_details(copy, _FIRST))) < _LEAST_DETAIL:
        return None
    field = np.pad(held, _FIRST.margin)
    best = _best([_best_place(copy, field, _FIRST, share, share) for share in _SHARES])
    if _DOUBTFUL_FROM <= best.correlation < _DOUBTFUL_TO:
        return _stretched(best, copy, field, _FIRST, _STEPS)
    return best


def align_closer(copy: Grey, whole: Grey, found: Alignment) -> Alignment:
    """Look at finer details, at about the size that was found."""
    field = np.pad(_details(whole, _CLOSER), _CLOSER.margin)
    once = _stretched(found, copy, field, _CLOSER, _CLOSER_STEPS)
    return _stretched(once, copy, field, _CLOSER, _CLOSER_STEPS)


def _stretched(
    found: Alignment, copy: Grey, field: Details, look: _Look, steps: tuple[float, ...]
) -> Alignment:
    """The best of widths near what was found, and then of heights."""
    across, down = _size(found)
    best = _best([_best_place(copy, field, look, share, down) for share in _nearby(across, steps)])
    across, down = _size(best)
    return _best([_best_place(copy, field, look, across, share) for share in _nearby(down, steps)])


def _best(alignments: list[Alignment]) -> Alignment:
    return max(alignments, key=lambda each: each.correlation)


def _size(alignment: Alignment) -> tuple[float, float]:
    """The shares of the whole's width and height that the copy shows."""
    part = alignment.part
    return part.right - part.left, part.bottom - part.top


def _nearby(share: float, steps: tuple[float, ...]) -> list[float]:
    return sorted({min(1.0, share + step) for step in steps})


def _best_place(copy: Grey, field: Details, look: _Look, across: float, down: float) -> Alignment:
    details = _details(copy, look, across, down)
    scores = cv2.matchTemplate(field, details, cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(scores)
    left, top = (x - look.margin) / look.width, (y - look.margin) / look.height
    height, width = details.shape
    return Alignment(
        float(best), Part(left, top, left + width / look.width, top + height / look.height)
    )


def _details(grey: Grey, look: _Look, across: float = 1.0, down: float = 1.0) -> Details:
    """A picture at so large a share of the look's size, its differences as shares of those around them."""
    size = (round(look.width * across), round(look.height * down))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    fine = _blurred(small, look.noise_sigma) - _blurred(small, look.shade_sigma)
    around = np.sqrt(_blurred(fine**2, look.surroundings_sigma))
    return np.asarray(fine / (around + _FAINT), np.float32)


def _blurred(picture: Details, sigma: float) -> Details:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)


def _amount(details: Details) -> float:
    return float(np.mean(details**2))

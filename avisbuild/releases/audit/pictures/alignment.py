"""Whether one picture shows a part of another: its details laid over every place of the other's.

What has no detail (a plain ground, a blurred wall) cannot be judged: so the even shades that hashes go by are
taken away first, and two stamps on grounds alike differ.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.pictures.hashes import Part

_WIDTH, _HEIGHT = 96, 54
_BLUR_SIGMA = 4.0
# The mean square of what is left of a picture without its even shades; below, it shows no detail.
_LEAST_ENERGY = 60.0
# A copy shows so large a share of the sides; by how many pixels it may show more at the edges.
_SHARES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.80)
_MARGIN = 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """How well the details agree, -1 to 1, and what of the whole the copy shows."""

    correlation: float
    part: Part


def align(copy: NDArray[np.uint8], whole: NDArray[np.uint8]) -> Alignment | None:
    """Lay a grey picture over every place of another, (H, W) uint8 each; None where either has no detail."""
    held = _details(whole, _WIDTH, _HEIGHT)
    if _energy(held) < _LEAST_ENERGY or _energy(_details(copy, _WIDTH, _HEIGHT)) < _LEAST_ENERGY:
        return None
    field = np.pad(held, _MARGIN)
    return max(
        (_best_place(copy, field, share) for share in _SHARES), key=lambda each: each.correlation
    )


def _best_place(copy: NDArray[np.uint8], field: NDArray[np.float32], share: float) -> Alignment:
    width, height = round(_WIDTH * share), round(_HEIGHT * share)
    scores = cv2.matchTemplate(field, _details(copy, width, height), cv2.TM_CCOEFF_NORMED)
    _, best, _, (x, y) = cv2.minMaxLoc(scores)
    left, top = (x - _MARGIN) / _WIDTH, (y - _MARGIN) / _HEIGHT
    return Alignment(float(best), Part(left, top, left + width / _WIDTH, top + height / _HEIGHT))


def _details(grey: NDArray[np.uint8], width: int, height: int) -> NDArray[np.float32]:
    """A picture of this size without its even shades."""
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(small - cv2.GaussianBlur(small, (0, 0), _BLUR_SIGMA), np.float32)


def _energy(details: NDArray[np.float32]) -> float:
    return float(np.mean(details**2))

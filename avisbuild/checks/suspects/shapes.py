"""The shape of one mask: its parts and holes, what of it is thin, which borders of the picture it touches."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.masks import box_xywh, decode
from avisbuild.records import Rle

Box = tuple[int, int, int, int]

# Room for the masks of a long video; an entry is some hundred bytes.
_KEPT = 8192
# A part is thin where a disc this large, by the picture's shorter side, does not fit.
_THIN_SHARE = 1 / 120
_LEAST_THIN_PX = 3
# So many times longer than wide, it is a sliver.
_LONG = 4
_MOST_PIECES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a mask, a hole in it or a sliver of it; `box` is (left, top, right, bottom), half-open."""

    area: int
    box: Box
    centre: tuple[float, float]

    @property
    def length_px(self) -> int:
        """The longer side of its box."""
        left, top, right, bottom = self.box
        return max(right - left, bottom - top)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskShape:
    """What a mask looks like, in pixels of its picture; pieces come with the largest first.

    `parts` are what hangs together, `holes` the background within, `slivers` what is long and thin.
    `touched` are the mask's pixels on the left, top, right and bottom border of the picture.
    """

    area: int
    box: Box
    centre: tuple[float, float]
    parts: tuple[Piece, ...]
    holes: tuple[Piece, ...]
    slivers: tuple[Piece, ...]
    touched: tuple[int, int, int, int]

    @property
    def diameter_px(self) -> float:
        """The side of the square with the same area."""
        return float(np.sqrt(self.area))


@lru_cache(maxsize=_KEPT)
def shape_of(rle: Rle) -> MaskShape | None:
    """The shape of a mask; None without pixels. Raises FormatError for broken counts."""
    left, top, width, height = (int(each) for each in box_xywh(rle))
    if not width or not height:
        return None
    inner = decode(rle)[top : top + height, left : left + width]
    # One pixel of background all round.
    crop = np.zeros((height + 2, width + 2), np.uint8)
    crop[1:-1, 1:-1] = inner
    corner = left - 1, top - 1
    parts = _pieces(crop, corner, connectivity=8)
    moments = cv2.moments(crop, binaryImage=True)
    at_left, at_top = left == 0, top == 0
    at_right, at_bottom = left + width == rle.size[1], top + height == rle.size[0]
    return MaskShape(
        area=int(moments["m00"]),
        box=(left, top, left + width, top + height),
        centre=(
            corner[0] + moments["m10"] / moments["m00"],
            corner[1] + moments["m01"] / moments["m00"],
        ),
        parts=parts,
        # The background around it begins in the corner, and is labelled first.
        holes=_pieces(1 - crop, corner, connectivity=4, skipped=1),
        slivers=_slivers(crop, corner, rle.size),
        touched=(
            int(inner[:, 0].sum()) * at_left,
            int(inner[0].sum()) * at_top,
            int(inner[:, -1].sum()) * at_right,
            int(inner[-1].sum()) * at_bottom,
        ),
    )


def _thin_px(size: tuple[int, int]) -> int:
    """The diameter of the disc; odd."""
    return max(_LEAST_THIN_PX, round(min(size) * _THIN_SHARE)) | 1


def _pieces(
    crop: NDArray[np.uint8], corner: tuple[int, int], *, connectivity: int, skipped: int = 0
) -> tuple[Piece, ...]:
    """What hangs together in a crop whose corner (x, y) lies there in the picture."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(crop, connectivity=connectivity)
    first = 1 + skipped
    order = first + np.argsort(-stats[first:count, cv2.CC_STAT_AREA], kind="stable")
    return tuple(_piece(stats[at], centres[at], corner) for at in order[:_MOST_PIECES].tolist())


def _piece(stats: NDArray[np.int32], centre: NDArray[np.float64], corner: tuple[int, int]) -> Piece:
    left, top, width, height, area = stats.tolist()
    x, y = corner
    return Piece(
        area=area,
        box=(x + left, y + top, x + left + width, y + top + height),
        centre=(x + float(centre[0]), y + float(centre[1])),
    )


def thin_parts(pixels: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.bool_]:
    """What goes when a part of a mask is opened by a disc, as large as that of a picture of this size is."""
    crop = pixels.astype(np.uint8)
    thin_px = _thin_px(size)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (thin_px, thin_px))
    opened = np.asarray(cv2.morphologyEx(crop, cv2.MORPH_OPEN, disc), np.uint8)
    return np.asarray((crop - opened).view(np.bool_))


def _slivers(
    crop: NDArray[np.uint8], corner: tuple[int, int], size: tuple[int, int]
) -> tuple[Piece, ...]:
    """What is thin, and much longer than that is wide."""
    least_px = _LONG * _thin_px(size)
    thin = thin_parts(crop.view(np.bool_), size).view(np.uint8)
    if cv2.countNonZero(thin) < least_px:
        return ()
    found = _pieces(thin, corner, connectivity=8)
    return tuple(each for each in found if each.length_px >= least_px)

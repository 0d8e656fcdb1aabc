"""A frame's mask as files spell it: polygons, COCO's RLE compressed or not, or nothing."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from avisbuild.errors import FormatError
from avisbuild.masks.polygons import from_polygons
from avisbuild.masks.rle import from_run_lengths, run_lengths
from avisbuild.records import Rle

_MIN_NUMBERS = 6
# frPyObjects makes five points a pixel along an outline; a coordinate of 1e9 would ask for gigabytes.
_MAX_OUTLINE_PX = 4_000_000


def read_segmentation(segmentation: object, size: tuple[int, int]) -> Rle | None:
    """The mask of one frame of this (height, width); None for null and for an empty list.

    Takes a list of polygons, and RLE with counts as text, bytes or a list. Raises FormatError.
    """
    if segmentation is None or segmentation == []:
        return None
    if isinstance(segmentation, dict):
        return _read_rle(segmentation, size)
    if isinstance(segmentation, list | tuple):
        return _read_polygons(segmentation, size)
    raise FormatError(f"expected null, a list of polygons or an RLE, got {segmentation!r:.40}")


def _read_rle(document: dict[str, Any], size: tuple[int, int]) -> Rle:
    found, counts = document.get("size"), document.get("counts")
    if not isinstance(found, list | tuple) or tuple(found) != size:
        raise FormatError(
            f"expected an RLE of size {list(size)} ([height, width]), got size {found!r:.40}"
        )
    if isinstance(counts, str):
        counts = counts.encode("ascii", errors="replace")
    if isinstance(counts, bytes) and counts:
        return from_run_lengths(run_lengths(Rle(size, counts)), size)
    if isinstance(counts, list) and counts and all(type(count) is int for count in counts):
        if not 0 <= min(counts) <= max(counts) <= size[0] * size[1]:
            raise FormatError(
                f"expected run lengths of 0 to {size[0] * size[1]}, got {min(counts)} to {max(counts)}"
            )
        return from_run_lengths(counts, size)
    raise FormatError(f"expected RLE counts as text or a list of whole numbers, got {counts!r:.40}")


def _read_polygons(polygons: Sequence[Any], size: tuple[int, int]) -> Rle:
    for index, polygon in enumerate(polygons):
        _check_polygon(polygon, f"polygon {index}")
    # The published decoder takes the first for a box when it has four numbers, and draws later
    # ones with fewer than three corners as nothing.
    if len(polygons[0]) < _MIN_NUMBERS:
        raise FormatError(
            f"polygon 0: expected at least {_MIN_NUMBERS} numbers, got {len(polygons[0])}"
        )
    return from_polygons([polygon for polygon in polygons if len(polygon) >= _MIN_NUMBERS], size)


def _check_polygon(polygon: object, name: str) -> None:
    if not isinstance(polygon, list | tuple):
        raise FormatError(f"{name}: expected a list [x0, y0, x1, y1, ...], got {polygon!r:.40}")
    for number in polygon:
        if type(number) not in (int, float) or not math.isfinite(number):
            raise FormatError(f"{name}: expected finite numbers, got {number!r:.40}")
    if len(polygon) % 2:
        raise FormatError(f"{name}: expected an even count of numbers, got {len(polygon)}")
    outline_px = sum(
        abs(b - a)
        for axis in (polygon[0::2], polygon[1::2])
        for a, b in pairwise([*axis, *axis[:1]])
    )
    if outline_px > _MAX_OUTLINE_PX:
        raise FormatError(
            f"{name}: expected an outline of at most {_MAX_OUTLINE_PX} pixels, got {outline_px:.0f}"
        )

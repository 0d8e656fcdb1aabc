"""A frame's mask as files spell it: polygons, COCO's RLE compressed or not, or nothing."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from avisbuild.documents.wording import shown
from avisbuild.errors import FormatError
from avisbuild.masks.polygons import from_polygons
from avisbuild.masks.rle import from_run_lengths, run_lengths
from avisbuild.records import Rle

_MIN_NUMBERS = 6
# pycocotools makes five points a pixel along an outline: coordinates of 1e9 would ask for gigabytes.
_MAX_OUTLINE_PX = 2_000_000


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
    raise FormatError("segmentation-unknown", found=shown(segmentation))


def _read_rle(document: dict[str, Any], size: tuple[int, int]) -> Rle:
    found, counts = document.get("size"), document.get("counts")
    if not isinstance(found, list | tuple) or tuple(found) != size:
        raise FormatError("rle-size", expected=list(size), found=shown(found))
    if isinstance(counts, str):
        counts = counts.encode(errors="surrogatepass")
    if isinstance(counts, bytes) and counts:
        return from_run_lengths(run_lengths(Rle(size, counts)), size)
    if isinstance(counts, list) and counts and set(map(type, counts)) == {int}:
        if not 0 <= min(counts) <= max(counts) <= size[0] * size[1]:
            raise FormatError(
                "runs-out-of-range",
                pixel_count=size[0] * size[1],
                least=shown(min(counts)),
                most=shown(max(counts)),
            )
        return from_run_lengths(counts, size)
    raise FormatError("counts-of-another-kind", found=shown(counts))


def _read_polygons(polygons: Sequence[Any], size: tuple[int, int]) -> Rle:
    for index, polygon in enumerate(polygons):
        _check_numbers(polygon, f"polygon {index}")
    # The published decoder takes the first for a box when it has four numbers, and draws later
    # ones without three corners as nothing.
    if len(polygons[0]) < _MIN_NUMBERS:
        raise FormatError("polygon-too-short", least=_MIN_NUMBERS, number_count=len(polygons[0]))
    drawn = [polygon for polygon in polygons if len(polygon) >= _MIN_NUMBERS]
    _check_outlines(drawn)
    return from_polygons(drawn, size)


def _check_numbers(polygon: object, name: str) -> None:
    if not isinstance(polygon, list | tuple):
        raise FormatError("polygon-no-list", name=name, found=shown(polygon))
    if not set(map(type, polygon)) <= {int, float}:
        stranger = next(each for each in polygon if type(each) not in (int, float))
        raise FormatError("polygon-no-number", name=name, found=shown(stranger))
    if len(polygon) % 2:
        raise FormatError("polygon-odd", name=name, number_count=len(polygon))


def _check_outlines(polygons: Sequence[Sequence[float]]) -> None:
    try:
        points = np.fromiter(chain.from_iterable(polygons), dtype=np.float64).reshape(-1, 2)
    except OverflowError as error:
        raise FormatError("polygons-huge-number") from error
    farthest_px = np.abs(points).max()
    # Not the other way round: NaN is neither less nor more.
    if not farthest_px <= _MAX_OUTLINE_PX:
        raise FormatError("polygons-too-far", most_px=_MAX_OUTLINE_PX, farthest_px=farthest_px)
    ends = np.cumsum([len(polygon) // 2 for polygon in polygons])
    firsts = np.concatenate(([0], ends[:-1]))
    before = np.arange(len(points)) - 1
    before[firsts] = ends - 1
    outlines_px = np.add.reduceat(np.abs(points - points[before]).max(axis=1), firsts)
    if outlines_px.max() > _MAX_OUTLINE_PX:
        raise FormatError("outlines-too-long", most_px=_MAX_OUTLINE_PX, found_px=outlines_px.max())

"""Masks of a file drawn into COCO's packed runs, a track at a time."""

from collections.abc import Sequence
from typing import Any

from pycocotools import mask as coco

from avisbuild.errors import FormatError
from avisbuild.masks import read_segmentation
from avisbuild.masks.many import CocoRle, as_coco, drawn_polygon

# Polygons of so few numbers, all of them near the frame, need no further look before they are drawn.
_MAX_PLAIN_NUMBERS = 1000
_MIN_NUMBERS = 6


def drawn_track(
    segmentations: Sequence[Any], size: tuple[int, int], where: str, *, plain: bool
) -> list[CocoRle | None]:
    """The masks of a track, None where it has none; `plain` says that all of it is polygons near the frame.

    Raises FormatError, with `where` and the frame.
    """
    return [
        _drawn_polygons(segmentation, size)
        if plain and segmentation and all(map(_is_usual, segmentation))
        else drawn_mask(segmentation, size, f"{where}[{frame}]")
        if segmentation
        else None
        for frame, segmentation in enumerate(segmentations)
    ]


def _is_usual(polygon: Sequence[float]) -> bool:
    is_outline = _MIN_NUMBERS <= len(polygon) <= _MAX_PLAIN_NUMBERS and not len(polygon) % 2
    return is_outline and min(polygon) >= 0


def _drawn_polygons(polygons: Sequence[Sequence[float]], size: tuple[int, int]) -> CocoRle:
    parts = [CocoRle(size, drawn_polygon(polygon, size)) for polygon in polygons]
    if len(parts) == 1:
        return parts[0]
    return CocoRle(size, coco.merge([as_coco(part) for part in parts])["counts"])


def drawn_mask(mask: Any, size: tuple[int, int], where: str) -> CocoRle:
    """One mask, polygons or RLE of any kind; raises FormatError, with `where`."""
    try:
        rle = read_segmentation(mask, size)
    except FormatError as error:
        raise FormatError("mask-wrong", where=where, problem=error) from error
    if rle is None:
        raise FormatError("mask-empty-list", where=where)
    return CocoRle(rle.size, rle.counts)

"""Masks of a file drawn, a track at a time."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from avisbuild.errors import FormatError
from avisbuild.masks import read_segmentation
from avisbuild.masks.many import CocoRle, PackedMask, drawn_polygons, joined

# Polygons of so few numbers, all of them near the frame, need no further look before they are drawn.
_MAX_PLAIN_NUMBERS = 1000
_MIN_NUMBERS = 6


def drawn_track(
    segmentations: Sequence[Any], size: tuple[int, int], where: str, *, plain: bool
) -> list[PackedMask | None]:
    """The masks of a track, None where it has none; `plain` says that all of it is polygons near the frame.

    Raises FormatError, with `where` and the frame.
    """
    masks: list[PackedMask | None] = [None] * len(segmentations)
    usual = [
        frame
        for frame, polygons in enumerate(segmentations)
        if plain and polygons and all(map(_is_usual, polygons))
    ]
    if usual:
        polygons = [polygon for frame in usual for polygon in segmentations[frame]]
        parts = iter(drawn_polygons(polygons, size))
        for frame in usual:
            drawn = [part for part in islice(parts, len(segmentations[frame])) if part is not None]
            if len(drawn) == len(segmentations[frame]):
                masks[frame] = joined(drawn)
    for frame, segmentation in enumerate(segmentations):
        if segmentation and masks[frame] is None:
            masks[frame] = drawn_mask(segmentation, size, f"{where}[{frame}]")
    return masks


def _is_usual(polygon: Sequence[float]) -> bool:
    return _MIN_NUMBERS <= len(polygon) <= _MAX_PLAIN_NUMBERS and not len(polygon) % 2


def drawn_mask(mask: Any, size: tuple[int, int], where: str) -> CocoRle:
    """One mask, polygons or RLE of any kind; raises FormatError, with `where`."""
    try:
        rle = read_segmentation(mask, size)
    except FormatError as error:
        raise FormatError("mask-wrong", where=where, problem=error) from error
    if rle is None:
        raise FormatError("mask-empty-list", where=where)
    return CocoRle(rle.size, rle.counts)

"""Masks of a file drawn into COCO's packed runs, a track at a time."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco

from avisbuild.errors import FormatError
from avisbuild.masks import read_segmentation
from avisbuild.masks.many import CocoRle

# Polygons of so few numbers, all of them near the frame, need no further look before they are drawn.
_MAX_PLAIN_NUMBERS = 1000
_MIN_NUMBERS = 6
_MAX_MASKS = 255


def drawn_track(
    segmentations: Sequence[Any], size: tuple[int, int], where: str, *, plain: bool
) -> list[CocoRle | None]:
    """The masks of a track, None where it has none; `plain` says that all of it is polygons near the frame.

    Raises FormatError, with `where` and the frame.
    """
    masks: list[CocoRle | None] = [None] * len(segmentations)
    usual: list[tuple[int, Sequence[Any]]] = []
    for frame, segmentation in enumerate(segmentations):
        if plain and segmentation and all(map(_is_usual, segmentation)):
            usual.append((frame, segmentation))
        elif segmentation:
            masks[frame] = drawn_mask(segmentation, size, f"{where}[{frame}]")
    if usual:
        polygons = [polygon for _, segmentation in usual for polygon in segmentation]
        rles = iter(coco.frPyObjects(polygons, *size))
        for frame, segmentation in usual:
            own = list(islice(rles, len(segmentation)))
            masks[frame] = own[0] if len(own) == 1 else coco.merge(own)
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
    return {"size": rle.size, "counts": rle.counts}


def areas_of_drawn(masks: Sequence[CocoRle | None]) -> NDArray[np.int64]:
    """Pixels of masks that pycocotools made, which needs no check; it takes at most 255 at once."""
    areas = np.zeros(len(masks), dtype=np.int64)
    here = [frame for frame, mask in enumerate(masks) if mask is not None]
    for start in range(0, len(here), _MAX_MASKS):
        frames = here[start : start + _MAX_MASKS]
        areas[frames] = coco.area([masks[frame] for frame in frames])
    return areas

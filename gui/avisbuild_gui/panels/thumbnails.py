"""Small pictures of candidate masks: the object in its colours, what is around it dimmed."""

import numpy as np
from numpy.typing import NDArray

from avisbuild.segment import Image, MaskArray

_DIMMED = 0.32
_MARGIN = 0.12
_GREY = 128


def crop_around(masks: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """(top, left, bottom, right) around all masks (K, H, W), with a margin; all where they are empty.

    Looks at every eighth row and column at most: a thumbnail needs no more.
    """
    height, width = masks.shape[1:]
    step = max(1, min(8, height // 64, width // 64))
    any_mask: MaskArray = np.any(masks[:, ::step, ::step], axis=0)
    rows, columns = (
        np.flatnonzero(np.any(any_mask, axis=1)),
        np.flatnonzero(np.any(any_mask, axis=0)),
    )
    if not len(rows):
        return 0, 0, height, width
    top, bottom = int(rows[0]) * step, (int(rows[-1]) + 1) * step
    left, right = int(columns[0]) * step, (int(columns[-1]) + 1) * step
    margin = round(_MARGIN * max(bottom - top, right - left)) + step
    return (
        max(0, top - margin),
        max(0, left - margin),
        min(height, bottom + margin),
        min(width, right + margin),
    )


def thumbnail(
    mask: MaskArray,
    image: Image | None,
    crop: tuple[int, int, int, int],
    *,
    size: tuple[int, int],
    edge_rgb: tuple[int, int, int],
) -> Image:
    """One candidate as (h, w, 3) uint8 that fits into `size` (height, width), its outline in `edge_rgb`."""
    top, left, bottom, right = crop
    scale = min(size[0] / (bottom - top), size[1] / (right - left))
    height, width = max(1, round((bottom - top) * scale)), max(1, round((right - left) * scale))
    rows = top + (np.arange(height) + 0.5) * (bottom - top) / height
    columns = left + (np.arange(width) + 0.5) * (right - left) / width
    grid = np.ix_(rows.astype(int), columns.astype(int))
    part = mask[grid]
    colours = np.full((height, width, 3), _GREY, np.uint8) if image is None else image[grid]
    picture = np.where(part[..., None], colours, (colours * _DIMMED).astype(np.uint8))
    picture[_edge(part)] = edge_rgb
    return np.ascontiguousarray(picture, np.uint8)


def _edge(part: MaskArray) -> MaskArray:
    """The pixels just outside the mask."""
    grown = part.copy()
    grown[1:] |= part[:-1]
    grown[:-1] |= part[1:]
    grown[:, 1:] |= part[:, :-1]
    grown[:, :-1] |= part[:, 1:]
    return np.asarray(grown & ~part)

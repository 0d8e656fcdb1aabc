"""Masks as run lengths: pycocotools' work on values of ours, and a reader of counts that cannot crash."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco

from avisbuild.documents.wording import shown
from avisbuild.errors import FormatError
from avisbuild.records import Rle

_FIRST_CODE = 48
_MORE, _NEGATIVE, _DIGIT = 0x20, 0x10, 0x1F
_BITS = 5
_MAX_DIGITS = 7


def encode(mask: NDArray[np.bool_]) -> Rle:
    """The run lengths of a mask of shape (H, W), in C or Fortran order."""
    if mask.ndim != 2 or mask.dtype != np.bool_:
        raise ValueError(
            f"expected a mask of shape (H, W) and dtype bool, got {mask.shape} {mask.dtype}"
        )
    return from_coco(coco.encode(np.asfortranarray(mask).view(np.uint8)))


def decode(rle: Rle) -> NDArray[np.bool_]:
    """The pixels, of shape (H, W); raises FormatError for counts of another size, as a database may hold."""
    try:
        pixels: NDArray[np.uint8] = coco.decode(to_coco(rle))
    except (ValueError, ArithmeticError, MemoryError) as error:
        raise FormatError("counts-broken", counts=_text(rle.counts)) from error
    return pixels.view(np.bool_)


def area(rle: Rle) -> int:
    """Number of pixels in the mask."""
    return int(coco.area(to_coco(rle)))


def box_xywh(rle: Rle) -> tuple[float, float, float, float]:
    """The smallest box around the mask; four zeros around an empty one."""
    x, y, width, height = coco.toBbox(to_coco(rle)).tolist()
    return x, y, width, height


def union(rles: Sequence[Rle], size: tuple[int, int]) -> Rle:
    """Every pixel that is in any of the masks, which all have this size; empty without masks."""
    for rle in rles:
        if rle.size != size:
            raise ValueError(f"expected masks of size {size}, got {rle.size}")
    if not rles:
        return from_run_lengths([size[0] * size[1]], size)
    return from_coco(coco.merge([to_coco(rle) for rle in rles]))


def to_coco(rle: Rle) -> dict[str, Any]:
    """The mask as pycocotools and JSON files spell it; `counts` are bytes."""
    return {"size": list(rle.size), "counts": rle.counts}


def from_coco(document: dict[str, Any]) -> Rle:
    """A mask that pycocotools made itself; use `read_segmentation` for what comes from a file."""
    height, width = document["size"]
    return Rle((int(height), int(width)), document["counts"])


def run_lengths(rle: Rle) -> NDArray[np.int64]:
    """Alternating lengths of background and mask down the columns, (N,) int64, only the first may be 0.

    Raises FormatError for counts that are no run lengths of this size: pycocotools would read or
    write outside its memory on some of them.
    """
    return _without_empty_runs(unpack_lengths(rle.counts, rle.size))


def unpack_lengths(counts: bytes, size: tuple[int, int]) -> NDArray[np.int64]:
    """The lengths that packed counts of any file spell, empty runs included; raises FormatError."""
    height, width = size
    return _checked(_unpacked(counts), height * width)


def from_run_lengths(lengths: Sequence[int] | NDArray[np.int64], size: tuple[int, int]) -> Rle:
    """The mask with these alternating lengths of background and mask down the columns.

    Raises FormatError when they do not add up to the size.
    """
    height, width = size
    counts = _without_empty_runs(_checked(np.asarray(lengths, dtype=np.int64), height * width))
    document = {"size": [height, width], "counts": counts.tolist()}
    return from_coco(coco.frPyObjects(document, height, width))


def _unpacked(counts: bytes) -> NDArray[np.int64]:
    """COCO's packing undone: base-32 digits from 0x30 on, low first; from the fourth run on, differences."""
    codes = np.frombuffer(counts, np.uint8).astype(np.int64) - _FIRST_CODE
    if codes.size == 0 or codes.min() < 0 or codes.max() > (_MORE | _DIGIT):
        raise FormatError("counts-unpacked", counts=_text(counts))
    ends = np.flatnonzero(codes & _MORE == 0)
    starts = np.concatenate(([0], ends[:-1] + 1))
    digits = ends - starts + 1
    if ends.size == 0 or ends[-1] != codes.size - 1:
        raise FormatError("counts-cut-off", counts=_text(counts))
    if digits.max() > _MAX_DIGITS:
        raise FormatError("counts-broken", counts=_text(counts))
    places = np.arange(codes.size) - np.repeat(starts, digits)
    lengths: NDArray[np.int64] = np.add.reduceat((codes & _DIGIT) << (_BITS * places), starts)
    lengths -= np.where(codes[ends] & _NEGATIVE, np.int64(1) << (_BITS * digits), 0)
    lengths[1::2] = np.cumsum(lengths[1::2])
    lengths[2::2] = np.cumsum(lengths[2::2])
    return lengths


def _checked(lengths: NDArray[np.int64], pixel_count: int) -> NDArray[np.int64]:
    if lengths.size == 0 or lengths.min() < 0:
        raise FormatError("runs-negative")
    if lengths.max() > pixel_count or lengths.sum() != pixel_count:
        raise FormatError("runs-do-not-fit", pixel_count=pixel_count, found=lengths.sum())
    return lengths


def _without_empty_runs(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same mask with the neighbours of an empty run made one, as pycocotools writes it."""
    if lengths[1:].all():
        return lengths
    flips, times = np.unique(np.cumsum(lengths), return_counts=True)
    # The sum of all lengths is the end of the picture, where nothing flips.
    flips = flips[:-1][times[:-1] % 2 == 1]
    return np.diff(np.concatenate(([0], flips, [lengths.sum()])))


def _text(counts: bytes) -> str:
    return shown(counts.decode("latin1"))

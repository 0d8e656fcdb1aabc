"""Areas of many compressed masks at once, and the check that their run lengths fit their frames.

pycocotools reads outside its memory, or never ends, on run lengths that do not add up to the frame; and
its own `area` takes at most 255 masks with numpy 2.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

_FIRST_CODE = 48
_DIGIT, _NEGATIVE, _MORE = 0x1F, 0x10, 0x20
_MAX_DIGITS = 7
_Ints = NDArray[np.int64]


class CocoRle(TypedDict):
    """A mask as COCO's JSON spells it: `size` is (height, width), `counts` the packed run lengths."""

    size: tuple[int, int] | list[int]
    counts: str | bytes


class BadRuns(ValueError):
    """The counts of the mask at `index` are no run lengths of its frame."""

    def __init__(self, index: int, problem: str) -> None:
        super().__init__(problem)
        self.index = index


@lru_cache(maxsize=256)
def zero_counts(height: int, width: int) -> str:
    """How a mask without a pixel is written at this size: `PPTl0` for 921,600 pixels."""
    value, text = height * width, ""
    while True:
        digit = value & _DIGIT
        value >>= 5
        # The last digit must not have the sign's bit, or the number would read as negative.
        if value == 0 and not digit & _NEGATIVE:
            return text + chr(_FIRST_CODE + digit)
        text += chr(_FIRST_CODE + (digit | _MORE))


def zero_rle(height: int, width: int) -> CocoRle:
    """A mask without a pixel, as the published model writes it."""
    return {"size": (height, width), "counts": zero_counts(height, width)}


def areas_of(masks: Sequence[CocoRle]) -> _Ints:
    """Number of pixels in each mask, (N,) int64; raises BadRuns at the first that is broken."""
    areas = np.zeros(len(masks), dtype=np.int64)
    full: list[int] = []
    texts: list[bytes] = []
    pixels: list[int] = []
    for index, mask in enumerate(masks):
        counts = mask["counts"]
        height, width = mask["size"]
        if counts == zero_counts(height, width):
            continue
        full.append(index)
        texts.append(counts if isinstance(counts, bytes) else counts.encode(errors="replace"))
        pixels.append(height * width)
    if full:
        try:
            areas[full] = _areas(texts, np.array(pixels))
        except BadRuns as error:
            raise BadRuns(full[error.index], str(error)) from None
    return areas


def _areas(texts: Sequence[bytes], pixels: _Ints) -> _Ints:
    """COCO's packing undone for all masks together: base-32 digits, then differences to the last but one."""
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    if not sizes.all():
        raise BadRuns(int(np.argmin(sizes)), "expected counts of COCO's compressed RLE, got none")
    codes = np.frombuffer(b"".join(texts), np.uint8) - np.uint8(_FIRST_CODE)
    text_ends = np.cumsum(sizes) - 1
    if codes.max() > (_MORE | _DIGIT):
        index = int(np.searchsorted(text_ends, np.argmax(codes > (_MORE | _DIGIT))))
        raise BadRuns(index, "expected counts of COCO's compressed RLE, got other characters")
    ends = np.flatnonzero(codes < _MORE)
    last = np.searchsorted(ends, text_ends)
    cut = (last >= ends.size) | (ends[np.minimum(last, ends.size - 1)] != text_ends)
    if cut.any():
        raise BadRuns(int(np.argmax(cut)), "expected whole run lengths, got counts that are cut off")
    values = _numbers(codes, ends, text_ends)
    return _checked_areas(values, last, pixels)


def _numbers(codes: NDArray[np.uint8], ends: _Ints, text_ends: _Ints) -> _Ints:
    starts = np.empty_like(ends)
    starts[0] = 0
    starts[1:] = ends[:-1] + 1
    digits = ends - starts
    if digits.max() >= _MAX_DIGITS:
        place = starts[np.argmax(digits)]
        raise BadRuns(
            int(np.searchsorted(text_ends, place)), "expected run lengths, got a number without end"
        )
    values = (codes[starts] & _DIGIT).astype(np.int64)
    longer = np.flatnonzero(digits)
    for place in range(1, int(digits.max()) + 1):
        values[longer] |= (codes[starts[longer] + place] & _DIGIT).astype(np.int64) << (5 * place)
        if place < digits.max():
            longer = longer[digits[longer] > place]
    negative = np.flatnonzero(codes[ends] & _NEGATIVE)
    values[negative] -= np.int64(1) << (5 * (digits[negative] + 1))
    return values


def _checked_areas(values: _Ints, last: _Ints, pixels: _Ints) -> _Ints:
    """From differences to lengths: within a mask, runs 1, 3, 5, ... and 2, 4, 6, ... add up separately."""
    first = np.empty_like(last)
    first[0] = 0
    first[1:] = last[:-1] + 1
    # Two running sums over all masks, one for each parity of the global index.
    for parity in (0, 1):
        values[parity::2] = np.cumsum(values[parity::2])
    firsts = values[first] - _before(values, first, 2)
    # The fourth run is the first that is a difference: 1, 3, 5, ... start anew at 1, 2, 4, 6, ... at 2.
    odd_base = _before(values, first + 1, 2)
    even_base = _before(values, first + 2, 2)
    base = np.repeat(odd_base, last - first + 1)
    is_even = (np.arange(values.size) - np.repeat(first, last - first + 1)) % 2 == 0
    base[is_even] = np.repeat(even_base, (last - first) // 2 + 1)
    lengths = values - base
    lengths[first] = firsts
    totals = np.add.reduceat(lengths, first)
    wrong = totals != pixels
    negative = np.flatnonzero(lengths < 0)
    if negative.size:
        wrong[np.searchsorted(last, negative)] = True
    if wrong.any():
        index = int(np.argmax(wrong))
        raise BadRuns(
            index, f"expected run lengths for {pixels[index]} pixels, got {totals[index]} pixels"
        )
    lengths[is_even] = 0
    areas: _Ints = np.add.reduceat(lengths, first)
    return areas


def _before(values: _Ints, index: _Ints, step: int) -> _Ints:
    """values[index - step], 0 before the beginning."""
    place = np.minimum(index, values.size + step - 1) - step
    return np.where(place >= 0, values[np.maximum(place, 0)], 0)

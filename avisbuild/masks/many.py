"""Areas of many compressed masks at once, and the check that their run lengths fit their frames.

pycocotools reads outside its memory, or never ends, on run lengths that do not add up to the frame; and
its own `area` takes at most 255 masks with numpy 2. Here all masks of a video are unpacked together, in
few passes over small integers: this is most of what reading a prediction costs.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypedDict, cast

import numpy as np
from numpy.typing import NDArray

_FIRST_CODE = 48
_DIGIT, _NEGATIVE, _MORE = 0x1F, 0x10, 0x20
_BITS = 5
# 2^30 pixels, the most that a frame can have, take seven digits of five bits and a sign.
_MAX_DIGITS = 7
_SMALL_LIMIT = 1 << 31
_Ints = NDArray[np.int64]
_SmallInts = NDArray[np.int32]


class CocoRle(TypedDict):
    """A mask as COCO's JSON spells it: `size` is (height, width), `counts` the packed run lengths."""

    size: tuple[int, int] | list[int]
    counts: str | bytes


class BadRunsError(ValueError):
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
    """Number of pixels in each mask, (N,) int64; raises BadRunsError at the first that is broken."""
    texts = _texts([mask["counts"] for mask in masks])
    sizes = [tuple(mask["size"]) for mask in masks]
    empty = {size: zero_counts(*size) for size in set(sizes)}
    full = [
        index
        for index, (text, size) in enumerate(zip(texts, sizes, strict=True))
        if text != empty[size]
    ]
    areas = np.zeros(len(masks), dtype=np.int64)
    if full:
        pixels = np.array([sizes[index][0] * sizes[index][1] for index in full])
        try:
            areas[full] = _areas([texts[index] for index in full], pixels)
        except BadRunsError as error:
            raise BadRunsError(full[error.index], str(error)) from None
    return areas


def _texts(counts: Sequence[str | bytes]) -> Sequence[str]:
    if bytes in set(map(type, counts)):
        return [text if isinstance(text, str) else text.decode("latin-1") for text in counts]
    return cast(Sequence[str], counts)


def _areas(texts: Sequence[str], pixels: _Ints) -> _Ints:
    """COCO's packing undone for all masks together: base-32 digits, then differences to the last but one."""
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    if not sizes.all():
        raise BadRunsError(
            int(np.argmin(sizes)), "expected counts of COCO's compressed RLE, got none"
        )
    # Latin-1 keeps one byte a character; what it cannot spell is no digit either.
    codes = np.frombuffer("".join(texts).encode("latin-1", "replace"), np.uint8) - np.uint8(
        _FIRST_CODE
    )
    text_ends = np.cumsum(sizes) - 1
    if codes.max() > (_MORE | _DIGIT):
        index = int(np.searchsorted(text_ends, np.argmax(codes > (_MORE | _DIGIT))))
        raise BadRunsError(index, "expected counts of COCO's compressed RLE, got other characters")
    if (codes[text_ends] & _MORE).any():
        index = int(np.argmax(codes[text_ends] & _MORE))
        raise BadRunsError(index, "expected whole run lengths, got counts that are cut off")
    values, firsts = _numbers(codes, text_ends)
    return _checked_areas(values, firsts, pixels)


def _numbers(codes: NDArray[np.uint8], text_ends: _Ints) -> tuple[_SmallInts, _Ints]:
    """The numbers of all texts in a row, and the place of each text's first.

    Whole passes over small integers read every number of one or two digits, which are nearly all; a
    pass that gathers costs ten times as much, and is made for the longer ones only.
    """
    low = codes & np.uint8(_DIGIT)
    is_last = codes < _MORE
    values = ((low ^ np.uint8(_NEGATIVE)).view(np.int8) - np.int8(_NEGATIVE)).astype(np.int16)
    goes_on = ~is_last[:-1]
    values[1:] <<= goes_on.view(np.uint8) * np.uint8(_BITS)
    values[1:] += low[:-1] * goes_on
    places = np.cumsum(is_last, dtype=np.int32)
    firsts = np.append(0, places[text_ends[:-1]]).astype(np.int64)
    numbers = values[is_last].astype(np.int32)
    starts = np.flatnonzero(goes_on[:-1] & goes_on[1:])
    starts = starts[(starts == 0) | ~goes_on[starts - 1]]
    if starts.size:
        ends, lengths = _long_numbers(codes, is_last, starts, text_ends)
        numbers[places[ends] - 1] = lengths
    return numbers, firsts


def _long_numbers(
    codes: NDArray[np.uint8], is_last: NDArray[np.bool_], starts: _Ints, text_ends: _Ints
) -> tuple[_Ints, _Ints]:
    """Numbers of three digits and more, by their first digits: where each ends, and its value."""
    total = np.zeros(starts.size, dtype=np.int64)
    ends, longer = starts.copy(), np.arange(starts.size)
    for digit in range(_MAX_DIGITS):
        at = starts[longer] + digit
        codes_here = codes[at].astype(np.int64)
        last = is_last[at]
        # The last digit carries the sign.
        signed = np.where(last & (codes_here & _NEGATIVE > 0), -2 * _NEGATIVE, 0)
        total[longer] += ((codes_here & _DIGIT) + signed) << (_BITS * digit)
        ends[longer[last]] = at[last]
        longer = longer[~last]
    if longer.size:
        index = _text_of(_longest(is_last, starts[longer]), text_ends)
        raise BadRunsError(index, "expected run lengths, got a number without end")
    if np.abs(total).max() >= 1 << 30:
        index = _text_of(starts[np.argmax(np.abs(total))], text_ends)
        raise BadRunsError(index, "expected run lengths that fit the frame, got a huge number")
    return ends, total


def _longest(is_last: NDArray[np.bool_], starts: _Ints) -> int:
    """The first of the starts whose number has most digits."""
    digits = [int(np.argmax(is_last[start:])) for start in starts.tolist()]
    return int(starts[int(np.argmax(digits))])


def _text_of(place: int | np.int64, text_ends: _Ints) -> int:
    return int(np.searchsorted(text_ends, place))


def _checked_areas(values: _SmallInts, firsts: _Ints, pixels: _Ints) -> _Ints:
    """From differences to lengths: within a mask, runs 0, 2, 4, ... and 1, 3, 5, ... add up separately."""
    counts = np.diff(np.append(firsts, values.size))
    # The third run is a length, not a difference to the first; as one it fits the running sum.
    third = firsts[counts > 2] + 2
    values[third] -= values[third - 2]
    background, foreground = np.zeros(counts.size, np.int64), np.zeros(counts.size, np.int64)
    smallest, largest = 0, 0
    for parity in (0, 1):
        # Every other number of the row; a mask's part of it starts at its first or its second run.
        is_odd = (firsts - parity) % 2 != 0
        begins = (firsts - parity + 1) // 2
        parts = (counts + np.where(is_odd, 0, 1)) // 2
        # One more at the end, so that an empty part of the last mask has a place to begin.
        lengths = np.zeros((values.size + 1 - parity) // 2 + 1, dtype=np.int32)
        np.cumsum(values[parity::2], dtype=np.int32, out=lengths[:-1])
        before = np.where(begins > 0, lengths[begins - 1], 0).astype(np.int32)
        lengths[:-1] -= np.repeat(before, parts)
        smallest, largest = min(smallest, int(lengths.min())), max(largest, int(lengths.max()))
        if largest * int(counts.max()) >= _SMALL_LIMIT:
            lengths = lengths.astype(np.int64)
        sums = np.where(parts > 0, np.add.reduceat(lengths, begins), 0)
        background += np.where(is_odd, 0, sums)
        foreground += np.where(is_odd, sums, 0)
    wrong = background + foreground != pixels
    if smallest < 0 or largest > pixels.max() or wrong.any():
        index = int(np.argmax(wrong)) if wrong.any() else _first_negative(values, firsts)
        got = background[index] + foreground[index]
        raise BadRunsError(
            index, f"expected run lengths for {pixels[index]} pixels, got {got} pixels"
        )
    return foreground


def _first_negative(values: _SmallInts, firsts: _Ints) -> int:
    """The first mask with a length below 0, looked for one by one."""
    ends = np.append(firsts[1:], values.size)
    for index, (first, end) in enumerate(zip(firsts.tolist(), ends.tolist(), strict=True)):
        part = values[first:end].astype(np.int64)
        if min(np.cumsum(part[0::2]).min(), np.cumsum(part[1::2]).min(initial=0)) < 0:
            return index
    return 0

"""The loops over run lengths that evaluating a large prediction file consists of, compiled by Numba.

A mask's `bounds` are where its runs of pixels start and stop, start, stop, ..., counted down the columns:
those of mask i are `bounds[firsts[i] : firsts[i + 1]]`.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from avisbuild.masks.compiling import BYTES, INTS, NONE, ONE, SMALL_INTS, TWO, compiled, part

_QUOTE, _FIRST_CODE = ord('"'), ord("0")
_ESCAPE = ord("\\") - _FIRST_CODE
_CODE, _DIGIT, _NEGATIVE, _MORE = 0x3F, 0x1F, 0x10, 0x20
_BITS = 5
# 2^30 pixels, the most that a frame can have, take seven digits of five bits and a sign.
_MAX_DIGITS = 7
_TABLE = types.int64[:, ::1]


@part
def _signed(digits: int, sign: int) -> int:
    """What the digits stand for where `sign` is their highest bit."""
    return (digits ^ sign) - sign


@compiled(types.int64(BYTES, INTS, SMALL_INTS, INTS, INTS))
def unpack(
    text: NDArray[np.uint8],
    pixels: NDArray[np.int64],
    bounds: NDArray[np.int32],
    firsts: NDArray[np.int64],
    areas: NDArray[np.int64],
) -> int:
    """COCO's packed counts undone: JSON strings, one after the other, of frames with so many `pixels`.

    Base-32 digits from 0x30 on, low first; from the fourth run on, differences to the run before the last.
    Fills the last three; gives the index of the first mask whose counts are none of its frame, or -1.
    """
    at, place = NONE, NONE
    last = np.uint64(max(text.size, 1) - 1)
    for mask in range(pixels.size):
        firsts[mask] = place
        if at == text.size or text[at] != _QUOTE:
            return mask
        at += ONE
        run, position, area, length, before = 0, 0, 0, 0, 0
        while True:
            code = int(text[at]) - _FIRST_CODE
            following = int(text[min(at + ONE, last)]) - _FIRST_CODE
            more = (code >> _BITS) & 1
            if (code & ~_CODE) | ((following & ~_DIGIT) * more) == 0 and code != _ESCAPE:
                # Nearly all: one digit or two. To ask which would be wrong half of the time, and that costs.
                two = code & _DIGIT | (following & _DIGIT) << _BITS
                one = _signed(code & _DIGIT, _NEGATIVE)
                value = one + (_signed(two, _NEGATIVE << _BITS) - one) * more
                at += np.uint64(1 + more)
            else:
                # Written out: a function called here would make every step of the loop slower by a tenth.
                start, value, shift, code = at, 0, 0, _MORE
                while code & _MORE and shift < _BITS * _MAX_DIGITS:
                    code = int(text[at]) - _FIRST_CODE
                    at += ONE
                    if code == _ESCAPE and text[at] == _ESCAPE + _FIRST_CODE:
                        at += ONE  # JSON spells it twice
                    elif code & ~_CODE or code == _ESCAPE:
                        code = _MORE  # no digit: the number has no end
                        break
                    value |= (code & _DIGIT) << shift
                    shift += _BITS
                if code & _MORE:
                    at = start
                    break
                value = _signed(value, _NEGATIVE << (shift - _BITS))
            if run > 2:
                value += before
            if value < 0 or value > pixels[mask] - position:
                return mask
            before, length = length, value
            position += value
            area = position - area
            bounds[place] = position
            place += ONE
            run += 1
        if text[at] != _QUOTE or position != pixels[mask] or run == 0:
            return mask
        at += ONE
        # The last run is none of the mask's where their number is odd, and its end starts nothing.
        areas[mask] = position - area if run & 1 else area
        place -= np.uint64(run & 1)
    firsts[pixels.size] = place
    return -1 if at == text.size else pixels.size - 1


@part
def _shared(bounds: NDArray[np.int32], others: NDArray[np.int32]) -> int:
    """The pixels that two masks have in common."""
    # What stops before the other one starts has nothing in common with it.
    own = np.uint64(np.searchsorted(bounds, others[0], side="right") & ~1)
    other = np.uint64(np.searchsorted(others, bounds[0], side="right") & ~1)
    end, other_end = np.uint64(bounds.size), np.uint64(others.size)
    found = 0
    while own < end and other < other_end:
        stop, other_stop = bounds[own + ONE], others[other + ONE]
        found += max(0, min(stop, other_stop) - max(bounds[own], others[other]))
        own += TWO * np.uint64(stop <= other_stop)
        other += TWO * np.uint64(other_stop <= stop)
    return found


@compiled(
    types.void(
        *[SMALL_INTS, INTS, INTS, INTS, _TABLE],
        *[SMALL_INTS, INTS, INTS, INTS, _TABLE],
        types.boolean,
        types.float64[:, :, ::1],
    )
)
def overlap(
    bounds: NDArray[np.int32],
    firsts: NDArray[np.int64],
    areas: NDArray[np.int64],
    sizes: NDArray[np.int64],
    masks: NDArray[np.int64],
    other_bounds: NDArray[np.int32],
    other_firsts: NDArray[np.int64],
    other_areas: NDArray[np.int64],
    other_sizes: NDArray[np.int64],
    other_masks: NDArray[np.int64],
    are_same: bool,
    table: NDArray[np.float64],
) -> None:
    """Intersection over union (T, G, P) of `masks` (G, T) with `other_masks` (P, T) in each frame.

    Both say the index of a mask, -1 for none; 0 stays where one is absent or empty, or of another size.
    Where all of them `are_same`, each two are compared once.
    """
    for frame in range(table.shape[0]):
        for row in range(table.shape[1]):
            mask = masks[row, frame]
            if mask < 0 or areas[mask] == 0:
                continue
            if are_same:
                table[frame, row, row] = 1.0
            for column in range(row + 1 if are_same else 0, table.shape[2]):
                other = other_masks[column, frame]
                if other < 0 or other_areas[other] == 0 or sizes[mask] != other_sizes[other]:
                    continue
                shared = _shared(
                    bounds[firsts[mask] : firsts[mask + 1]],
                    other_bounds[other_firsts[other] : other_firsts[other + 1]],
                )
                share = shared / (areas[mask] + other_areas[other] - shared)
                table[frame, row, column] = share
                if are_same:
                    table[frame, column, row] = share

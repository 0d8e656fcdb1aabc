"""The loops over run lengths that evaluating a large prediction file consists of, compiled by Numba.

Import it by `compiled_parts.compiled_part`: everything is compiled when it is imported first, and kept on the
disk. A mask's `bounds` are where its runs of pixels start and stop, start, stop, ..., counted down the
columns: those of mask i are `bounds[firsts[i] : firsts[i + 1]]`.
"""

from collections.abc import Callable
from pickle import UnpicklingError
from typing import Any

import numba
import numpy as np
from numba import types
from numpy.typing import NDArray

_QUOTE, _FIRST_CODE = ord('"'), ord("0")
_ESCAPE = ord("\\") - _FIRST_CODE
_CODE, _DIGIT, _NEGATIVE, _MORE = 0x3F, 0x1F, 0x10, 0x20
_BITS = 5
# 2^30 pixels, the most that a frame can have, take seven digits of five bits and a sign.
_MAX_DIGITS = 7
# COCO draws polygons on a grid that is so much finer, and goes on from column to column at its middle.
_FINER, _MIDDLE = 5, 2

# A track in JSON: frames of polygons of numbers.
_DEPTH = 3
_OPEN, _CLOSE, _COMMA, _SPACE, _LINE_FEED = ord("["), ord("]"), ord(","), ord(" "), ord("\n")
_N, _U, _L = ord("n"), ord("u"), ord("l")
_MINUS, _POINT, _ZERO, _NINE = ord("-"), ord("."), ord("0"), ord("9")
_POWERS_OF_TEN = 10.0 ** np.arange(16)

# Places that are never negative are read without asking whether they are: a sixth of the time.
_NONE, _ONE, _TWO = np.uint64(0), np.uint64(1), np.uint64(2)
_MOST_DIGITS = np.uint64(15)

_BYTES = types.Array(types.uint8, 1, "C", readonly=True)
_SMALL_INTS = types.int32[::1]
_INTS = types.int64[::1]
_TABLE = types.int64[:, ::1]


def _compiled(*signatures: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compile for these types now; where it cannot be kept on the disk, for this process only."""

    def compile_now(function: Callable[..., Any]) -> Callable[..., Any]:
        try:
            return _jit(function, signatures, kept=True)
        except (RuntimeError, OSError, EOFError, UnpicklingError):
            # No folder can be written, the disk is full, or what was kept is cut off.
            return _jit(function, signatures, kept=False)

    return compile_now


def _part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile as a part of the functions that call it: by itself it is neither loaded nor kept."""
    compiled: Callable[..., Any] = numba.njit(nogil=True)(function)
    return compiled


def _jit(function: Callable[..., Any], signatures: Any, *, kept: bool) -> Callable[..., Any]:
    compiled: Callable[..., Any] = numba.njit(list(signatures), cache=kept, nogil=True)(function)
    return compiled


@_part
def _signed(digits: int, sign: int) -> int:
    """What the digits stand for where `sign` is their highest bit."""
    return (digits ^ sign) - sign


@_compiled(types.int64(_BYTES, _INTS, _SMALL_INTS, _INTS, _INTS))
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
    at, place = _NONE, _NONE
    last = np.uint64(max(text.size, 1) - 1)
    for mask in range(pixels.size):
        firsts[mask] = place
        if at == text.size or text[at] != _QUOTE:
            return mask
        at += _ONE
        run, position, area, length, before = 0, 0, 0, 0, 0
        while True:
            code = int(text[at]) - _FIRST_CODE
            following = int(text[min(at + _ONE, last)]) - _FIRST_CODE
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
                    at += _ONE
                    if code == _ESCAPE and text[at] == _ESCAPE + _FIRST_CODE:
                        at += _ONE  # JSON spells it twice
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
            place += _ONE
            run += 1
        if text[at] != _QUOTE or position != pixels[mask] or run == 0:
            return mask
        at += _ONE
        # The last run is none of the mask's where their number is odd, and its end starts nothing.
        areas[mask] = position - area if run & 1 else area
        place -= np.uint64(run & 1)
    firsts[pixels.size] = place
    return -1 if at == text.size else pixels.size - 1


@_part
def _shared(bounds: NDArray[np.int32], others: NDArray[np.int32]) -> int:
    """The pixels that two masks have in common."""
    # What stops before the other one starts has nothing in common with it.
    own = np.uint64(np.searchsorted(bounds, others[0], side="right") & ~1)
    other = np.uint64(np.searchsorted(others, bounds[0], side="right") & ~1)
    end, other_end = np.uint64(bounds.size), np.uint64(others.size)
    found = 0
    while own < end and other < other_end:
        stop, other_stop = bounds[own + _ONE], others[other + _ONE]
        found += max(0, min(stop, other_stop) - max(bounds[own], others[other]))
        own += _TWO * np.uint64(stop <= other_stop)
        other += _TWO * np.uint64(other_stop <= stop)
    return found


@_compiled(
    types.void(
        *[_SMALL_INTS, _INTS, _INTS, _INTS, _TABLE],
        *[_SMALL_INTS, _INTS, _INTS, _INTS, _TABLE],
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


@_part
def _is_null(text: NDArray[np.uint8], at: Any) -> bool:
    if at + np.uint64(4) > np.uint64(text.size):
        return False
    first, second = text[at] == _N, text[at + _ONE] == _U
    return bool(first and second and text[at + _TWO] == _L and text[at + _ONE + _TWO] == _L)


@_part
def _decimal(text: NDArray[np.uint8], start: Any) -> tuple[Any, float]:
    """The place behind a number, and what it is, to the last bit; `start` where it is written otherwise.

    So few digits are a whole number that a float holds exactly, and one division rounds it correctly.
    """
    at, end = start, np.uint64(text.size)
    is_negative = text[at] == _MINUS
    at += np.uint64(is_negative)
    first, whole = at, 0
    while at < end and np.uint8(text[at] - _ZERO) <= _NINE - _ZERO:
        whole = 10 * whole + int(text[at]) - _ZERO
        at += _ONE
    digits = at - first
    if digits == _NONE or digits > _MOST_DIGITS or (digits > _ONE and text[first] == _ZERO):
        return start, 0.0
    number = float(whole)
    if at < end and text[at] == _POINT:
        at += _ONE
        point = at
        while at < end and np.uint8(text[at] - _ZERO) <= _NINE - _ZERO:
            whole = 10 * whole + int(text[at]) - _ZERO
            at += _ONE
        decimals = at - point
        if decimals == _NONE or digits + decimals > _MOST_DIGITS:
            return start, 0.0
        number = whole / _POWERS_OF_TEN[decimals]
    return at, -number if is_negative else number


@_compiled(types.int64(_BYTES, types.float64[::1], _INTS, _INTS))
def read_polygons(
    text: NDArray[np.uint8],
    numbers: NDArray[np.float64],
    ends: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> int:
    """The polygons of a track in JSON, [null, [[x, y, x, y, ...], ...], ...], as programs mostly write them.

    Fills the numbers, the place where each polygon ends, and how many each frame has, -1 for null. Gives the
    number of frames, and -1 for all other text: bad JSON, or good with exponents or more than 15 digits.
    """
    at, place, end = _NONE, _NONE, np.uint64(text.size)
    depth, frame, polygon = 0, 0, 0
    # What may come next: a value, and whether the list may as well end.
    wants_value, may_end = True, False
    while at < end and (depth > 0 or wants_value):
        code = text[at]
        if depth == _DEPTH and wants_value and code not in (_SPACE, _LINE_FEED, _CLOSE):
            after, numbers[place] = _decimal(text, at)
            if after == at:
                return -1
            at = after
            place += _ONE
            wants_value, may_end = False, False
        elif code == _COMMA and not wants_value:
            wants_value, may_end = True, False
            at += _ONE
        elif code in (_SPACE, _LINE_FEED):
            at += _ONE
        elif code == _OPEN and wants_value and depth < _DEPTH:
            depth += 1
            if depth == _DEPTH - 1:
                counts[frame] = 0
            may_end = True
            at += _ONE
        elif code == _CLOSE and (may_end or not wants_value):
            if depth == _DEPTH:
                ends[polygon] = place
                polygon += 1
                counts[frame] += 1
            elif depth == _DEPTH - 1:
                frame += 1
            depth -= 1
            wants_value, may_end = False, False
            at += _ONE
        elif depth == 1 and wants_value and _is_null(text, at):
            counts[frame] = -1
            frame += 1
            wants_value, may_end = False, False
            at += np.uint64(4)
        else:
            return -1
    return frame if at == end and depth == 0 and not wants_value else -1


@_part
def _first_column(finer: int, width: int) -> int:
    """The first column whose middle is at this place of the finer grid or behind it."""
    return min((finer + _MIDDLE) // _FINER, width)


@_part
def _edge(x: int, y: int, to_x: int, to_y: int) -> tuple[int, int, float, bool]:
    """An edge of the finer grid as COCO goes along it: where it starts, its slope, whether it is flat.

    It goes along the longer side from its lower end, point by point, and rounds the other one.
    """
    across, down = abs(to_x - x), abs(to_y - y)
    if across >= down:
        if x > to_x:
            x, y, to_x, to_y = to_x, to_y, x, y
        return x, y, (to_y - y) / max(across, 1), True
    if y > to_y:
        x, y, to_x, to_y = to_x, to_y, x, y
    return x, y, (to_x - x) / down, False


@_part
def _crossing(x: int, y: int, slope: float, is_flat: bool, middle: int) -> int:
    """Where an edge goes on from this place in x to the next: the upper of both points' y."""
    if is_flat:
        step = middle - x
        return min(int(y + slope * step + 0.5), int(y + slope * (step + 1) + 0.5))
    # The first step on the other side; the estimate is off by rounding only.
    step = int((middle + 0.5 - x) / slope)
    while step > 0 and (int(x + slope * (step - 1) + 0.5) > middle) == (slope > 0):
        step -= 1
    while (int(x + slope * step + 0.5) > middle) != (slope > 0):
        step += 1
    return y + step - 1


@_part
def _sorted(places: NDArray[np.int32], columns: NDArray[np.int32], width: int) -> NDArray[np.int32]:
    """The places in order, by their columns first: few are in one, so this is quick."""
    firsts = np.zeros(width + 2, np.int32)
    for column in columns:
        firsts[column + 1] += 1
    for column in range(width + 1):
        firsts[column + 1] += firsts[column]
    found = np.empty_like(places)
    for index in range(places.size):
        found[firsts[columns[index]]] = places[index]
        firsts[columns[index]] += 1
    for index in range(1, found.size):
        place, at = found[index], index
        while at > 0 and found[at - 1] > place:
            found[at] = found[at - 1]
            at -= 1
        found[at] = place
    return found


@_part
def _flips(corners: NDArray[np.float64], height: int, width: int) -> NDArray[np.int32]:
    """The pixels, in order, at which a polygon's outline crosses the middle of a column."""
    finer = (_FINER * corners + 0.5).astype(np.int64)
    count = finer.size // 2
    total = 0
    for corner in range(count):
        x, to_x = finer[2 * corner - 2], finer[2 * corner]
        total += _first_column(max(x, to_x), width) - _first_column(min(x, to_x), width)
    places, columns = np.empty(total, np.int32), np.empty(total, np.int32)
    total = 0
    for corner in range(count):
        x, to_x = finer[2 * corner - 2], finer[2 * corner]
        edge = _edge(x, finer[2 * corner - 1], to_x, finer[2 * corner + 1])
        for column in range(_first_column(min(x, to_x), width), _first_column(max(x, to_x), width)):
            y_there = _crossing(*edge, _FINER * column + _MIDDLE)
            row = min((y_there + _MIDDLE) // _FINER, height)
            places[total] = column * height + row
            columns[total] = column + (row == height)
            total += 1
    in_order: NDArray[np.int32] = _sorted(places, columns, width)
    return in_order


@_part
def _bounds(flips: NDArray[np.int32], pixels: int) -> NDArray[np.int32]:
    """Where the runs of a mask that flips at these places start and stop; twice at one is not at all."""
    bounds, count = np.empty(flips.size + 1, np.int32), 0
    for flip in flips:
        if count and bounds[count - 1] == flip:
            count -= 1
        else:
            bounds[count] = flip
            count += 1
    if count & 1 and bounds[count - 1] < pixels:
        bounds[count] = pixels
        count += 1
    return bounds[: count & ~1]


@_compiled(_SMALL_INTS(types.float64[::1], _INTS, types.int64, types.int64, _INTS, _INTS))
def draw(
    corners: NDArray[np.float64],
    ends: NDArray[np.int64],
    height: int,
    width: int,
    firsts: NDArray[np.int64],
    areas: NDArray[np.int64],
) -> NDArray[np.int32]:
    """The bounds of polygons x, y, x, y, ... that end at `ends`, drawn as pycocotools draws them.

    Fills the last two, with an area of -1 for a polygon with a negative number, which is not drawn.
    An outline is followed on a grid five times finer; the mask flips where it crosses the middle of a column.
    """
    found, size, start = np.empty(1024, np.int32), 0, 0
    for polygon in range(ends.size):
        firsts[polygon] = size
        areas[polygon] = -1
        outline = corners[start : ends[polygon]]
        start = ends[polygon]
        if outline.min() >= 0:
            bounds = _bounds(_flips(outline, height, width), height * width)
            while size + bounds.size > found.size:
                found = np.append(found, found)
            found[size : size + bounds.size] = bounds
            size += bounds.size
            areas[polygon] = bounds[1::2].sum() - bounds[::2].sum()
    firsts[ends.size] = size
    return found[:size]

"""Polygons read from JSON and drawn as pycocotools draws them, compiled by Numba.

Where the runs of a mask start and stop is called its `bounds`, as in `compiled_runs`.
"""

from typing import Any

import numpy as np
from numba import types
from numpy.typing import NDArray

from avisbuild.masks.compiling import BYTES, INTS, NONE, ONE, SMALL_INTS, TWO, compiled, part

# COCO draws polygons on a grid that is so much finer, and goes on from column to column at its middle.
_FINER, _MIDDLE = 5, 2

# A track in JSON: frames of polygons of numbers.
_DEPTH = 3
_OPEN, _CLOSE, _COMMA, _SPACE, _LINE_FEED = ord("["), ord("]"), ord(","), ord(" "), ord("\n")
_N, _U, _L = ord("n"), ord("u"), ord("l")
_MINUS, _POINT, _ZERO, _NINE = ord("-"), ord("."), ord("0"), ord("9")
_MOST_DIGITS = np.uint64(15)
_POWERS_OF_TEN = 10.0 ** np.arange(16)


@part
def _is_null(text: NDArray[np.uint8], at: Any) -> bool:
    if at + np.uint64(4) > np.uint64(text.size):
        return False
    first, second = text[at] == _N, text[at + ONE] == _U
    return bool(first and second and text[at + TWO] == _L and text[at + ONE + TWO] == _L)


@part
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
        at += ONE
    digits = at - first
    if digits == NONE or digits > _MOST_DIGITS or (digits > ONE and text[first] == _ZERO):
        return start, 0.0
    number = float(whole)
    # A whole number has no zero below zero.
    is_negative = is_negative and (whole > 0 or (at < end and text[at] == _POINT))
    if at < end and text[at] == _POINT:
        at += ONE
        point = at
        while at < end and np.uint8(text[at] - _ZERO) <= _NINE - _ZERO:
            whole = 10 * whole + int(text[at]) - _ZERO
            at += ONE
        decimals = at - point
        if decimals == NONE or digits + decimals > _MOST_DIGITS:
            return start, 0.0
        number = whole / _POWERS_OF_TEN[decimals]
    return at, -number if is_negative else number


@compiled(types.int64(BYTES, types.float64[::1], INTS, INTS))
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
    at, place, end = NONE, NONE, np.uint64(text.size)
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
            place += ONE
            wants_value, may_end = False, False
        elif code == _COMMA and not wants_value:
            wants_value, may_end = True, False
            at += ONE
        elif code in (_SPACE, _LINE_FEED):
            at += ONE
        elif code == _OPEN and wants_value and depth < _DEPTH:
            depth += 1
            if depth == _DEPTH - 1:
                counts[frame] = 0
            may_end = True
            at += ONE
        elif code == _CLOSE and (may_end or not wants_value):
            if depth == _DEPTH:
                ends[polygon] = place
                polygon += 1
                counts[frame] += 1
            elif depth == _DEPTH - 1:
                frame += 1
            depth -= 1
            wants_value, may_end = False, False
            at += ONE
        elif depth == 1 and wants_value and _is_null(text, at):
            counts[frame] = -1
            frame += 1
            wants_value, may_end = False, False
            at += np.uint64(4)
        else:
            return -1
    return frame if at == end and depth == 0 and not wants_value else -1


@part
def _first_column(finer: int, width: int) -> int:
    """The first column whose middle is at this place of the finer grid or behind it."""
    return min((finer + _MIDDLE) // _FINER, width)


@part
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


@part
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


@part
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


@part
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


@part
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


@compiled(SMALL_INTS(types.float64[::1], INTS, types.int64, types.int64, INTS, INTS))
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

"""Which pixels an outline encloses: of a lasso, a polygon, a path along an edge."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from avisbuild.segment import MaskArray

# Points count in sixteenths of a pixel, as the brush's do; so every crossing is exact.
_SCALE = 16
# Beyond this a point is no place on a picture, and would not fit into the numbers below.
_FARTHEST_PX = 1 << 20

_Ints = NDArray[np.int64]


def pixels_within(outlines: Sequence[ArrayLike], size: tuple[int, int]) -> MaskArray:
    """The pixels inside closed outlines or on them, (H, W) bool; each outline is (N, 2) of x, y.

    A pixel counts whose centre, at whole numbers, is inside by the non-zero rule: a lasso that crosses
    itself leaves no hole. An outline that is drawn the other way round inside another cuts a hole into it.
    What lies outside the frame is cut off.
    """
    height, width = size
    winding = np.zeros((height, width + 1), np.int16)
    rim = np.zeros(size, np.bool_)
    pieces = _pieces([_in_sixteenths(outline) for outline in outlines])
    if pieces is not None:
        _add_crossings(winding, rim, *pieces)
        _add_level_pieces(rim, *pieces)
    inside: MaskArray = np.cumsum(winding[:, :width], axis=1, dtype=np.int16) != 0
    return inside | rim


def _pieces(outlines: list[_Ints]) -> tuple[_Ints, _Ints] | None:
    """Where each piece of each outline begins and where it ends; None where there is none."""
    lengths = np.array([len(each) for each in outlines if len(each)], np.int64)
    if not lengths.size:
        return None
    starts = np.concatenate(outlines)
    following = np.arange(1, len(starts) + 1)
    ends = np.cumsum(lengths)
    following[ends - 1] = ends - lengths
    return starts, starts[following]


def _in_sixteenths(outline: ArrayLike) -> _Ints:
    points = np.asarray(outline, np.float64).reshape(-1, 2)
    whole: _Ints = np.rint(np.clip(points, -_FARTHEST_PX, _FARTHEST_PX) * _SCALE).astype(np.int64)
    return whole


def _add_crossings(winding: NDArray[np.int16], rim: MaskArray, starts: _Ints, stops: _Ints) -> None:
    """Note where each piece crosses a row of centres: from there to the right one is once more around it.

    A row is crossed by a piece that begins on it or above it and ends below it; so a corner counts once.
    """
    height, width = rim.shape
    way = np.sign(stops[:, 1] - starts[:, 1])
    is_down = (way > 0)[:, None]
    upper, lower = np.where(is_down, starts, stops), np.where(is_down, stops, starts)
    first = np.clip(-(-upper[:, 1] // _SCALE), 0, height)
    last = np.clip(-(-lower[:, 1] // _SCALE), 0, height)
    counts = np.maximum(last - first, 0)
    piece = np.repeat(np.arange(len(counts)), counts)
    rows = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts - first, counts)
    rise = (lower - upper)[piece, 1]
    run = (lower - upper)[piece, 0] * (rows * _SCALE - upper[piece, 1]) + upper[piece, 0] * rise
    columns = -(-run // (_SCALE * rise))
    np.add.at(winding, (rows, np.clip(columns, 0, width)), way[piece].astype(np.int16))
    is_on_centre = (run % (_SCALE * rise) == 0) & (columns >= 0) & (columns < width)
    rim[rows[is_on_centre], columns[is_on_centre]] = True


def _add_level_pieces(rim: MaskArray, starts: _Ints, stops: _Ints) -> None:
    """Note the centres on pieces that lie along a row, and the corners that lie on a centre."""
    height, width = rim.shape
    on_centres = starts[(starts % _SCALE == 0).all(axis=1)] // _SCALE
    corners = on_centres[((on_centres >= 0) & (on_centres < (width, height))).all(axis=1)]
    rim[corners[:, 1], corners[:, 0]] = True
    is_level = (starts[:, 1] == stops[:, 1]) & (starts[:, 1] % _SCALE == 0)
    for start, stop in zip(starts[is_level], stops[is_level], strict=True):
        y, (left, right) = start[1] // _SCALE, sorted((start[0], stop[0]))
        if 0 <= y < height:
            rim[y, max(0, -(-left // _SCALE)) : max(0, right // _SCALE + 1)] = True

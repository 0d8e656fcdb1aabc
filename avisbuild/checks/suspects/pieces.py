"""Finders of what is too small in a mask: specks, holes and slivers that its other seconds do not have.

Much of what is small is right: a string, a hole between arm and body, what an occluder cuts off. It is there
in other seconds too, or lies against another instance.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from avisbuild.checks.suspects.shapes import MaskShape, Piece
from avisbuild.checks.suspects.subject import Cell, Subject
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind
from avisbuild.masks import decode

# Of the mask; a part or hole that is larger is a matter of taste.
_MOST_SPECK_SHARE = 0.03
_MOST_HOLE_SHARE = 0.05
# Of the picture's shorter side squared: what is smaller is rounding, not a slip.
_LEAST_HOLE_SHARE = 4.0e-5
_REACH = 4
# In so many of its other seconds a piece must be, or it is suspect.
_OFTEN = 0.5
# How far a piece may have moved, against the mask, in its other seconds, in diameters of the mask.
_SAME_PLACE = 0.12
_SAME_AREA = 2.5
# A piece against another instance is what that one cuts off; one that fills a hole makes it.
_TOUCH_PX = 2
_COVERED_SHARE = 0.3

_Pieces = Callable[[MaskShape], Sequence[Piece]]


def find_specks(subject: Subject) -> Iterator[Suspect]:
    """Tiny parts beside the mask's largest one."""
    for cell in subject.cells():
        most = cell.shape.parts[0].area * _MOST_SPECK_SHARE
        tiny = [each for each in _beside_largest(cell.shape) if each.area <= most]
        if found := _unexplained(subject, cell, tiny, _beside_largest):
            score = 0.5 + 0.5 * min(1.0, len(found) / 4)
            yield _suspect(subject, SuspectKind.SPECKS, cell, score, found)


def find_holes(subject: Subject) -> Iterator[Suspect]:
    """Small holes in a mask that nothing fills."""
    least = _LEAST_HOLE_SHARE * min(subject.video.size) ** 2
    for cell in subject.cells():
        most = cell.shape.area * _MOST_HOLE_SHARE
        small = [each for each in cell.shape.holes if least <= each.area <= most]
        if found := _unexplained(subject, cell, small, lambda shape: shape.holes):
            score = 0.5 + 0.5 * min(1.0, 10 * sum(each.area for each in found) / cell.shape.area)
            yield _suspect(subject, SuspectKind.HOLES, cell, score, found)


def find_slivers(subject: Subject) -> Iterator[Suspect]:
    """Long thin strips, as a brush leaves them beside an outline."""
    for cell in subject.cells():
        if found := _unexplained(subject, cell, cell.shape.slivers, lambda shape: shape.slivers):
            longest = max(each.length_px for each in found)
            score = 0.5 + 0.5 * min(1.0, longest / (2 * cell.shape.diameter_px))
            yield _suspect(subject, SuspectKind.SLIVERS, cell, score, found)


def _beside_largest(shape: MaskShape) -> tuple[Piece, ...]:
    return shape.parts[1:]


def _suspect(
    subject: Subject, kind: SuspectKind, cell: Cell, score: float, found: Sequence[Piece]
) -> Suspect:
    return subject.suspect(
        kind,
        cell.second,
        score,
        index=cell.index,
        count=len(found),
        area=sum(each.area for each in found),
        length=max(each.length_px for each in found),
        x=round(found[0].centre[0]),
        y=round(found[0].centre[1]),
    )


def _unexplained(subject: Subject, cell: Cell, pieces: Sequence[Piece], of: _Pieces) -> list[Piece]:
    """The pieces that the mask's other seconds do not have, and that no other instance makes."""
    others = [each.shape for each in subject.near(cell, reach=_REACH)] if pieces else []
    new = [
        piece
        for piece in pieces
        if not others
        or sum(_has_alike(cell.shape, piece, other, of(other)) for other in others)
        < _OFTEN * len(others)
    ]
    if not new:
        return []
    own, around = _pixels(subject, cell)
    return [piece for piece in new if not _is_made_by(piece, own, around)]


def _has_alike(shape: MaskShape, piece: Piece, other: MaskShape, pieces: Sequence[Piece]) -> bool:
    """Whether another second has a piece as large at the same place of the mask."""
    most_px = max(3.0, _SAME_PLACE * shape.diameter_px)
    x, y = piece.centre[0] - shape.centre[0], piece.centre[1] - shape.centre[1]
    for each in pieces:
        dx, dy = each.centre[0] - other.centre[0] - x, each.centre[1] - other.centre[1] - y
        is_there = abs(dx) <= most_px and abs(dy) <= most_px
        if is_there and 1 / _SAME_AREA < each.area / piece.area < _SAME_AREA:
            return True
    return False


def _pixels(subject: Subject, cell: Cell) -> tuple[NDArray[np.bool_], NDArray[np.bool_] | None]:
    """A mask's pixels, and those of all other instances in its second; None where they have none."""
    others = [decode(each.mask) for each in subject.cells_at(cell.second) if each is not cell]
    return decode(cell.mask), np.logical_or.reduce(others) if others else None


def _is_made_by(piece: Piece, own: NDArray[np.bool_], around: NDArray[np.bool_] | None) -> bool:
    """Whether others fill a good part of what is not the mask's, in a piece and close around it."""
    if around is None:
        return False
    left, top, right, bottom = piece.box
    rows = slice(max(0, top - _TOUCH_PX), bottom + _TOUCH_PX)
    columns = slice(max(0, left - _TOUCH_PX), right + _TOUCH_PX)
    free = ~own[rows, columns]
    return bool((around[rows, columns] & free).sum() >= _COVERED_SHARE * free.sum() > 0)

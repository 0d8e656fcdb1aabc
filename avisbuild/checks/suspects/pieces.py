"""Finders of what is too small in a mask: specks, holes and slivers that its other seconds do not have.

Much of what is small is right: a string, a hole between arm and body, what an occluder or the border of the
picture cuts off. It is there in other seconds too, or lies against another instance.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.checks.suspects.media import Image
from avisbuild.checks.suspects.shapes import MaskShape, Piece, thin_parts
from avisbuild.checks.suspects.subject import Cell, Subject
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind
from avisbuild.masks import decode

# Of the mask; a part or hole that is larger is a matter of taste.
_MOST_SPECK_SHARE, _MOST_HOLE_SHARE = 0.03, 0.05
# Of the shorter side of the picture, squared: what is of this size is small, however small the mask, and a
# hole that is smaller than this is rounding, not a slip.
_ALWAYS_SHARE, _LEAST_HOLE_SHARE = 4.0e-4, 2.0e-5
_LEAST_SPECK_PX, _LEAST_HOLE_PX = 3, 4
# In so many of the seconds around, as many pieces as large make those of this second usual.
_REACH, _OFTEN = 6, 0.25
_SAME_AREA = 2.5
# So much of what is around a piece belongs to others that cut it off; less of itself does.
_TOUCH_PX = 2
_CUT_OFF_SHARE, _MOST_OVERLAP = 0.3, 0.3
# Grey levels of a colour channel: what differs by more from what is around it can be seen.
_RING_PX, _SEEN_CONTRAST = 4, 25.0

Pixels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Sort:
    """Specks, holes or slivers: which pieces of a shape they are, and which pixels of a part of a mask."""

    kind: SuspectKind
    pieces: Callable[[MaskShape], Sequence[Piece]]
    pixels: Callable[[Pixels, tuple[int, int]], Pixels]


_SPECKS = _Sort(SuspectKind.SPECKS, lambda shape: shape.parts[1:], lambda own, _size: own)
_HOLES = _Sort(SuspectKind.HOLES, lambda shape: shape.holes, lambda own, _size: ~own)
_SLIVERS = _Sort(SuspectKind.SLIVERS, lambda shape: shape.slivers, thin_parts)


def find_specks(subject: Subject) -> Iterator[Suspect]:
    """Tiny parts beside the mask's largest one."""
    always = _ALWAYS_SHARE * min(subject.video.size) ** 2
    for cell in subject.cells():
        most = max(always, cell.shape.parts[0].area * _MOST_SPECK_SHARE)
        tiny = [each for each in cell.shape.parts[1:] if _LEAST_SPECK_PX <= each.area <= most]
        if found := _unexplained(subject, cell, tiny, _SPECKS):
            yield _suspect(subject, _SPECKS, cell, min(1.0, len(found) / 4), found)


def find_holes(subject: Subject) -> Iterator[Suspect]:
    """Small holes in a mask that nothing fills."""
    always = _ALWAYS_SHARE * min(subject.video.size) ** 2
    least = max(_LEAST_HOLE_PX, _LEAST_HOLE_SHARE * min(subject.video.size) ** 2)
    for cell in subject.cells():
        most = max(always, cell.shape.area * _MOST_HOLE_SHARE)
        small = [each for each in cell.shape.holes if least <= each.area <= most]
        if found := _unexplained(subject, cell, small, _HOLES):
            share = sum(each.area for each in found) / cell.shape.area
            yield _suspect(subject, _HOLES, cell, min(1.0, 10 * share), found)


def find_slivers(subject: Subject) -> Iterator[Suspect]:
    """Long thin strips, as a brush leaves them beside an outline."""
    for cell in subject.cells():
        if found := _unexplained(subject, cell, cell.shape.slivers, _SLIVERS):
            longest = max(each.length_px for each in found)
            longness = min(1.0, longest / (2 * cell.shape.diameter_px))
            yield _suspect(subject, _SLIVERS, cell, longness, found)


def _suspect(
    subject: Subject, sort: _Sort, cell: Cell, degree: float, found: Sequence[Piece]
) -> Suspect:
    return subject.suspect(
        sort.kind,
        cell.second,
        0.5 + 0.5 * degree,
        index=cell.index,
        count=len(found),
        area=sum(each.area for each in found),
        length=max(each.length_px for each in found),
        x=round(found[0].centre[0]),
        y=round(found[0].centre[1]),
    )


def _unexplained(subject: Subject, cell: Cell, pieces: Sequence[Piece], sort: _Sort) -> list[Piece]:
    """The pieces that the mask's other seconds do not have, and that neither others nor the border make."""
    others = [sort.pieces(each.shape) for each in subject.near(cell, reach=_REACH)]
    new = [
        piece
        for piece in pieces
        if not _is_usual(piece, sort.pieces(cell.shape), others)
        and not _is_at_border(piece, subject.video.size)
    ]
    if not new:
        return []
    own, around = _pixels(subject, cell)
    new = [piece for piece in new if not _is_made_by(own, around, piece, sort)]
    ever = [
        sort.pieces(each.shape) for each in subject.near(cell, reach=subject.video.second_count)
    ]
    known = [piece for piece in new if _is_known(piece, sort.pieces(cell.shape), ever)]
    image = subject.media.frame(cell.second) if known else None
    return [piece for piece in new if piece not in known or not _is_seen(own, image, piece, sort)]


def _is_usual(piece: Piece, own: Sequence[Piece], others: Sequence[Sequence[Piece]]) -> bool:
    """Whether other seconds often have as many pieces about as large as this one."""
    count = _count_alike(piece, own)
    often = sum(_count_alike(piece, each) >= count for each in others)
    return often > 0 and often >= _OFTEN * len(others)


def _is_known(piece: Piece, own: Sequence[Piece], others: Sequence[Sequence[Piece]]) -> bool:
    """Whether any other second has as many pieces about as large: the picture must tell then."""
    count = _count_alike(piece, own)
    return any(_count_alike(piece, each) >= count for each in others)


def _count_alike(piece: Piece, pieces: Sequence[Piece]) -> int:
    return sum(1 / _SAME_AREA < each.area / piece.area < _SAME_AREA for each in pieces)


def _is_at_border(piece: Piece, size: tuple[int, int]) -> bool:
    """Whether the border of the picture may have cut it off."""
    left, top, right, bottom = piece.box
    return left == 0 or top == 0 or right == size[1] or bottom == size[0]


def _pixels(subject: Subject, cell: Cell) -> tuple[Pixels, Pixels | None]:
    """A mask's pixels, and those of all other instances in its second; None where they have none."""
    others = [decode(each.mask) for each in subject.cells_at(cell.second) if each is not cell]
    return decode(cell.mask), np.logical_or.reduce(others) if others else None


def _is_made_by(own: Pixels, around: Pixels | None, piece: Piece, sort: _Sort) -> bool:
    """Whether others fill a hole, or lie against a good part of a piece that they do not overlap."""
    if around is None:
        return False
    window = _window(piece, 2 * _TOUCH_PX)
    its, others = _its_pixels(own, piece, window, sort), around[window]
    overlap = (its & others).sum() / max(1, its.sum())
    if sort is _HOLES:
        return bool(overlap >= _CUT_OFF_SHARE)
    ring = _grown(its, _TOUCH_PX) & ~own[window]
    cut_off = (ring & others).sum() / max(1, ring.sum())
    return bool(cut_off >= _CUT_OFF_SHARE and overlap < _MOST_OVERLAP)


def _is_seen(own: Pixels, image: Image | None, piece: Piece, sort: _Sort) -> bool:
    """Whether the picture shows a thing (or a gap) there: it has another colour than what is around it."""
    if image is None:
        return False
    window = _window(piece, 2 * _RING_PX)
    its = _its_pixels(own, piece, window, sort)
    # Of the side that the piece is no part of: the mask's around a hole, the background's around the others.
    ring = _grown(its, _RING_PX) & ~_grown(its, 1) & (own[window] == (sort is _HOLES))
    if not ring.any() or not its.any():
        return False
    height, width = own.shape
    rows = np.arange(height)[window[0]] * image.shape[0] // height
    columns = np.arange(width)[window[1]] * image.shape[1] // width
    colours = image[np.ix_(rows, columns)]
    contrast = np.abs(colours[its].mean(axis=0) - colours[ring].mean(axis=0)).max()
    return bool(contrast >= _SEEN_CONTRAST)


def _window(piece: Piece, margin: int) -> tuple[slice, slice]:
    """The part of a picture with a piece, and so many pixels around it."""
    left, top, right, bottom = piece.box
    return (
        slice(max(0, top - margin), bottom + margin),
        slice(max(0, left - margin), right + margin),
    )


def _its_pixels(own: Pixels, piece: Piece, window: tuple[slice, slice], sort: _Sort) -> Pixels:
    """The pixels of a piece within a window, and of nothing outside its box."""
    its = sort.pixels(own[window], own.shape)
    left, top, right, bottom = piece.box
    rows = np.arange(own.shape[0])[window[0]]
    columns = np.arange(own.shape[1])[window[1]]
    is_in = ((rows >= top) & (rows < bottom))[:, None] & ((columns >= left) & (columns < right))
    return np.asarray(its & is_in)


def _grown(pixels: Pixels, by_px: int) -> Pixels:
    kernel = np.ones((2 * by_px + 1,) * 2, np.uint8)
    return np.asarray(cv2.dilate(pixels.astype(np.uint8), kernel).astype(np.bool_))

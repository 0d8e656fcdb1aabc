"""A finder of two instances that claim the same pixels."""

from collections.abc import Iterator
from itertools import combinations

from avisbuild.checks.suspects.shapes import Box
from avisbuild.checks.suspects.subject import Cell, Subject
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind
from avisbuild.masks import iou

# Of the smaller mask. Along a common outline a pixel or two may belong to both.
_LEAST_SHARE = 0.08
_LEAST_PX = 16


def find_overlaps(subject: Subject) -> Iterator[Suspect]:
    """Pairs of masks of one second that share more than their outline."""
    for second in range(subject.video.second_count):
        for cell, other in combinations(subject.cells_at(second), 2):
            if not _boxes_meet(cell.shape.box, other.shape.box):
                continue
            share, similar = _shared(cell, other)
            if share >= _LEAST_SHARE:
                yield subject.suspect(
                    SuspectKind.OVERLAP,
                    second,
                    0.4 + 0.6 * max(share, similar),
                    index=cell.index,
                    others=(other.index,),
                    other=subject.names[other.index],
                    share=f"{100 * share:.0f} %",
                    iou=f"{similar:.2f}",
                )


def _boxes_meet(box: Box, other: Box) -> bool:
    is_beside = box[2] <= other[0] or other[2] <= box[0]
    return not is_beside and box[1] < other[3] and other[1] < box[3]


def _shared(cell: Cell, other: Cell) -> tuple[float, float]:
    """What two masks share: of the smaller one, and of both together."""
    similar = float(iou([cell.mask], [other.mask])[0, 0])
    pixels = similar / (1 + similar) * (cell.shape.area + other.shape.area)
    share = pixels / min(cell.shape.area, other.shape.area)
    return (share if pixels >= _LEAST_PX else 0.0), similar

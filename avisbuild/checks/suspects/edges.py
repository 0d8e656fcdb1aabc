"""A finder of masks that touch the border of the picture, though the object was and is well within it."""

from collections.abc import Iterator

from avisbuild.checks.suspects.subject import Cell, Subject
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind

_SIDES = ("left", "top", "right", "bottom")
# Of the picture's side: as far from the border an object does not reach it within a second and go back.
_LEAST_GAP_SHARE = 0.03


def find_border_touches(subject: Subject) -> Iterator[Suspect]:
    """Masks at a border that the object's masks before and after are clear of."""
    for cell in subject.cells():
        gaps = [
            (_gap_share(subject, cell, side), side)
            for side, touched in enumerate(cell.shape.touched)
            if touched
        ]
        gap, side = max(gaps, default=(0.0, 0))
        if gap >= _LEAST_GAP_SHARE:
            last = subject.video.second_count
            yield subject.suspect(
                SuspectKind.BORDER,
                cell.second,
                0.5 + min(0.5, 2 * gap),
                index=cell.index,
                looked_at=range(max(0, cell.second - 1), min(cell.second + 2, last)),
                side=_SIDES[side],
                touched=cell.shape.touched[side],
            )


def _gap_share(subject: Subject, cell: Cell, side: int) -> float:
    """How far from the border the masks before and after are, of the side's length.

    0 where one of them is missing: the object may have come in there, or left.
    """
    edges = [other.shape.box[side] for other in subject.near(cell, reach=1)]
    if len(edges) < 2:
        return 0.0
    height, width = subject.video.size
    length = width if side in (0, 2) else height
    return min((edge if side < 2 else length - edge) / length for edge in edges)

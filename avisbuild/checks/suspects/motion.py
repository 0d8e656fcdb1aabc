"""A finder of masks that grow or shrink though the picture stays, once motion is taken out of it.

Only where an area changes a good deal are pictures read. The mask before is moved as the flow says and laid
over the mask: a pixel that looks as it did and belongs to one of the two only is in one of them by mistake.
What an occluder hides or lets go looks different, and so does what flow could not follow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.checks.suspects.media import Image
from avisbuild.checks.suspects.subject import Cell, Subject
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind
from avisbuild.masks import decode
from avisbuild.propagation.cuts import is_cut
from avisbuild.propagation.flow import Floats, FlowFinder, moved
from avisbuild.records import Sounding

# Areas that differ by less are not looked at.
_LEAST_RATIO = 1.3
# Of the larger mask: as much must have changed where the picture has not.
_LEAST_SHARE = 0.18
# Grey levels; a pixel that differs by less looks as it did.
_ALIKE = 14.0
_BLUR_PX = 1.0
_GONE = frozenset({Sounding.OFFSCREEN, Sounding.OCCLUDED})
# OpenCV's flow ends the whole process on a strip that is less high.
_SHORTEST_SIDE_PX = 32


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """Two pictures of following seconds and the flow back from the new one to the old one."""

    new: Image
    back: Floats
    unlike: NDArray[np.float32]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class _Jump:
    old: Cell
    new: Cell
    share: float

    @property
    def ratio(self) -> float:
        """How much larger the new mask is."""
        return self.new.shape.area / self.old.shape.area


def find_area_jumps(subject: Subject) -> Iterator[Suspect]:
    """Masks whose area jumps against the motion-compensated one before; the way back is not told again."""
    flow = FlowFinder()
    told: dict[int, _Jump] = {}
    for second in range(1, subject.video.second_count):
        candidates = [
            (old, new)
            for new in subject.cells_at(second)
            if (old := subject.rows[new.index][second - 1]) and _is_candidate(subject, old, new)
        ]
        pair = _pair(subject, flow, second) if candidates else None
        if pair is None or pair.is_cut:
            continue
        for old, new in candidates:
            jump = _Jump(old, new, _changed_share(subject, old, new, pair))
            if jump.share < _LEAST_SHARE:
                continue
            before = told.get(new.index)
            told[new.index] = jump
            if before and before.new is old and (before.ratio > 1) != (jump.ratio > 1):
                continue  # the way back
            yield subject.suspect(
                SuspectKind.AREA_JUMP,
                second,
                0.5 + jump.share / 2,
                index=new.index,
                looked_at=(second - 1, second),
                percent=f"{100 * jump.ratio:.0f} %",
                before=second - 1,
            )


def _is_candidate(subject: Subject, old: Cell, new: Cell) -> bool:
    """Whether the area differs, and not since it hides or leaves."""
    states = subject.tracks[new.index].states[max(0, old.second - 1) : new.second + 2]
    ratio = new.shape.area / old.shape.area
    return max(ratio, 1 / ratio) >= _LEAST_RATIO and not _GONE & set(states)


def _pair(subject: Subject, flow: FlowFinder, second: int) -> _Pair | None:
    old, new = (subject.media.frame(each) for each in (second - 1, second))
    if old is None or new is None or old.shape != new.shape:
        return None
    if min(new.shape[:2]) < _SHORTEST_SIDE_PX:
        return None
    old_gray, new_gray = (
        np.asarray(cv2.cvtColor(each, cv2.COLOR_RGB2GRAY), np.uint8) for each in (old, new)
    )
    back = flow.toward(old_gray, new_gray, np.zeros((*new_gray.shape, 2), np.float32))
    unlike = np.abs(moved(old.astype(np.float32), back) - new).max(axis=-1)
    unlike = np.asarray(cv2.GaussianBlur(unlike, (0, 0), _BLUR_PX), np.float32)
    return _Pair(new, back, unlike, is_cut(old, new, float(unlike.mean())))


def _changed_share(subject: Subject, old: Cell, new: Cell, pair: _Pair) -> float:
    """How much of the larger mask changed where the picture looks as it did, and no other instance is."""
    size = pair.unlike.shape
    was = moved(_small(old, size), pair.back) > 0.5
    now = _small(new, size) > 0.5
    changed = (now & ~was) if new.shape.area > old.shape.area else (was & ~now)
    changed &= pair.unlike < _ALIKE
    changed &= ~_others(subject.cells_at(new.second), new, size)
    changed &= ~(
        moved(_others(subject.cells_at(old.second), old, size).astype(np.float32), pair.back) > 0.5
    )
    return float(changed.sum() / max(1, was.sum(), now.sum()))


def _others(cells: Sequence[Cell], own: Cell, size: tuple[int, ...]) -> NDArray[np.bool_]:
    """Where the other instances are."""
    found = np.zeros(size, np.bool_)
    for cell in cells:
        if cell.index != own.index:
            found |= _small(cell, size) > 0.5
    return found


def _small(cell: Cell, size: tuple[int, ...]) -> NDArray[np.float32]:
    """A mask at the size of the pictures."""
    pixels = decode(cell.mask).view(np.uint8)
    small = cv2.resize(pixels, (size[1], size[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)

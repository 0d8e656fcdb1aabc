"""Finders of broken identities: two instances that exchange their masks, and one that jumps elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import hypot, log
from statistics import median

from avisbuild.checks.suspects.subject import Cell, Subject
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind
from avisbuild.records import Sounding

# A mask is compared with the last one before it, at most so many seconds earlier.
_REACH = 3
# In diameters. A mask has gone far when it went so far, and so many times as far as it usually does.
_FAR, _FAR_FOR_IT = 0.5, 1.5
# It is where another one was when it is near to that, and so much nearer than to its own last place.
_NEAR, _NEARER = 0.5, 0.35
_GONE = frozenset({Sounding.OFFSCREEN, Sounding.OCCLUDED})


@dataclass(frozen=True, slots=True)
class _Step:
    """A track's mask and the last one before it; how far it went, as `distance` says."""

    old: Cell
    new: Cell
    way: float


def distance(cell: Cell, other_cell: Cell) -> float:
    """How far apart two masks are, in diameters, and how different in size."""
    shape, other = cell.shape, other_cell.shape
    way = hypot(shape.centre[0] - other.centre[0], shape.centre[1] - other.centre[1])
    return way / ((shape.diameter_px + other.diameter_px) / 2) + abs(
        log(shape.area / other.area) / 2
    )


def find_swaps(subject: Subject) -> Iterator[Suspect]:
    """Two instances of which each is, from one second on, where the other was."""
    for second, steps in _steps_by_second(subject):
        for one, two in combinations(steps, 2):
            if one.old.second != two.old.second or not _is_swap(one, two):
                continue
            yield subject.suspect(
                SuspectKind.SWAP,
                second,
                0.6 + 0.1 * min(4.0, one.way + two.way),
                index=one.new.index,
                others=(two.new.index,),
                looked_at=(one.old.second, second),
                other=subject.names[two.new.index],
                before=one.old.second,
            )


def find_jumps(subject: Subject) -> Iterator[Suspect]:
    """An instance that is somewhere else for a second, or from one second on where another one is."""
    usual = _usual_ways(subject)
    for second, steps in _steps_by_second(subject):
        far = [step for step in steps if step.way > max(_FAR, _FAR_FOR_IT * usual[step.new.index])]
        # When nearly everything moves it is the camera, or a cut.
        if len(far) == len(steps) > 1:
            continue
        for step in far:
            if any(_is_swap(step, other) for other in steps if other is not step):
                continue
            if _comes_back(subject, step):
                continue
            target = _taken(subject, step)
            if target is None and not _returns(subject, step):
                continue
            yield subject.suspect(
                SuspectKind.JUMP,
                second,
                0.5 + 0.1 * min(4.0, step.way) + 0.1 * (target is not None),
                index=step.new.index,
                others=() if target is None else (target,),
                looked_at=(step.old.second, second),
                other="" if target is None else subject.names[target],
                how="" if target is None else "to",
                before=step.old.second,
            )


def _steps_by_second(subject: Subject) -> Iterator[tuple[int, list[_Step]]]:
    for second in range(1, subject.video.second_count):
        cells = subject.cells_at(second)
        if steps := [step for cell in cells if (step := _step(subject, cell)) is not None]:
            yield second, steps


def _usual_ways(subject: Subject) -> dict[int, float]:
    """How far each track's mask usually goes from one second to the next."""
    ways: dict[int, list[float]] = {}
    for _, steps in _steps_by_second(subject):
        for step in steps:
            ways.setdefault(step.new.index, []).append(step.way)
    return {index: median(each) for index, each in ways.items()}


def _step(subject: Subject, new: Cell) -> _Step | None:
    row, states = subject.rows[new.index], subject.tracks[new.index].states
    for second in range(new.second - 1, max(-1, new.second - 1 - _REACH), -1):
        if (old := row[second]) is not None:
            return _Step(old, new, distance(old, new))
        if states[second] in _GONE:
            return None  # it may come back anywhere
    return None


def _is_swap(one: _Step, two: _Step) -> bool:
    first, second = distance(two.old, one.new), distance(one.old, two.new)
    own, crossed = one.way + two.way, first + second
    return own > _FAR and crossed < _NEARER * own and max(first, second) < max(one.way, two.way)


def _comes_back(subject: Subject, step: _Step) -> bool:
    """Whether it goes to where it was before the one it left: the way back of a jump that was told."""
    row = subject.rows[step.new.index][max(0, step.old.second - _REACH) : step.old.second]
    earlier = next((cell for cell in reversed(row) if cell is not None), None)
    return earlier is not None and distance(earlier, step.new) < _NEARER * step.way


def _returns(subject: Subject, step: _Step) -> bool:
    """Whether the next mask is where the one before the jump was."""
    row = subject.rows[step.new.index][step.new.second + 1 : step.new.second + 1 + _REACH]
    following = next((cell for cell in row if cell is not None), None)
    return following is not None and distance(step.old, following) < _NEARER * step.way


def _taken(subject: Subject, step: _Step) -> int | None:
    """The instance in whose place the mask now is: it was there, or is."""
    near = min(_NEAR, _NEARER * step.way)
    for second in (step.old.second, step.new.second):
        for other in subject.cells_at(second):
            if other.index != step.new.index and distance(other, step.new) < near:
                return other.index
    return None

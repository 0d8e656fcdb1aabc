"""What merging one video takes, and what of it a person has to decide."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from avisbuild.messages import Message
from avisbuild.review.merging import saying
from avisbuild.review.merging.conflict import NOTHING, Choice, Conflict, Three, differences
from avisbuild.review.merging.round_conflicts import rounds_conflict, state_conflict
from avisbuild.store.earlier_rows import Changes, Place, Row, Rows
from avisbuild.store.kind import KINDS

_CELL_TABLES = ("masks", "sounding")
# What a conflict about a single row is, by its table.
_ROW_CONFLICTS = {
    "assignments": "conflict-assignments",
    "comments": "conflict-comments",
    "dismissals": "conflict-dismissals",
    "instances": "conflict-instances",
    "proposals": "conflict-proposals",
    "set_aside": "conflict-set-aside",
    "videos": "conflict-videos",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoPlan:
    """What is taken of one video, and the conflicts in it.

    `gate` is a conflict about the video as a whole: only where `both` are wanted, the others matter.
    """

    video_id: str
    three: Three
    taken: Changes
    conflicts: tuple[Conflict, ...] = ()
    gate: Conflict | None = None


def plan_video(video_id: str, three: Three, names: saying.Names) -> VideoPlan:
    """Compare the three states of a video; `theirs` has our ids of categories and comments by now."""
    return _Planner(video_id, three, names).plan()


def of_instance(rows: Rows, instance_id: str) -> dict[Place, Row]:
    """An instance's own row, and those of its cells and proposals."""
    return {
        place: row
        for place, row in rows.items()
        if place[1][0] == instance_id
        and (place[0] == "instances" or KINDS[place[0]].owner == "instance")
    }


@dataclass(slots=True)
class _Found:
    """What a planner has found so far."""

    taken: dict[Place, Row | None] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)


class _Planner:
    """Goes through what is left of their changes, from whole instances down to single rows."""

    def __init__(self, video_id: str, three: Three, names: saying.Names) -> None:
        self._video_id = video_id
        self._three = three
        self._names = names
        self._our_changes = differences(three.base, three.ours)
        theirs = differences(three.base, three.theirs)
        # What both changed equally is there already.
        self._left = {
            place: row
            for place, row in theirs.items()
            if place not in self._our_changes or self._our_changes[place] != row
        }
        self._found = _Found()

    def plan(self) -> VideoPlan:
        gate = state_conflict(self._video_id, self._three, self._our_changes, self._left)
        self._removed_instances()
        self._same_names()
        self._rounds()
        self._cells()
        self._silences()
        self._rows()
        return VideoPlan(
            video_id=self._video_id,
            three=self._three,
            taken=self._found.taken,
            conflicts=tuple(self._found.conflicts),
            gate=gate,
        )

    def _removed_instances(self) -> None:
        """One side removed an instance; if the other did anything to it, a person decides."""
        base, ours, theirs = self._three.base, self._three.ours, self._three.theirs
        for table, key in base:
            if table != "instances":
                continue
            name = str(key[0])
            is_here, is_there = (table, key) in ours, (table, key) in theirs
            if is_here == is_there:
                continue
            left = self._take_left(name)
            changed = [
                place
                for place, row in self._our_changes.items()
                if _is_instances(place, name) and theirs.get(place) != row
            ]
            if is_here and not changed:
                self._found.taken.update(left)
            elif is_here or left:
                mine, other = of_instance(ours, name), of_instance(theirs, name)
                self._add(
                    "conflict-removed", name, theirs=differences(mine, other), instance_id=name
                )

    def _same_names(self) -> None:
        """Both added an instance of one name: they may be one thing, or two."""
        base, ours, theirs = self._three.base, self._three.ours, self._three.theirs
        here = {
            _number(row): str(key[0])
            for (table, key), row in ours.items()
            if table == "instances" and (table, key) not in base
        }
        free = _FreeNumbers(ours, theirs)
        for (table, key), row in theirs.items():
            other = here.get(_number(row)) if table == "instances" else None
            name = str(key[0])
            if other is None or other == name or (table, key) in base:
                continue
            self._take_left(name)
            added = of_instance(theirs, name)
            both = {**added, (table, key): free.renumbered(row)}
            dropped: dict[Place, Row | None] = dict.fromkeys(of_instance(ours, other))
            self._found.conflicts.append(
                Conflict(
                    kind="conflict-same-name",
                    video_id=self._video_id,
                    place=name,
                    name=saying.instance_name(theirs, name, self._names),
                    ours=saying.of_instance(ours, other, self._names),
                    theirs=saying.of_instance(theirs, name, self._names),
                    effects={
                        Choice.OURS: NOTHING,
                        Choice.THEIRS: {**dropped, **added},
                        Choice.BOTH: both,
                    },
                    instance_id=other,
                )
            )

    def _rounds(self) -> None:
        """All rounds of the video at once: they are one history."""
        left = {place: self._left.pop(place) for place in _places(self._left, ("rounds",))}
        if not left:
            return
        if any(table == "rounds" for table, _ in self._our_changes):
            self._found.conflicts.append(rounds_conflict(self._video_id, self._three))
        else:
            self._found.taken.update(left)

    def _cells(self) -> None:
        """State and mask of a cell go together."""
        cells: dict[tuple[str, int], dict[Place, Row | None]] = defaultdict(dict)
        for place in _places(self._left, _CELL_TABLES):
            cells[str(place[1][0]), int(place[1][1])][place] = self._left.pop(place)
        for (name, second), left in sorted(cells.items()):
            places = [(table, (name, second)) for table in _CELL_TABLES]
            touched = [place for place in places if place in self._our_changes]
            if not touched or (
                not left.keys() & set(touched) and self._fits({**self._three.ours, **left}, places)
            ):
                self._found.taken.update(left)
                continue
            theirs: Changes = {
                place: self._three.theirs.get(place)
                for place in places
                if self._three.theirs.get(place) != self._three.ours.get(place)
            }
            self._found.conflicts.append(
                Conflict(
                    kind="conflict-cell",
                    video_id=self._video_id,
                    place=f"{name}/{second}",
                    name=saying.instance_name(self._three.ours, name, self._names),
                    ours=saying.of_cell(self._three.ours, name, second),
                    theirs=saying.of_cell(self._three.theirs, name, second),
                    effects={Choice.OURS: NOTHING, Choice.THEIRS: theirs},
                    instance_id=name,
                    second=second,
                )
            )

    def _fits(self, rows: "dict[Place, Row | None]", places: list[Place]) -> bool:
        """Whether what the two sides make of a cell together is what one of them would make of it."""
        mask, state = (rows.get(place) for place in places)
        return mask is None or (state is not None and state["state"] == "sounding")

    def _silences(self) -> None:
        """One side says that nothing sounds in a second, the other that something does."""
        found = self._found
        for place in _places(self._left, ("silences",)):
            second = int(place[1][1])
            if place not in self._our_changes and self._left[place] is not None:
                marked = [
                    each
                    for each in _in_second(self._our_changes, second)
                    if each in self._three.ours
                ]
                if marked:
                    row = self._left.pop(place)
                    cleared: dict[Place, Row | None] = dict.fromkeys(
                        each for each in self._three.ours if _is_cell(each, second)
                    )
                    self._add_silence(second, {**cleared, place: row})
        for place, row in self._our_changes.items():
            if place[0] != "silences" or row is None:
                continue
            second = int(place[1][1])
            taken = {each: found.taken[each] for each in _in_second(found.taken, second)}
            if any(row is not None for row in taken.values()):
                for each in taken:
                    del found.taken[each]
                self._add_silence(second, {**taken, place: None})

    def _add_silence(self, second: int, theirs: Changes) -> None:
        said = [
            Message("side-silent" if _is_silent(side, self._video_id, second) else "side-sounds")
            for side in (self._three.ours, self._three.theirs)
        ]
        self._found.conflicts.append(
            Conflict(
                kind="conflict-silence",
                video_id=self._video_id,
                place=str(second),
                name=self._video_id,
                ours=said[0],
                theirs=said[1],
                effects={Choice.OURS: NOTHING, Choice.THEIRS: theirs},
                second=second,
            )
        )

    def _rows(self) -> None:
        """Whatever is left, row by row."""
        for place, row in self._left.items():
            if place not in self._our_changes:
                self._found.taken[place] = row
                continue
            table, key = place
            rest = [str(each) for each in key if each != self._video_id]
            second = key[1] if table == "proposals" else None
            is_instances = _is_instances(place, str(key[0]))
            name: str = ", ".join(rest) or self._video_id
            if is_instances:
                name = saying.instance_name(self._three.ours, str(key[0]), self._names)
            self._found.conflicts.append(
                Conflict(
                    kind=_ROW_CONFLICTS[table],
                    video_id=self._video_id,
                    place="/".join(rest),
                    name=name,
                    ours=saying.of_row(self._three.ours, table, key, self._names),
                    theirs=saying.of_row(self._three.theirs, table, key, self._names),
                    effects={Choice.OURS: NOTHING, Choice.THEIRS: {place: row}},
                    instance_id=str(key[0]) if is_instances else "",
                    second=second,
                )
            )

    def _take_left(self, name: str) -> dict[Place, Row | None]:
        places = [place for place in self._left if _is_instances(place, name)]
        return {place: self._left.pop(place) for place in places}

    def _add(self, kind: str, name: str, *, theirs: Changes, instance_id: str) -> None:
        ours = self._three.ours
        known = ours if ("instances", (instance_id,)) in ours else self._three.base
        self._found.conflicts.append(
            Conflict(
                kind=kind,
                video_id=self._video_id,
                place=name,
                name=saying.instance_name(known, instance_id, self._names),
                ours=saying.of_instance(ours, instance_id, self._names),
                theirs=saying.of_instance(self._three.theirs, instance_id, self._names),
                effects={Choice.OURS: NOTHING, Choice.THEIRS: theirs},
                instance_id=instance_id,
            )
        )


class _FreeNumbers:
    """Gives instances numbers that no instance of their category has on either side."""

    def __init__(self, *sides: Rows) -> None:
        self._highest: dict[Any, int] = defaultdict(int)
        for side in sides:
            for (table, _), row in side.items():
                if table == "instances":
                    category, number = _number(row)
                    self._highest[category] = max(self._highest[category], number)

    def renumbered(self, row: Row) -> Row:
        category, _ = _number(row)
        self._highest[category] += 1
        return {**row, "number": self._highest[category]}


def _number(row: Row) -> tuple[int, int]:
    return int(row.get("category_id", 0)), int(row.get("number", 0))


def _is_instances(place: Place, name: str) -> bool:
    table, key = place
    return key[0] == name and (table == "instances" or KINDS[table].owner == "instance")


def _is_cell(place: Place, second: int) -> bool:
    return place[0] in _CELL_TABLES and place[1][1] == second


def _in_second(changes: Changes, second: int) -> Iterator[Place]:
    return (place for place in changes if _is_cell(place, second))


def _is_silent(rows: Rows, video_id: str, second: int) -> bool:
    return ("silences", (video_id, second)) in rows


def _places(changes: Changes, tables: Collection[str]) -> list[Place]:
    return [place for place in changes if place[0] in tables]

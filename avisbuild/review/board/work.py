"""Who made how many masks, by which means, and in which time."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from avisbuild.review.board.edit_line import EditLine, made_masks

# Whoever does nothing for longer than this is taken to do something else.
IDLE_AFTER = timedelta(minutes=5)
_HOUR_S = 3600.0
# What was done in less says nothing of an hour.
_LEAST_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWork:
    """What one person did: seconds at work, masks made in cells that had none, and masks changed.

    `untimed` are those of the masks that came with a share: when they were made is not known.
    """

    person: str
    seconds: float = 0.0
    edits: int = 0
    made: int = 0
    changed: int = 0
    untimed: int = 0

    @property
    def masks_an_hour(self) -> float | None:
        """Masks made or changed in an hour at work; None without any, or in less than a minute."""
        return _an_hour(self.made + self.changed - self.untimed, self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeansWork:
    """The masks that one person made by one means, and the seconds before the edits that made them.

    `person` is "" of masks that a program brought in.
    """

    person: str
    means: str
    seconds: float = 0.0
    made: int = 0
    changed: int = 0
    untimed: int = 0

    @property
    def masks_an_hour(self) -> float | None:
        """As `PersonWork.masks_an_hour`, of these masks alone."""
        return _an_hour(self.made + self.changed - self.untimed, self.seconds)


@dataclass
class WorkCount:
    """Adds up the work line by line.

    The time between two edits of a person belongs to the later one; longer than `IDLE_AFTER` it counts
    nothing, and so does a clock that went back. Taking back is work, too, and what was taken back took its
    time.
    """

    since: datetime | None = None
    _last: dict[str, datetime] = field(default_factory=dict)
    _seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _edits: Counter[str] = field(default_factory=Counter)
    _made: Counter[tuple[str, str]] = field(default_factory=Counter)
    _changed: Counter[tuple[str, str]] = field(default_factory=Counter)
    _untimed: Counter[tuple[str, str]] = field(default_factory=Counter)
    _means_seconds: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))

    def add(self, line: EditLine) -> None:
        """Take in the next line of the journal."""
        is_counted = self.since is None or line.at >= self.since
        person = "" if line.is_brought_in else line.author
        seconds = 0.0 if line.is_brought_in else self._time_before(line)
        if not is_counted:
            return
        if not line.is_brought_in:
            self._seconds[person] += seconds
            self._edits[person] += line.is_standing
        if line.is_standing:
            self._add_masks(line, person, seconds)

    def people(self) -> tuple[PersonWork, ...]:
        """Everybody who edited, in order of name."""
        return tuple(
            PersonWork(
                person=person,
                seconds=self._seconds[person],
                edits=self._edits[person],
                made=_sum_of(self._made, person),
                changed=_sum_of(self._changed, person),
                untimed=_sum_of(self._untimed, person),
            )
            for person in sorted(
                self._seconds.keys() | {group[0] for group in self._untimed if group[0]}
            )
        )

    def means(self) -> tuple[MeansWork, ...]:
        """Every person's masks by means, in order of name, most masks first."""
        found = [
            MeansWork(
                person=group[0],
                means=group[1],
                seconds=self._means_seconds[group],
                made=self._made[group],
                changed=self._changed[group],
                untimed=self._untimed[group],
            )
            for group in self._made.keys() | self._changed.keys()
        ]
        return tuple(
            sorted(found, key=lambda each: (each.person, -each.made - each.changed, each.means))
        )

    def _time_before(self, line: EditLine) -> float:
        last = self._last.get(line.author, line.clock)
        self._last[line.author] = line.clock
        passed = line.clock - last
        return passed.total_seconds() if timedelta() < passed <= IDLE_AFTER else 0.0

    def _add_masks(self, line: EditLine, person: str, seconds: float) -> None:
        masks = list(made_masks(line.changes))
        for each in masks:
            whose = (each.author or person) if line.is_merged else person
            group = "" if each.is_brought_in else whose, each.source
            (self._made if each.is_first else self._changed)[group] += 1
            if line.is_merged:
                self._untimed[group] += 1
            else:
                self._means_seconds[group] += seconds / len(masks)


def total_work(people: Iterable[PersonWork]) -> PersonWork:
    """All people together, under the name ""."""
    those = tuple(people)
    return PersonWork(
        person="",
        seconds=sum(each.seconds for each in those),
        edits=sum(each.edits for each in those),
        made=sum(each.made for each in those),
        changed=sum(each.changed for each in those),
        untimed=sum(each.untimed for each in those),
    )


def total_means(means: Iterable[MeansWork]) -> tuple[MeansWork, ...]:
    """The masks of all people by means, most first; without those that were brought in."""
    groups: dict[str, list[MeansWork]] = defaultdict(list)
    for each in means:
        if each.person:
            groups[each.means].append(each)
    found = [
        MeansWork(
            person="",
            means=name,
            seconds=sum(each.seconds for each in those),
            made=sum(each.made for each in those),
            changed=sum(each.changed for each in those),
            untimed=sum(each.untimed for each in those),
        )
        for name, those in groups.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.made - each.changed, each.means)))


def _sum_of(counted: Counter[tuple[str, str]], person: str) -> int:
    return sum(count for group, count in counted.items() if group[0] == person)


def _an_hour(count: int, seconds: float) -> float | None:
    return count * _HOUR_S / seconds if count and seconds >= _LEAST_S else None

"""A video's annotation as it was: what is there now, with the journal's entries taken back one by one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Connection

from avisbuild.records import Instance, Mask, Silence, SoundingCell, Track, Video, VideoId
from avisbuild.store.journal import Entry, read_entries, read_head
from avisbuild.store.kind import KINDS, Key, R, Row, kind_of
from avisbuild.store.kinds.videos import INSTANCES, VIDEOS
from avisbuild.store.operations import Operation, canonical
from avisbuild.store.reading import make_tracks
from avisbuild.store.rebuild import read_annotation, rows_hash

# An entry that no journal reaches, which stands for the end of any.
NOW = 2**31 - 1

Tables = Mapping[str, Mapping[Key, Row]]


@dataclass(frozen=True, kw_only=True)
class PastAnnotation:
    """What was annotated of a video after the journal's entry `sequence`, as rows of the state by key."""

    video: Video
    sequence: int
    tables: Tables

    @property
    def hash(self) -> str:
        """What `Project.annotation_hash` gave then."""
        return rows_hash({name: list(rows.values()) for name, rows in self.tables.items()})

    @cached_property
    def tracks(self) -> tuple[Track, ...]:
        """The instances with their states and masks, in order of category id and number."""
        cells = ((each.instance_id, each.second, each.state) for each in self._read(SoundingCell))
        pictures = ((each.instance_id, each.second, each.rle) for each in self._read(Mask))
        return make_tracks(self.video, self._read(Instance), cells, pictures)

    @cached_property
    def silences(self) -> frozenset[int]:
        """The seconds that were confirmed as silent."""
        return frozenset(each.second for each in self._read(Silence))

    def _read(self, record: type[R]) -> Iterator[R]:
        kind = kind_of(record)
        return (kind.read(row) for row in self.tables[kind.name].values())


class Touch(NamedTuple):
    """That an entry of the journal changed an instance (second None), a cell of it, or a silence ("")."""

    sequence: int
    author: str
    instance_id: str
    second: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A video at several moments, and who changed what between the first and the last of them.

    `moments` are by the numbers of entries that were asked for; `touches` are newest first.
    """

    video_id: VideoId
    moments: Mapping[int, PastAnnotation]
    touches: Sequence[Touch]

    def authors(self, start: int, stop: int) -> dict[tuple[str, int | None], str]:
        """Who was the last to change each cell in the entries after `start` up to `stop`."""
        found: dict[tuple[str, int | None], str] = {}
        for each in self.touches:
            if start < each.sequence <= stop:
                found.setdefault((each.instance_id, each.second), each.author)
        return found


class _Done(NamedTuple):
    """One operation of the journal, with its place in it."""

    sequence: int
    position: int
    author: str
    operation: Operation


# By the table of videos or instances, and the id: what was done to that, or to what belongs to it.
_DoneTo = dict[tuple[str, str], list[_Done]]


def read_pasts(connection: Connection, wanted: Mapping[VideoId, Collection[int]]) -> Iterator[Past]:
    """Each video as it was after the entries asked for; a number behind the journal's end means now.

    An entry that is about no single video, such as a change of categories, is read once for all of them.
    Raises ProjectError for a video that is not there.
    """
    asked = {video_id: sorted(set(numbers), reverse=True) for video_id, numbers in wanted.items()}
    shared = None
    if len(asked) > 1:
        earliest = min((numbers[-1] for numbers in asked.values() if numbers), default=0)
        shared = _sorted_by_owner(read_entries(connection, earliest, about=""))
    for video_id, numbers in asked.items():
        yield _read_past(connection, video_id, numbers, shared)


def _read_past(
    connection: Connection, video_id: VideoId, numbers: Sequence[int], shared: _DoneTo | None
) -> Past:
    """One video, walked back from now to the last of `numbers`, which fall."""
    now = PastAnnotation(
        video=VIDEOS.one(connection, video_id),
        sequence=read_head(connection).sequence,
        tables=read_annotation(connection, video_id),
    )
    after = numbers[-1] if numbers else now.sequence
    own = _sorted_by_owner(read_entries(connection, after, about=video_id))
    if shared is None:
        newest_first = read_entries(connection, after, about="", newest_first=True)
        shared = _sorted_naming(newest_first, {video_id, *_instance_names(now, own)})
    done = _newest_first(now, own, shared)
    walk = _Walk(now)
    moments, touches, place = {}, [], 0
    for number in numbers:
        while place < len(done) and done[place].sequence > number:
            if number < numbers[0]:
                touches.append(_touch(done[place]))
            walk.take_back(done[place].operation)
            place += 1
        moments[number] = walk.annotation(number)
    return Past(video_id=video_id, moments=moments, touches=touches)


class _Walk:
    """A video's rows on the way back through the journal."""

    def __init__(self, now: PastAnnotation) -> None:
        self._video = now.video
        self._tables = {name: dict(rows) for name, rows in now.tables.items()}

    def take_back(self, operation: Operation) -> None:
        """Put the row as it was before the operation in place."""
        if operation.table == VIDEOS.name:
            if operation.before is not None:
                self._video = VIDEOS.read(operation.before)
        elif operation.before is None:
            self._tables[operation.table].pop(operation.key, None)
        else:
            self._tables[operation.table][operation.key] = operation.before

    def annotation(self, sequence: int) -> PastAnnotation:
        """What is there now, which is kept as it is."""
        tables = {name: dict(sorted(rows.items())) for name, rows in self._tables.items()}
        return PastAnnotation(video=self._video, sequence=sequence, tables=tables)


def _sorted_by_owner(entries: Iterator[Entry]) -> _DoneTo:
    """The operations of entries on what is annotated, and on videos themselves."""
    found: _DoneTo = defaultdict(list)
    for entry in entries:
        _sort_in(entry, found)
    return found


def _sorted_naming(entries: Iterator[Entry], names: Collection[str]) -> _DoneTo:
    """The same, only of entries in which a video's id, or that of an instance of it, stands.

    Looking for a word costs less than reading what somebody imported beside it. Entries come newest first:
    one that removes an instance names the video, and so its id is known when older ones are met.
    """
    found: _DoneTo = defaultdict(list)
    known = set(names)
    for entry in entries:
        if not any(canonical(name) in entry.operations_text for name in known):
            continue
        _sort_in(entry, found)
        for (table, owner), done in found.items():
            if table == VIDEOS.name and owner in names:
                known |= _instances_in(done)
    return found


def _sort_in(entry: Entry, found: _DoneTo) -> None:
    for position, each in enumerate(entry.operations):
        kind = KINDS[each.table]
        if not (kind.is_annotation or kind is VIDEOS):
            continue
        row = each.after or each.before or {}
        owner = "instance" if kind.owner == "instance" else "video"
        name = str(row[f"{owner}_id"])
        found[f"{owner}s", name].append(_Done(entry.sequence, position, entry.author, each))


def _instance_names(now: PastAnnotation, *sources: _DoneTo) -> set[str]:
    """The ids of all instances that a video has, or had in these entries."""
    names = {name for (name,) in now.tables[INSTANCES.name]}
    for found in sources:
        names |= _instances_in(found.get((VIDEOS.name, now.video.video_id), ()))
    return names


def _instances_in(done: Iterable[_Done]) -> set[str]:
    return {each.operation.key[0] for each in done if each.operation.table == INSTANCES.name}


def _newest_first(now: PastAnnotation, *sources: _DoneTo) -> list[_Done]:
    """What was done to a video and to all instances that it ever had, the last first."""
    owners = [(VIDEOS.name, str(now.video.video_id))]
    owners += [(INSTANCES.name, name) for name in _instance_names(now, *sources)]
    done = [each for found in sources for owner in owners for each in found.get(owner, ())]
    return sorted(done, key=lambda each: each[:2], reverse=True)


def _touch(done: _Done) -> Touch:
    row = done.operation.after or done.operation.before or {}
    second = row.get("second")
    return Touch(
        done.sequence,
        done.author,
        str(row.get("instance_id", "")),
        second if isinstance(second, int) else None,
    )

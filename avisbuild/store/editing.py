"""An edit: one transaction and one journal entry, made of the calls inside a `with` block."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from avisbuild.errors import ProjectError
from avisbuild.records import (
    Comment,
    Instance,
    Round,
    Sounding,
    SoundingCell,
    SoundingSpan,
    Video,
    VideoId,
)
from avisbuild.store.journal import Entry, Head, Heading, append, lock_head, read_entries
from avisbuild.store.kind import KINDS, Key, Kind, R, Row, kind_of
from avisbuild.store.locks import refuse_others
from avisbuild.store.operations import Operation
from avisbuild.store.rebuild import annotation_hash
from avisbuild.store.state import FOUNDATIONS, MOST_ROWS, State


class Edit:
    """Changes to a project that happen together or not at all.

    Every call checks what it is given and raises ProjectError; the whole edit is then taken back. Rows
    are written in batches, so setting many masks one by one is quick.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._head: Head = lock_head(state.connection)
        self._pending: dict[str, dict[Key, Row | None]] = {}
        self._texts: list[str] = []
        self._is_changed = False
        self._is_noted = False

    def add(self, record: object) -> None:
        """Write a record of any kind that is not there yet."""
        kind = kind_of(type(record))
        key = kind.key_of(kind.row(record))
        self._flush()
        if self._state.rows(kind, [key]):
            raise ProjectError("there-already", name=", ".join(map(str, key)))
        self.put(record)

    def change(self, record: Video | Instance) -> None:
        """Write a video or an instance in place of the one with its id, which must be there."""
        self._flush()
        self._state.one(type(record), getattr(record, kind_of(type(record)).key[0]))
        self.put(record)

    def put(self, *records: object) -> None:
        """Write records of any kind, each in place of the one that has its key."""
        for record in records:
            kind = kind_of(type(record))
            row = kind.row(record)
            self._set(kind, kind.key_of(row), row)

    def drop(self, record: type[Any], **where: Any) -> None:
        """Drop the records of a kind in whose columns these values stand, or one of a collection of them.

        None there is no error, but the instance or video that is named must be. An instance goes with its
        masks, sounding states and proposals; comments on it stay.
        """
        kind = kind_of(record)
        self._flush()
        for name, owner in (("video_id", Video), ("instance_id", Instance)):
            if where.get(name):  # "" is no instance's id, but may stand for none
                self._state.one(owner, where[name])
        conditions = [
            kind.table.c[name].in_([wanted] if isinstance(wanted, str | int) else list(wanted))
            for name, wanted in where.items()
        ]
        for row in kind.rows(self._state.connection, *conditions):
            for each in sorted(KINDS) if record is Instance else ():
                if KINDS[each].owner == "instance":
                    self.drop(KINDS[each].record, instance_id=row["instance_id"])
            self._set(kind, kind.key_of(row), None)

    def records(self, record: type[R], video_id: str) -> list[R]:
        """What there is of a kind in a video, with everything in it that this edit has done so far."""
        self._flush()
        kind = kind_of(record)
        return kind.records(self._state.connection, kind.of_video(video_id))

    def all_records(self, record: type[R]) -> list[R]:
        """What there is of a kind in the project, with everything that this edit has done so far."""
        self._flush()
        return kind_of(record).records(self._state.connection)

    def annotation_hash(self, video_id: VideoId) -> str:
        """As `Project.annotation_hash`, with everything in it that this edit has done so far."""
        self._flush()
        return annotation_hash(self._state.connection, video_id)

    def entries_of(self, video_id: VideoId) -> Iterator[Entry]:
        """The journal's entries about one video before this edit, oldest first."""
        return read_entries(self._state.connection, about=video_id)

    def add_video(self, video: Video) -> None:
        """Add a video; one that is there already, and equal, is left alone."""
        if self.records(Video, video.video_id) not in ([], [video]):
            raise ProjectError("video-there-already", video=video.video_id)
        self.put(video)

    def set_round(self, review_round: Round) -> None:
        """Add a round, or change its state or person."""
        self.put(review_round)

    def set_sounding(self, span: SoundingSpan) -> None:
        """Set the state of an instance in every second of the span."""
        kind = kind_of(SoundingCell)
        for second in range(span.start, span.stop):
            cell = SoundingCell(instance_id=span.instance_id, second=second, state=span.state)
            row = kind.row(cell)
            self._set(kind, kind.key_of(row), None if span.state is Sounding.SILENT else row)
        self._state.check(kind, row)  # here, because silence has no row that would be checked

    def add_comment(self, comment: Comment) -> None:
        """Add a comment after those on the same video."""
        numbers = [each.number for each in self.records(Comment, comment.video_id)]
        self.put(replace(comment, number=max(numbers, default=0) + 1))

    def apply(self, operations: Sequence[Operation]) -> None:
        """Carry out operations as they are, such as the inverses of an earlier entry's.

        Raises ConflictError where a row is no longer what the operation expects.
        """
        self._flush()
        self._state.apply(operations, expecting=True)
        self._keep(operations)

    def refuse_held(self, videos: Iterable[str], *, holder: str = "") -> None:
        """Raise ProjectError where another than `holder` has one of these videos open, naming who."""
        for video_id in videos:
            refuse_others(self._state.connection, video_id, holder=holder)

    def note(self) -> None:
        """Write an entry also where nothing changes: what it says of itself is worth keeping."""
        self._is_noted = True

    @property
    def has_changes(self) -> bool:
        """Whether anything that this edit did so far differs from what was there."""
        self._flush()
        return self._is_changed

    @property
    def head(self) -> Head:
        """Where the journal ends: before this edit, and after its block at this edit's own entry."""
        return self._head

    def finish(self, heading: Heading) -> None:
        """End it, as `Project.edit` does: what is pending is written, and an entry if anything changed
        or it was to be noted."""
        self._flush()
        if self._texts or self._is_noted:
            self._head = append(self._state.connection, self._head, heading, self._texts)

    def _set(self, kind: Kind[Any], key: Key, row: Row | None) -> None:
        """Note what is to stand in place of a row, after what must be written before it."""
        if (
            key in self._pending.get(kind.name, ())
            or (self._pending and (kind.name in FOUNDATIONS or FOUNDATIONS & self._pending.keys()))
            or sum(map(len, self._pending.values())) >= MOST_ROWS
        ):
            self._flush()
        if row is not None:
            # Here, so that the error comes from the call that caused it, and again by `State.apply`.
            self._state.check(kind, row)
        self._pending.setdefault(kind.name, {})[key] = row

    def _flush(self) -> None:
        pending, self._pending = self._pending, {}
        for name, wanted in pending.items():
            known = self._state.rows(KINDS[name], wanted)
            operations = [
                Operation(name, known.get(key), after)
                for key, after in wanted.items()
                if known.get(key) != after
            ]
            self._state.apply(operations)
            self._keep(operations)

    def _keep(self, operations: Collection[Operation]) -> None:
        self._is_changed = self._is_changed or bool(operations)
        self._texts += [each.text for each in operations if KINDS[each.table].is_journalled]

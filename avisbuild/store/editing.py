"""An edit: one transaction and one journal entry, made of the calls inside a `with` block."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, func, select

from avisbuild.errors import ConflictError, ProjectError
from avisbuild.records import (
    Assignment,
    Comment,
    Heard,
    Instance,
    InstanceId,
    Lock,
    Mask,
    Proposal,
    Round,
    SetAside,
    Silence,
    Sounding,
    SoundingCell,
    SoundingSpan,
    Taxonomy,
    Video,
    VideoId,
)
from avisbuild.store.journal import Head, Heading, append, lock_head
from avisbuild.store.kinds import KINDS
from avisbuild.store.kinds.comments import COMMENTS
from avisbuild.store.kinds.instances import INSTANCES
from avisbuild.store.kinds.kind import Key, Kind, R, Row
from avisbuild.store.kinds.masks import MASKS
from avisbuild.store.kinds.proposals import PROPOSALS
from avisbuild.store.kinds.rounds import ASSIGNMENTS, LOCKS, ROUNDS, SET_ASIDE
from avisbuild.store.kinds.seconds import check_second
from avisbuild.store.kinds.silences import HEARD, SILENCES
from avisbuild.store.kinds.sounding import SOUNDING
from avisbuild.store.kinds.videos import VIDEOS
from avisbuild.store.operations import Operation
from avisbuild.store.state import State

# Bounds the rows in one statement; SQLite binds 32,766 values at most, a key has up to three.
_PENDING_ROWS = 1000

# The tables that rows of others refer to; among the others, the order of writing does not matter.
_FOUNDATIONS = {"videos", "instances"}


class Edit:
    """Changes to a project that happen together or not at all.

    Every call checks what it is given and raises ProjectError; the whole edit is then taken back. Rows
    are written in batches, so setting many masks one by one is quick.
    """

    def __init__(self, connection: Connection, taxonomy: Taxonomy) -> None:
        self._connection = connection
        self._head: Head = lock_head(connection)
        self._state = State(connection, taxonomy)
        self._pending: dict[str, dict[Key, Row | None]] = {}
        self._texts: list[str] = []
        self._is_changed = False

    def add_video(self, video: Video) -> None:
        """Add a video; one that is there already, and equal, is left alone."""
        known = self._row("videos", (video.video_id,))
        if known not in (None, VIDEOS.row(video)):
            raise ProjectError(
                f"video {video.video_id} is in the project already, with other values"
            )
        self._put(VIDEOS, video)

    def change_video(self, video: Video) -> None:
        """Replace what is known of a video; its masks and sounding cells must still fit."""
        self._state.video(video.video_id)
        self._put(VIDEOS, video)

    def add_instance(self, instance: Instance) -> None:
        """Add an instance to a video."""
        if self._row("instances", (instance.instance_id,)) is not None:
            raise ProjectError(f"instance {instance.instance_id} is in the project already")
        self._put(INSTANCES, instance)

    def change_instance(self, instance: Instance) -> None:
        """Give an instance another category or number; it stays in its video."""
        video = self._state_now().video_of_instance(instance.instance_id)
        if video.video_id != instance.video_id:
            raise ProjectError(
                f"instance {instance.instance_id} is in video {video.video_id} and cannot move to "
                f"{instance.video_id}"
            )
        self._put(INSTANCES, instance)

    def remove_instance(self, instance_id: InstanceId) -> None:
        """Remove an instance with its masks, sounding states and proposals; comments on it stay."""
        self._state_now().video_of_instance(instance_id)
        for name, kind in KINDS.items():
            if kind.owner == "instance":
                self._drop_where(name, kind.table.c.instance_id == instance_id)
        self._drop("instances", (instance_id,))

    def set_mask(self, mask: Mask) -> None:
        """Set the mask of (instance, second); the one before it is replaced."""
        self._put(MASKS, mask)

    def remove_mask(self, instance_id: InstanceId, second: int) -> None:
        """Remove the mask of (instance, second); no mask there is no error."""
        self._state_now().video_of_instance(instance_id)
        self._drop("masks", (instance_id, second))

    def set_sounding(self, span: SoundingSpan) -> None:
        """Set the state of an instance in every second of the span."""
        self._make_room("sounding", ())
        last = SoundingCell(instance_id=span.instance_id, second=span.stop - 1, state=span.state)
        self._state.check("sounding", SOUNDING.row(last))
        for second in range(span.start, span.stop):
            if span.state is Sounding.SILENT:
                self._drop("sounding", (span.instance_id, second))
            else:
                self._put(SOUNDING, replace(last, second=second))

    def add_proposal(self, proposal: Proposal) -> None:
        """Add a proposal; one of the same model for the same (instance, second) is replaced."""
        self._put(PROPOSALS, proposal)

    def drop_proposals(
        self,
        instance_id: InstanceId,
        *,
        seconds: Collection[int] | None = None,
        model: str | None = None,
    ) -> None:
        """Drop an instance's proposals: all, or those of some seconds, or of one model."""
        self._state_now().video_of_instance(instance_id)
        table = PROPOSALS.table
        conditions = [table.c.instance_id == instance_id]
        if seconds is not None:
            conditions.append(table.c.second.in_(sorted(seconds)))
        if model is not None:
            conditions.append(table.c.model == model)
        self._drop_where("proposals", *conditions)

    def set_silences(self, video_id: VideoId, seconds: Iterable[int], *, silent: bool) -> None:
        """Say that nothing sounds in these seconds of a video, or that this is open again."""
        video = self._state_now().video(video_id)
        for second in seconds:
            if silent:
                check_second(video, second)
                self._put(SILENCES, Silence(video_id=video_id, second=second))
            else:
                self._drop("silences", (video_id, second))

    def set_round(self, review_round: Round) -> None:
        """Add a round, or change its state or person."""
        self._put(ROUNDS, review_round)

    def add_comment(self, comment: Comment) -> None:
        """Add a comment after those on the same video."""
        self._flush()
        last = self._connection.execute(
            select(func.max(COMMENTS.table.c.number)).where(
                COMMENTS.table.c.video_id == comment.video_id
            )
        ).scalar_one()
        self._put(COMMENTS, replace(comment, number=(last or 0) + 1))

    def resolve_comment(self, video_id: VideoId, number: int, *, is_resolved: bool = True) -> None:
        """Say that a comment has been dealt with, or that it has not."""
        row = self._row("comments", (video_id, number))
        if row is None:
            raise ProjectError(f"video {video_id} has no comment {number}")
        self._put(COMMENTS, replace(COMMENTS.read(row), resolved=is_resolved))

    def assign(self, assignment: Assignment) -> None:
        """Say who is to do a round of a video; whoever was to do it is not any more."""
        self._put(ASSIGNMENTS, assignment)

    def unassign(self, video_id: VideoId, round_number: int) -> None:
        """Say that nobody in particular is to do a round of a video."""
        self._drop("assignments", (video_id, round_number))

    def set_aside(self, video: SetAside) -> None:
        """Say that a video is no use, and why."""
        self._put(SET_ASIDE, video)

    def take_up(self, video_id: VideoId) -> None:
        """Say that a video that was set aside is of use after all."""
        self._drop("set_aside", (video_id,))

    def note_heard(self, heard: Iterable[Heard]) -> None:
        """Note seconds that people have heard; the journal does not say so."""
        for each in heard:
            self._put(HEARD, each)

    def lock(self, lock: Lock) -> None:
        """Note who has a video open; the journal does not say so."""
        self._put(LOCKS, lock)

    def unlock(self, video_id: VideoId) -> None:
        """Note that nobody has a video open."""
        self._drop("locks", (video_id,))

    def put(self, kind: Kind[R], record: R) -> None:
        """Write a record of any kind, in place of the one that has its key."""
        self._put(kind, record)

    def drop(self, kind: Kind[R], key: Key) -> None:
        """Drop a record of any kind, if there is one with that key."""
        self._drop(kind.name, key)

    def apply(self, operations: Iterable[Operation]) -> None:
        """Carry out operations as they are, such as the inverses of an earlier entry's.

        Raises ConflictError where a row is no longer what the operation expects.
        """
        self._flush()
        for name, batch in _batches(operations):
            known = self._state.rows(name, [operation.key for operation in batch])
            for operation in batch:
                if known.get(operation.key) != operation.before:
                    raise ConflictError(
                        f"{name} {operation.key} was changed since; nothing was done"
                    )
            self._state.apply(batch)
            self._keep(name, batch)

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
        """Write what is pending and the journal's entry; an edit that changed nothing leaves none.

        Called once, by `Project.edit`.
        """
        self._flush()
        if self._texts:
            self._head = append(
                self._connection,
                self._head,
                heading,
                self._texts,
            )

    def _put(self, kind: Kind[R], record: R) -> None:
        name, row = kind.name, kind.row(record)
        key = kind.key_of(row)
        self._make_room(name, key)
        # Checked here, so that the error comes from the call that caused it, and again by `apply`.
        self._state.check(name, row)
        self._pending.setdefault(name, {})[key] = row

    def _drop(self, name: str, key: Key) -> None:
        self._make_room(name, key)
        self._pending.setdefault(name, {})[key] = None

    def _drop_where(self, name: str, *conditions: ColumnElement[bool]) -> None:
        for row in self._state_now().select(name, *conditions):
            self._drop(name, KINDS[name].key_of(row))

    def _row(self, name: str, key: Key) -> Row | None:
        return self._state_now().rows(name, [key]).get(key)

    def _state_now(self) -> State:
        """The state with everything in it that this edit has done so far."""
        self._flush()
        return self._state

    def _make_room(self, name: str, key: Key) -> None:
        waiting = self._pending.keys() - {name}
        if (
            key in self._pending.get(name, ())
            or (waiting and (name in _FOUNDATIONS or waiting & _FOUNDATIONS))
            or sum(map(len, self._pending.values())) >= _PENDING_ROWS
        ):
            self._flush()

    def _flush(self) -> None:
        pending, self._pending = self._pending, {}
        for name, wanted in pending.items():
            known = self._state.rows(name, wanted)
            operations = [
                Operation(name, known.get(key), after)
                for key, after in wanted.items()
                if known.get(key) != after
            ]
            self._state.apply(operations)
            self._keep(name, operations)

    def _keep(self, name: str, operations: Sequence[Operation]) -> None:
        self._is_changed = self._is_changed or bool(operations)
        if KINDS[name].is_journalled:
            self._texts += [operation.text for operation in operations]


def _batches(operations: Iterable[Operation]) -> Iterator[tuple[str, list[Operation]]]:
    """Neighbours of one table, as long as no row comes twice: they can be looked up together."""
    for name, run in groupby(operations, key=lambda each: each.table):
        batch: dict[Key, Operation] = {}
        for operation in run:
            if operation.key in batch or len(batch) >= _PENDING_ROWS:
                yield name, list(batch.values())
                batch = {}
            batch[operation.key] = operation
        yield name, list(batch.values())

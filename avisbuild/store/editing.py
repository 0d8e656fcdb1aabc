"""An edit: one transaction and one journal entry, made of the calls inside a `with` block."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, func, select

from avisbuild.errors import ConflictError, ProjectError
from avisbuild.records import (
    Comment,
    Instance,
    InstanceId,
    Mask,
    Proposal,
    Round,
    Sounding,
    SoundingSpan,
    Taxonomy,
    Video,
    VideoId,
)
from avisbuild.store import rows, tables
from avisbuild.store.journal import Head, Heading, append, lock_head
from avisbuild.store.operations import Key, Operation, key_of
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
        self._pending: dict[str, dict[Key, rows.Row | None]] = {}
        self._texts: list[str] = []

    def add_video(self, video: Video) -> None:
        """Add a video; one that is there already, and equal, is left alone."""
        known = self._row("videos", (video.video_id,))
        row = rows.row_of_video(video)
        if known not in (None, row):
            raise ProjectError(
                f"video {video.video_id} is in the project already, with other values"
            )
        self._put("videos", row)

    def change_video(self, video: Video) -> None:
        """Replace what is known of a video; its masks and sounding cells must still fit."""
        self._state.video(video.video_id)
        self._put("videos", rows.row_of_video(video))

    def add_instance(self, instance: Instance) -> None:
        """Add an instance to a video."""
        if self._row("instances", (instance.instance_id,)) is not None:
            raise ProjectError(f"instance {instance.instance_id} is in the project already")
        self._put("instances", rows.row_of_instance(instance))

    def change_instance(self, instance: Instance) -> None:
        """Give an instance another category or number; it stays in its video."""
        video = self._state_now().video_of_instance(instance.instance_id)
        if video.video_id != instance.video_id:
            raise ProjectError(
                f"instance {instance.instance_id} is in video {video.video_id} and cannot move to "
                f"{instance.video_id}"
            )
        self._put("instances", rows.row_of_instance(instance))

    def remove_instance(self, instance_id: InstanceId) -> None:
        """Remove an instance with its masks, sounding states and proposals; comments on it stay."""
        self._state_now().video_of_instance(instance_id)
        for name in ("masks", "sounding", "proposals"):
            self._drop_where(name, tables.STATE[name].c.instance_id == instance_id)
        self._drop("instances", (instance_id,))

    def set_mask(self, mask: Mask) -> None:
        """Set the mask of (instance, second); the one before it is replaced."""
        self._put("masks", rows.row_of_mask(mask))

    def remove_mask(self, instance_id: InstanceId, second: int) -> None:
        """Remove the mask of (instance, second); no mask there is no error."""
        self._state_now().video_of_instance(instance_id)
        self._drop("masks", (instance_id, second))

    def set_sounding(self, span: SoundingSpan) -> None:
        """Set the state of an instance in every second of the span."""
        self._make_room("sounding", ())
        self._state.check("sounding", rows.row_of_cell(span.instance_id, span.stop - 1, span.state))
        for second in range(span.start, span.stop):
            if span.state is Sounding.SILENT:
                self._drop("sounding", (span.instance_id, second))
            else:
                self._put("sounding", rows.row_of_cell(span.instance_id, second, span.state))

    def add_proposal(self, proposal: Proposal) -> None:
        """Add a proposal; one of the same model for the same (instance, second) is replaced."""
        self._put("proposals", rows.row_of_proposal(proposal))

    def drop_proposals(
        self,
        instance_id: InstanceId,
        *,
        seconds: Collection[int] | None = None,
        model: str | None = None,
    ) -> None:
        """Drop an instance's proposals: all, or those of some seconds, or of one model."""
        self._state_now().video_of_instance(instance_id)
        table = tables.proposals
        conditions = [table.c.instance_id == instance_id]
        if seconds is not None:
            conditions.append(table.c.second.in_(sorted(seconds)))
        if model is not None:
            conditions.append(table.c.model == model)
        self._drop_where("proposals", *conditions)

    def set_silences(self, video_id: VideoId, seconds: Iterable[int], *, silent: bool) -> None:
        """Say that nothing sounds in these seconds of a video, or that this is open again."""
        self._state_now().video(video_id)
        for second in seconds:
            if silent:
                self._put("silences", rows.row_of_silence(video_id, second))
            else:
                self._drop("silences", (video_id, second))

    def set_round(self, review_round: Round) -> None:
        """Add a round, or change its state or person."""
        self._put("rounds", rows.row_of_round(review_round))

    def add_comment(self, comment: Comment) -> None:
        """Add a comment after those on the same video."""
        self._flush()
        last = self._connection.execute(
            select(func.max(tables.comments.c.number)).where(
                tables.comments.c.video_id == comment.video_id
            )
        ).scalar_one()
        self._put("comments", rows.row_of_comment(comment, number=(last or 0) + 1))

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
            self._texts += [operation.text for operation in batch]

    @property
    def has_changes(self) -> bool:
        """Whether anything that this edit did so far differs from what was there."""
        self._flush()
        return bool(self._texts)

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

    def _put(self, name: str, row: rows.Row) -> None:
        key = key_of(tables.STATE[name], row)
        self._make_room(name, key)
        # Checked here, so that the error comes from the call that caused it, and again by `apply`.
        self._state.check(name, row)
        self._pending.setdefault(name, {})[key] = row

    def _drop(self, name: str, key: Key) -> None:
        self._make_room(name, key)
        self._pending.setdefault(name, {})[key] = None

    def _drop_where(self, name: str, *conditions: ColumnElement[bool]) -> None:
        for row in self._state_now().select(name, *conditions):
            self._drop(name, key_of(tables.STATE[name], row))

    def _row(self, name: str, key: Key) -> rows.Row | None:
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

"""One entry of the journal as the board needs it: when, who, and the few rows that it counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from avisbuild.records import MaskSource
from avisbuild.store.journal import Entry

_BROUGHT_IN = frozenset({MaskSource.IMPORTED.value, MaskSource.RENDERED.value})
# What programs write in one entry for thousands of masks, or for videos that nobody has looked at yet.
_PROGRAM_KINDS = frozenset({"fetch", "fetch-several", "import", "render"})
# One entry for all that others did in a share of the project, at times that it does not say.
_MERGE_KIND = "merge-share"
# Every zone has this day.
_BEFORE_ANY_PROJECT = datetime(1970, 1, 2, tzinfo=UTC)
_NOTHING = msgspec.Raw(b"null")


class MaskRow(msgspec.Struct):
    """What counts of a mask's row: which pixels, who made them, and how."""

    second: int
    counts: str
    source: str = ""
    author: str = ""


class RoundRow(msgspec.Struct):
    """What counts of a round's row."""

    video_id: str
    number: int
    state: str
    person: str = ""


class CommentRow(msgspec.Struct):
    """What counts of a comment's row."""

    video_id: str
    number: int
    reason: str = ""
    resolved: bool = False


class VideoRow(msgspec.Struct):
    """Which video a row is, or is about."""

    video_id: str


Row = MaskRow | RoundRow | CommentRow | VideoRow
_ROW_TYPES: dict[str, type[Row]] = {
    "masks": MaskRow,
    "rounds": RoundRow,
    "comments": CommentRow,
    "videos": VideoRow,
    "set_aside": VideoRow,
}
_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in _ROW_TYPES.items()}
_OPERATIONS = msgspec.json.Decoder(list[tuple[str, msgspec.Raw, msgspec.Raw]])


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; at least one of the two is there."""

    table: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskChange:
    """A mask that was made or changed: by which means, by whom, and whether its cell had none before."""

    source: str
    author: str
    is_first: bool

    @property
    def is_brought_in(self) -> bool:
        """Whether it comes from a file or from a rendered scene, and is nobody's work."""
        return self.source in _BROUGHT_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLine:
    """An entry: `at` never goes back from line to line, `clock` is what its writer's clock said.

    `is_standing` says that it is an edit which nobody has taken back since, and no undo or redo itself.
    What `is_brought_in` is a program's; what `is_merged` is the work of those whose masks it has.
    """

    at: datetime
    clock: datetime
    author: str
    is_standing: bool
    is_brought_in: bool
    is_merged: bool
    changes: tuple[Change, ...]


def edit_lines(entries: Iterable[tuple[Entry, bool]], *, now: datetime) -> Iterator[EditLine]:
    """The journal line by line, from its entries with whether each was taken back.

    Clocks of several machines differ: a line is no earlier than the one before it, and what claims to
    come from after `now` is taken for as old as that.
    """
    at = _BEFORE_ANY_PROJECT
    for entry, is_taken_back in entries:
        clock = _time(entry.written_at) or at
        if at < clock <= now:
            at = clock
        changes = _changes(entry.operations_text)
        is_merged = entry.kind == _MERGE_KIND
        is_own = is_merged or entry.takes_back > 0
        yield EditLine(
            at=at,
            clock=clock,
            author=entry.author,
            is_standing=not (entry.takes_back or is_taken_back),
            is_brought_in=entry.kind in _PROGRAM_KINDS or (not is_own and _brings_in(changes)),
            is_merged=is_merged,
            changes=changes,
        )


def made_masks(changes: Iterable[Change]) -> Iterator[MaskChange]:
    """The masks that got pixels of their own in an edit, and not only another instance or another origin."""
    masks = [(each.before, each.after) for each in changes if each.table == "masks"]
    gone = {(row.second, row.counts) for row, _ in masks if isinstance(row, MaskRow)}
    for before, after in masks:
        if isinstance(after, MaskRow) and (after.second, after.counts) not in gone:
            yield MaskChange(source=after.source, author=after.author, is_first=before is None)


def _changes(text: str) -> tuple[Change, ...]:
    return tuple(
        Change(table, _row(table, before), _row(table, after))
        for table, before, after in _OPERATIONS.decode(text)
        if table in _DECODERS
    )


def _row(table: str, text: msgspec.Raw) -> Row | None:
    return None if text == _NOTHING else _DECODERS[table].decode(text)


def _brings_in(changes: tuple[Change, ...]) -> bool:
    """Whether these are a program's: before 0.2, entries did not say their kind."""
    if any(each.table == "videos" and each.before is None for each in changes):
        return True
    return any(each.is_brought_in for each in made_masks(changes))


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)

"""What the journal says of the rounds of videos: every entry that began, moved or took one back."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from avisbuild.records import Round, VideoId
from avisbuild.store.journal import read_entries
from avisbuild.store.kinds.reviews import ROUNDS

_AT_ONCE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundMove:
    """One change of a row of `rounds`, by the entry `sequence`: who made it, when (UTC, ISO 8601), and how.

    `kind` is the entry's, "" in projects whose journal keeps none.
    """

    sequence: int
    written_at: str
    author: str
    kind: str
    video_id: VideoId
    number: int
    before: Round | None
    after: Round | None


def read_round_moves(
    connection: Connection, video_id: VideoId | None = None
) -> Iterator[RoundMove]:
    """The moves of all videos, or of one, oldest first."""
    # An import holds all masks of a video beside its round, so few at a time.
    for entry in read_entries(connection, touching=ROUNDS.name, at_once=_AT_ONCE):
        if video_id is not None and entry.video_id not in ("", video_id):
            continue
        for each in entry.operations:
            if each.table != ROUNDS.name:
                continue
            of_video, number = each.key
            if video_id in (None, of_video):
                yield RoundMove(
                    sequence=entry.sequence,
                    written_at=entry.written_at,
                    author=entry.author,
                    kind=entry.kind,
                    video_id=of_video,
                    number=number,
                    before=None if each.before is None else ROUNDS.read(each.before),
                    after=None if each.after is None else ROUNDS.read(each.after),
                )

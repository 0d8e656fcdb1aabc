"""The moments at which a video changed hands: what a person compares one with another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from avisbuild.records import RoundState
from avisbuild.records.ids import VideoId
from avisbuild.store import NOW, Past, Project, RoundMove

_GIVEN_AWAY = frozenset(
    {
        RoundState.SUBMITTED,
        RoundState.IN_REVIEW,
        RoundState.CHANGES_REQUESTED,
        RoundState.ACCEPTED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A video got a state that says whose turn it is: after entry `sequence`, by whom, and when (UTC).

    `review` is 0 where an annotator handed it in for the first time.
    """

    sequence: int
    state: RoundState
    review: int
    person: str
    at: str


def handovers(moves: Iterable[RoundMove]) -> tuple[Handover, ...]:
    """Of the moves of one video, oldest first, those that gave it to somebody; one an entry.

    A row that was taken away again, such as a review that was begun by mistake, has none.
    """
    found: dict[int, Handover] = {}
    for move in moves:
        if move.after is None:
            row = move.number
            found = {key: each for key, each in found.items() if each.review != row - 1}
        elif move.after.state in _GIVEN_AWAY and _is_news(move):
            # Accepting makes the next row, too: what counts is that it was accepted.
            found.setdefault(
                move.sequence,
                Handover(
                    sequence=move.sequence,
                    state=move.after.state,
                    review=move.after.review,
                    person=move.author,
                    at=move.written_at,
                ),
            )
    return tuple(found.values())


def read_handed_past(project: Project, video_id: VideoId) -> tuple[tuple[Handover, ...], Past]:
    """The handovers of a video, and the video as it was at each of them, at the beginning and now."""
    known = handovers(project.past.round_moves(video_id))
    (past,) = project.past.annotations({video_id: (0, *(each.sequence for each in known), NOW)})
    return known, past


def last_pass(known: Sequence[Handover], past: Past) -> int:
    """Since which entry the last person worked on it: the handover before the last edit, else the first.

    To an annotator whose video came back that shows what the reviewer changed, and to a reviewer who has it
    again what was changed since it was returned. 0 for a video that never changed hands.
    """
    last_edit = past.touches[0].sequence if past.touches else 0
    before = [each.sequence for each in known if each.sequence < last_edit]
    return before[-1] if before else min((each.sequence for each in known), default=0)


def _is_news(move: RoundMove) -> bool:
    return move.before is None or move.after is None or move.before.state is not move.after.state

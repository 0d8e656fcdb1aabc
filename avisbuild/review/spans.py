"""Where in the journal each round of a video begins and ends."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from avisbuild.records import RoundState, VideoId
from avisbuild.store import RoundMove


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSpan:
    """One round of a video as a run of the journal: the entries after `start` up to `stop`.

    `review` is 0 for the annotator's pass. `person` is who did it: of a review, who reviewed last; `stop` is
    None as long as the round is the video's last, and `is_over` says whether it was accepted.
    """

    video_id: VideoId
    review: int
    person: str
    start: int
    stop: int | None
    is_over: bool = False


# Of a review, those in which its reviewer is the row's person, and not who corrects what was sent back.
_OF_REVIEWER = frozenset({RoundState.IN_REVIEW, RoundState.CHANGES_REQUESTED, RoundState.ACCEPTED})


def round_spans(moves: Iterable[RoundMove]) -> dict[VideoId, tuple[RoundSpan, ...]]:
    """The rounds of every video that the moves are about, which come oldest first.

    A round begins with the entry that made its row and ends before the one that made the next row, so every
    edit is in one round: the one in which `stats` counts it, too. It asks nothing of how the moves are
    called, and so holds for journals of 0.1 and 0.2; a move that was undone is as if it had never been.
    """
    rows: dict[VideoId, dict[int, list[RoundMove]]] = defaultdict(dict)
    for move in moves:
        known = rows[move.video_id]
        if move.after is None:
            known.pop(move.number, None)
        else:
            known.setdefault(move.number, []).append(move)
    return {video_id: _spans(video_id, known) for video_id, known in rows.items() if known}


def _spans(video_id: VideoId, rows: Mapping[int, list[RoundMove]]) -> tuple[RoundSpan, ...]:
    numbers = sorted(rows)
    stops = [rows[number][0].sequence - 1 for number in numbers[1:]]
    return tuple(
        RoundSpan(
            video_id=video_id,
            review=number - 1,
            person=_person(number, rows[number]),
            start=rows[number][0].sequence - 1,
            stop=stop,
            is_over=_state(rows[number][-1]) is RoundState.ACCEPTED,
        )
        for number, stop in zip(numbers, [*stops, None], strict=True)
    )


def _person(number: int, moves: Sequence[RoundMove]) -> str:
    """Who reviewed last, or who annotated; "" where nobody has begun."""
    rows = [move.after for move in moves if move.after is not None and move.after.person]
    if number > 1:
        rows = [row for row in rows if row.state in _OF_REVIEWER] or rows
    return rows[-1].person if rows else ""


def _state(move: RoundMove) -> RoundState | None:
    return None if move.after is None else move.after.state

"""Where a round begins and ends is told by its row in the journal, in projects of every version."""

import pytest

from avisbuild.records import Round, RoundState, VideoId
from avisbuild.review.spans import round_spans
from avisbuild.store import RoundMove

_POND = VideoId("pond")
_STATES = {
    "a": RoundState.ANNOTATING,
    "s": RoundState.SUBMITTED,
    "r": RoundState.IN_REVIEW,
    "c": RoundState.CHANGES_REQUESTED,
    "+": RoundState.ACCEPTED,
}


def _moves(script: str) -> list[RoundMove]:
    """Words such as `10:2c-bob`: entry 10 gives row 2 a state, and the person; `x` takes the row away."""
    moves = []
    for word in script.split():
        sequence, _, rest = word.partition(":")
        number, state, person = int(rest[0]), rest[1], rest[3:]
        row = (
            None
            if state == "x"
            else Round(video_id=_POND, number=number, state=_STATES[state], person=person)
        )
        moves.append(
            RoundMove(
                sequence=int(sequence),
                written_at="",
                author=person,
                kind="",
                video_id=_POND,
                number=number,
                before=None,
                after=row,
            )
        )
    return moves


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("5:1a-ann", ["0 ann 4-"]),
        ("5:1a-ann 9:1s-ann", ["0 ann 4-"]),
        ("5:1a-ann 9:1s-ann 12:2r-bob", ["0 ann 4-11", "1 bob 11-"]),
        ("5:1a-ann 9:1s-ann 12:2r-bob 15:2c-bob 16:2a-ann 19:2s-ann", ["0 ann 4-11", "1 bob 11-"]),
        (
            "5:1a-ann 9:1s-ann 12:2r-bob 15:2+-bob 15:3s- 18:3r-eve 20:3+-eve",
            ["0 ann 4-11", "1 bob 11-14 over", "2 eve 14- over"],
        ),
        ("5:1a-ann 9:1s-ann 12:2r-bob 13:2x-bob 14:1a-ann", ["0 ann 4-"]),
        ("5:1a-ann 9:1s-ann 12:2r-bob 13:2x-bob 20:2r-eve", ["0 ann 4-19", "1 eve 19-"]),
        ("3:1+-import", ["0 import 2- over"]),
        ("5:1x-ann", []),
    ],
    ids=[
        "begun",
        "handed in",
        "in review",
        "sent back, and handed in again: still the same review",
        "two reviews, of which the first made the second one's row",
        "a review that was begun by mistake",
        "and begun by someone else",
        "imported as accepted",
        "undone",
    ],
)
def test_a_round_is_from_the_entry_that_made_its_row_to_that_of_the_next(
    script: str, expected: list[str]
) -> None:
    spans = round_spans(_moves(script)).get(_POND, ())
    assert [
        f"{each.review} {each.person} {each.start}-{each.stop or ''}{' over' * each.is_over}"
        for each in spans
    ] == expected

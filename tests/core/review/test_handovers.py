"""What a person compares: the moments at which the video changed hands, and first the last pass over it."""

from pathlib import Path

from core.review.reviewed_pond import POND, reviewed_pond
from core.store.values import mask

from avisbuild.records import Round, RoundState
from avisbuild.review.handovers import handovers, last_pass, read_handed_past
from avisbuild.review.round_changes import past_changes
from avisbuild.store import NOW


def test_a_video_changed_hands_where_it_was_given_to_somebody(tmp_path: Path) -> None:
    with reviewed_pond(tmp_path) as project:
        found = handovers(project.past.round_moves(POND))
    assert [f"{each.sequence} {each.state} {each.review} {each.person}" for each in found] == [
        "3 submitted 0 ann",
        "4 in_review 1 bob",
        "6 changes_requested 1 bob",
        "8 submitted 1 ann",
        "9 in_review 1 bob",
        "10 accepted 1 bob",
        "11 in_review 2 eve",
    ]


def test_a_review_that_was_begun_by_mistake_is_no_handover(tmp_path: Path) -> None:
    with reviewed_pond(tmp_path) as project:
        with project.edit(author="eve", action="Undo", video_id=POND) as edit:
            edit.drop(Round, video_id=POND, number=3)
        found = handovers(project.past.round_moves(POND))
    assert found[-1].state is RoundState.ACCEPTED


def test_at_first_the_last_pass_is_compared(tmp_path: Path) -> None:
    with reviewed_pond(tmp_path) as project:
        known, past = read_handed_past(project, POND)
        assert last_pass(known, past) == 11
        changes = past_changes(past, 11, NOW)
        assert [(each.second, each.author) for each in changes.cells] == [(3, "eve")]


def test_before_the_reviewer_changed_anything_it_is_what_came_before(tmp_path: Path) -> None:
    """What an annotator did because the video was returned is shown to whoever has it then."""
    with reviewed_pond(tmp_path) as project:
        with project.edit(author="eve", action="Return", video_id=POND) as edit:
            edit.put(
                Round(video_id=POND, number=3, state=RoundState.CHANGES_REQUESTED, person="eve")
            )
        with project.edit(author="ann", action="Mask", video_id=POND) as edit:
            edit.put(mask("rex", 0, corner=7))
        with project.edit(author="ann", action="Hand in", video_id=POND) as edit:
            edit.put(Round(video_id=POND, number=3, state=RoundState.SUBMITTED, person="ann"))
        known, past = read_handed_past(project, POND)
        found = past_changes(past, last_pass(known, past), NOW)
        assert [(each.second, each.author) for each in found.cells] == [(0, "ann")]

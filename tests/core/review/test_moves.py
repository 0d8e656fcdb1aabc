"""The way from handed in to accepted: who may move a video, when, and what each move leaves behind."""

from functools import partial

from core.annotation.small_project import POND
from core.review.reviewing import (
    RULES,
    bench_of,
    handed_in,
    make,
)

from avisbuild.records import Round, RoundState
from avisbuild.review.moves import accept, begin_review, return_
from avisbuild.store import Project

BEGIN = partial(begin_review, author="bo", rules=RULES)
ACCEPT = partial(accept, author="bo", rules=RULES)
RETURN = partial(return_, author="bo", reason="the tail is missing")


def test_a_video_goes_from_hand_in_by_one_review_to_accepted_and_each_move_is_stamped(
    project: Project,
) -> None:
    """R23: with person, time and the hash of what was seen."""
    handed_in(project)
    bo, seen = bench_of(project, "bo"), project.annotation_hash(POND)
    begun = make(bo, BEGIN)
    assert (begun.number, begun.review, begun.state, begun.person) == (
        2,
        1,
        RoundState.IN_REVIEW,
        "bo",
    )
    assert begun.started_at
    assert not begun.ended_at
    done = make(bo, ACCEPT)
    assert (done.number, done.state, done.person) == (2, RoundState.ACCEPTED, "bo")
    assert done.ended_at
    assert done.seen_hash == seen
    first, second = project.records(Round, POND)
    assert (first.state, first.person, first.seen_hash) == (RoundState.SUBMITTED, "ann", seen)
    assert second == done
    assert [entry.kind for entry in project.journal.entries_of(POND)][-3:] == [
        "hand-in",
        "begin-review",
        "accept-review",
    ]
    assert project.rebuild_state() == project.state_digest()

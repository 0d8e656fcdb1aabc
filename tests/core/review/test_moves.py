"""The way from handed in to accepted: who may move a video, when, and what each move leaves behind."""

from functools import partial

import pytest
from core.annotation.small_project import DOG, POND, add, commit, masked, square
from core.review.reviewing import (
    RULES,
    annotated,
    bench_of,
    hand_in,
    handed_in,
    make,
    state_of,
)

from avisbuild.annotation import commands
from avisbuild.errors import ConflictError, ProjectError
from avisbuild.records import Assignment, Comment, Round, RoundState
from avisbuild.review.moves import accept, begin_review, give_back, return_
from avisbuild.review.rules import ReviewRules
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
    assert begun.started_at and not begun.ended_at
    done = make(bo, ACCEPT)
    assert (done.number, done.state, done.person) == (2, RoundState.ACCEPTED, "bo")
    assert done.ended_at and done.seen_hash == seen
    first, second = project.records(Round, POND)
    assert (first.state, first.person, first.seen_hash) == (RoundState.SUBMITTED, "ann", seen)
    assert second == done
    assert [entry.kind for entry in project.journal.entries_of(POND)][-3:] == [
        "hand-in",
        "begin-review",
        "accept-review",
    ]
    assert project.rebuild_state() == project.state_digest()

"""What each review changed, read from the journal of a project."""

from pathlib import Path

import pytest
from core.annotation.small_project import commit
from core.review.reviewed_pond import POND, reviewed_pond
from core.review.reviewing import RULES, bench_of, handed_in, make

from avisbuild.errors import ProjectError
from avisbuild.records import RoundState, VideoId
from avisbuild.review import moves
from avisbuild.review.round_changes import ChangedRound, changed_between, changes_by_round
from avisbuild.store import Project


def _texts(changed: ChangedRound) -> list[str]:
    return [f"{each.instance_id}{each.second} {each.author}" for each in changed.changes.cells]


def test_each_review_has_what_was_changed_in_it_and_by_whom(tmp_path: Path) -> None:
    """What ann corrects because bob asked for it belongs to bob's review."""
    with reviewed_pond(tmp_path) as project:
        found = {each.span.review: _texts(each) for each in changes_by_round(project)}
    assert found == {1: ["rex2 ann", "rex1 bob"], 2: ["rex3 eve"]}


def test_the_annotators_pass_is_review_0(tmp_path: Path) -> None:
    with reviewed_pond(tmp_path) as project:
        (first,) = changes_by_round(project, review=0)
    assert _texts(first) == ["rex0 ann", "rex1 ann", "rex2 ann"]
    assert [each.kind for each in first.changes.instances] == ["added"]


def test_a_video_that_is_not_there_is_told(tmp_path: Path) -> None:
    with reviewed_pond(tmp_path) as project, pytest.raises(ProjectError, match="sea"):
        list(changes_by_round(project, video_ids=[VideoId("sea")]))


def test_any_two_entries_can_be_compared(tmp_path: Path) -> None:
    with reviewed_pond(tmp_path) as project:
        assert [each.second for each in changed_between(project, POND, 6).changes.cells] == [2, 3]
        assert not changed_between(project, POND, 3, 4).changes


def test_what_a_person_saw_at_a_move_is_what_was_there_then(project: Project) -> None:
    """The hash that a move keeps is what the journal gives for that moment; an edit's, for the one before."""
    ann, bob = handed_in(project), bench_of(project, "bob")
    make(bob, lambda view: moves.begin_review(view, author="bob", rules=RULES))
    commit(bob, bob.view.instances[0].instance_id, 1)
    make(bob, lambda view: moves.return_(view, author="bob", reason="look at it"))
    ann.refresh()
    commit(ann, ann.view.instances[0].instance_id, 2)
    seen = {
        move.sequence - (move.after.state is RoundState.ANNOTATING): move.after.seen_hash
        for move in project.past.round_moves(POND)
        if move.after is not None
    }
    (past,) = project.past.annotations({POND: seen})
    assert len(set(seen.values())) == 3
    assert {number: each.hash for number, each in past.moments.items()} == seen

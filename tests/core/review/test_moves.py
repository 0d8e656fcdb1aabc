"""The way from handed in to accepted: who may move a video, when, and what each move leaves behind."""

from collections.abc import Callable
from functools import partial

import pytest
from core.annotation.small_project import DOG, POND, add, commit, masked, square
from core.review.reviewing import RULES, annotated, bench_of, hand_in, handed_in, make, state_of

from avisbuild.annotation import Command, VideoView, Workbench, commands
from avisbuild.errors import ConflictError, ProjectError
from avisbuild.records import Assignment, Comment, Round, RoundState
from avisbuild.review.moves import accept, begin_review, give_back, return_
from avisbuild.review.rules import ReviewRules
from avisbuild.store import Project

TWO = ReviewRules(review_rounds=2)


def begin(author: str = "bo", rules: ReviewRules = RULES) -> Callable[[VideoView], Command]:
    return partial(begin_review, author=author, rules=rules)


def accepting(author: str = "bo", rules: ReviewRules = RULES) -> Callable[[VideoView], Command]:
    return partial(accept, author=author, rules=rules)


def returning(author: str = "bo", reason: str = "the tail") -> Callable[[VideoView], Command]:
    return partial(return_, author=author, reason=reason)


def in_review(project: Project, rules: ReviewRules = RULES) -> Workbench:
    """Bo's workbench, with Ann's video in review by him."""
    handed_in(project, rounds=rules.review_rounds)
    bo = bench_of(project, "bo")
    make(bo, begin(rules=rules))
    return bo


def rows(project: Project) -> list[tuple[int, str, str]]:
    return [(each.number, each.state.value, each.person) for each in project.records(Round, POND)]


def test_a_video_goes_by_one_review_to_accepted_and_each_move_is_stamped(project: Project) -> None:
    """R23: with person, time and the hash of what was seen."""
    handed_in(project)
    bo, seen = bench_of(project, "bo"), project.annotation_hash(POND)
    begun = make(bo, begin())
    assert (begun.number, begun.review, begun.state) == (2, 1, RoundState.IN_REVIEW)
    assert (begun.person, bool(begun.started_at), begun.ended_at) == ("bo", True, "")
    done = make(bo, accepting())
    assert (done.number, done.state, done.person) == (2, RoundState.ACCEPTED, "bo")
    assert (bool(done.ended_at), done.seen_hash) == (True, seen)
    first, second = project.records(Round, POND)
    assert (first.state, first.person, first.seen_hash) == (RoundState.SUBMITTED, "ann", seen)
    assert second == done
    kinds = [entry.kind for entry in project.journal.entries_of(POND)]
    assert kinds[-3:] == ["hand-in", "begin-review", "accept-review"]
    assert project.rebuild_state() == project.state_digest()


def test_between_two_reviews_a_video_waits_for_anybody(project: Project) -> None:
    bo = in_review(project, TWO)
    waiting = make(bo, accepting(rules=TWO))
    assert (waiting.number, waiting.state, waiting.person) == (3, RoundState.SUBMITTED, "")
    assert rows(project)[1] == (2, "accepted", "bo")
    cy = bench_of(project, "cy")
    assert make(cy, begin("cy", TWO)).review == 2
    assert make(cy, accepting("cy", TWO)).state is RoundState.ACCEPTED
    assert rows(project) == [(1, "submitted", "ann"), (2, "accepted", "bo"), (3, "accepted", "cy")]


def test_what_is_returned_is_corrected_and_reviewed_again_in_the_same_review(
    project: Project,
) -> None:
    bo = in_review(project)
    returned = make(bo, returning())
    assert (returned.state, returned.person) == (RoundState.CHANGES_REQUESTED, "bo")
    assert returned.seen_hash == project.annotation_hash(POND)
    (comment,) = project.records(Comment, POND)
    assert (comment.text, comment.author, comment.round_number) == ("the tail", "bo", 2)
    ann = bench_of(project, "ann")
    commit(ann, ann.view.instances[0].instance_id, 0, corner=3)
    assert rows(project)[1:] == [(2, "annotating", "ann")]
    assert hand_in(ann).state is RoundState.SUBMITTED
    assert make(bo, begin()).number == 2
    with pytest.raises(ProjectError, match="open comment, 1, by bo: the tail; resolve it"):
        make(bo, accepting())
    bo.run_as_is(commands.resolve_comment(bo.view, 1, author="bo"))
    assert make(bo, accepting()).state is RoundState.ACCEPTED


def test_a_video_is_returned_with_a_reason_or_with_comments_that_are_open(
    project: Project,
) -> None:
    bo = in_review(project)
    with pytest.raises(ProjectError, match="say it: --reason TEXT"):
        make(bo, returning(reason=" "))
    bo.run_as_is(commands.add_comment(bo.view, author="bo", text="the ear"))
    assert make(bo, returning(reason="")).state is RoundState.CHANGES_REQUESTED
    assert len(project.records(Comment, POND)) == 1


def test_nobody_reviews_what_they_annotated_unless_the_recipe_says_so(project: Project) -> None:
    """R23: nor what somebody else handed in after they had annotated it."""
    annotated(project, "ann")
    bo = bench_of(project, "bo")
    commit(bo, bo.view.instances[0].instance_id, 0, corner=2)
    hand_in(bo)
    for who in ("ann", "bo"):
        with pytest.raises(ProjectError, match=f"{who} annotated video pond and may not review it"):
            make(bench_of(project, who), begin(who))
    allowed = ReviewRules(annotator_may_review=True)
    assert make(bo, begin("bo", allowed)).person == "bo"
    with pytest.raises(ProjectError, match="bo annotated"):
        make(bo, accepting())


def test_the_last_review_is_accepted_by_those_who_may(project: Project) -> None:
    rules = ReviewRules(review_rounds=2, may_accept=("cy",))
    bo = in_review(project, rules)
    make(bo, accepting(rules=rules))
    make(bo, begin(rules=rules))
    with pytest.raises(ProjectError, match=r"bo may not accept video pond .* these may: cy"):
        make(bo, accepting(rules=rules))
    assert state_of(project) is RoundState.IN_REVIEW


def test_a_video_is_accepted_only_when_it_could_be_handed_in(project: Project) -> None:
    """R17, R45: the gate stands at both ends."""
    bo = in_review(project)
    with pytest.raises(ProjectError, match=r"listened|heard"):
        make(bo, accepting(rules=ReviewRules(heard_share=1.0)))
    name = bo.view.instances[0].instance_id
    bo.run(commands.remove_masks(bo.view, [(name, 0)]))
    with pytest.raises(ProjectError, match="cannot be accepted yet: 1 sounding cell without"):
        make(bo, accepting())


def test_the_reviewer_corrects_in_place_and_anybody_else_is_told_who_reviews(
    project: Project,
) -> None:
    bo = in_review(project)
    name = bo.view.instances[0].instance_id
    commit(bo, name, 0, corner=4)
    assert (bo.view.state, bo.view.mask_at(name, 0)) == (RoundState.IN_REVIEW, square(4))
    ann = bench_of(project, "ann")
    for edit in (
        lambda: commit(ann, name, 0, corner=5),
        ann.undo,
        lambda: make(ann, partial(commands.reopen, author="ann")),
    ):
        with pytest.raises(ProjectError, match=r"in review by bo|bo has edited"):
            edit()
    assert bo.view == bench_of(project, "bo").view
    assert make(bo, accepting()).person == "bo"


def test_undoing_an_edit_of_before_the_review_is_refused_as_an_edit_is(project: Project) -> None:
    ann = annotated(project)
    hand_in(bench_of(project, "cy"))
    make(bench_of(project, "bo"), begin())
    with pytest.raises(ProjectError, match="in review by bo"):
        ann.undo()
    assert masked(bench_of(project, "ann").view, ann.view.instances[0].instance_id) == [0]


@pytest.mark.parametrize("state", ["submitted", "accepted", "changes_requested"])
def test_an_edit_begins_annotating_again_and_the_review_is_needed_anew(
    project: Project, state: str
) -> None:
    """R23: it withdraws what was handed in, and reopens what was accepted."""
    if state == "submitted":
        handed_in(project)
    else:
        bo = in_review(project)
        make(bo, accepting() if state == "accepted" else returning())
    before = project.annotation_hash(POND)
    cy = bench_of(project, "cy")
    commit(cy, cy.view.instances[0].instance_id, 0, corner=5)
    last = project.records(Round, POND)[-1]
    assert (last.state, last.person, last.ended_at) == (RoundState.ANNOTATING, "cy", "")
    assert last.seen_hash == before
    assert last.number == (1 if state == "submitted" else 2)
    hand_in(cy)
    with pytest.raises(ProjectError, match="cy annotated"):
        make(cy, begin("cy"))
    assert make(bench_of(project, "bo"), begin()).review == 1


def test_what_changed_since_it_was_seen_is_neither_handed_in_nor_accepted_nor_returned(
    project: Project,
) -> None:
    ann = annotated(project)
    seen = ann.view
    cy = bench_of(project, "cy")
    commit(cy, cy.view.instances[0].instance_id, 0, corner=5)
    with pytest.raises(ConflictError, match="changed by others since you saw it"):
        ann.run_as_is(commands.submit(seen, author="ann"))
    hand_in(ann)
    bo = bench_of(project, "bo")
    make(bo, begin())
    seen, second_window = bo.view, bench_of(project, "bo")
    commit(second_window, bo.view.instances[0].instance_id, 0, corner=6)
    for move in (accepting(), returning()):
        with pytest.raises(ConflictError, match="changed by others"):
            bo.run_as_is(move(seen))
    assert state_of(project) is RoundState.IN_REVIEW


def test_moves_that_are_not_legal_are_refused_and_say_what_would_be(project: Project) -> None:
    ann, bo = bench_of(project, "ann"), bench_of(project, "bo")
    for move, said in (
        (begin(), "is to do: there is nothing to review before it is handed in"),
        (accepting(), "is to do: there is nothing to review before it is handed in"),
        (returning(), "is to do: there is nothing to review"),
        (give_back, "is to do: there is nothing to review"),
    ):
        with pytest.raises(ProjectError, match=said):
            make(bo, move)
    commit(ann, add(ann, DOG, "#"), 0)
    with pytest.raises(ProjectError, match="annotating: there is nothing to review"):
        make(bo, begin())
    hand_in(ann)
    for move in (accepting(), returning(), give_back):
        with pytest.raises(
            ProjectError, match="begin its review first: avisbuild review begin pond"
        ):
            make(bo, move)
    make(bo, begin())
    cy = bench_of(project, "cy")
    with pytest.raises(ProjectError, match="in review by bo already"):
        make(cy, begin("cy"))
    for move in (accepting("cy"), returning("cy")):
        with pytest.raises(
            ProjectError, match=r"in review by bo, who alone .* --to cy --take-over"
        ):
            make(cy, move)
    with pytest.raises(ProjectError, match="pond is in review already"):
        make(ann, partial(commands.submit, author="ann"))


def test_a_review_that_is_given_back_waits_for_another(project: Project) -> None:
    bo = in_review(project)
    back = make(bo, give_back)
    assert (back.number, back.state, back.person) == (2, RoundState.SUBMITTED, "")
    assert make(bench_of(project, "cy"), begin("cy")).number == 2


def test_a_review_that_is_assigned_is_begun_by_that_person_alone(project: Project) -> None:
    handed_in(project)
    with project.edit(author="lead", action="Assign", video_id=POND) as edit:
        edit.put(
            Assignment(
                video_id=POND, round_number=2, person="cy", assigned_at="2030-01-01T00:00:00+00:00"
            )
        )
    with pytest.raises(ProjectError, match="review 1 of video pond is assigned to cy"):
        make(bench_of(project, "bo"), begin())
    assert make(bench_of(project, "cy"), begin("cy")).person == "cy"


def test_what_is_set_aside_is_not_reviewed(project: Project) -> None:
    handed_in(project)
    bo = bench_of(project, "bo")
    bo.run_as_is(commands.set_aside(bo.view, reason="too dark", author="bo"))
    with pytest.raises(ProjectError, match=r"set aside \(too dark\); take it back first"):
        make(bo, begin())


def test_each_move_is_undone_by_who_made_it_and_done_again(project: Project) -> None:
    bo = in_review(project, TWO)
    make(bo, accepting(rules=TWO))
    after = bo.view
    assert bo.undo() == "Accept pond in review 1"
    assert rows(project) == [(1, "submitted", "ann"), (2, "in_review", "bo")]
    assert bo.redo() == "Accept pond in review 1"
    assert bo.view == after
    bo.undo()
    assert bo.undo() == "Begin review 1 of pond"
    assert rows(project) == [(1, "submitted", "ann")]
    ann = bench_of(project, "ann")
    assert ann.undo() == "Hand in pond"
    assert rows(project) == [(1, "annotating", "ann")]
    assert project.rebuild_state() == project.state_digest()


def test_a_hand_in_is_not_undone_once_its_review_has_begun(project: Project) -> None:
    in_review(project)
    ann = bench_of(project, "ann")
    with pytest.raises(ConflictError, match="Begin review 1 of pond"):
        ann.undo()
    assert rows(project) == [(1, "submitted", "ann"), (2, "in_review", "bo")]


def test_an_acceptance_is_not_undone_once_the_next_review_has_begun(project: Project) -> None:
    bo = in_review(project, TWO)
    make(bo, accepting(rules=TWO))
    make(bench_of(project, "cy"), begin("cy", TWO))
    with pytest.raises(ConflictError, match="do it anew after a look"):
        bo.undo()


def test_an_accepted_video_without_a_hash_stays_accepted(project: Project) -> None:
    """Of 0.1, or imported: reopening follows an edit, never a missing hash."""
    with project.edit(author="import", action="Import") as edit:
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.ACCEPTED, person="import"))
    bo = bench_of(project, "bo")
    bo.run_as_is(commands.add_comment(bo.view, author="bo", text="fine"))
    assert state_of(project) is RoundState.ACCEPTED
    commit(bo, add(bo, DOG, "#"), 0)
    assert hand_in(bo).state is RoundState.SUBMITTED
    assert make(bench_of(project, "cy"), begin("cy")).number == 2

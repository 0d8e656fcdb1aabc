"""R24: comments are pinned, settled, opened again, taken away; said beside the annotation, each one entry."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from core.annotation.small_project import CAT, HEIGHT, POND, WIDTH, add, commit, undo_label

from avisbuild.annotation import Command, Workbench, commands
from avisbuild.annotation.view import VideoView
from avisbuild.errors import ProjectError
from avisbuild.records import Comment, CommentReason, InstanceId, Round, RoundState


def _pin(workbench: Workbench, *, author: str = "cy", **said: object) -> Comment:
    said = said or {"reason": CommentReason.BOUNDARY}
    workbench.run_as_is(commands.add_comment(workbench.view, author=author, **said))  # type: ignore[arg-type]
    return workbench.view.comments[-1]


def _resolve(workbench: Workbench, number: int = 1) -> None:
    workbench.run_as_is(commands.resolve_comment(workbench.view, number, author=workbench.author))


def test_it_says_what_is_wrong_with_which_instance_when_and_where(workbench: Workbench) -> None:
    cat = add(workbench, CAT, "##....")
    made = _pin(
        workbench,
        reason=CommentReason.BOUNDARY,
        text=" the ear\n is  missing",
        rule="whole-object",
        instance_id=cat,
        second=1,
        point_xy=(3.14, 4.0),
    )
    assert replace(made, made_at="") == Comment(
        video_id=POND,
        author="cy",
        text="the ear is missing",
        instance_id=cat,
        second=1,
        reason="boundary",
        point_x=3.1,
        point_y=4.0,
        rule="whole-object",
        round_number=1,
        number=1,
    )
    assert made.made_at.endswith("+00:00")
    assert undo_label(workbench) == "Comment on cat_1, second 1: boundary"
    assert _pin(workbench, text="dark").number == 2
    assert undo_label(workbench) == "Comment on the video: dark"


def test_resolving_and_opening_again_say_who_and_are_taken_back(workbench: Workbench) -> None:
    _pin(workbench)
    _resolve(workbench)
    assert (workbench.view.comments[0].resolved_by, workbench.view.open_comments) == ("ann", ())
    workbench.run_as_is(commands.reopen_comment(workbench.view, 1))
    assert workbench.view.comments[0].resolved_by == ""
    assert workbench.view.open_comments == workbench.view.comments
    for resolved in (True, False):
        workbench.undo()
        assert workbench.view.comments[0].resolved is resolved
    workbench.undo()
    assert workbench.view.comments == ()
    for _ in range(3):
        workbench.redo()
    assert [each.resolved for each in workbench.view.comments] == [False]
    project = workbench.project
    assert project.rebuild_state() == project.state_digest()


def test_only_who_made_it_removes_it(workbench: Workbench) -> None:
    _pin(workbench, author="ann")
    _pin(workbench, author="cy")
    workbench.run_as_is(commands.remove_comment(workbench.view, 1, author="ann"))
    assert [each.number for each in workbench.view.comments] == [2]
    with pytest.raises(ProjectError, match="comment 2 of video pond is by cy"):
        commands.remove_comment(workbench.view, 2, author="ann")
    workbench.undo()
    assert [each.number for each in workbench.view.comments] == [1, 2]


@pytest.mark.parametrize("state", [RoundState.SUBMITTED, RoundState.IN_REVIEW, RoundState.ACCEPTED])
def test_nothing_that_is_said_changes_the_state_or_the_annotation(
    workbench: Workbench, state: RoundState
) -> None:
    cat = add(workbench, CAT, "#.....")
    commit(workbench, cat, 0)
    with workbench.project.edit(author="cy", action="So", video_id=POND) as edit:
        edit.set_round(Round(video_id=POND, number=1, state=state, person="cy"))
    workbench.refresh()
    annotated = workbench.project.annotation_hash(POND)
    _pin(workbench, text="ear", instance_id=cat)
    _resolve(workbench)
    workbench.run_as_is(commands.reopen_comment(workbench.view, 1))
    while "omment" in str(undo_label(workbench)):
        workbench.undo()
    assert (workbench.view.comments, workbench.view.state) == ((), state)
    assert workbench.project.annotation_hash(POND) == annotated


def test_a_comment_on_an_instance_that_went_is_settled_all_the_same(workbench: Workbench) -> None:
    """The reviewer says "extra", the annotator deletes it and then says that it is done."""
    cat = add(workbench, CAT, "#.....")
    _pin(workbench, reason=CommentReason.EXTRA, instance_id=cat, second=0)
    workbench.run(commands.remove_instance(workbench.view, cat))
    _resolve(workbench)
    assert workbench.view.comments[0].resolved
    view = workbench.view
    assert str(commands.comment_place(view, view.comments[0])) == "second 0"
    project = workbench.project
    assert project.rebuild_state() == project.state_digest()


_Make = Callable[[VideoView], Command]
WRONG: dict[str, tuple[_Make, str]] = {
    "nothing": (lambda view: commands.add_comment(view, author="cy", text=" \n"), "expected a"),
    "no line": (lambda view: commands.add_comment(view, author="cy", text="\x1b"), "expected a"),
    "too much": (
        lambda view: commands.add_comment(view, author="cy", text="x" * 501),
        "at most 500 characters",
    ),
    "a point without a second": (
        lambda view: commands.add_comment(view, author="cy", text="x", point_xy=(1, 1)),
        "expected a point of the picture of a second",
    ),
    "a point beyond the edge": (
        lambda view: commands.add_comment(
            view, author="cy", text="x", second=0, point_xy=(WIDTH, HEIGHT - 1)
        ),
        "x below 32 and y below 18, got 32,17",
    ),
    "a second after the end": (
        lambda view: commands.add_comment(view, author="cy", text="x", second=6),
        "second from 0 to 5",
    ),
    "an instance that is not there": (
        lambda view: commands.add_comment(
            view, author="cy", text="x", instance_id=InstanceId("tom")
        ),
        "no instance tom",
    ),
    "a number that is not there": (
        lambda view: commands.resolve_comment(view, 7, author="cy"),
        "video pond has no comment 7",
    ),
    "what is resolved": (
        lambda view: commands.resolve_comment(view, 1, author="cy"),
        "comment 1 of video pond is resolved already, by ann",
    ),
    "what is open": (
        lambda view: commands.reopen_comment(view, 2),
        "comment 2 of video pond is open already",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_fit_is_said_and_changes_nothing(workbench: Workbench, wrong: str) -> None:
    _pin(workbench)
    _pin(workbench)
    _resolve(workbench, 1)
    make, said = WRONG[wrong]
    head = workbench.project.journal.head()
    with pytest.raises(ProjectError, match=said):
        workbench.run_as_is(make(workbench.view))
    assert workbench.project.journal.head() == head


def test_what_somebody_else_settled_meanwhile_is_not_settled_twice(workbench: Workbench) -> None:
    _pin(workbench)
    command = commands.resolve_comment(workbench.view, 1, author="ann")
    other = Workbench(workbench.project, author="bo")
    other.open_video(POND)
    _resolve(other)
    with pytest.raises(ProjectError, match="resolved already, by bo"):
        workbench.run_as_is(command)
    assert workbench.view.comments[0].resolved_by == "bo"

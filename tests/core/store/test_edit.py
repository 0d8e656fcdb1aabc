"""An edit happens whole or not at all, and says in one line what does not fit."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from core.store.values import instance, mask, rle, span, video
from sqlalchemy import Connection, event

from avisbuild.errors import ProjectError
from avisbuild.records import (
    Comment,
    Instance,
    InstanceId,
    Mask,
    Proposal,
    Rle,
    Round,
    RoundState,
    Sounding,
    VideoId,
)
from avisbuild.store import Edit, Project

POND, REX = VideoId("pond"), InstanceId("rex")


def _proposal(second: int, *, model: str = "flow", confidence: float = 0.5) -> Proposal:
    return Proposal(instance_id=REX, second=second, rle=rle(1), model=model, confidence=confidence)


WRONG: dict[str, tuple[Callable[[Edit], None], str]] = {
    "a mask of no instance": (lambda edit: edit.put(mask("tom", 1)), "no instance 'tom'"),
    "a mask after the end": (
        lambda edit: edit.put(mask("rex", 5)),
        "second from 0 to 4, got 5",
    ),
    "a mask of another size": (
        lambda edit: edit.put(replace(mask("rex", 1), rle=rle(size=(30, 20)))),
        "masks of 20 x 30, got 30 x 20",
    ),
    "run lengths that do not fit": (
        lambda edit: edit.put(replace(mask("rex", 1), rle=Rle((20, 30), b"00000"))),
        "instance rex, second 1",
    ),
    "an instance of no video": (
        lambda edit: edit.add(instance("tom", "sea")),
        "no video 'sea'",
    ),
    "an instance of no category": (
        lambda edit: edit.add(instance("tom", "pond", category=3)),
        "taxonomy pets has no category 3",
    ),
    "an instance twice": (lambda edit: edit.add(instance("rex", "pond")), "already"),
    "a name twice": (
        lambda edit: edit.add(instance("max", "pond")),
        "has a dog_1 already",
    ),
    "changing an instance that is gone": (
        lambda edit: edit.change(instance("tom", "pond", number=7)),
        "no instance 'tom'",
    ),
    "changing a video that is none": (
        lambda edit: edit.change(video("sea", seconds=4)),
        "no video 'sea'",
    ),
    "another video": (
        lambda edit: edit.change(instance("rex", "lake")),
        "instance rex is in video pond",
    ),
    "sound after the end": (
        lambda edit: edit.set_sounding(span("rex", 3, 6)),
        "second from 0 to 4",
    ),
    "silence after the end": (
        lambda edit: edit.set_sounding(span("rex", 3, 6, Sounding.SILENT)),
        "second from 0 to 4",
    ),
    "a video twice": (
        lambda edit: edit.add_video(video("pond", seconds=6)),
        "already, with other values",
    ),
    "a video that loses masks": (
        lambda edit: edit.put(video("pond", seconds=2)),
        "2 masks would not fit 2 seconds",
    ),
    "a round of no video": (
        lambda edit: edit.set_round(
            Round(video_id=VideoId("sea"), number=1, state=RoundState.TODO)
        ),
        "no video 'sea'",
    ),
    "a round before the first": (
        lambda edit: edit.set_round(Round(video_id=POND, number=0, state=RoundState.TODO)),
        "round from 1",
    ),
    "a remark after the end": (
        lambda edit: edit.add_comment(Comment(video_id=POND, author="bo", text="late", second=5)),
        "second from 0 to 4, got 5",
    ),
    "a remark on half a character": (
        lambda edit: edit.add_comment(Comment(video_id=POND, author="bo", text="\udc80")),
        "expected plain text",
    ),
    "a proposal sure of nothing": (
        lambda edit: edit.put(_proposal(1, confidence=float("nan"))),
        "expected a finite number",
    ),
    "removing nobody": (
        lambda edit: edit.drop(Instance, instance_id=InstanceId("tom")),
        "no instance 'tom'",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_edit_that_does_not_fit_changes_nothing_at_all(project: Project, wrong: str) -> None:
    before, head = project.state_digest(), project.journal.head()
    act, message = WRONG[wrong]
    with (
        pytest.raises(ProjectError, match=message) as caught,
        project.edit(author="ann", action="Wrong") as edit,
    ):
        edit.put(mask("rex", 4))
        act(edit)
    assert "\n" not in str(caught.value)
    assert project.state_digest() == before
    assert project.journal.head() == head


def test_an_error_of_the_caller_takes_the_edit_back(project: Project) -> None:
    before = project.state_digest()
    with pytest.raises(ZeroDivisionError), project.edit(author="ann", action="Fails") as edit:
        edit.drop(Instance, instance_id=REX)
        raise ZeroDivisionError
    assert project.state_digest() == before


def test_an_edit_that_changes_nothing_leaves_no_entry(project: Project) -> None:
    head = project.journal.head()
    with project.edit(author="ann", action="Nothing") as edit:
        edit.add_video(video("pond"))
        edit.put(mask("rex", 1))
        edit.set_sounding(span("rex", 1, 3))
        edit.drop(Mask, instance_id=REX, second=4)
    assert project.journal.head() == head


def test_a_mask_replaces_the_one_before_it(project: Project) -> None:
    with project.edit(author="ann", action="Again") as edit:
        edit.put(mask("rex", 1, corner=3))
        edit.put(mask("rex", 1, corner=9))
        edit.drop(Mask, instance_id=REX, second=2)
    assert project.tracks(POND)[0].masks == (None, rle(9), None, None, None)


def test_silence_removes_what_sounded(project: Project) -> None:
    with project.edit(author="ann", action="Silence") as edit:
        edit.set_sounding(span("rex", 0, 4, Sounding.UNSURE))
        edit.set_sounding(span("rex", 1, 5, Sounding.SILENT))
    states = project.tracks(POND)[0].states
    assert states == (Sounding.UNSURE, *[Sounding.SILENT] * 4)


def test_an_instance_goes_with_all_that_is_its_own_and_remarks_stay(project: Project) -> None:
    remark = Comment(video_id=POND, author="bo", text="who?", instance_id=REX)
    with project.edit(author="bo", action="Ask") as edit:
        edit.add_comment(remark)
        edit.put(_proposal(3))
    with project.edit(author="ann", action="Remove") as edit:
        edit.drop(Instance, instance_id=REX)
    assert project.tracks(POND) == ()
    assert project.mask_counts() == {}
    assert project.records(Proposal, POND) == []
    assert project.records(Comment, POND) == [replace(remark, number=1)]


def test_an_instance_can_become_another_category(project: Project) -> None:
    with project.edit(author="ann", action="It is a cat") as edit:
        edit.put(instance("rex", "pond", category=2, number=4))
    (track,) = project.tracks(POND)
    assert (track.instance.category_id, track.instance.number) == (2, 4)
    assert track.masks[1] == rle(0)


def test_a_video_can_change_as_long_as_its_masks_fit(project: Project) -> None:
    longer = replace(video("pond", seconds=9), group="lakes", license="CC0")
    with project.edit(author="ann", action="Longer") as edit:
        edit.put(longer)
        edit.put(mask("rex", 8))
    assert project.video(POND) == longer
    assert len(project.tracks(POND)[0].masks) == 9


def test_proposals_are_dropped_by_second_and_by_model(project: Project) -> None:
    with project.edit(author="flow", action="Propose") as edit:
        for second in range(4):
            edit.put(_proposal(second))
        edit.put(_proposal(0, model="sam"))
    with project.edit(author="ann", action="Drop") as edit:
        edit.drop(Proposal, instance_id=REX, second=[0, 1], model="flow")
    assert [(each.second, each.model) for each in project.records(Proposal, POND)] == [
        (0, "sam"),
        (2, "flow"),
        (3, "flow"),
    ]
    with project.edit(author="ann", action="Drop all") as edit:
        edit.drop(Proposal, instance_id=REX)
    assert project.records(Proposal, POND) == []


def test_an_edit_may_be_of_any_size(project: Project) -> None:
    with project.edit(author="ann", action="Many") as edit:
        edit.add_video(video("long", seconds=3000))
        edit.add(instance("kim", "long"))
        edit.set_sounding(span("kim", 0, 3000))
        for second in range(3000):
            edit.put(mask("kim", second, corner=second % 16))
    assert project.mask_counts() == {"pond": 2, "long": 3000}
    assert project.rebuild_state() == project.state_digest()


def test_cells_and_masks_may_be_set_in_turns(project: Project) -> None:
    with project.edit(author="ann", action="Second by second") as edit:
        for second in range(5):
            edit.set_sounding(span("rex", second, second + 1, Sounding.UNSURE))
            edit.put(mask("rex", second, corner=second))
            edit.set_sounding(span("rex", second, second + 1, Sounding.OCCLUDED))
    (track,) = project.tracks(POND)
    assert set(track.states) == {Sounding.OCCLUDED}
    assert track.masks == tuple(rle(second) for second in range(5))
    assert project.rebuild_state() == project.state_digest()


def test_a_full_disk_keeps_what_was_there_and_says_so(project: Project) -> None:
    before = project.state_digest()

    @event.listens_for(project._engine, "begin")
    def shrink(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite takes the present size

    with (
        pytest.raises(
            ProjectError, match="the disk is full; nothing of this edit was kept"
        ) as caught,
        project.edit(author="ann", action="Too much") as edit,
    ):
        edit.add_video(video("long", seconds=3000))
        edit.add(instance("kim", "long"))
        for second in range(3000):
            edit.put(mask("kim", second))
    assert "\n" not in str(caught.value)
    event.remove(project._engine, "begin", shrink)
    assert project.state_digest() == before
    project.close()
    with Project.open(project.folder) as again:
        with again.edit(author="ann", action="After") as edit:
            edit.put(mask("rex", 4))
        assert again.journal.verify() == 2
        assert again.rebuild_state() == again.state_digest()

"""A project gives back what was put in, a video at a time, and a snapshot stays as it was taken."""

import gc
from dataclasses import replace
from pathlib import Path

import pytest
from core.store.values import RECIPE, TAXONOMY, instance, mask, rle, span, video
from sqlalchemy import event

from avisbuild.errors import ProjectError
from avisbuild.records import (
    Comment,
    Instance,
    InstanceId,
    Mask,
    Proposal,
    Round,
    RoundState,
    Sounding,
    VideoId,
)
from avisbuild.records import Comment as Remark
from avisbuild.store import Project

POND = VideoId("pond")


def test_a_video_is_read_as_tracks_with_one_entry_a_second(project: Project) -> None:
    (track,) = project.tracks(POND)
    assert track.instance.name(TAXONOMY) == "dog_1"
    assert [state.value for state in track.states] == [
        "silent",
        "sounding",
        "sounding",
        "silent",
        "silent",
    ]
    assert track.masks == (None, rle(0), rle(5), None, None)


def test_tracks_come_in_order_of_category_and_number(project: Project) -> None:
    with project.edit(author="ann", action="More") as edit:
        edit.add(instance("tom", "pond", category=2))
        edit.add(instance("ace", "pond", number=3))
        edit.add(instance("zoe", "pond", number=2))
    assert [track.instance.instance_id for track in project.tracks(POND)] == [
        "rex",
        "zoe",
        "ace",
        "tom",
    ]


def test_everything_that_was_put_in_comes_back_from_a_project_opened_again(
    project: Project,
) -> None:
    proposal = Proposal(
        instance_id=InstanceId("rex"), second=3, rle=rle(7), model="flow", confidence=0.25
    )
    remark = Remark(
        video_id=POND, author="bo", text="größer", instance_id=InstanceId("rex"), second=2
    )
    passes = [
        Round(video_id=POND, number=1, state=RoundState.SUBMITTED, person="ann"),
        Round(video_id=POND, number=2, state=RoundState.IN_REVIEW, person="bo"),
    ]
    lake = video("lake", seconds=2, labels=["dog", "cat"])
    with project.edit(author="bo", action="All kinds") as edit:
        edit.add_video(lake)
        edit.put(proposal)
        edit.add_comment(remark)
        edit.add_comment(remark)
        for each in passes:
            edit.set_round(each)
    project.close()
    with Project.open(project.folder) as again:
        assert again.recipe == RECIPE
        assert again.videos() == [lake, video("pond")]
        assert again.records(Mask, POND) == [mask("rex", 1), mask("rex", 2, corner=5)]
        assert again.records(Proposal, POND) == [proposal]
        assert again.records(Comment, POND) == [replace(remark, number=each) for each in (1, 2)]
        assert again.records(Round, POND) == passes
        assert again.states() == {"lake": RoundState.TODO, "pond": RoundState.IN_REVIEW}
        assert again.mask_counts() == {"pond": 2}
        assert again.video_dir(POND) == project.folder / "videos" / "pond"


def test_only_cells_that_sound_in_view_are_counted_and_only_their_masks(project: Project) -> None:
    with project.edit(author="ann", action="Another") as edit:
        edit.add_video(video("lake"))
        edit.set_sounding(span("rex", 3, 5))
        edit.set_sounding(span("rex", 2, 3, Sounding.OFFSCREEN))
    # Sounding in seconds 1, 3 and 4; masks in 1 and 2.
    assert project.overview().cell_counts == {"pond": (3, 1)}


def test_a_snapshot_holds_the_videos_in_the_states_asked_for(project: Project) -> None:
    with project.edit(author="bo", action="Accept") as edit:
        edit.add_video(video("lake"))
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.ACCEPTED))
    assert [each.video_id for each in project.snapshot().videos] == ["pond"]
    wider = project.snapshot(include=(RoundState.ACCEPTED, RoundState.TODO))
    assert [each.video_id for each in wider.videos] == ["lake", "pond"]
    assert wider.journal_head == project.journal.head().hash
    assert wider.recipe_name == "pets"


def test_a_snapshot_does_not_see_what_is_edited_after_it(project: Project) -> None:
    snapshot = project.snapshot(include=tuple(RoundState))
    before = project.tracks(POND)
    with project.edit(author="ann", action="Remove") as edit:
        edit.drop(Instance, instance_id=InstanceId("rex"))
    assert project.tracks(POND) == ()
    assert snapshot.tracks[POND] == before
    assert list(snapshot.tracks) == ["pond"]


def test_a_snapshot_ends_with_its_project_and_says_so(project: Project) -> None:
    snapshot = project.snapshot(include=tuple(RoundState))
    project.close()
    with pytest.raises(ProjectError, match="was closed"):
        snapshot.tracks[POND]


def test_a_snapshot_that_nobody_keeps_lets_go_of_the_database(project: Project) -> None:
    for _ in range(3):
        project.snapshot()
    gc.collect()
    assert project._engine.pool.checkedout() == 0


def test_one_video_of_a_snapshot_takes_one_query_a_table(project: Project) -> None:
    snapshot = project.snapshot(include=tuple(RoundState))
    statements: list[str] = []
    event.listen(
        project._engine, "before_cursor_execute", lambda *words: statements.append(words[2])
    )
    snapshot.tracks[POND]
    assert sorted(each.split("FROM ")[1].split()[0] for each in statements) == [
        "instances",
        "masks",
        "sounding",
    ]


def test_a_video_that_is_not_there_is_named(project: Project) -> None:
    with pytest.raises(ProjectError, match="no video 'sea'"):
        project.tracks(VideoId("sea"))


@pytest.mark.parametrize("name", ["manifest.csv", "avisbuild.toml"])
def test_a_project_is_only_made_in_a_new_or_empty_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(ProjectError, match="name a folder that is new or empty"):
        Project.create(tmp_path, RECIPE)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_hidden_file_does_not_make_a_folder_occupied(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with Project.create(tmp_path, RECIPE) as project:
        assert project.videos() == []


def test_a_closed_project_leaves_its_whole_state_in_one_file(project: Project) -> None:
    project.close()
    assert sorted(path.name for path in project.folder.iterdir() if path.is_file()) == [
        "avisbuild.toml",
        "project.db",
    ]


def test_states_other_than_silent_and_sounding_are_kept_for_every_second(project: Project) -> None:
    with project.edit(author="ann", action="States") as edit:
        for second, state in enumerate(Sounding):
            edit.set_sounding(span("rex", second, second + 1, state))
    assert project.tracks(POND)[0].states == tuple(Sounding)

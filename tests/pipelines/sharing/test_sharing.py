"""The way of a share: packed, unpacked, worked in, packed again, merged."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from core.store.values import mask

from avisbuild.errors import ProjectError
from avisbuild.records import Assignment, Mask, RoundState, VideoId
from avisbuild.store import Project, holders, locks
from avisbuild_pipelines.backup import restore
from avisbuild_pipelines.sharing import (
    chosen_videos,
    merge_with_backup,
    opened_share,
    pack,
    plan_share,
    unpack,
)

_POND = VideoId("pond")


def test_a_share_is_a_project_of_its_videos_alone(
    project: Project, share: Path, tmp_path: Path
) -> None:
    done = unpack(share, tmp_path / "far")
    with Project.open(done.folder) as far:
        assert [each.video_id for each in far.videos()] == ["pond"]
        assert far.annotation_hash(_POND) == project.annotation_hash(_POND)
        assert [entry.author for entry in far.journal.entries()] == ["ann", "ann"]
        assert far.state_digest() == far.rebuild_state()
    frame = "videos/pond/frames/00000.jpg"
    assert (done.folder / frame).read_text() == (project.folder / frame).read_text()
    assert not (done.folder / "videos/lake").exists()


@pytest.mark.parametrize("is_packed", [True, False], ids=["packed again", "as a folder"])
def test_what_was_done_far_away_comes_back(
    project: Project, share: Path, tmp_path: Path, is_packed: bool
) -> None:
    back = unpack(share, tmp_path / "far").folder
    with Project.open(back) as far:
        with far.edit(author="bea", action="Draw", video_id="pond") as edit:
            edit.put(mask("rex", 3))
        if is_packed:
            back = tmp_path / "back.share"
            pack(far, back, [_POND], author="bea", has_media=False)
    with opened_share(back, project) as theirs:
        done = merge_with_backup(project, theirs, {}, author="ann")
        assert [each.second for each in project.records(Mask)] == [1, 3]
        again = merge_with_backup(project, theirs, {}, author="ann")
    assert again.backup is None
    entry = project.journal.entry(done.merged.entry)
    assert [(each["person"], each["edits"]) for each in entry.fields["work"]] == [("bea", 1)]
    assert done.backup == tmp_path / "pets-backup-1"
    with Project.open(restore(done.backup, tmp_path / "before").folder) as before:
        assert [each.second for each in before.records(Mask)] == [1]


def test_a_merge_that_is_refused_leaves_no_backup(
    project: Project, share: Path, tmp_path: Path
) -> None:
    with Project.open(unpack(share, tmp_path / "far").folder) as far:
        with far.edit(author="bea", action="Draw", video_id="pond") as edit:
            edit.put(mask("rex", 3))
        locks.take(project, _POND, owner="bob", holder=holders.new_holder())
        with pytest.raises(ProjectError, match="video pond is open at bob's"):
            merge_with_backup(project, far, {}, author="ann")
    assert not (tmp_path / "pets-backup-1").exists()


def test_a_share_on_a_name_that_is_there_is_refused(project: Project, share: Path) -> None:
    held = share.read_bytes()
    with pytest.raises(ProjectError, match="exists already; name a new file"):
        pack(project, share, [_POND], author="ann")
    assert share.read_bytes() == held


def test_the_size_is_told_beforehand(project: Project, tmp_path: Path) -> None:
    plan = plan_share(project, tmp_path / "new.share", [_POND], has_media=True)
    assert [each.name for each in plan.media["videos/pond"]] == [
        "videos/pond/clip.json",
        "videos/pond/frames/00000.jpg",
    ]
    files = [project.folder / "videos/pond" / name for name in ("clip.json", "frames/00000.jpg")]
    assert plan.media_bytes == sum(each.stat().st_size for each in files)
    assert plan.byte_count == plan.database_bytes + plan.media_bytes
    assert not (tmp_path / "new.share").exists()


def test_videos_are_chosen_by_name_person_and_state(project: Project) -> None:
    task = Assignment(
        video_id=_POND, round_number=1, person="bea", assigned_at="2030-01-31T12:00:00+00:00"
    )
    with project.edit(author="ann", action="Assign") as edit:
        edit.put(task)
    assert chosen_videos(project, person="bea") == ["pond"]
    assert chosen_videos(project, names=["lake"]) == ["lake"]
    assert chosen_videos(project, states=[RoundState.TODO]) == ["lake", "pond"]
    with pytest.raises(ProjectError, match="no video is chosen"):
        chosen_videos(project, names=["lake"], person="bea")


def test_a_folder_whose_journal_was_tampered_with_is_not_merged(
    project: Project, share: Path, tmp_path: Path
) -> None:
    folder = unpack(share, tmp_path / "far").folder
    _spoil(folder, "UPDATE journal SET author = ? WHERE sequence = 1", "eve")
    with pytest.raises(ProjectError, match="entry 1"), opened_share(folder, project):
        pass


@pytest.mark.parametrize("operations", ["[1]", "[[", b"\xed\xa0\x80"])
def test_a_journal_that_cannot_be_read_is_not_packed(
    project: Project, tmp_path: Path, operations: str | bytes
) -> None:
    _spoil(project.folder, "UPDATE journal SET operations = ? WHERE sequence = 1", operations)
    with pytest.raises(ProjectError, match="pets"):
        pack(project, tmp_path / "a.share", [_POND], author="ann")
    assert not (tmp_path / "a.share").exists()


def _spoil(folder: Path, statement: str, value: str | bytes) -> None:
    with closing(sqlite3.connect(folder / "project.db")) as connection:
        connection.execute(statement, [value])
        connection.commit()

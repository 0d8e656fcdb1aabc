"""On a full disk what is there can be read; whoever would write is told so in one line."""

from pathlib import Path

import pytest

from avisbuild.errors import ProjectError
from avisbuild.records import Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project, engine
from avisbuild.store.status import count_status
from avisbuild.system.disk import DiskSpace


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a video, on a disk that has filled up since."""
    video = Video(video_id=VideoId("v"), second_count=3, height_px=9, width_px=9)
    with (
        Project.create(tmp_path / "p", load_recipe("aviseg")) as project,
        project.edit(author="a", action="b") as edit,
    ):
        edit.add_video(video)
    monkeypatch.setattr(engine, "free_space", lambda _: DiskSpace(byte_count=0, inode_count=9))
    return tmp_path / "p"


def test_status_reads_on_and_makes_no_file(full: Path) -> None:
    before = sorted(path.name for path in full.iterdir())
    with Project.open(full) as project:
        assert count_status(project).seconds == 3
        assert sorted(path.name for path in full.iterdir()) == before


def test_an_edit_is_refused_with_what_to_do(full: Path) -> None:
    with (
        Project.open(full) as project,
        pytest.raises(ProjectError, match=r"no space left on device.*make room"),
        project.edit(author="a", action="b"),
    ):
        pass


def test_who_has_it_open_already_reads_and_writes_on(full: Path) -> None:
    """SQLite's index is there then, so that it is for SQLite to say when it has no room."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "free_space", lambda _: DiskSpace(byte_count=1 << 30, inode_count=9))
        held = Project.open(full)
        held.videos()
    with held, Project.open(full) as project:
        assert not project.is_read_only
        with project.edit(author="a", action="b"):
            pass

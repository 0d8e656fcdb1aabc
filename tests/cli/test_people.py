"""What one person's command does to others: a database for several, a network share, a video that is open."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import typer
from typer.testing import CliRunner

from avisbuild.cli.init import init
from avisbuild.errors import ProjectError
from avisbuild.records import Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project, locks
from avisbuild.store.holders import new_holder
from avisbuild.system import mounts

Program = Callable[..., CompletedProcess[str]]


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that Linux says is on a file server."""
    folder = tmp_path.resolve() / "share"
    folder.mkdir()
    table = tmp_path / "mounts"
    table.write_text(f"x / ext4 rw 0 0\nfiler:/lab {folder} nfs4 rw 0 0\n")
    monkeypatch.setattr(mounts, "_MOUNTS", table)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return folder


def _init(*words: object) -> None:
    app = typer.Typer()
    app.command()(init)
    result = CliRunner().invoke(app, list(map(str, words)))
    if result.exception is not None:
        raise result.exception


def test_init_on_a_network_share_asks_for_consent_and_names_the_cures(share: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        _init(share / "set")
    told = str(caught.value)
    assert "\n" not in told
    for word in ("nfs4", "--database postgresql://", "project pack", "--allow-network-share"):
        assert word in told
    assert not (share / "set").exists()
    _init(share / "set", "--allow-network-share")
    assert (share / "set/avisbuild.toml").exists()


def test_opening_a_project_on_a_network_share_warns_once_and_never_refuses(
    share: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        Project.create(share / "set", load_recipe("aviseg")).close()
        Project.open(share / "set").close()
        Project.open(share / "set").close()
    told = [each.getMessage() for each in caplog.records if "network share" in each.getMessage()]
    assert len(told) == 1
    assert "one machine at a time" in told[0]


@pytest.fixture
def open_video(tmp_path: Path) -> Iterator[Path]:
    """A project whose video `pond` mia has open."""
    with Project.create(tmp_path / "set", load_recipe("aviseg")) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(Video(video_id=VideoId("pond"), second_count=2, height_px=4, width_px=4))
        locks.take(project, VideoId("pond"), owner="mia", holder=new_holder())
        yield project.folder


def test_a_command_leaves_a_video_alone_that_somebody_has_open(
    avisbuild: Program, open_video: Path
) -> None:
    done = avisbuild("videos", "set-aside", "pond", "--reason", "too dark", "--project", open_video)
    assert done.returncode == 2
    assert "video pond is open at mia's" in done.stderr
    assert done.stderr.count("\n") == 1
    with Project.open(open_video) as project:
        assert project.set_aside() == {}
        assert project.journal.head().sequence == 1


def test_init_refuses_a_password_in_the_address_and_does_not_repeat_it(
    avisbuild: Program, tmp_path: Path
) -> None:
    url = "postgresql://mia:sesame@db.lab/avis"
    done = avisbuild("init", tmp_path / "set", "--database", url)
    assert done.returncode == 2
    assert "sesame" not in done.stderr + done.stdout
    assert "--database-password-file" in done.stderr
    assert not (tmp_path / "set").exists()


def test_init_says_where_the_database_is(avisbuild: Program, tmp_path: Path) -> None:
    done = avisbuild("init", tmp_path / "set", "--json")
    assert json.loads(done.stdout)["database"] == "sqlite:///project.db"

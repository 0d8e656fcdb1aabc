"""A stranger's project full of links: nothing outside it is written, deleted or published by any command."""

import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import Program

from avisbuild import inside
from avisbuild.errors import DatabaseOutsideError, ProjectError
from avisbuild.records import Round, RoundState, Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project

POND = VideoId("pond")
COMMANDS = (
    ("fetch", "{m}", "--retry", "all"),
    ("fetch", "{m}", "--dry-run"),
    ("clip",),
    ("embed", "--segmenter", "sam_vit_b", "--dry-run"),
    ("status",),
    ("export", "--include", "todo"),
    ("stats",),
    ("verify",),
    ("import", "{truth}"),
)


def state_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one video of two seconds, and a folder `home` beside it that is nobody's business."""
    from PIL import Image

    folder = tmp_path / "p"
    with (
        Project.create(folder, load_recipe("aviseg")) as opened,
        opened.edit(author="ann", action="Begin") as edit,
    ):
        edit.add_video(Video(video_id=POND, second_count=2, height_px=8, width_px=12))
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.TODO))
    frames = folder / "videos/pond/frames"
    frames.mkdir(parents=True)
    for second in range(2):
        Image.new("RGB", (12, 8)).save(frames / f"{second:05d}.jpg")
    home = tmp_path / "home"
    (home / "docs").mkdir(parents=True)
    (home / "bashrc").write_text("precious")
    (home / "docs/letter.tmp").write_text("draft")
    (home / "docs" / ("a" * 64 + ".emb")).write_text("kept")
    Image.new("RGB", (12, 8), "red").save(home / "private.jpg")
    for path in home.rglob("*"):
        os.utime(path, (1e9, 1e9))
    (tmp_path / "m.csv").write_text("video_id,source\npond,local:none.mp4\n")
    (tmp_path / "truth.json").write_text('{"videos": [], "categories": [], "annotations": []}')
    return folder


PLACES = (
    "avisbuild.toml",
    "project.db",
    "project.db-wal",
    ".fetch.lock",
    "sources",
    "videos",
    "cache",
    "reports",
    "releases",
    "cache/embeddings",
    "cache/workers",
    "cache/yt-dlp",
    "cache/embeddings/sam_vit_b",
    "reports/failures.csv",
    "reports/summary.json",
    "videos/pond",
    "videos/pond/frames",
    "videos/pond/frames/00000.jpg",
    "videos/pond/audio.wav",
    "videos/pond/clip.json",
    "sources/local-none",
    "sources/local-none/.partial",
    "sources/local-none/source.json",
)


@pytest.mark.parametrize("target", ["docs", "private.jpg", "nowhere"])
@pytest.mark.parametrize("place", PLACES)
def test_no_command_reaches_outside_through_a_link(
    project: Path, tmp_path: Path, place: str, target: str, capfd: pytest.CaptureFixture[str]
) -> None:
    home, link = tmp_path / "home", project / place
    before = state_of(home)
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.is_dir():
        shutil.rmtree(link)
    link.unlink(missing_ok=True)
    link.symlink_to(home / target)
    for words in COMMANDS:
        assert run_here(project, tmp_path, words) in (0, 1, 2, 3)
    assert state_of(home) == before
    said = capfd.readouterr()
    assert "precious" not in said.out + said.err
    released = [path for path in project.rglob("*.jpg") if "JPEGImages" in path.parts]
    private = (home / "private.jpg").read_bytes()
    assert all(path.read_bytes() != private for path in released if not path.is_symlink())


PIPES = ("avisbuild.toml", ".fetch.lock", "reports/failures.csv", "videos/pond/clip.json",
         "videos/pond/frames/00000.jpg", "project.db")  # fmt: skip


@pytest.mark.parametrize("place", PIPES)
def test_a_pipe_in_the_place_of_a_file_hangs_no_command(
    project: Path, tmp_path: Path, place: str
) -> None:
    pipe = project / place
    pipe.parent.mkdir(exist_ok=True)
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    for words in COMMANDS:
        assert run_here(project, tmp_path, words) in (0, 1, 2, 3)


def run_here(project: Path, tmp_path: Path, words: tuple[str, ...]) -> int:
    """A command in this process, which is quick; its exit code."""
    from unittest.mock import patch

    from avisbuild.cli import app

    filled = [word.format(m=tmp_path / "m.csv", truth=tmp_path / "truth.json") for word in words]
    argv = ["avisbuild", *filled, "--project", str(project)]
    with (
        patch("sys.argv", argv),
        patch.object(app, "app", _fresh()),
        pytest.raises(SystemExit) as end,
    ):
        app.main()
    return int(end.value.code or 0)


def _fresh() -> object:
    import typer

    return typer.Typer(pretty_exceptions_enable=False)


def test_a_link_out_is_refused_in_one_line_with_the_command_that_allows_it(
    project: Path, tmp_path: Path, avisbuild: Program
) -> None:
    big = tmp_path / "big disk"
    (project / "videos").rename(big)
    (project / "videos").symlink_to(big)
    refused = avisbuild("status", "--project", project)
    line = refused.stderr.strip()
    assert refused.returncode == 2
    assert line.endswith(f"avisbuild project allow '{big}' --project {project}")
    assert str(project / "videos") in line
    assert "\n" not in line
    assert avisbuild("project", "allow", big, "--project", project).returncode == 0
    assert avisbuild("status", "--project", project).returncode == 0
    told = avisbuild("project", "allow", "--list", "--json", "--project", project)
    assert json.loads(told.stdout)["folders"] == [str(big)]
    assert not any(str(big).encode() in data for data in state_of(project).values())
    assert avisbuild("project", "allow", big, "--remove", "--project", project).returncode == 0
    assert avisbuild("status", "--project", project).returncode == 2


def test_what_is_allowed_to_a_project_is_not_to_another_in_its_place(
    project: Path, tmp_path: Path, avisbuild: Program
) -> None:
    big = tmp_path / "big"
    big.mkdir()
    avisbuild("project", "allow", big, "--project", project)
    shutil.rmtree(project)
    Project.create(project, load_recipe("aviseg")).close()
    (project / "releases").symlink_to(big)
    assert avisbuild("status", "--project", project).returncode == 2


def test_export_names_the_frame_that_is_a_link_to_a_private_picture(
    project: Path, tmp_path: Path
) -> None:
    frame = project / "videos/pond/frames/00000.jpg"
    frame.unlink()
    frame.symlink_to(tmp_path / "home/private.jpg")
    with Project.open(project), pytest.raises(inside.OutsideError, match=r"00000\.jpg is a link"):
        inside.reading(frame)


def test_a_database_elsewhere_opens_only_where_this_person_named_it(
    project: Path, tmp_path: Path, avisbuild: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    (project / "project.db").rename(elsewhere)
    settings = project / "avisbuild.toml"
    settings.write_text(
        settings.read_text().replace("sqlite:///project.db", f"sqlite:///{elsewhere}")
    )
    refused = avisbuild("status", "--project", project)
    assert refused.returncode == 2
    assert "--allow-database" in refused.stderr
    assert avisbuild("status", "--allow-database", "--project", project).returncode == 0
    with pytest.raises(DatabaseOutsideError):
        Project.open(project)
    avisbuild("project", "allow", "--database", "--project", project)
    Project.open(project).close()


def test_a_server_that_init_did_not_name_is_not_asked(project: Path) -> None:
    settings = project / "avisbuild.toml"
    url = "postgresql+psycopg://someone@nowhere.invalid/pets"
    settings.write_text(settings.read_text().replace("sqlite:///project.db", url))
    with pytest.raises(DatabaseOutsideError, match="on a server"):
        Project.open(project)


def test_a_loser_of_two_inits_leaves_the_winners_project(tmp_path: Path) -> None:
    for number in range(6):
        folder = tmp_path / str(number)
        children = []
        for _ in range(2):
            child = os.fork()
            if child == 0:
                try:
                    Project.create(folder, load_recipe("aviseg")).close()
                    os._exit(0)
                except ProjectError:
                    os._exit(2)
                finally:
                    os._exit(9)
            children.append(child)
        codes = sorted(os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children)
        assert codes == [0, 2]
        Project.open(folder).close()

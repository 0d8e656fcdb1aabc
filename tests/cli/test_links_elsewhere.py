"""Other people's folders that are no project: weights, unfinished scenes, a demo, a database beside."""

import os
import shutil
from pathlib import Path

import pytest
from cli.links_case import PRECIOUS, make_home, make_quick, state_of
from program_here import run_here

from avisbuild.segment.sam.checkpoints import CHECKPOINTS

KEPT = Path(__file__).parents[1] / "golden" / "project-v0002"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that is nobody's business, and a working folder beside it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    make_quick(monkeypatch)
    make_home(tmp_path / "home")
    return tmp_path / "home"


@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["link", "second name"])
@pytest.mark.parametrize("name", ["{file}.part", "{file}", ".{file}.sha256.json"])
def test_weights_are_not_written_through_a_link(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, link: object
) -> None:
    """A folder of weights that came with somebody's archive; the file given has the right length."""
    weights, checkpoint = tmp_path / "weights", CHECKPOINTS["sam_vit_b"]
    weights.mkdir()
    monkeypatch.setenv("AVISBUILD_WEIGHTS", str(weights))
    given = tmp_path / "given.pth"
    given.touch()
    os.truncate(given, checkpoint.byte_count)
    link(home / "bashrc", weights / name.format(file=checkpoint.file_name))  # type: ignore[operator]
    before = state_of(home)
    assert run_here("models", "pull", "sam_vit_b", "--from", given) == 2  # its hash is wrong
    assert state_of(home) == before


@pytest.mark.parametrize(
    "place", ["", "media", "media/videos", "truths", "options.json", "project", "media/a"]
)
def test_synth_works_in_no_folder_that_leads_elsewhere(
    home: Path, tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is called as its unfinished work would be, but is not its own."""
    (home / "docs/videos").mkdir()
    (home / "docs/.letter.tmp").write_bytes(PRECIOUS)
    link = tmp_path / ".scenes.synth" / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(home / "docs")
    before = state_of(home)
    line = "--as media --videos 1 --seconds 1 --size 64x48 --fps 4 --jobs 1"
    assert run_here("synth", tmp_path / "scenes", *line.split()) == 2
    assert ".scenes.synth" in capsys.readouterr().err
    assert state_of(home) == before


@pytest.mark.parametrize(
    "name",
    [
        *(f".project.db.v0002.partial{end}" for end in ("", "-journal", "-wal", "-shm")),
        *(f"project.db{end}" for end in ("-journal", "-wal", "-shm", ".v0002")),
    ],
)
def test_the_copy_of_an_older_database_is_written_through_no_link(
    home: Path, tmp_path: Path, name: str
) -> None:
    project = tmp_path / "p"
    shutil.copytree(KEPT, project)
    (project / name).symlink_to(home / "bashrc")
    before = state_of(home)
    assert run_here("status", "--project", project) in (0, 2)
    assert state_of(home) == before


URLS = (
    "sqlite:///{o}/project.db",
    "sqlite:////{o}/project.db",
    "sqlite:///../o/project.db",
    "sqlite:///file:{o}/project.db?uri=true",
    "sqlite:///file:../o/project.db?uri=true",
    "sqlite+pysqlite:///{o}/project.db",
    "sqlite:///sources/../../o/project.db",
    "sqlite:///link/project.db",
    "sqlite:///link/new.db",
    "sqlite:///{o}/new.db",
    "sqlite:///:memory:",
    "sqlite://",
    "postgresql://nowhere.invalid/pets",
    "mysql://nowhere.invalid/pets",
)


@pytest.mark.parametrize("url", URLS)
def test_no_way_of_naming_a_database_elsewhere_opens_it(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    project, other = tmp_path / "p", tmp_path / "o"
    for folder in (project, other):
        assert run_here("init", folder) == 0
    (project / "link").symlink_to(other)
    settings = project / "avisbuild.toml"
    text = settings.read_text().replace("sqlite:///project.db", url.format(o=other))
    settings.write_text(text)
    before = state_of(other)
    assert run_here("status", "--project", project) == 2
    assert run_here("project", "allow", other, "--list", "--project", project) == 2
    assert state_of(other) == before


@pytest.mark.parametrize("place", ["", "project", "scenes", "release"])
def test_a_demo_is_made_anew_in_no_folder_that_leads_elsewhere(
    home: Path, tmp_path: Path, place: str
) -> None:
    """Its mark lies there, so that it is taken for an earlier demo; what links lead to stays."""
    demo = tmp_path / "demo"
    mark = (home / "docs" if not place else demo) / "THIS-IS-A-DEMO.txt"
    if place:
        demo.mkdir()
    mark.write_text("")
    (demo / place).symlink_to(home / "docs")
    before = state_of(home)
    assert run_here("demo", demo) == 2  # its commands are not run here
    assert state_of(home) == before

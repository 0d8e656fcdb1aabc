"""The demo is the whole way from a manifest to a validated release, through the real commands."""

import json
import os
import shlex
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import Program
from PIL import Image

from avisbuild.errors import AvisbuildError, ProjectError
from avisbuild.records import Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project
from avisbuild_pipelines import demo
from avisbuild_pipelines.commands import demo as demo_command


def a_video(name: str) -> Video:
    return Video(video_id=VideoId(name), second_count=1, height_px=2, width_px=2)


def states_in(folder: Path) -> dict[str, int]:
    """How many videos of a demo are in each state."""
    with Project.open(folder / "project") as project:
        return dict(Counter(state.value for state in project.states().values()))


def lines_to_review(said: str) -> list[str]:
    """The commands by which the demo says that a review is begun and accepted."""
    return [line.strip() for line in said.splitlines() if line.startswith("   avisbuild review")]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_demo_ends_with_a_valid_release_and_can_be_repeated(
    avisbuild: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    reviewed = avisbuild("demo", folder, "--rounds", 1)
    assert reviewed.returncode == 0, reviewed.stderr + reviewed.stdout
    assert states_in(folder) == {"accepted": 4, "submitted": 2, "todo": 1}
    for line in lines_to_review(reviewed.stdout):
        answer = avisbuild(*shlex.split(line)[1:])
        assert answer.returncode == 0, answer.stderr
    assert states_in(folder) == {"accepted": 5, "submitted": 1, "todo": 1}
    again = avisbuild("demo", folder)
    assert "rita has annotated in it" in again.stderr
    shutil.rmtree(folder / "project")
    answer = avisbuild("demo", folder)
    assert answer.returncode == 0, answer.stderr + answer.stdout
    assert avisbuild("validate", folder / "release").returncode == 0
    for split, count in {"train": 4, "val": 1, "test": 1}.items():
        truth = json.loads((folder / "release" / f"{split}.json").read_text())
        assert len(truth["videos"]) == count
        assert all(video["length"] == 8 for video in truth["videos"])
    status = json.loads(avisbuild("status", "--project", folder / "project", "--json").stdout)
    assert (status["states"]["accepted"], status["states"]["todo"]) == (6, 1)
    with Image.open(folder / "contact-sheet.png") as sheet:
        assert sheet.width > 1000


def test_the_demo_leaves_a_folder_alone_that_is_not_its_own(
    avisbuild: Program, tmp_path: Path
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    answer = avisbuild("demo", tmp_path)
    assert answer.returncode == 2
    assert "name an empty or a new folder" in answer.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_the_demo_never_loses_what_somebody_annotated_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    demo._start_afresh(folder)
    with Project.create(folder / "project", load_recipe("aviseg")) as project:
        for author in ("import", "mei"):
            with project.edit(author=author, action="a first video") as edit:
                edit.add_video(a_video(author))
    with pytest.raises(ProjectError, match=f"{folder}: mei has annotated in it, .* another folder"):
        demo.run_demo(folder, tell=print)
    with Project.open(folder / "project") as project:
        assert len(project.videos()) == 2


def test_a_demo_whose_project_cannot_be_opened_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    demo._start_afresh(folder)
    Project.create(folder / "project", load_recipe("aviseg")).close()
    (folder / "project/project.db").write_bytes(b"no database")
    with pytest.raises(ProjectError, match=r"project"):
        demo._start_afresh(folder)
    assert (folder / "project/project.db").read_bytes() == b"no database"


def test_a_demo_that_nobody_touched_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    demo._start_afresh(folder)
    with Project.create(folder / "project", load_recipe("aviseg")):
        pass
    demo._start_afresh(folder)
    assert [path.name for path in folder.iterdir()] == ["THIS-IS-A-DEMO.txt"]


def test_the_commands_that_the_demo_shows_can_be_typed_as_they_stand(tmp_path: Path) -> None:
    told: list[str] = []
    release = tmp_path / "my release"
    with pytest.raises(AvisbuildError, match=r"the demo stopped: `avisbuild validate '.*'` ended"):
        demo._do(told.append, "validate", release)
    assert shlex.split(told[0]) == ["$", "avisbuild", "validate", str(release)]


@pytest.mark.parametrize(
    ("on_the_path", "called", "expected"),
    [
        (True, ".venv/bin/avisbuild", "avisbuild"),
        (False, ".venv/bin/avisbuild", ".venv/bin/avisbuild"),
        (False, "avisbuild/__main__.py", "avisbuild"),
    ],
    ids=["on the path", "beside it", "as a module"],
)
def test_the_demo_names_a_program_that_can_be_called(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    on_the_path: bool,
    called: str,
    expected: str,
) -> None:
    if on_the_path:
        (tmp_path / "avisbuild").touch(mode=0o755)
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    monkeypatch.setattr(sys, "argv", [called, "demo"])
    assert demo_command._program() == expected

"""The whole way of a silent mask: drawn and handed in in the window, accepted and exported by commands."""

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gui.annotator_case import FIRST, make_project
from gui.conftest import OpenWindow
from gui.window_case import add_dog, answered, click, press
from pytestqt.qtbot import QtBot

from avisbuild.annotation import CellSign, read_view
from avisbuild.records import RoundState
from avisbuild.records.bundled import load_recipe
from avisbuild.releases import validate_release
from avisbuild.store import Project
from avisbuild_pipelines.exporting import export_release

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[Project]:
    """A project that keeps silent masks, with one review."""
    recipe = replace(load_recipe("aviseg"), keep_silent_masks=True, review_rounds=1)
    with make_project(tmp_path / "keeping", seconds=2, recipe=recipe) as project:
        yield project


def test_from_the_window_to_a_release(
    keeping: Project, open_annotator: OpenWindow, qtbot: QtBot, avisbuild: Program, tmp_path: Path
) -> None:
    window = open_annotator(on=keeping)
    session, legend = window.session, window.workspace.grid.legend
    add_dog(window, qtbot)
    press(window, "S")
    for key in ("Return", "Alt+Return"):
        click(window, 80, 45)
        answered(session, qtbot)
        press(window, key)
        press(window, "D")
    view = session.state.view
    assert view is not None
    (dog,) = (each.instance_id for each in view.instances)
    assert view.signs(dog) == (CellSign.MASKED, CellSign.SILENT_MASKED)
    assert "silent, masked" in legend.accessibleDescription()
    assert window.workspace.issues.model.stringList() == []
    press(window, "Ctrl+Return")
    assert session.state.view.state is RoundState.SUBMITTED
    window.close()

    at = ("--project", keeping.folder)
    for verb in ("begin", "accept"):
        answer = avisbuild("review", verb, FIRST, "--author", "bob", *at)
        assert answer.returncode == 0, answer.stderr
    assert read_view(keeping, FIRST).state is RoundState.ACCEPTED
    answer = avisbuild("export", "--with-silent", "--out", tmp_path / "whole", *at)
    assert (answer.returncode, answer.stderr) == (0, "")
    export_release(keeping, out=tmp_path / "plain")
    for name in ("whole", "plain"):
        assert validate_release(tmp_path / name) == []
    assert "train_silent.json: 1 masks of 1 silent instances" in answer.stdout
    layer = json.loads((tmp_path / "whole/train_silent.json").read_text())
    (track,) = layer["annotations"]
    assert [each is not None for each in track["segmentations"]] == [False, True]
    for name in ("train.json", "splits.csv"):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()


def test_without_the_key_the_window_is_as_it_was(
    project: Project, open_annotator: OpenWindow, qtbot: QtBot
) -> None:
    window = open_annotator()
    session, said = window.session, list[str]()
    session.notices.noticed.connect(lambda text, *_: said.append(text))
    add_dog(window, qtbot)
    click(window, 80, 45)
    answered(session, qtbot)
    press(window, "Alt+Return")
    assert session.drafts.here is not None
    assert said[-1] == "This project keeps no masks of what is silent (keep_silent_masks)."
    assert "silent, masked" not in window.workspace.grid.legend.accessibleDescription()
    press(window, "Return")
    press(window, "Home", "S")
    assert len(window.workspace.issues.model.stringList()) == 1

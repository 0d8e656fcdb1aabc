"""What a person likes about the window is read as it was written, also by version 0.1."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest
from gui.annotator_case import OTHER
from gui.window_case import press
from PyQt6.QtWidgets import QApplication

from avisbuild.store import Project
from avisbuild_gui.preferences import Preferences, PreferencesError
from avisbuild_gui.texts import language

# What can be chosen since then, as it is where nobody has.
SINCE = {"reaction_s": 0.25, "speck_share": 0.01, "suspects_off": "", "blink_s": 0.7}
HOME = Path(__file__).parents[1] / "golden" / "home-v0.1"


@pytest.mark.parametrize("path", sorted(HOME.glob("annotator-*.json")), ids=lambda path: path.stem)
def test_preferences_of_version_0_1_load_whole(path: Path, tmp_path: Path) -> None:
    written = json.loads(path.read_text(encoding="utf-8"))
    read = Preferences.load(path)
    assert json.loads(json.dumps({"format": 1, **asdict(read)})) == written | SINCE
    read.save(tmp_path / "annotator.json")
    saved = (tmp_path / "annotator.json").read_text(encoding="utf-8")
    assert json.loads(saved) == written | SINCE


def test_preferences_that_cannot_be_read_say_so(tmp_path: Path) -> None:
    """R35."""
    path = tmp_path / "annotator.json"
    assert Preferences.load(path) == Preferences()
    path.write_text("{")
    with pytest.raises(PreferencesError, match=r"annotator\.json"):
        Preferences.load(path)


def test_the_window_opens_as_version_0_1_left_it(
    open_annotator, home: Path, project: Project
) -> None:
    """R22, R40: language, colours, text size, look, keys; and the place where one stopped."""
    config = home / "config" / "avisbuild"
    config.mkdir(parents=True)
    shutil.copy(HOME / "annotator-much-chosen.json", config / "annotator.json")
    shutil.copy(HOME / "keys-pressed.json", config / "keys.json")
    first = open_annotator(theme="", language="")
    first.close()
    (place,) = (home / "state").rglob("*.json")
    shutil.copy(HOME / "place.json", place)
    window = open_annotator(theme="", language="")
    assert language() == "zh"
    assert window.theme.name == "dark"
    assert QApplication.font().pointSizeF() == pytest.approx(9.9)
    assert not window.workspace.legend_is_shown
    look = window.session.state.look
    assert (look.opacity, look.outlines_only) == (0.35, True)
    session = window.session
    assert session.state.view is not None
    assert (session.state.view.video.video_id, session.state.second, session.state.tool) == (
        OTHER,
        2,
        "brush",
    )
    assert session.state.brush_diameter_px == 30.0
    press(window, "A", "Alt+3")
    assert session.state.second == 1
    assert "这个方向" in window.workspace.notice.label.text()

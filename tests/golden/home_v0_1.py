"""How `home-v0.1/` was made, by version 0.1 (commit cb0f9f4): files of keys, preferences, and a bookmark.

In a checkout of that version, with its folders and its tests on PYTHONPATH:

    QT_QPA_PLATFORM=offscreen python .../tests/golden/home_v0_1.py .../tests/golden/home-v0.1

It runs on that version alone, and is kept to tell where the files come from.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator_case import make_project
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from window_case import press

from avisbuild_gui.actions import ACTIONS, KeyEditor, KeyMap
from avisbuild_gui.app import AnnotatorOptions, open_window
from avisbuild_gui.application import make_application
from avisbuild_gui.preferences import Preferences

ALT = Qt.KeyboardModifier.AltModifier
PRESSED = (
    ("carry_previous", Qt.Key.Key_1),
    ("carry_next", Qt.Key.Key_2),
    ("next_identity_change", Qt.Key.Key_3),
    ("choose_instance_3", Qt.Key.Key_Y),
    ("choose_instance_9", Qt.Key.Key_Z),
    ("larger_text", Qt.Key.Key_4),
)


def write_keys(out: Path) -> None:
    """A key of its own for every action; keys pressed in the editor; one key for two actions; no choice."""
    every = KeyMap(ACTIONS)
    for number, action in enumerate(ACTIONS):
        modifiers = ("Meta+", "Meta+Ctrl+", "Meta+Alt+")[number // 35]
        every = every.with_keys(action.action_id, [f"{modifiers}F{number % 35 + 1}"])
    every.save(out / "keys-every-action.json")
    editor = KeyEditor(KeyMap(ACTIONS))
    editor.key_map_chosen.connect(lambda chosen: chosen.save(out / "keys-pressed.json"))
    editor.show()
    for action_id, key in PRESSED:
        editor.choose(action_id)
        editor.press.setChecked(True)
        QTest.keyClick(editor.press, key, ALT)
    editor.choose("propagate_backward")
    editor._set_keys(())
    editor._keep()
    KeyMap(ACTIONS).with_keys("carry_previous", ["S"]).save(out / "keys-clash.json")
    KeyMap(ACTIONS).save(out / "keys-none-chosen.json")


def write_preferences(out: Path, home: Path) -> None:
    """As they are at first, and as a window left them in which much was chosen; and where one stopped."""
    Preferences().save(out / "annotator-at-first.json")
    with make_project(home / "set") as project:
        options = AnnotatorOptions(project=project.folder, author="ann", segmenter="fake")
        window = open_window(project, options)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 10_000)
        window.start()
        window.use_language("zh")
        press(window, "F9", "PgDown", "D", "D", "W", "]", "O", "-", "Shift+L")
        window.larger_text()
        QTest.qWait(200)
        window.close()
        QTest.qWait(200)
    (preferences,) = (home / "config").rglob("annotator.json")
    (place,) = (home / "state").rglob("*.json")
    (out / "annotator-much-chosen.json").write_bytes(preferences.read_bytes())
    (out / "place.json").write_bytes(place.read_bytes())


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(exist_ok=True)
    with TemporaryDirectory() as home:
        os.environ["HOME"] = home
        for name in ("CONFIG", "STATE", "DATA", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(home) / name.lower())
        _application = make_application()
        write_keys(out)
        write_preferences(out, Path(home))


if __name__ == "__main__":
    main()

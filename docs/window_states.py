"""Brings the annotator's window through its states, and saves a picture of each.

    PYTHONPATH=$PWD:$PWD/gui:$PWD/pipelines:$PWD/schemas python docs/window_states.py FOLDER [SCENE ...]

It drives the window by keys and mouse alone, so it runs on other commits, too: put the folders of another
checkout on PYTHONPATH. `docs/window_pairs.py` then lays the two folders of pictures side by side.

Each state is shown in English and Chinese, light and dark, and once wordless: there each sentence is the same
word, so that two pictures of it differ in more than words, or not at all.
"""

import os
import sys
from importlib import import_module
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import gettempdir

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

from avisbuild_gui.application import make_application
from window_pictures.projects import make_templates
from window_pictures.scenes import SCENES
from window_pictures.stage import opened

# Folder of the pictures, theme, language.
LOOKS = (
    ("english-light", "light", "en"),
    ("english-dark", "dark", "en"),
    ("chinese-light", "light", "zh"),
    ("chinese-dark", "dark", "zh"),
    ("wordless", "light", "zh"),
)


class OneWord:
    """A catalogue in which each sentence is the same word."""

    def get(self, _text: str) -> str:
        return "words"


def main(out: Path, wanted: list[str]) -> None:
    # The same each time, since messages name files.
    home = Path(gettempdir()) / "avisbuild-window-states"
    rmtree(home, ignore_errors=True)
    try:
        os.environ["HOME"] = str(home)
        application = make_application()
        application.setCursorFlashTime(0)
        font = application.font()
        templates, project = home / "templates", home / "set"
        give_home(home / "first")
        make_templates(templates)
        spoken = import_module("avisbuild_gui.texts.language")
        read = spoken.read_catalogue
        for folder, theme, speech in LOOKS:
            spoken.read_catalogue = (lambda _: OneWord()) if folder == "wordless" else read
            for name in wanted or SCENES:
                template, scene = SCENES[name]
                application.setFont(font)
                give_home(home / folder / name)
                rmtree(project, ignore_errors=True)
                copytree(templates / template, project)
                with opened(project, out / folder, theme=theme, speech=speech, scene=name) as stage:
                    scene(stage)
                sys.stdout.write(f"{folder}: {name}\n")
                sys.stdout.flush()
    finally:
        rmtree(home, ignore_errors=True)


def give_home(folder: Path) -> None:
    """No preference, key or place of the scene before."""
    for name in ("CONFIG", "STATE", "DATA", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(folder / name.lower())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])

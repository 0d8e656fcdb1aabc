"""Makes the pictures of a review that its guide shows, from the project of `avisbuild demo --rounds 1`.

    avisbuild demo review-demo --rounds 1
    .venv/bin/python docs/pictures/make_review.py review-demo/project [FOLDER]

Works on a copy of the project, as `make_annotator.py` does. In it ben, who annotated the video, was careless
in three seconds of it; rita reviews it.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import numpy as np
from make_annotator import pause, take, wait_until
from PyQt6.QtCore import QPointF
from PyQt6.QtTest import QTest
from window_robot import WindowRobot

from avisbuild import masks
from avisbuild.annotation import Cell, Workbench, commands
from avisbuild.records import MaskSource, Provenance, VideoId
from avisbuild.segment import MaskArray
from avisbuild.store import Project
from avisbuild_gui.app import make_application

VIDEO = VideoId("scene-24-0005")
_ANNOTATOR, _REVIEWER = "ben (demo)", "rita"
_SHIFT_PX, _KNEES_PX, _LEGS_XY = -70, 150, (166.0, 190.0)
_SPECKS_PX = ((60, 250), (90, 300), (120, 270))


def main() -> None:
    source = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = f"{folder}/home"
        shutil.copytree(source, Path(folder) / "project")
        with Project.open(Path(folder) / "project") as project:
            careless(project)
            shown = {"author": _REVIEWER, "video_id": VIDEO}
            take(project, target / "review-comments.png", comments, **shown)
            chinese = {"theme": "dark", "language": "zh"}
            take(project, target / "review-dark-zh.png", suspects, **chinese, **shown)
            take(project, target / "review-diff.png", correct_and_compare, **shown)
    application.quit()


def careless(project: Project) -> None:
    """Ben loses the person's legs, moves the saxophone aside, and leaves specks beside the accordion."""
    bench = Workbench(project, author=_ANNOTATOR)
    bench.open_video(VIDEO)
    person, accordion, saxophone = (each.instance_id for each in bench.view.instances)
    _change(bench, (person, 2), _without_legs)
    _change(bench, (saxophone, 3), lambda pixels: np.roll(pixels, _SHIFT_PX, axis=1))
    _change(bench, (accordion, 5), _with_specks)
    bench.run_as_is(commands.submit(bench.view, author=_ANNOTATOR, review_rounds=1))


def comments(rita: WindowRobot) -> None:
    """Begin, walk to the second whose legs are missing, and say so."""
    begin = rita.window.workspace.strip.button("begin_review")
    wait_until(begin.isVisible)
    rita.press("Ctrl+B")
    rita.press("F4", times=2)
    wait_until(lambda: rita.window.session.state.image is not None)
    canvas = rita.window.workspace.canvas
    QTest.mouseMove(canvas.viewport(), canvas.mapFromScene(QPointF(*_LEGS_XY)))
    rita.press("Shift+C")
    rita.press("Tab")
    rita.type("the legs are missing")
    rita.press("Backtab")
    rita.press("1")
    _all_counted(rita)


def suspects(rita: WindowRobot) -> None:
    rita.press("Home")
    _all_counted(rita)
    rita.press("Shift+N")


def correct_and_compare(rita: WindowRobot) -> None:
    """Copy the mask of the second before, here and where the saxophone is aside; then see both."""
    for number, second in (("1", 2), ("3", 3)):
        rita.press(number)
        rita.press("Home")
        rita.press("D", times=second)
        rita.press("Delete")
        rita.press("G")
        pause(1.0)
        rita.press("Y")
        pause(0.5)
    rita.press("F7")
    rita.press("F8", times=2)


def _all_counted(rita: WindowRobot) -> None:
    wait_until(lambda: rita.window.session.suspects.suspects is not None)


def _change(bench: Workbench, cell: Cell, change: Callable[[MaskArray], MaskArray]) -> None:
    rle = bench.view.mask_at(*cell)
    assert rle is not None
    made = Provenance(source=MaskSource.BRUSH, author=bench.author)
    pixels = masks.encode(change(masks.decode(rle).astype(bool)))
    bench.run(commands.commit_mask(bench.view, *cell, pixels, made))


def _without_legs(pixels: MaskArray) -> MaskArray:
    return pixels & (np.arange(len(pixels))[:, None] < _KNEES_PX)


def _with_specks(pixels: MaskArray) -> MaskArray:
    speckled = pixels.copy()
    for row, column in _SPECKS_PX:
        speckled[row : row + 5, column : column + 5] = True
    return speckled


if __name__ == "__main__":
    main()

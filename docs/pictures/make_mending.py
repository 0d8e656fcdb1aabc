"""Makes the guide's picture of a proposal before and after one correcting click, on a rendered scene.

    .venv/bin/python docs/pictures/make_mending.py [FOLDER]

Works offscreen, or on the screen of $DISPLAY.
"""

import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "tests")]

import numpy as np
from annotation_scene import best_click, pixels_at, render_scene
from make_annotator import pause, wait_until
from PIL import Image
from PyQt6.QtCore import QPointF
from window_robot import WindowRobot

from avisbuild import masks
from avisbuild.annotation import Workbench, commands
from avisbuild.records import Proposal, Sounding
from avisbuild.segment import MaskArray
from avisbuild.store import Project
from avisbuild_gui.app import AnnotatorOptions, make_application, open_window
from avisbuild_gui.main_window import MainWindow

_SEED, _HEIGHT_PX = 11, 360
_WIDTH_PX, _ZOOM, _GAP_PX = 460, 1.6, 12


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = f"{folder}/home"
        scene = render_scene(Path(folder) / "scene", seconds=1, seed=_SEED, height_px=_HEIGHT_PX)
        truth = max(pixels_at(scene.truth, 0), key=_compactness)
        with scene.blank_project(Path(folder) / "project") as project:
            _propose(project, _lower_half(truth))
            pictures = _before_and_after(project, truth, Path(folder))
    application.quit()
    path = target / "annotate-mending.png"
    _side_by_side(pictures).quantize(256, kmeans=4).save(path, optimize=True)
    sys.stdout.write(f"{path}\n")


def _compactness(mask: MaskArray) -> float:
    """Of how much of its box a mask is, times its side: a large thing without arms."""
    ys, xs = np.nonzero(mask)
    return float(len(ys) ** 1.5 / (np.ptp(ys) + 1) / (np.ptp(xs) + 1))


def _lower_half(truth: MaskArray) -> MaskArray:
    rows = np.arange(len(truth))[:, None]
    return truth & (rows > np.median(np.nonzero(truth)[0]))


def _propose(project: Project, mask: MaskArray) -> None:
    bench = Workbench(project, author="mei")
    view = bench.open_video(project.videos()[0].video_id)
    instance = commands.new_instance(view, view.taxonomy.categories[0].category_id)
    bench.run(commands.add_instance(bench.view, instance))
    name = instance.instance_id
    bench.run(commands.set_sounding(bench.view, name, range(1), Sounding.SOUNDING))
    proposal = Proposal(
        instance_id=name, second=0, rle=masks.encode(mask), model="flow", confidence=0.6
    )
    bench.run(commands.add_proposals(bench.view, [proposal]))


def _before_and_after(project: Project, truth: MaskArray, folder: Path) -> list[Image.Image]:
    """The frame around the object with its proposal; and after a click on the middle of what is missing."""
    options = AnnotatorOptions(
        project=project.folder, author="mei", segmenter="classical", theme="light", language="en"
    )
    window = open_window(project, options)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.start()
    wait_until(lambda: window.session.state.image is not None)
    pause(2.0)
    robot, session = WindowRobot(window, wait_until), window.session
    robot.press("1")
    ys, xs = np.nonzero(truth)
    centre = float(xs.mean()), float(ys.mean())
    window.workspace.canvas.restore_view(_ZOOM, centre)
    pictures = [_around(window, centre, folder / "before.png")]
    robot.click(*best_click(truth & ~_lower_half(truth)))
    wait_until(lambda: session.drafts.here is not None and not session.drafts.here.needs_answer)
    pictures.append(_around(window, centre, folder / "after.png"))
    window.close()
    pause(0.1)
    return pictures


def _around(window: MainWindow, centre: tuple[float, float], path: Path) -> Image.Image:
    """What the canvas shows around a place of the frame."""
    pause(1.0)
    window.workspace.notice.clear()
    pause(0.2)
    canvas = window.workspace.canvas
    canvas.viewport().grab().save(str(path))
    middle = canvas.mapFromScene(QPointF(*centre))
    left, top = middle.x() - _WIDTH_PX // 2, middle.y() - _WIDTH_PX // 2
    with Image.open(path) as picture:
        return picture.convert("RGB").crop((left, top, left + _WIDTH_PX, top + _WIDTH_PX))


def _side_by_side(pictures: list[Image.Image]) -> Image.Image:
    both = Image.new("RGB", (2 * _WIDTH_PX + _GAP_PX, _WIDTH_PX), "white")
    for number, picture in enumerate(pictures):
        both.paste(picture, (number * (_WIDTH_PX + _GAP_PX), 0))
    return both


if __name__ == "__main__":
    main()

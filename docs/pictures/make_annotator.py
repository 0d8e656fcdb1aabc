"""Makes the pictures of the annotator that the guide and the README show, from the demo's project.

    make demo && .venv/bin/python docs/pictures/make_annotator.py demo/project [FOLDER]

Works on a copy of the project, in a window on the screen of $DISPLAY, or offscreen without one. A font with
Chinese characters must be there.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))
if "DISPLAY" not in os.environ:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*=false")

from PIL import Image
from PyQt6.QtWidgets import QApplication
from window_robot import WindowRobot

from avisbuild.annotation import Workbench, commands
from avisbuild.records import (
    InstanceId,
    MaskSource,
    Proposal,
    Provenance,
    Sounding,
    Track,
    VideoId,
)
from avisbuild.store import Project
from avisbuild_gui.app import AnnotatorOptions, open_window
from avisbuild_gui.application import make_application
from avisbuild_gui.main_window import MainWindow

FIRST_TRY, TRUTH = VideoId("first-try"), VideoId("scene-24-0000")
_WAIT_S = 60.0
_AROUND_THE_PIPA, _ON_ITS_OTHER_EDGE = ((471, 213), (498, 162), (513, 196)), (499, 230)


def main() -> None:
    source = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = f"{folder}/home"
        shutil.copytree(source, Path(folder) / "project")
        with Project.open(Path(folder) / "project") as project:
            half_annotated(project)
            take(project, target / "annotator.png", pipa_in_second_four)
            take(project, target / "annotate-prompt.png", box_and_clicks)
            take(project, target / "annotate-scissors.png", scissors_in_work)
            take(project, target / "annotate-proposals.png", at_a_proposal)
            take(
                project, target / "annotate-dark-zh.png", at_a_proposal, theme="dark", language="zh"
            )
            take(project, target / "annotate-keys.png", all_keys)
    application.quit()


def half_annotated(project: Project) -> None:
    """The trumpet done and suggested to the end, the pipa begun."""
    bench = Workbench(project, author="mei")
    bench.open_video(FIRST_TRY)
    for track in sorted(project.tracks(TRUTH), key=lambda each: each.states[0], reverse=True):
        if set(track.states) == {Sounding.SILENT}:
            continue
        instance = commands.new_instance(bench.view, track.instance.category_id)
        bench.run(commands.add_instance(bench.view, instance))
        mark(bench, instance.instance_id, track)


def mark(bench: Workbench, instance_id: InstanceId, track: Track) -> None:
    count = len(track.states)
    first = track.states.index(Sounding.SOUNDING)
    bench.run(
        commands.set_sounding(bench.view, instance_id, range(first, count), Sounding.SOUNDING)
    )
    done = 5 if first == 0 else 4
    for second in range(first, count):
        rle = track.masks[second]
        if rle is None:
            continue
        if second < done:
            provenance = Provenance(source=MaskSource.CLICK, author="mei")
            bench.run(commands.commit_mask(bench.view, instance_id, second, rle, provenance))
        elif first == 0:
            proposal = Proposal(
                instance_id=instance_id, second=second, rle=rle, model="flow", confidence=0.9
            )
            bench.run(commands.add_proposals(bench.view, [proposal]))


def pipa_in_second_four(robot: WindowRobot) -> None:
    go_to(robot, "2", 4)
    robot.click(487, 206)
    answered(robot)
    for x, y in ((476, 160), (518, 190)):
        robot.click(x, y, alt=True)
        answered(robot)


def box_and_clicks(robot: WindowRobot) -> None:
    go_to(robot, "2", 4)
    robot.window.workspace.canvas.restore_view(2.2, (480.0, 180.0))
    robot.window.session.drafts.draw_box(468, 112, 525, 232)
    answered(robot)
    robot.click(478, 150, alt=True)
    answered(robot)
    robot.click(517, 172, alt=True)
    answered(robot)


def scissors_in_work(robot: WindowRobot) -> None:
    go_to(robot, "2", 4)
    canvas = robot.window.workspace.canvas
    canvas.restore_view(3.4, (497.0, 172.0))
    robot.press("Shift+S")
    for x, y in _AROUND_THE_PIPA:
        robot.click(x, y)
        pause(1.0)
    canvas.hovered.emit(*_ON_ITS_OTHER_EDGE)


def at_a_proposal(robot: WindowRobot) -> None:
    robot.press("P")
    robot.press("F")
    go_to(robot, "1", 6)


def all_keys(robot: WindowRobot) -> None:
    robot.press("?")


def go_to(robot: WindowRobot, number: str, second: int) -> None:
    robot.press(number)
    robot.press("Home")
    robot.press("D", times=second)
    wait_until(lambda: robot.window.session.state.image is not None)
    pause(0.5)


def answered(robot: WindowRobot) -> None:
    session = robot.window.session
    wait_until(lambda: session.drafts.here is not None and not session.drafts.here.needs_answer)
    pause(1.0)


def take(
    project: Project,
    path: Path,
    arrange: Callable[[WindowRobot], None],
    *,
    theme: str = "light",
    language: str = "en",
    author: str = "mei",
    video_id: VideoId = FIRST_TRY,
) -> None:
    """Open the window, bring it into a state, and keep what it shows."""
    options = AnnotatorOptions(
        project=project.folder,
        author=author,
        video_id=video_id,
        segmenter="classical",
        theme=theme,
        language=language,
    )
    with window_on(project, options) as window:
        arrange(WindowRobot(window, wait_until))
        pause(1.0)
        window.workspace.notice.clear()
        pause(0.2)
        window.grab().save(str(path))
        with Image.open(path) as picture:
            # Without means the few violet pixels of proposals would become blue.
            small = picture.convert("RGB").quantize(256, kmeans=4)
        small.save(path, optimize=True)
        sys.stdout.write(f"{path}\n")


@contextmanager
def window_on(project: Project, options: AnnotatorOptions) -> Iterator[MainWindow]:
    window = open_window(project, options)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.start(options.video_id)
    wait_until(lambda: window.session.sound.analysis is not None)
    pause(2.0)
    try:
        yield window
    finally:
        window.close()
        pause(0.1)


def wait_until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + _WAIT_S
    while not done():
        QApplication.processEvents()
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")


def pause(duration_s: float) -> None:
    end = time.monotonic() + duration_s
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    main()

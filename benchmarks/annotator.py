"""How long does an annotator wait? In the real window at 1080p, from key or click until it is painted.

    python benchmarks/annotator.py [--switches 2000]

No window system is needed: Qt paints offscreen, with the processor, so that this is the slow case.
"""

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*=false")
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import psutil
from annotation_scene import Oracle, Scene, best_click, render_scene
from harness import write_result
from PyQt6.QtWidgets import QApplication
from recording_sink import RecordingSink
from window_robot import WindowRobot

from avisbuild import masks
from avisbuild.records import Mask, MaskSource, Provenance, Sounding, sounding_spans
from avisbuild.segment.catalogue import make_segmenter
from avisbuild.segment.service.service import SegmentService
from avisbuild.store import Project
from avisbuild_gui.app import AnnotatorOptions, open_window
from avisbuild_gui.application import make_application
from avisbuild_gui.garbage import collected_between_events
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.sound import Player

SECONDS = 20
HEIGHT_PX = 1080
_REPEATS = 60
_WAIT_S = 20.0
_REST_S = 0.25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--switches", type=int, default=2000)
    options = parser.parse_args()
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = f"{folder}/home"
        scene = render_scene(Path(folder) / "large", seconds=SECONDS, height_px=HEIGHT_PX)
        empty = scene.blank_project(Path(folder) / "empty")
        full = scene.blank_project(Path(folder) / "full")
        copy_truth(scene, full)
        figures: dict[str, Any] = {
            "frame switch": switches(empty, full),
            "toggle of a cell, ms": toggles(full),
            "click until painted, ms": {
                name: clicks(scene, full, name) for name in ("fake", "classical")
            },
            "memory over switches": memory(full, options.switches),
            "robot, 60 s and 4 instances": robot(Path(folder)),
        }
        for project in (empty, full):
            project.close()
    application.quit()
    write_result(
        "annotator",
        question="How long from key or click until it is painted, in the window at 1080p, without a GPU",
        figures=figures,
    )


def copy_truth(scene: Scene, project: Project) -> None:
    """Annotate everything that is seen, silent instances too."""
    with project.edit(author="benchmark", action="truth") as edit:
        for track in scene.truth:
            edit.add(track.instance)
            for span in sounding_spans(track.instance.instance_id, track.states):
                edit.set_sounding(span)
            for second, rle in enumerate(track.masks):
                if rle is not None:
                    edit.put(
                        Mask(
                            instance_id=track.instance.instance_id,
                            second=second,
                            rle=rle,
                            provenance=Provenance(source=MaskSource.RENDERED),
                        )
                    )


@contextmanager
def window_on(project: Project, make: Callable[[], Any]) -> Iterator[MainWindow]:
    """The real window, with this segmenter."""
    window = open_window(
        project,
        AnnotatorOptions(project=project.folder, author="robot", language="en", theme="light"),
        make_service=lambda answer, ready: SegmentService(
            make, on_answer=answer, on_readiness=ready
        ),
        make_player=lambda parent: Player(parent, sink=RecordingSink()),
    )
    window.resize(1920, 1080)
    window.show()
    window.activateWindow()
    window.start()
    wait_until(lambda: window.session.state.image is not None)
    settle()
    try:
        with collected_between_events():
            yield window
    finally:
        window.close()
        settle()


def switches(empty: Project, full: Project) -> dict[str, Any]:
    """From the key for the next second until it is painted, in two windows in turns, so that load hits both.

    At rest, what comes next has been painted ahead before each key, as when somebody looks at each second;
    in a row, there is no pause between the keys.
    """
    figures: dict[str, Any] = {}
    with ExitStack() as windows:
        shown = {
            name: windows.enter_context(window_on(project, lambda: make_segmenter("fake")))
            for name, project in (("nothing annotated", empty), ("all annotated", full))
        }
        for how, waits in (("in a row", False), ("at rest", True)):
            times: dict[str, list[tuple[float, float]]] = {name: [] for name in shown}
            for window in shown.values():
                window.session.navigation.choose_second(0)
                settle()
            for number in range(_REPEATS):
                keys = "D" if number % (2 * SECONDS - 2) < SECONDS - 1 else "A"
                order = list(shown) if number % 2 else list(reversed(shown))
                if waits:
                    for window in shown.values():
                        come_to_rest(window)
                for name in order:
                    times[name].append(switch(shown[name], keys))
            figures[f"{how}, ms"] = {
                name: spread([wall for wall, _ in each]) for name, each in times.items()
            }
            figures[f"{how}, CPU ms of the window's thread"] = {
                name: spread([cpu for _, cpu in each]) for name, each in times.items()
            }
            pairs = zip(times["all annotated"], times["nothing annotated"], strict=True)
            figures[f"{how}, CPU, all by nothing, median of pairs"] = statistics.median(
                one / other for (_, one), (_, other) in pairs
            )
    return figures


def switch(window: MainWindow, keys: str) -> tuple[float, float]:
    """How long another second took, on the clock and of this thread, in ms."""
    session = window.session
    wanted = session.state.second + (1 if keys == "D" else -1)
    window.activateWindow()
    wait_until(window.isActiveWindow)
    settle()
    started, worked = time.perf_counter(), time.thread_time()
    WindowRobot(window, wait_until).press(keys)
    wait_until(lambda: session.state.second == wanted and session.state.image is not None)
    settle()
    return 1000 * (time.perf_counter() - started), 1000 * (time.thread_time() - worked)


def come_to_rest(window: MainWindow) -> None:
    """Until the window has painted ahead what it paints ahead."""
    end = time.monotonic() + _REST_S
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.002)
    wait_until(lambda: window.workspace.canvas.is_prepared)


def toggles(project: Project) -> dict[str, float]:
    """From the key that makes a cell sound or silent until it is on disk and painted."""
    with window_on(project, lambda: make_segmenter("fake")) as window:
        robot = WindowRobot(window, wait_until)
        robot.press("1")
        times = []
        for _ in range(_REPEATS):
            started = time.perf_counter()
            robot.press("S")
            settle()
            times.append(1000 * (time.perf_counter() - started))
    return spread(times)


def clicks(scene: Scene, project: Project, name: str) -> dict[str, float]:
    """From a click with the frame's embedding ready until the mask is painted."""
    track = next(each for each in scene.truth if each.masks[0] is not None)
    rle = track.masks[0]
    assert rle is not None
    x, y = best_click(masks.decode(rle))
    with window_on(project, lambda: make_segmenter(name)) as window:
        session, robot = window.session, WindowRobot(window, wait_until)
        robot.press("I")
        robot.type("person")
        robot.press("Return")
        robot.press("Home")
        wait_until(
            lambda: session.readiness.now is not None and len(session.readiness.now.ready) > 0
        )
        times = []
        for number in range(_REPEATS // 2):
            started = time.perf_counter()
            robot.click(x + number % 5, y)
            wait_until(
                lambda: (
                    session.drafts.here is not None and session.drafts.here.candidates is not None
                )
            )
            settle()
            times.append(1000 * (time.perf_counter() - started))
            robot.press("Esc")
        robot.press("Ctrl+Z")
    return spread(times)


def memory(project: Project, count: int) -> dict[str, float]:
    """What the process holds over many switches; the slope is of the second half."""
    process, held = psutil.Process(), []
    with window_on(project, lambda: make_segmenter("fake")) as window:
        for number in range(count):
            window.session.navigation.choose_second(number % SECONDS)
            settle()
            if number % 20 == 0:
                gc.collect()
                held.append(process.memory_info().rss / 2**20)
    late = held[len(held) // 2 :]
    places = [20.0 * position for position in range(len(late))]
    slope = statistics.linear_regression(places, late).slope
    return {
        "switches": count,
        "MiB at the beginning": held[0],
        "MiB at the end": held[-1],
        "KiB a switch": 1024 * slope,
    }


def robot(folder: Path) -> dict[str, float]:
    """Keys and clicks of the robot for a whole minute, all from nothing to handed in."""
    scene = render_scene(folder / "minute")
    with scene.blank_project(folder / "by-robot") as project:
        with window_on(project, lambda: Oracle(scene)) as window:
            hands = WindowRobot(window, wait_until)
            started = time.perf_counter()
            ids = hands.add_instances(scene.heard)
            for track in scene.heard:
                hands.mark_states(ids[track.instance.instance_id], track)
            timing, before = hands.effort.keys, hands.effort.clicks
            mask_count = hands.view.todo_count
            hands.mask_all(ids, scene.truth)
            hands.press("Ctrl+Return")
            wall_s = time.perf_counter() - started
        sounding = sum(track.states.count(Sounding.SOUNDING) for track in scene.heard)
        assert sounding == mask_count
        return {
            "masks": mask_count,
            "clicks a mask": (hands.effort.clicks - before) / mask_count,
            "keys a mask": (hands.effort.keys - timing) / mask_count,
            "keys for names and times": timing,
            "clicks for times": before,
            "wall_s": wall_s,
        }


def wait_until(done: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + _WAIT_S
    while not done():
        QApplication.processEvents()
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")


def settle() -> None:
    """Let everything that waits be done, painting included."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median": statistics.median(ordered),
        "p95": ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))],
    }


if __name__ == "__main__":
    main()

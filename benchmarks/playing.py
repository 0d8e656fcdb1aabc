"""Do pictures keep step with the sound, how soon does the first one come, and what memory does it take (R43)?

    python benchmarks/playing.py [--seconds 20]

In the real window, painted by the processor (Qt's offscreen platform), with a sink whose played position goes
as a device's does. How late a picture is, is told when it has been painted, by what has been heard since the
picture after the one before it was due: so one that is left out counts as well.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*=false")
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import numpy as np
import psutil
from clipped_project import make_clipped_project
from harness import write_result
from PyQt6.QtGui import QPaintEvent
from PyQt6.QtWidgets import QApplication
from recording_sink import RecordingSink
from rendered_source import render_source

from avisbuild import masks
from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Provenance,
    SoundingSpan,
)
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.segment.service.service import SegmentService
from avisbuild.store import Project
from avisbuild_gui.app import AnnotatorOptions, make_application, open_window
from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.services.reel import LIMIT_BYTES
from avisbuild_gui.sound import Player

SIZES = ("640x360", "1280x720", "1920x1080")
RATE_HZ = 30
VIEW = (1366, 768)
INSTANCES = 3
STARTS = 12
_WAIT_S = 60.0


class Paintings:
    """Notes, whenever the canvas has been painted, which picture is on and where the sound is."""

    def __init__(self, window: MainWindow) -> None:
        self._moving, self._playing = window.session.moving, window.session.sound.playing
        self.late_s: list[float] = []
        self.first_at: float | None = None
        self.largest_reel = 0
        self.picture_count = 0
        self._before_s: float | None = None

    def painted(self) -> None:
        at_s, shown = self._playing.at_s, self._moving._shown
        self.largest_reel = max(
            self.largest_reel, sum(reel.byte_count for reel in self._moving._reels)
        )
        if at_s is None or shown is None or shown[0] is None:
            self._before_s = None
            return
        self.first_at = self.first_at or time.perf_counter()
        time_s = shown[0].time_s
        if time_s == self._before_s:
            return
        is_next = self._before_s is not None and self._before_s < time_s
        due_s = self._before_s + 1 / RATE_HZ if is_next and self._before_s is not None else time_s
        self.late_s.append(at_s - due_s)
        self.picture_count += 1
        self._before_s = time_s


_paintings: list[Paintings] = []


def note_paintings() -> None:
    """Have every canvas tell when it has been painted."""
    paint = FrameCanvas.paintEvent

    def painted(canvas: FrameCanvas, event: QPaintEvent | None) -> None:
        paint(canvas, event)
        for each in _paintings:
            each.painted()

    FrameCanvas.paintEvent = painted  # type: ignore[method-assign]


@contextmanager
def paintings(window: MainWindow) -> Iterator[Paintings]:
    noted = Paintings(window)
    _paintings.append(noted)
    yield noted
    _paintings.remove(noted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    options = parser.parse_args()
    application = make_application()
    note_paintings()
    loads = [os.getloadavg()[0]]
    figures: dict[str, Any] = {"bound of the pictures held, MiB": LIMIT_BYTES / 2**20}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = f"{folder}/home"
        for size in SIZES:
            made = make_clipped_project(
                Path(folder) / size,
                lambda source, size=size: render_source(  # type: ignore[misc]
                    source / "source.mp4", size=size, seconds=options.seconds
                ),
            )
            with Project.open(made) as project:
                annotate(project)
                figures[f"{size}, {RATE_HZ} pictures a second"] = measured(project, options.seconds)
            loads.append(os.getloadavg()[0])
    figures["load average on the way"] = {"lowest": min(loads), "highest": max(loads)}
    application.quit()
    write_result(
        "playing",
        question="How late are pictures by the sound's clock, how soon is the first one there, and what do "
        f"they take, in a window of {VIEW[0]} x {VIEW[1]} with {INSTANCES} masks",
        figures=figures,
    )


def annotate(project: Project) -> None:
    """Discs that wander, a mask in every second."""
    (video,) = project.videos()
    rows, columns = np.mgrid[: video.height_px, : video.width_px]
    with project.edit(author="benchmark", action="discs") as edit:
        for number in range(1, INSTANCES + 1):
            name = InstanceId(f"disc-{number}")
            edit.add(
                Instance(
                    instance_id=name,
                    video_id=video.video_id,
                    category_id=CategoryId(1),
                    number=number,
                )
            )
            edit.set_sounding(SoundingSpan(instance_id=name, start=0, stop=video.second_count))
            for second in range(video.second_count):
                x = video.width_px * (0.25 * number) + 2 * second
                away = np.hypot(rows - video.height_px / 2, columns - x)
                edit.put(
                    Mask(
                        instance_id=name,
                        second=second,
                        rle=masks.encode(away < video.height_px / 8),
                        provenance=Provenance(source=MaskSource.RENDERED),
                    )
                )


def measured(project: Project, seconds: int) -> dict[str, Any]:
    """Everything for one size, each in a window of its own."""
    with window_on(project) as window:
        sound = window.session.sound
        cold_source = first_picture(window)
        warm = [ready_and_play(window, 1 + start % (seconds - 2)) for start in range(STARTS)]
        cold = []
        for start in range(STARTS):
            window.session.navigation.choose_second((7 * start) % (seconds - 1))
            cold.append(first_picture(window))
        kept: dict[str, Any] = {
            "first picture, ms": {
                "warm": spread(warm),
                "cold: at once in another second": spread(cold),
                "cold: the source not opened yet": cold_source,
            }
        }
        before_mib = rss_mib()
        for name, play in (
            ("on from second 0", sound.play_on),
            ("a second over and over, 4 s", sound.play_loop),
            ("a second at half speed", sound.play_slowly),
        ):
            window.session.navigation.choose_second(0)
            settle(0.5)
            with paintings(window) as noted:
                play()
                limit_s = time.monotonic() + (4 if play == sound.play_loop else seconds + 5)
                while sound.playing.request is not None and time.monotonic() < limit_s:
                    QApplication.processEvents()
                    time.sleep(0.0005)
                sound.playing.stop()
            kept[name] = {
                "late, in pictures of the source": spread([s * RATE_HZ for s in noted.late_s]),
                "pictures painted": noted.picture_count,
                "held at most, MiB": noted.largest_reel / 2**20,
            }
        kept["resident memory, growth by playing, MiB"] = rss_mib() - before_mib
    return kept


@contextmanager
def window_on(project: Project) -> Iterator[MainWindow]:
    window = open_window(
        project,
        AnnotatorOptions(project=project.folder, author="robot", language="en", theme="light"),
        make_service=lambda answer, ready: SegmentService(
            FakeSegmenter(), on_answer=answer, on_readiness=ready
        ),
        make_player=lambda parent: Player(parent, sink=RecordingSink()),
    )
    window.resize(*VIEW)
    window.show()
    window.activateWindow()
    window.start()
    settle(0.05)
    yield window
    window.close()
    settle(0.1)


def ready_and_play(window: MainWindow, second: int) -> float:
    """The second is on screen, as for somebody who looks at it before the key is pressed."""
    window.session.navigation.choose_second(second)
    until = time.monotonic() + _WAIT_S
    moving = window.session.moving
    while not any(reel.start_s == second and reel.byte_count for reel in moving._reels):
        settle(0.005)
        if time.monotonic() > until:
            raise RuntimeError("the pictures do not get ready")
    settle(0.3)
    return first_picture(window)


def first_picture(window: MainWindow) -> float:
    """Milliseconds from a key's action until the first moving picture has been painted."""
    with paintings(window) as noted:
        began = time.perf_counter()
        window.session.sound.play_loop()
        while noted.first_at is None:
            QApplication.processEvents()
            if time.perf_counter() - began > _WAIT_S:
                raise RuntimeError("no picture comes")
        window.session.sound.playing.stop()
        settle(0.02)
        return (noted.first_at - began) * 1e3


def settle(duration_s: float) -> None:
    """Let the window work for a while."""
    until = time.monotonic() + duration_s
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.0005)


def spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "p50": statistics.median(ordered),
        "p95": ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))],
        "max": ordered[-1],
    }


def rss_mib() -> float:
    return float(psutil.Process().memory_info().rss) / 2**20


if __name__ == "__main__":
    main()

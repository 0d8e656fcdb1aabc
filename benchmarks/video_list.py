"""What do the small pictures in the list of videos cost, in a project of 926 videos with frames of 1080p?

    python benchmarks/video_list.py [--videos 926]

The window is opened with and without them, in turns; then its list is scrolled from top to bottom, a page at
a time; a turn of events in which the window does something for long is what a person would feel.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*=false")
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import numpy as np
import psutil
from big_project import make_big_project
from harness import write_result
from PIL import Image
from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QApplication
from recording_sink import RecordingSink

from avisbuild.records.video_folder import frame_path
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.segment.service.service import SegmentService
from avisbuild.store import Project
from avisbuild_gui.app import AnnotatorOptions, open_window
from avisbuild_gui.application import make_application
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.services.thumbnail_loader import ThumbnailLoader
from avisbuild_gui.sound import Player

_TURNS = 5
_LIMIT_S = 2.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=926)
    options = parser.parse_args()
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "STATE", "CACHE", "DATA"):
            os.environ[f"XDG_{name}_HOME"] = f"{folder}/home"
        project = _made(Path(folder), options.videos)
        opened: dict[str, list[float]] = {"with": [], "without": []}
        scrolled: dict[str, Any] = {}
        ask = ThumbnailLoader.ask
        for _ in range(_TURNS):
            for name, times in opened.items():
                ThumbnailLoader.ask = ask if name == "with" else _nothing  # type: ignore[method-assign]
                seconds, scrolled[name] = _opened(project)
                times.append(seconds)
    application.quit()
    write_result(
        "video_list",
        question="What do the pictures in the list of videos cost? Frames of 1080p",
        figures={
            "videos": options.videos,
            "open until painted, s": {
                name: {
                    "median": round(statistics.median(times), 3),
                    "most": round(max(times), 3),
                }
                for name, times in opened.items()
            },
            "limit_s": _LIMIT_S,
            "scrolled through, the last time": scrolled,
        },
    )


def _made(folder: Path, videos: int) -> Path:
    """The project, and the one frame of each video that its picture is made of."""
    path = folder / "project"
    make_big_project(path, videos=videos, masks=10 * videos)
    noise = np.random.default_rng(0).integers(0, 255, (68, 120, 3), dtype=np.uint8)
    Image.fromarray(noise).resize((1920, 1080)).save(folder / "frame.jpg", quality=92)
    with Project.open(path) as project:
        for video in project.overview().videos:
            for second in {0, video.second_count // 2}:
                frame = frame_path(project.video_dir(video.video_id), second)
                frame.parent.mkdir(parents=True, exist_ok=True)
                os.link(folder / "frame.jpg", frame)
    return path


def _opened(path: Path) -> tuple[float, dict[str, Any]]:
    """Seconds from opening the project until its window is painted; and what scrolling took."""
    started = time.monotonic()
    with Project.open(path) as project:
        window = open_window(
            project,
            AnnotatorOptions(project=path, author="ann", theme="light", language="en"),
            make_service=lambda on_answer, on_readiness: SegmentService(
                FakeSegmenter(), on_answer=on_answer, on_readiness=on_readiness
            ),
            make_player=lambda parent: Player(parent, sink=RecordingSink()),
        )
        window.resize(1920, 1080)
        window.show()
        window.start()
        QApplication.processEvents()
        window.grab()
        seconds = time.monotonic() - started
        figures = _scrolled(window)
        window.close()
        for _ in range(3):
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return seconds, figures


def _scrolled(window: MainWindow) -> dict[str, Any]:
    """Through the whole list, a page every 50 ms, until the last page has its pictures."""
    videos, before = window.workspace.videos, psutil.Process().memory_info().rss
    told: list[str] = []
    videos.pictures.changed.connect(told.append)
    bar = videos.view.verticalScrollBar()
    turns: list[float] = []
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + bar.pageStep())
        _turn(turns, 0.05)
    last, began = videos.model.shown[-1].video_id, time.monotonic()
    while told and last not in told and time.monotonic() - began < 20:
        _turn(turns, 0.002)
    return {
        "pictures read": len(told),
        "last page there after, s": round(time.monotonic() - began, 3),
        "turn of events, ms of the processor": {
            "95th percentile": round(1000 * float(np.percentile(turns, 95)), 1),
            "longest": round(1000 * max(turns), 1),
        },
        "memory grown, MiB": round((psutil.Process().memory_info().rss - before) / 2**20, 1),
    }


def _turn(turns: list[float], pause_s: float) -> None:
    until = time.monotonic() + pause_s
    while time.monotonic() < until:
        # Of this thread's own processor time: others at work on the machine make no difference.
        began = time.thread_time()
        QApplication.processEvents()
        turns.append(time.thread_time() - began)
        time.sleep(0.001)


def _nothing(*_: object) -> None:
    """No picture is read."""


if __name__ == "__main__":
    main()

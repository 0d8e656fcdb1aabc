"""How quick is the project store at AVISeg's size: opening, reading a video, making an edit last?"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from big_project import make_big_project
from harness import timed, write_result

from avisbuild.records import Mask, RoundState, Video
from avisbuild.store import Project

_REPEATS = 300
_OPEN = """
import sys, time
from pathlib import Path
from avisbuild.store import Project
started = time.perf_counter()
with Project.open(Path(sys.argv[1])) as project:
    assert len(project.states()) == len(project.videos()) == int(sys.argv[2])
    print(time.perf_counter() - started)
"""


def main() -> None:
    """Build the project and measure on it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=926)
    parser.add_argument("--masks", type=int, default=94_074)
    parser.add_argument(
        "--folder", type=Path, help="where to put the project; default: a temporary one"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as parent:
        folder = Path(parent) / "big"
        built = timed(lambda: make_big_project(folder, options.videos, options.masks))
        figures: dict[str, Any] = {
            "videos": options.videos,
            "masks": options.masks,
            "build_s": built.wall_s,
            "database_mib": (folder / "project.db").stat().st_size / 2**20,
            "open_ms": _spread(_opening(folder, options.videos) for _ in range(7)),
        }
        with Project.open(folder) as project:
            figures |= _on_an_open_project(project)
    write_result("store", question=__doc__ or "", figures=figures)


def _on_an_open_project(project: Project) -> dict[str, Any]:
    videos = project.videos()
    chosen = [videos[index * len(videos) // _REPEATS] for index in range(_REPEATS)]
    snapshot = project.snapshot(include=tuple(RoundState))
    return {
        "one_video_read_ms": _spread(
            _clock(partial(project.tracks, each.video_id)) for each in chosen
        ),
        "one_video_of_a_snapshot_ms": _spread(
            _clock(partial(snapshot.tracks.__getitem__, each.video_id)) for each in chosen
        ),
        "one_mask_edit_ms": _spread(_editing(project, each) for each in chosen),
        "status_counts_ms": _spread(_clock(project.mask_counts) for _ in range(7)),
        "whole_snapshot_read": _cost(
            lambda: sum(len(snapshot.tracks[each.video_id]) for each in videos)
        ),
        "journal_verify": _cost(project.journal.verify),
        "state_rebuilt": _cost(project.rebuild_state),
    }


def _opening(folder: Path, videos: int) -> float:
    """Seconds to open the project and list its videos with their states, in a fresh process."""
    command = [sys.executable, "-c", _OPEN, str(folder), str(videos)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _editing(project: Project, video: Video) -> float:
    """Seconds to replace one mask so that it survives a power cut."""
    first, second, *_ = project.records(Mask, video.video_id)
    changed = replace(first, rle=second.rle)

    def edit() -> None:
        with project.edit(author="benchmark", action="Set mask") as opened:
            opened.put(changed)

    return _clock(edit)


def _clock(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _spread(seconds: Iterable[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum in milliseconds."""
    ordered = sorted(each * 1000 for each in seconds)
    return {
        "median": statistics.median(ordered),
        "p95": ordered[round(0.95 * (len(ordered) - 1))],
        "max": ordered[-1],
    }


def _cost(work: Callable[[], object]) -> dict[str, float]:
    cost = timed(work)
    return {"cpu_s": cost.cpu_s, "wall_s": cost.wall_s, "peak_rss_mib": cost.peak_rss_mib}


if __name__ == "__main__":
    main()

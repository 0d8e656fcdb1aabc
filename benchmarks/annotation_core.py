"""How quick is the annotator without a window: a cell, a mask, an undo, a stroke, the list of videos?"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from big_project import make_big_project, make_shapes
from harness import timed, write_result

from avisbuild.annotation import Draft, VideoView, Workbench, commands, navigation
from avisbuild.checks.cells import find_issues
from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Provenance,
    Rle,
    SoundingSpan,
    Video,
    VideoId,
)
from avisbuild.segment import Prompt
from avisbuild.store import Edit, Project

VIDEO = VideoId("video")
SIZE = (1080, 1920)
SECONDS, INSTANCES = 60, 4
_PROMPTS = Prompt(points_xy=((812.0, 433.0),) * 3, positive=(True, True, False)).text
_OPEN = """
import sys, time
from pathlib import Path
from avisbuild.store import Project
from avisbuild.annotation.summary import summary_rows
started = time.perf_counter()
with Project.open(Path(sys.argv[1])) as project:
    assert len(summary_rows(project.overview())) == int(sys.argv[2])
    print(time.perf_counter() - started)
"""


def main() -> None:
    """Build two projects, with and without masks, and measure the same on both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=900)
    parser.add_argument("--masks", type=int, default=87_000)
    parser.add_argument("--repeats", type=int, default=200)
    options = parser.parse_args()
    shapes = make_shapes(SIZE, seed=1)
    figures: dict[str, Any] = {
        "video": f"{SECONDS} s, {INSTANCES} instances, {SIZE[1]} x {SIZE[0]}",
        "videos": options.videos,
        "masks_when_annotated": options.masks,
    }
    with tempfile.TemporaryDirectory() as parent:
        for name, share in (("annotated_0_percent", 0), ("annotated_100_percent", 1)):
            folder = Path(parent) / name
            built = timed(lambda: make_big_project(folder, options.videos, share * options.masks))  # noqa: B023
            figures[name] = {"build_s": built.wall_s} | _measure(
                folder, shapes, is_masked=bool(share), repeats=options.repeats
            )
            figures[name]["list_of_videos_opened_ms"] = _spread(
                _listing(folder, options.videos + 1) for _ in range(7)
            )
    figures["stroke_ms"] = _strokes(options.repeats)
    write_result("annotation_core", question=__doc__ or "", figures=figures)


def _issues(view: VideoView) -> int:
    return len(find_issues(view.video, view.tracks, view.taxonomy, silences=view.silences))


def _measure(
    folder: Path, shapes: list[Rle], *, is_masked: bool, repeats: int
) -> dict[str, dict[str, float]]:
    told = Provenance(
        source=MaskSource.CLICK, author="benchmark", model="sam_vit_h", prompts=_PROMPTS
    )
    with Project.open(folder) as project:
        with project.edit(author="benchmark", action="Make") as edit:
            names = _lay_out(edit, shapes, told, is_masked=is_masked)
        workbench = Workbench(project, author="benchmark")

        def toggle(turn: int) -> None:
            workbench.run(
                commands.toggle_sounding(workbench.view, names[turn % 4], turn * 7 % SECONDS)
            )

        def commit(turn: int) -> None:
            cell = names[turn % 4], turn * 7 % SECONDS
            workbench.run(
                commands.commit_mask(workbench.view, *cell, shapes[turn % len(shapes)], told)
            )

        figures = {
            "open_video_ms": _repeat(lambda _: workbench.open_video(VIDEO), 50),
            "toggle_ms": _repeat(toggle, repeats),
            "commit_mask_ms": _repeat(commit, repeats if is_masked else 60),
            "undo_ms": _repeat(lambda _: workbench.undo(), 50),
            "redo_ms": _repeat(lambda _: workbench.redo(), 50),
            # Not the view's own, which finds them once.
            "issues_ms": _repeat(lambda _: _issues(workbench.view), repeats),
            "next_unfinished_ms": _repeat(
                lambda turn: navigation.next_todo(workbench.view, names[0], turn % SECONDS), repeats
            ),
            "merge_ms": _repeat(
                lambda _: workbench.run(
                    commands.merge_instances(workbench.view, names[0], names[1])
                ),
                1,
            ),
            "undo_of_merge_ms": _repeat(lambda _: workbench.undo(), 1),
        }
        assert project.journal.verify()
        return figures


def _lay_out(
    edit: Edit, shapes: list[Rle], told: Provenance, *, is_masked: bool
) -> list[InstanceId]:
    """The open video: every second of every instance sounds, and has its mask or not."""
    edit.add_video(Video(video_id=VIDEO, second_count=SECONDS, height_px=SIZE[0], width_px=SIZE[1]))
    names = [InstanceId(f"{VIDEO}/{number}") for number in range(INSTANCES)]
    for number, name in enumerate(names):
        edit.add(
            Instance(instance_id=name, video_id=VIDEO, category_id=CategoryId(number + 1), number=1)
        )
        edit.set_sounding(SoundingSpan(instance_id=name, start=0, stop=SECONDS))
        for second in range(SECONDS if is_masked else 0):
            rle = shapes[(number * SECONDS + second) % len(shapes)]
            edit.put(Mask(instance_id=name, second=second, rle=rle, provenance=told))
    return names


def _strokes(repeats: int) -> dict[str, dict[str, float]]:
    """One segment of a stroke, 40 px of the way, as the pointer moves; and taking a whole stroke back."""
    figures = {}
    for diameter_px in (8, 40, 200):
        draft = Draft((InstanceId("video/0"), 0), SIZE, base=make_shapes(SIZE, seed=2)[0])
        draft.begin_stroke(100, 100, diameter_px=diameter_px, erases=False)
        figures[f"segment_{diameter_px}_px"] = _repeat(
            lambda turn: draft.extend_stroke(100 + turn * 40 % 1700, 100 + turn * 9 % 900),  # noqa: B023
            repeats,
        )
        draft.end_stroke()
        figures[f"undo_{diameter_px}_px"] = _repeat(lambda _: draft.undo() or draft.redo(), 20)  # noqa: B023
    assert isinstance(draft.mask, np.ndarray)
    return figures


def _listing(folder: Path, videos: int) -> float:
    """Seconds to open the project and read its list of videos, in a fresh process."""
    command = [sys.executable, "-c", _OPEN, str(folder), str(videos)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _repeat(work: Callable[[int], object], times: int) -> dict[str, float]:
    """Milliseconds of each turn, and the processor's time for one: that does not depend on who else works."""
    cpu = time.process_time()
    walls = []
    for turn in range(times):
        started = time.perf_counter()
        work(turn)
        walls.append(time.perf_counter() - started)
    return _spread(walls) | {"cpu_mean": (time.process_time() - cpu) * 1000 / times}


def _spread(seconds: Iterable[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum in milliseconds."""
    ordered = sorted(each * 1000 for each in seconds)
    return {
        "median": statistics.median(ordered),
        "p95": ordered[round(0.95 * (len(ordered) - 1))],
        "max": ordered[-1],
    }


if __name__ == "__main__":
    main()

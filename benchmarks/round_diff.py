"""How long does it take to tell what a review changed: of one long video, and of projects of several sizes?

    python benchmarks/round_diff.py [--videos 225 450 900]

The long video has 60 seconds and five instances, each mask an entry of the journal, of which the review
moves a fifth. In the projects, of AVISeg's shape, a review moves every tenth mask, each by an entry.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from big_project import make_big_project
from harness import write_result

from avisbuild.masks import decode, encode
from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Provenance,
    Rle,
    Round,
    RoundState,
    SoundingSpan,
    Video,
    VideoId,
)
from avisbuild.records.bundled import load_recipe
from avisbuild.review.change_figures import total_figures
from avisbuild.review.round_changes import changes_by_round
from avisbuild.store import Project

_LONG = VideoId("long")
_SECONDS, _INSTANCES = 60, 5
_SIZE = (720, 1280)
_MOVED_PX = 12
_TURNS = 7
_LIMIT_S = 1.0
_PROVENANCE = Provenance(source=MaskSource.BRUSH, author="bob", seconds_spent=3.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, nargs="+", default=[225, 450, 900])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = {
            "one video of 60 s with 5 instances": _long_video(Path(folder)),
            "limit_s": _LIMIT_S,
            "projects": [_project(Path(folder), videos) for videos in options.videos],
        }
    write_result(
        "round_diff",
        question="How long does it take to tell what a review changed? Masks of 720p",
        figures=figures,
    )


def _long_video(folder: Path) -> dict[str, Any]:
    """A video whose every mask was committed by itself, and its first review."""
    rng = random.Random(0)
    names = [InstanceId(f"long/{number}") for number in range(_INSTANCES)]
    with Project.create(folder / "long", load_recipe("aviseg")) as project:
        with project.edit(author="ann", action="Begin", video_id=_LONG) as edit:
            video = Video(
                video_id=_LONG, second_count=_SECONDS, height_px=_SIZE[0], width_px=_SIZE[1]
            )
            edit.add_video(video)
            edit.set_round(_round(_LONG, 1, RoundState.ANNOTATING))
            for number, name in enumerate(names, start=1):
                category = CategoryId(number)
                edit.add(Instance(instance_id=name, video_id=_LONG, category_id=category, number=1))
                edit.set_sounding(SoundingSpan(instance_id=name, start=0, stop=_SECONDS))
        cells = [(name, second) for second in range(_SECONDS) for name in names]
        for cell in cells:
            _put(project, _LONG, cell, _ellipse(rng))
        _review(project, _LONG, rng.sample(cells, len(cells) // 5))
        entries = project.journal.head().sequence
        times = [
            _timed(lambda: list(changes_by_round(project)), time.process_time)
            for _ in range(_TURNS)
        ]
        changed = total_figures(changes_by_round(project)).changed.masks
    return {
        "entries": entries,
        "masks changed": changed,
        "cpu, s": {"median": round(statistics.median(times), 4), "most": round(max(times), 4)},
    }


def _project(folder: Path, videos: int) -> dict[str, Any]:
    """A project of so many videos, a review of each, and what all of them changed."""
    rng = random.Random(videos)
    path = folder / f"videos_{videos}"
    make_big_project(path, videos=videos, masks=102 * videos, size=_SIZE)
    with Project.open(path) as project:
        for video in project.videos():
            found = [
                (each.instance_id, each.second) for each in project.records(Mask, video.video_id)
            ]
            _review(project, video.video_id, rng.sample(found, len(found) // 10))
        seconds = _timed(lambda: list(changes_by_round(project)), time.process_time)
        total = total_figures(changes_by_round(project))
    return {
        "videos": videos,
        "masks": total.totals.masks,
        "masks changed": total.changed.masks,
        "cpu, s": round(seconds, 2),
        "cpu a video, ms": round(1000 * seconds / videos, 2),
    }


def _review(project: Project, video_id: VideoId, cells: Sequence[tuple[InstanceId, int]]) -> None:
    """Review 1: the masks of these cells are moved, an entry each, and the video is accepted."""
    known = {(each.instance_id, each.second): each.rle for each in project.records(Mask, video_id)}
    _set_round(project, video_id, RoundState.IN_REVIEW)
    for cell in cells:
        _put(project, video_id, cell, _moved(known[cell]))
    _set_round(project, video_id, RoundState.ACCEPTED)


def _set_round(project: Project, video_id: VideoId, state: RoundState) -> None:
    with project.edit(author="bob", action="Move", video_id=video_id) as edit:
        edit.set_round(_round(video_id, 2, state))


def _round(video_id: VideoId, number: int, state: RoundState) -> Round:
    return Round(
        video_id=video_id, number=number, state=state, person="ann" if number == 1 else "bob"
    )


def _put(project: Project, video_id: VideoId, cell: tuple[InstanceId, int], rle: Rle) -> None:
    with project.edit(author="bob", action="Mask", video_id=video_id) as edit:
        edit.put(Mask(instance_id=cell[0], second=cell[1], rle=rle, provenance=_PROVENANCE))


def _moved(rle: Rle) -> Rle:
    return encode(np.roll(decode(rle), _MOVED_PX, axis=1))


def _ellipse(rng: random.Random) -> Rle:
    rows, columns = np.ogrid[: _SIZE[0], : _SIZE[1]]
    y, x = rng.uniform(200, 520), rng.uniform(300, 980)
    tall, wide = rng.uniform(60, 180), rng.uniform(60, 240)
    return encode(((rows - y) / tall) ** 2 + ((columns - x) / wide) ** 2 < 1)


def _timed(work: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    work()
    return clock() - began


if __name__ == "__main__":
    main()

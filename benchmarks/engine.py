"""What does the engine cost a task, and how much faster is a worker a core than one worker?"""

import argparse
import statistics
import tempfile
from functools import partial
from pathlib import Path

import harness
from rendered_source import render_source

from avisbuild.records import VideoId
from avisbuild_pipelines.clip import clip_video
from avisbuild_pipelines.clip.request import ClipRequest
from avisbuild_pipelines.engine import LocalEngine
from avisbuild_pipelines.engine.cores import usable_cores


def main() -> None:
    """Clip the same source many times over on one worker and on one a core, in turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = render_source(folder / "source.mp4", size="640x360", seconds=options.seconds)
        many_workers = max(2, usable_cores())
        crews = {f"{count} workers": count for count in (1, many_workers)}
        walls: dict[str, list[float]] = {crew: [] for crew in crews}
        for number in range(options.rounds):
            for crew, count in sorted(crews.items(), reverse=bool(number % 2)):
                walls[crew].append(
                    clip_all(folder / f"{number}-{count}", source, options.videos, count)
                )
        one, many = walls.values()
        speed_ups = sorted(alone / together for alone, together in zip(one, many, strict=True))
        figures = {
            "overhead_ms_per_task": round(overhead_s(2000) * 1000, 3),
            "workers": many_workers,
            "speed_up": {
                "median": statistics.median(speed_ups),
                "min": speed_ups[0],
                "max": speed_ups[-1],
            },
            "wall_s": {crew: statistics.median(values) for crew, values in walls.items()},
        }
    harness.write_result(
        "engine", question="What does the engine cost, and does it scale?", figures=figures
    )


def overhead_s(count: int) -> float:
    """Wall seconds a task that does nothing, on one worker that runs already."""
    with LocalEngine(1) as engine:
        engine.submit(int).result()
        cost = harness.timed(partial(run_empty, engine, count))
    return cost.wall_s / count


def run_empty(engine: LocalEngine, count: int) -> None:
    """Submit and await tasks in the window that a fetch keeps."""
    futures = []
    for _ in range(count):
        futures.append(engine.submit(int))
        if len(futures) > 2:
            futures.pop(0).result()


def clip_all(folder: Path, source: Path, count: int, workers: int) -> float:
    """Wall seconds for clipping `count` videos; the workers have started and done one before."""
    requests = [request(folder / f"v{number}", source) for number in range(count)]
    with LocalEngine(workers) as engine:
        warm = [
            engine.submit(clip_video, request(folder / f"w{n}", source)) for n in range(workers)
        ]
        for future in warm:
            future.result()
        return harness.timed(lambda: run_requests(engine, requests)).wall_s


def run_requests(engine: LocalEngine, requests: list[ClipRequest]) -> None:
    """Clip everything."""
    for future in [engine.submit(clip_video, one) for one in requests]:
        future.result()


def request(video_dir: Path, source: Path) -> ClipRequest:
    """A request for the whole rendered source as one video."""
    return ClipRequest(
        video_id=VideoId(video_dir.name),
        source_path=source,
        source_key="bench",
        source={},
        video_dir=video_dir,
    )


if __name__ == "__main__":
    main()

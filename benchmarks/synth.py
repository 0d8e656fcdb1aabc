"""How many seconds of scenes with sound and truth does a second of waiting give?

`python benchmarks/synth.py [SCENES]` renders a set (default 40 scenes of 10 s at 320x180, 25 frames a second)
in two processes, and one scene after another in this process for the cost on one core.
"""

import sys
import tempfile
from pathlib import Path

import cv2
from harness import timed, write_result

from avisbuild.synth import SceneOptions, plan_scene, render_scene
from avisbuild_pipelines.synthesis import Form, SynthOptions, synthesize

_SECONDS = 10
_JOBS = 2
_SIZES = ((180, 320), (360, 640), (720, 1280))


def main() -> None:
    """Measure and write `results/synth.json`."""
    scenes = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        together = timed(lambda: _make_set(Path(folder), scenes))
        alone = {
            f"{w}x{h}": _one_core(Path(folder), (h, w), max(2, scenes // 8)) for h, w in _SIZES
        }
    figures = {
        "scenes": scenes,
        "seconds_each": _SECONDS,
        "frames_per_s": 25,
        "processes": _JOBS,
        "clip_seconds_per_wall_second_320x180": scenes * _SECONDS / together.wall_s,
        "clip_seconds_per_cpu_second_one_core": alone,
    }
    write_result("synth", question="How fast are scenes rendered?", figures=figures)


def _make_set(folder: Path, scenes: int) -> None:
    options = SynthOptions(
        scene=SceneOptions(seed=1, seconds=_SECONDS),
        video_count=scenes,
        form=Form.MEDIA,
        jobs=_JOBS,
    )
    synthesize(folder / "set", options)


def _one_core(folder: Path, size: tuple[int, int], scenes: int) -> float:
    options = SceneOptions(seed=1, seconds=_SECONDS, height_px=size[0], width_px=size[1])
    specs = [plan_scene(options, index) for index in range(scenes)]
    cost = timed(lambda: [render_scene(spec, folder / "one.mp4") for spec in specs])
    return scenes * _SECONDS / cost.cpu_s


if __name__ == "__main__":
    main()

"""How much work are twenty bad proposals, in the real window, with the classical segmenter?

    python benchmarks/mending.py [--against /tmp/before]

A robot with keys and a mouse mends proposals of four kinds until IoU 0.90, here and, on the same input, in
another version (`git worktree add /tmp/before COMMIT`). No window system is needed: Qt paints offscreen.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from annotation_scene import pixels_at, read_frame, render_scene
from bad_masks import bad_masks
from harness import write_result

HERE = Path(__file__).parents[1]
ROBOT = Path(__file__).parent / "mending_robot.py"
_ROOTS = (".", "gui", "pipelines", "schemas", "benchmarks", "tests")
_SEED, _SECONDS, _HEIGHT_PX = 11, 20, 360
_SMALLEST_SHARE = 0.005  # of the frame; a smaller object is not worth a proposal


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, help="a checkout of another version")
    options = parser.parse_args()
    versions = {"this version": HERE}
    if options.against is not None:
        versions["the other version"] = options.against.resolve()
    with tempfile.TemporaryDirectory() as folder:
        given = write_input(Path(folder))
        figures: dict[str, Any] = {"proposals": _SECONDS, "IoU aimed at": 0.9}
        for name, checkout in versions.items():
            rows = mend(checkout, given, Path(folder) / name)
            figures[name] = {"commit": _commit(checkout), **summary(rows)}
    write_result("mending", question=(__doc__ or "").splitlines()[0], figures=figures)


def write_input(folder: Path) -> Path:
    """A rendered scene's media and, for each second, an object with a bad mask of one of the kinds."""
    scene = render_scene(folder / "scene", seconds=_SECONDS, seed=_SEED, height_px=_HEIGHT_PX)
    rng = np.random.default_rng(_SEED)
    arrays: dict[str, np.ndarray] = {}
    kinds: list[str] = []
    for second in range(_SECONDS):
        path = scene.folder / "videos" / scene.video_id / "frames" / f"{second:05d}.jpg"
        image, masks = read_frame(path), dict(enumerate(pixels_at(scene.truth, second)))
        named = {
            str(number): mask for number, mask in masks.items() if mask.mean() >= _SMALLEST_SHARE
        }
        found = {
            kind: (name, bad)
            for name in sorted(named, key=lambda _: rng.random())
            for kind, bad in bad_masks(image, named, name, rng)
        }
        kind = sorted(found)[second % len(found)]
        name, bad = found[kind]
        arrays[f"truth_{second}"], arrays[f"bad_{second}"] = named[name], bad
        kinds.append(kind)
    np.savez_compressed(scene.folder / "masks.npz", **arrays)
    description = {"video": scene.video_id, "seconds": _SECONDS, "kinds": kinds}
    (scene.folder / "input.json").write_text(json.dumps(description))
    return scene.folder


def mend(checkout: Path, given: Path, folder: Path) -> list[dict[str, Any]]:
    """What the robot did for each proposal, in the window of a checkout."""
    roots = [str(checkout / root) for root in _ROOTS]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(roots)}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    script = f"import runpy; runpy.run_path({str(ROBOT)!r}, run_name='__main__')"
    command = [sys.executable, "-c", script, str(given), str(folder)]
    subprocess.run(
        command, cwd=given, env=environment, check=True
    )  # not beside this version's packages
    rows: list[dict[str, Any]] = json.loads((folder / "efforts.json").read_text())
    return rows


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Sums over all proposals, and by kind."""
    kinds = sorted({row["kind"] for row in rows})
    return {
        "all": _sums(rows),
        **{kind: _sums([row for row in rows if row["kind"] == kind]) for kind in kinds},
    }


def _commit(checkout: Path) -> str:
    command = ["git", "-C", str(checkout), "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _sums(rows: list[dict[str, Any]]) -> dict[str, float]:
    ious = [row["iou"] for row in rows]
    return {
        "proposals": len(rows),
        **{name: sum(row[name] for row in rows) for name in ("clicks", "drags", "keys")},
        "IoU before, mean": statistics.mean(row["iou_before"] for row in rows),
        "IoU committed, mean": statistics.mean(ious),
        "IoU committed, least": min(ious),
    }


if __name__ == "__main__":
    main()

"""How long does `project backup` of many small files take, against a plain `cp -a` of them that is flushed?

    python benchmarks/backup.py

A project with 50 videos of 100 files of 4 KiB. The backup reads each file, computes its hash and lists it;
`cp -a` does neither. Both end when all is on the disk.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from harness import Cost, paired, run, write_result

_VIDEOS, _FILES, _BYTES = 50, 100, 4096
_ROUNDS = 1


def main() -> None:
    """Write both, write results/backup.json."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = _project(folder)
        costs = paired(
            {
                "avisbuild project backup": _written(
                    folder,
                    lambda to: run([*_AVISBUILD, "project", "backup", to, "--project", project]),
                ),
                "cp -a": _written(folder, lambda to: run(["cp", "-a", project, to])),
            },
            rounds=_ROUNDS,
        )
    figures = {
        method: {
            "wall_s": [round(each.wall_s, 1) for each in those],
            "cpu_s": [round(each.cpu_s, 1) for each in those],
            "peak_rss_mib": round(max(each.peak_rss_mib for each in those)),
        }
        for method, those in costs.items()
    }
    backup, copy = (min(each.wall_s for each in those) for those in costs.values())
    write_result(
        "backup",
        question=f"How long a backup of {_VIDEOS * _FILES:,} files of {_BYTES} bytes takes, against cp -a",
        figures={**figures, "backup / cp -a, quickest wall": round(backup / copy, 2)},
    )


_AVISBUILD = (sys.executable, "-m", "avisbuild")


def _project(folder: Path) -> str:
    project = folder / "project"
    subprocess.run([*_AVISBUILD, "init", project], check=True, stdout=subprocess.DEVNULL)
    for video in range(_VIDEOS):
        frames = project / f"videos/{video:08}/frames"
        frames.mkdir(parents=True)
        for number in range(_FILES):
            (frames / f"{number:05}.jpg").write_bytes(os.urandom(_BYTES))
    os.sync()
    return str(project)


def _written(folder: Path, write: Callable[[str], Cost]) -> Callable[[], Cost]:
    """Write into a new folder until all is on the disk, and remove it, which is not counted."""

    def measured() -> Cost:
        started = time.monotonic()
        cost = write(str(folder / "copy"))
        os.sync()
        wall = time.monotonic() - started
        shutil.rmtree(folder / "copy")
        os.sync()
        return Cost(cpu_s=cost.cpu_s, wall_s=wall, peak_rss_mib=cost.peak_rss_mib)

    return measured


if __name__ == "__main__":
    main()

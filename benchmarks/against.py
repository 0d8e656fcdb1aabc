"""Has this version become slower than another one? Both are run in turns, on the same input, in one run.

    git worktree add /tmp/before HEAD~1
    python benchmarks/against.py /tmp/before [--rounds 5] [--only help,toggle]

Each figure is the median over rounds of this version's by the other's: 1.05 is a twentieth slower.
Whole commands are measured by their CPU time (children included), the window by its median wait in ms.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from harness import run, write_result

HERE = Path(__file__).parents[1]
_ROOTS = (".", "gui", "pipelines", "schemas", "benchmarks", "tests")

# Written for what both versions have: their own benchmarks, and the store's oldest calls.
_MAKE_FULL = """
import sys
from pathlib import Path
from big_project import make_big_project
make_big_project(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
"""
_MAKE_SETS = """
import sys
from pathlib import Path
from evaluation_sets import SetSize, write_set
write_set(Path(sys.argv[1]), SetSize())
"""
_MAKE_BARE = """
import sys
from pathlib import Path
from avisbuild.store import Project
from avisbuild.records.bundled import load_recipe
recipe = load_recipe("aviseg")
with Project.open(Path(sys.argv[1])) as full, Project.create(Path(sys.argv[2]), recipe) as bare:
    with bare.edit(author="benchmark", action="Make videos") as edit:
        for video in full.videos():
            edit.add_video(video)
"""
_WINDOW = """
import json, os, sys
from pathlib import Path
import annotator
folder = Path(sys.argv[1])
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = str(folder / "home")
application = annotator.make_application()
scene = annotator.render_scene(folder / "large", seconds=annotator.SECONDS, height_px=annotator.HEIGHT_PX)
project = scene.blank_project(folder / "full")
annotator.copy_truth(scene, project)
measures = {"frame switch": annotator.switches, "toggle": annotator.toggles}
figures = {name: measure(project)["median"] for name, measure in measures.items()}
project.close()
application.quit()
print(json.dumps(figures))
"""


class Version:
    """A checkout, run with this interpreter; what it makes for its own runs lies in `folder`."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        self.checkout = checkout.resolve()
        self.folder = folder
        folder.mkdir()
        roots = [str(self.checkout / root) for root in _ROOTS]
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(roots),
            "QT_QPA_PLATFORM": "offscreen",
            "QT_LOGGING_RULES": "*=false",
        }

    @property
    def commit(self) -> str:
        command = ["git", "-C", str(self.checkout), "rev-parse", "--short", "HEAD"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def cpu_s(self, *words: object) -> float:
        """The CPU time of `avisbuild` with these words."""
        command = [sys.executable, "-m", "avisbuild", *map(str, words)]
        return run(command, cwd=self.folder, env=self._environment).cpu_s

    def script(self, text: str, *words: object) -> str:
        """What a script prints that is run with this version's modules."""
        command = [sys.executable, "-c", text, *map(str, words)]
        answer = subprocess.run(
            command, cwd=self.folder, env=self._environment, stdout=subprocess.PIPE, check=True
        )
        return answer.stdout.decode()


def measure_help(version: Version) -> Mapping[str, float]:
    """Ten times, since once is a tenth of a second."""
    return {"help": sum(version.cpu_s("--help") for _ in range(10))}


def measure_export(version: Version) -> Mapping[str, float]:
    """The big project's annotations, as one split."""
    out = version.folder / "exported"
    words = ("--split", "--ratios", "--annotations-only", "--out", out)
    cost = version.cpu_s("export", "--project", version.folder / "full", *words)
    shutil.rmtree(version.folder / "truth", ignore_errors=True)
    out.rename(version.folder / "truth")
    return {"export": cost}


def measure_import(version: Version) -> Mapping[str, float]:
    """What was exported last, into a copy of a project that has its videos and nothing else."""
    copy = version.folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(version.folder / "bare", copy)
    truth = version.folder / "truth" / "train.json"
    words = ("--format", "aviseg", "--as", "accepted", "--project", copy)
    return {"import": version.cpu_s("import", truth, *words)}


def measure_evaluate(version: Version) -> Mapping[str, float]:
    """The same truth and predictions for both, under both protocols."""
    sets = version.folder.parent / "sets"
    words = ("--gt", sets / "truth.json", "--pred", sets / "predictions.json")
    return {"evaluate": version.cpu_s("evaluate", *words)}


def measure_window(version: Version) -> Mapping[str, float]:
    """The window's median waits in a process of its own."""
    with tempfile.TemporaryDirectory(dir=version.folder) as folder:
        found: Mapping[str, float] = json.loads(version.script(_WINDOW, folder))
    return found


MEASURES: Mapping[str, Callable[[Version], Mapping[str, float]]] = {
    "help": measure_help,
    "export": measure_export,
    "import": measure_import,
    "evaluate": measure_evaluate,
    "window": measure_window,
}


def prepare(version: Version, chosen: list[str], options: argparse.Namespace) -> None:
    """Make what the chosen measures read, with the version's own code."""
    if {"export", "import"} & set(chosen):
        full = version.folder / "full"
        version.script(_MAKE_FULL, full, options.videos, options.masks)
        version.script(_MAKE_BARE, full, version.folder / "bare")
        measure_export(version)


def ratios(costs: list[tuple[Mapping[str, float], Mapping[str, float]]]) -> dict[str, object]:
    """The spread of this version's figures by the other's, and both medians."""
    found = {}
    for key in costs[0][0]:
        mine, other = ([each[side][key] for each in costs] for side in (0, 1))
        by_round = [one / two for one, two in zip(mine, other, strict=True)]
        found[key] = {
            "ratio": {
                "median": statistics.median(by_round),
                "min": min(by_round),
                "max": max(by_round),
            },
            "this": statistics.median(mine),
            "other": statistics.median(other),
        }
    return found


def main() -> None:
    """Measure and write `results/against.json`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default=",".join(MEASURES))
    parser.add_argument("--videos", type=int, default=926)
    parser.add_argument("--masks", type=int, default=94_074)
    options = parser.parse_args()
    chosen = options.only.split(",")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        this, other = Version(HERE, folder / "this"), Version(options.other, folder / "other")
        if "evaluate" in chosen:
            (folder / "sets").mkdir()
            this.script(_MAKE_SETS, folder / "sets")
        for version in (this, other):
            prepare(version, chosen, options)
        figures: dict[str, object] = {}
        for measure in chosen:
            costs = []
            for number in range(options.rounds):
                order = (this, other) if number % 2 == 0 else (other, this)
                found = {version: MEASURES[measure](version) for version in order}
                costs.append((found[this], found[other]))
            figures |= ratios(costs)
            sys.stderr.write(f"{measure}: {json.dumps(ratios(costs))}\n")
        commits = {"this": this.commit, "other": other.commit}
    write_result(
        "against",
        question="Has this version become slower than the other one, on the same input in the same run?",
        figures={"commits": commits, "rounds": options.rounds, "masks": options.masks, **figures},
    )


if __name__ == "__main__":
    main()

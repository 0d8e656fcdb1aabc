"""How long does it take to open a truth of AVISeg's size and go through its records, in how much memory?

    python benchmarks/truth_reading.py [--truth FILE] [--before CHECKOUT] [--ijson PYTHON]

Each way in a process of its own, in turns. Every one checks the file to its end, then decodes each record:

- ours: msgspec over the mapped file (`formats/aviseg/records.py`).
- read: the same over the bytes in memory.
- ijson: with its C backend, by the interpreter at PYTHON that has it.
- before: the sliding window of the checkout at CHECKOUT, where that has one.

Anonymous memory is what cannot be given up under pressure; a mapped file's pages can.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from big_project import make_big_project
from harness import write_result

from avisbuild.formats.aviseg import truth_record, write_truth
from avisbuild.store import Project

_ROOTS = (".", "gui", "pipelines", "schemas")
_MEASURE = """
import json, resource, sys, time
from pathlib import Path

def anonymous_mib():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024

path, started, peak, masks = Path(sys.argv[1]), time.process_time(), 0.0, 0
{open}
opened = time.process_time()
for record in {records}:
    masks += sum(item is not None for item in record["segmentations"])
    peak = max(peak, anonymous_mib())
print(json.dumps({{
    "masks": masks,
    "open_s": opened - started,
    "records_s": time.process_time() - opened,
    "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "peak_anonymous_mib": peak,
}}))
"""
_OURS = """
from msgspec.json import decode
from avisbuild.formats.aviseg import TruthJson
truth = TruthJson({text}, path.name)
"""
_WAYS = {
    "ours": (
        "from avisbuild.documents.json_text import read_text"
        + _OURS.format(text="read_text(path)"),
        "(decode(text) for _, text in truth.texts('annotations'))",
    ),
    "read": (
        _OURS.format(text="path.read_bytes()"),
        "(decode(text) for _, text in truth.texts('annotations'))",
    ),
    "ijson": (
        """
import ijson.backends.yajl2_c as ijson
from collections import deque
deque(ijson.items(path.open("rb"), "annotations.item", use_float=True), maxlen=0)
""",
        "ijson.items(path.open('rb'), 'annotations.item', use_float=True)",
    ),
    "before": (
        """
from avisbuild.releases.json_records import JsonRecords
truth = JsonRecords(path)
""",
        "truth.each('annotations')",
    ),
}


def measure(way: str, truth: Path, python: str, checkout: Path) -> dict[str, float]:
    """One run in a process of its own."""
    opening, records = _WAYS[way]
    script = _MEASURE.format(open=opening, records=records)
    roots = os.pathsep.join(str(checkout / root) for root in _ROOTS)
    command = [python, "-c", script, str(truth)]
    environment = os.environ | {"PYTHONPATH": roots}
    answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def make_truth(folder: Path) -> Path:
    """The 94,074 masks of the big project in one file."""
    make_big_project(folder / "project")
    path = folder / "truth.json"
    with Project.open(folder / "project") as project:
        snapshot = project.snapshot()
        truths = (
            truth_record(number, video, snapshot.tracks[video.video_id], snapshot.taxonomy)
            for number, video in enumerate(snapshot.videos, start=1)
        )
        write_truth(path, snapshot.taxonomy, snapshot.videos, truths)
    return path


def medians(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """The median of each figure over the rounds."""
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def main() -> None:
    """Measure and write `results/truth_reading.json`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--ijson", default="")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    here = Path(__file__).resolve().parents[1]
    ways = {"ours": (sys.executable, here), "read": (sys.executable, here)}
    if options.ijson:
        ways["ijson"] = (options.ijson, here)
    if options.before:
        ways["before"] = (sys.executable, options.before.resolve())
    with tempfile.TemporaryDirectory() as folder:
        truth = options.truth or make_truth(Path(folder))
        runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
        for number in range(options.rounds):
            for way in list(ways) if number % 2 == 0 else reversed(ways):
                runs[way].append(measure(way, truth, *ways[way]))
        size_mib = truth.stat().st_size / (1 << 20)
    write_result(
        "truth_reading",
        question="How long does it take to open a truth of AVISeg's size and go through its records?",
        figures={"file_mib": size_mib} | {way: medians(found) for way, found in runs.items()},
    )


if __name__ == "__main__":
    main()

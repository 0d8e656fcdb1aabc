"""How much CPU time and memory does it take to score predictions of AVISeg's test size in both readings?

The published evaluator was measured at 26.4 s of CPU and 570 MiB for its one reading; TrackEval, on which it
stands, is run here on the same set for its HOTA and track mAP where it is installed. With --large the same is
asked of a set ten times as large, whose prediction file has about 200 MB.
"""

import argparse
import importlib.util
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from evaluation_sets import SetSize, write_set
from harness import Cost, apart, paired, run, summary, write_result

PUBLISHED = {"cpu_s": 26.4, "peak_rss_mib": 570.0}
LARGE_FACTOR = 10
TRACKEVAL = Path(__file__).with_name("evaluation_trackeval.py")


def evaluate(truth: Path, pred: Path, *more: str) -> Cost:
    """One run of `avisbuild evaluate`, reading and writing included."""
    out = truth.with_name("evaluation.json")
    command = [sys.executable, "-m", "avisbuild", "evaluate", "--gt", str(truth)]
    return run([*command, "--pred", str(pred), "--out", str(out), *more])


def trackeval(truth: Path, pred: Path) -> Cost:
    """One run of TrackEval's HOTA and track mAP on the same set."""
    folder = truth.parent / "trackeval"
    if not folder.exists():
        run([sys.executable, str(TRACKEVAL), "prepare", str(truth), str(pred), str(folder)])
    return run([sys.executable, str(TRACKEVAL), "score", str(folder)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--no-trackeval", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), options.rounds, with_trackeval=not options.no_trackeval)
        if options.large:
            figures["large"] = measure_large(Path(folder), figures["both readings"]["cpu_s"])
    write_result(
        "evaluation",
        question="CPU time and memory to score 205 videos with 10 predictions each, both readings",
        figures=figures,
    )


def measure(folder: Path, rounds: int, *, with_trackeval: bool) -> dict[str, Any]:
    truth, pred = apart(write_set, folder, SetSize())
    methods: dict[str, Callable[[], Cost]] = {
        "both readings": partial(evaluate, truth, pred),
        "strict only": partial(evaluate, truth, pred, "--protocol", "strict"),
        "--jobs 2": partial(evaluate, truth, pred, "--jobs", "2"),
    }
    costs = paired(methods, rounds=rounds)
    figures: dict[str, Any] = {name: summary(cost) for name, cost in costs.items()}
    if with_trackeval and importlib.util.find_spec("trackeval"):
        baseline = [trackeval(truth, pred)]
        figures["TrackEval, HOTA and track mAP"] = summary(baseline)
    both = figures["both readings"]
    figures["share of the published evaluator"] = {
        key: both[key] / value for key, value in PUBLISHED.items()
    }
    figures["set"] = {
        "truth_mb": truth.stat().st_size / 1e6,
        "predictions_mb": pred.stat().st_size / 1e6,
        "frames": sum(apart(_frames, truth)),
        "figures": apart(_main_figures, truth.with_name("evaluation.json")),
    }
    return figures


def measure_large(folder: Path, cpu_s: float) -> dict[str, Any]:
    """Ten times the set: the cost should be ten times as high, and memory bounded by the file's size."""
    truth, pred = apart(write_set, folder, SetSize(), copies=LARGE_FACTOR)
    costs = [evaluate(truth, pred) for _ in range(2)]
    size_mib = pred.stat().st_size / 2**20
    return summary(costs) | {
        "predictions_mib": size_mib,
        "cpu_by_small": statistics.median(cost.cpu_s for cost in costs) / cpu_s,
        "memory_by_predictions": max(cost.peak_rss_mib for cost in costs) / size_mib,
    }


def _frames(truth: Path) -> list[int]:
    return [video["length"] for video in json.loads(truth.read_text())["videos"]]


def _main_figures(path: Path) -> dict[str, Any]:
    document = json.loads(path.read_text())
    names = ("FSLA", "HOTA", "mAP")
    return {
        reading: {name: document[reading][name] for name in names}
        for reading in ("reference", "strict", "ceiling")
    }


if __name__ == "__main__":
    main()

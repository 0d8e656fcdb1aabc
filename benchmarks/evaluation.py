"""How much CPU time and memory does it take to score predictions of AVISeg's test size by both protocols?

    git worktree add /tmp/before HEAD~1
    python benchmarks/evaluation.py --against /tmp/before [--published DIR]

On outlines as detailed as a network's, this version and others are run in turns, on one set, in one
sitting; a comparison is the median over rounds of one run's cost by that of the other in its round.
`--against` names a checkout of another version, `--published` a folder with the published evaluator and a
`score.py` that scores TRUTH PRED with it. TrackEval, on which that stands, is run for its HOTA and track mAP
where it is installed. With --large the smooth set is scored ten times as large, too.
"""

import argparse
import importlib.util
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from evaluation_sets import DETAILED, SetSize, write_set
from harness import Cost, apart, paired, run, summary, write_result

HERE = Path(__file__).parents[1]
_ROOTS = (".", "gui", "pipelines", "schemas")
LARGE_FACTOR = 10
TRACKEVAL = Path(__file__).with_name("evaluation_trackeval.py")


def evaluate(truth: Path, pred: Path, *more: str, checkout: Path = HERE) -> Cost:
    """One run of a checkout's `avisbuild evaluate`, reading and writing included."""
    out = truth.with_name("evaluation.json")
    command = [sys.executable, "-m", "avisbuild", "evaluate", "--gt", str(truth)]
    roots = os.pathsep.join(str(checkout.resolve() / root) for root in _ROOTS)
    return run(
        [*command, "--pred", str(pred), "--out", str(out), *more],
        cwd=truth.parent,
        env={**os.environ, "PYTHONPATH": roots},
    )


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
    parser.add_argument("--against", type=Path)
    parser.add_argument("--published", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), options.rounds, with_trackeval=not options.no_trackeval)
        figures["detailed"] = measure_detailed(
            Path(folder) / "detailed", options.rounds, options.against, options.published
        )
        if options.large:
            figures["large"] = measure_large(Path(folder), figures["both protocols"]["cpu_s"])
    write_result(
        "evaluation",
        question="CPU time and memory to score 205 videos with 10 predictions each, both protocols",
        figures=figures,
    )


def measure(folder: Path, rounds: int, *, with_trackeval: bool) -> dict[str, Any]:
    truth, pred = apart(write_set, folder, SetSize())
    methods: dict[str, Callable[[], Cost]] = {
        "both protocols": partial(evaluate, truth, pred),
        "strict only": partial(evaluate, truth, pred, "--protocol", "strict"),
        "--jobs 2": partial(evaluate, truth, pred, "--jobs", "2"),
    }
    costs = paired(methods, rounds=rounds)
    figures: dict[str, Any] = {name: summary(cost) for name, cost in costs.items()}
    if with_trackeval and importlib.util.find_spec("trackeval"):
        baseline = [trackeval(truth, pred)]
        figures["TrackEval, HOTA and track mAP"] = summary(baseline)
    figures["set"] = {
        "truth_mb": truth.stat().st_size / 1e6,
        "predictions_mb": pred.stat().st_size / 1e6,
        "frames": sum(apart(_frames, truth)),
        "figures": apart(_main_figures, truth.with_name("evaluation.json")),
    }
    return figures


def measure_detailed(
    folder: Path, rounds: int, against: Path | None, published: Path | None
) -> dict[str, Any]:
    """Outlines as detailed as a network's, scored by this version and by others in turns."""
    folder.mkdir()
    truth, pred = apart(write_set, folder, DETAILED)
    methods: dict[str, Callable[[], Cost]] = {"this version": partial(evaluate, truth, pred)}
    if against:
        methods["the version before"] = partial(evaluate, truth, pred, checkout=against)
    if published:
        command = [sys.executable, str(published / "score.py"), str(truth), str(pred)]
        methods["published evaluator"] = partial(run, command, cwd=published)
    costs = paired(methods, rounds=rounds)
    figures: dict[str, Any] = {name: summary(cost) for name, cost in costs.items()}
    for name in methods:
        if name != "this version":
            figures[f"this version by {name}"] = _ratios(costs["this version"], costs[name])
    return figures | {"predictions_mb": pred.stat().st_size / 1e6, "rounds": rounds}


def _ratios(own: list[Cost], others: list[Cost]) -> dict[str, float]:
    pairs = list(zip(own, others, strict=True))
    return {
        "cpu": statistics.median(a.cpu_s / b.cpu_s for a, b in pairs),
        "peak memory": statistics.median(a.peak_rss_mib / b.peak_rss_mib for a, b in pairs),
    }


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
        protocol: {name: document[protocol][name] for name in names}
        for protocol in ("reference", "strict", "ceiling")
    }


if __name__ == "__main__":
    main()

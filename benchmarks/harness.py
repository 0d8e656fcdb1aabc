"""Measuring for the scripts beside this file: child processes by their own CPU time, paired in one run."""

import json
import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
RESULTS = Path(__file__).parent / "results"
_PACKAGES = (
    "avisbuild",
    "av",
    "numpy",
    "pycocotools",
    "sqlalchemy",
    "jsonschema-rs",
    "opencv-python-headless",
)


@dataclass(frozen=True)
class Cost:
    """What one run took, its child processes included."""

    cpu_s: float
    wall_s: float
    peak_rss_mib: float


def run(command: Sequence[str], **options: Any) -> Cost:
    """Run a command to its end and account for it; it must succeed."""
    started = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(
            f"{command[0]} ended with {child.returncode}: {' '.join(map(str, command))[:300]}"
        )
    return Cost(
        cpu_s=usage.ru_utime + usage.ru_stime,
        wall_s=time.monotonic() - started,
        peak_rss_mib=usage.ru_maxrss / 1024,
    )


def apart(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function in a process of its own, so that what it holds is not counted to the next child.

    Linux gives a new program the peak memory of the process that started it (exec keeps the high-water mark).
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, *args, **kwargs).result()


def timed(work: Callable[[], object]) -> Cost:
    """Run a function in this process and account for it (peak memory is that of the process so far)."""
    wall, cpu = time.monotonic(), time.process_time()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(cpu_s=time.process_time() - cpu, wall_s=time.monotonic() - wall, peak_rss_mib=peak)


def paired(methods: Mapping[str, Callable[[], Cost]], *, rounds: int = 7) -> dict[str, list[Cost]]:
    """Run every method once a round, in reverse order every other round, so that drift hits all alike."""
    costs: dict[str, list[Cost]] = {name: [] for name in methods}
    for number in range(rounds):
        order = list(methods) if number % 2 == 0 else list(reversed(methods))
        for name in order:
            costs[name].append(methods[name]())
    return costs


def ratio(costs: Mapping[str, Sequence[Cost]], name: str, base: str) -> dict[str, float]:
    """The median over rounds of one method's CPU time by another's, with the range."""
    ratios = [one.cpu_s / other.cpu_s for one, other in zip(costs[name], costs[base], strict=True)]
    return {"median": statistics.median(ratios), "min": min(ratios), "max": max(ratios)}


def summary(costs: Sequence[Cost]) -> dict[str, float]:
    """Medians of one method's costs."""
    return {key: statistics.median(asdict(cost)[key] for cost in costs) for key in asdict(costs[0])}


def write_result(name: str, *, question: str, figures: Mapping[str, Any]) -> Path:
    """Write `results/<name>.json` with the machine and the versions, and print the figures."""
    path = keep_result(name, question=question, figures=figures)
    sys.stdout.write(f"{question}\n{json.dumps(figures, indent=1)}\n-> {path.name}\n")
    return path


def keep_result(name: str, *, question: str, figures: Mapping[str, Any]) -> Path:
    """Write `results/<name>.json` with the machine and the versions: what is there so far."""
    document = {
        "question": question,
        "figures": figures,
        "machine": {
            "cpu": _cpu_name(),
            "cores": os.cpu_count(),
            "system": platform.platform(),
            "python": platform.python_version(),
        },
        "versions": {package: _version(package) for package in _PACKAGES},
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    text = json.dumps(document, indent=1, sort_keys=True)
    path.write_text(text + "\n")
    return path


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"


def _cpu_name() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()

"""Every reader, changed file after changed file, for an hour: `make fuzz`.

    python -m fuzzing.long_run --minutes 60 --out FOLDER [--only NAME] [--first NUMBER]

The attempts are made by processes of a few minutes each. One that takes a minute of the processor for an
attempt, or ten minutes, takes more than 2 GiB, dies, or touches a file outside its folder, is a find as much
as a traceback is. Each find is kept under its reader's name and its number, with which it can be tried again:
--only, --first.
"""

import argparse
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import IO, Any

import psutil

_BATCH_S = 300.0
# Of the processor, as other work may have it meanwhile; and by the clock, for what only waits.
_SLOWEST_CPU_S = 60.0
_SLOWEST_S = 600.0
_MOST_BYTES = 2 << 30
_MOST_OF_A_KIND = 5
_STRIDE = 1_000_000


class LongRun:
    """Counts what was tried, and keeps what was found."""

    def __init__(self, out: Path, names: list[str]) -> None:
        self.finds = 0
        self._out = out
        self._names = names
        self._counts = Counter[str]()
        self._kinds = Counter[str]()
        self._slowest: tuple[float, str] = (0.0, "")
        self._next = 0

    def batch(self, first: int, seconds: float) -> None:
        """Let one process try for a while."""
        with tempfile.TemporaryDirectory(prefix="avisbuild-fuzz-") as folder:
            words = [sys.executable, "-m", "fuzzing.batch", folder, str(first), str(seconds)]
            with (
                Path(self._out / "batch.log").open("ab") as complaints,
                subprocess.Popen(
                    [*words, *self._names],
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    start_new_session=True,
                ) as process,
            ):
                try:
                    self._watch(process, Path(folder))
                finally:
                    process.kill()

    def _watch(self, process: "subprocess.Popen[bytes]", folder: Path) -> None:
        told: queue.Queue[dict[str, Any] | None] = queue.Queue()
        assert process.stdout is not None
        threading.Thread(target=_listen, args=(process.stdout, told), daemon=True).start()
        running: dict[str, Any] | None = None
        patience = _Patience(process.pid)
        while True:
            try:
                facts = told.get(timeout=0.5)
            except queue.Empty:
                if wrong := _outgrown(process) or patience.end():
                    return self._keep(running or {}, wrong, folder)
                continue
            if facts is None:
                if process.wait() != 0:
                    self._keep(
                        running or {}, f"the process ended with {process.returncode}", folder
                    )
                return None
            running, patience = facts, _Patience(process.pid)
            if "s" in facts:
                self._count(facts, folder)

    def _count(self, facts: dict[str, Any], folder: Path) -> None:
        self._counts[facts["reader"]] += 1
        self._slowest = max(self._slowest, (facts["s"], f"{facts['reader']} {facts['number']}"))
        self._next = facts["number"] + 1
        if facts["wrong"]:
            self._keep(facts, facts["wrong"], folder)

    def _keep(self, facts: dict[str, Any], wrong: str, folder: Path) -> None:
        name, number = facts.get("reader", "the bench"), facts.get("number", 0)
        self._next = max(self._next, number + 1)
        self.finds += 1
        kind = name + re.sub(r"[0-9]+|/\S+", "", (wrong.strip().splitlines() or [""])[-1])[-200:]
        self._kinds[kind] += 1
        if self._kinds[kind] > _MOST_OF_A_KIND:
            return
        place = self._out / f"{re.sub('[^a-z0-9.]+', '-', name)}-{number}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "why.txt").write_text(f"--only {name!r} --first {number}\n{wrong}\n")
        if (folder / "found").is_file():
            shutil.copy(folder / "found", place / "file")
        sys.stdout.write(f"FOUND {place}: {wrong.strip().splitlines()[-1][:200]}\n")

    @property
    def next(self) -> int:
        """The number to go on with."""
        return self._next

    def document(self) -> dict[str, Any]:
        """What was tried so far."""
        return {
            "attempts": self._counts.total(),
            "finds": self.finds,
            "by_reader": dict(sorted(self._counts.items())),
            "slowest": f"{self._slowest[1]}: {self._slowest[0]:.1f} s",
        }


def _listen(stream: IO[bytes], told: "queue.Queue[dict[str, Any] | None]") -> None:
    for line in stream:
        told.put(json.loads(line))
    told.put(None)


def _outgrown(process: "subprocess.Popen[bytes]") -> str:
    try:
        taken = psutil.Process(process.pid).memory_info().rss
    except psutil.Error:
        return ""
    return f"takes {taken >> 20} MiB" if taken > _MOST_BYTES else ""


class _Patience:
    """How long one attempt of a process may take from now on."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._began_s, self._began_cpu_s = time.monotonic(), _cpu_s(pid)

    def end(self) -> str:
        """What is wrong where it took longer; else nothing."""
        if _cpu_s(self._pid) - self._began_cpu_s > _SLOWEST_CPU_S:
            return f"takes more than {_SLOWEST_CPU_S:.0f} s of the processor"
        if time.monotonic() - self._began_s > _SLOWEST_S:
            return f"takes more than {_SLOWEST_S:.0f} s"
        return ""


def _cpu_s(pid: int) -> float:
    """The processor's time of a process and of its children that have ended."""
    try:
        return float(sum(psutil.Process(pid).cpu_times()[:4]))
    except psutil.Error:
        return 0.0


def main() -> None:
    """Run for so many minutes; the exit code is 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--out", type=Path, default=Path("fuzz-finds"))
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--first", type=int, default=None)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    run = LongRun(asked.out, asked.only)
    # Another run tries other changes, unless it is told where to begin.
    number = int(time.time()) % _STRIDE * _STRIDE if asked.first is None else asked.first
    stop = time.monotonic() + 60 * asked.minutes
    while (left := stop - time.monotonic()) > 0:
        run.batch(number, min(_BATCH_S, left))
        number = max(number + 1, run.next)
        text = json.dumps(run.document(), indent=1)
        (asked.out / "count.json").write_text(text + "\n")
        sys.stdout.write(f"{left / 60:.0f} min left; {text}\n")
        sys.stdout.flush()
    sys.exit(1 if run.finds else 0)


if __name__ == "__main__":
    main()

"""pip install, which says how far it is: `python .ci/pip_install.py --editable '.[gui,sam]'`.

pip is quiet while it downloads and unpacks gigabytes, or it fills the screen. This says one line that
changes: which file, how much of it, how long that takes yet; then how many packages are in place. Into a file
or a pipe it says one now and then. Where pip fails, what it said last is shown as it is.
"""

import re
import subprocess
import sys
import sysconfig
import threading
import time
from collections import deque
from pathlib import Path

_EVERY_S = 0.2
_EVERY_S_IN_LOGS = 15.0
_KEPT_LINES = 60
_FILE = re.compile(r"\s*(Downloading|Using cached|Processing) (?:\S*/)?([^\s/]+)")
_PART = re.compile(r"Progress (\d+) of (\d+)")
_PLACING = "Installing collected packages: "
_NOT_IN_NAMES = re.compile(r"[-_.]+")
_BIG_BYTES = 1_000_000


class Watch:
    """What pip is at, put together from its lines."""

    def __init__(self, site: Path) -> None:
        self.began_s = time.monotonic()
        self.files = 0
        self.name = ""
        self.part = (0, 0)
        self.file_began_s = 0.0
        self._site = site
        self._placing: list[str] = []
        self._there_before: set[str] = set()

    def hear(self, line: str) -> None:
        """Take one of pip's lines."""
        if found := _PART.match(line):
            self.part = int(found[1]), int(found[2])
        elif found := _FILE.match(line):
            self.files += 1
            # numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl is numpy-2.4.6 to a person.
            self.name = "-".join(found[2].removesuffix(".metadata").split("-")[:2])
            self.part, self.file_began_s = (0, 0), time.monotonic()
        elif line.startswith(_PLACING):
            self._placing = [_plain(each) for each in line.removeprefix(_PLACING).split(",")]
            self._there_before = self._there()

    def told(self) -> str:
        """The line for people."""
        gone = _clock(time.monotonic() - self.began_s)
        if self._placing:
            wanted = set(self._placing)
            # Of a package that is replaced, the old version counts as there until it goes.
            done = len(wanted & self._there() - self._there_before)
            left = len(wanted - self._there_before)
            return f"   putting packages in place: {done} of {left} ({gone} so far; torch takes longest)"
        if not self.name:
            return f"   asking what is needed ({gone} so far)"
        done, total = self.part
        how_much = ""
        if total >= _BIG_BYTES:
            how_much = f", {done / 1e6:.0f} of {total / 1e6:.0f} MB"
            spent = time.monotonic() - self.file_began_s
            if 0 < done < total and spent > 1:
                how_much += f", {_clock(spent / done * (total - done))} left"
        looked_at = f"{self.files} files" if self.files != 1 else "1 file"
        return f"   fetching {self.name}{how_much} ({looked_at}, {gone} so far)"

    def _there(self) -> set[str]:
        found = self._site.glob("*.dist-info")
        return {_plain(path.name.removesuffix(".dist-info").rsplit("-", 1)[0]) for path in found}


def _plain(name: str) -> str:
    return _NOT_IN_NAMES.sub("-", name.strip()).lower()


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _tell(watch: Watch, ended: threading.Event) -> None:
    is_shown = sys.stderr.isatty()
    while not ended.wait(_EVERY_S if is_shown else _EVERY_S_IN_LOGS):
        line = watch.told()
        sys.stderr.write(f"\r\x1b[K{line[:110]}" if is_shown else f"{line}\n")
        sys.stderr.flush()
    if is_shown:
        sys.stderr.write("\r\x1b[K")


def main() -> int:
    """Run pip with the same words; its exit code."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--progress-bar=raw",
    ]
    watch, ended = Watch(Path(sysconfig.get_path("purelib"))), threading.Event()
    kept: deque[str] = deque(maxlen=_KEPT_LINES)
    teller = threading.Thread(target=_tell, args=(watch, ended))
    with subprocess.Popen(
        [*pip, *sys.argv[1:]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        teller.start()
        try:
            assert running.stdout is not None
            for line in running.stdout:
                watch.hear(line)
                if not _PART.match(line):
                    kept.append(line)
        finally:
            ended.set()
            teller.join()
    if running.returncode:
        sys.stdout.writelines(kept)
    return running.returncode


if __name__ == "__main__":
    sys.exit(main())

"""What this machine has and lacks, each with the command that mends it."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib import metadata
from pathlib import Path

import psutil

from avisbuild.errors import AvisbuildError

_YT_DLP_STALE_DAYS = 120
_DENO_MINIMUM = (2, 3, 0)
_FREE_GIB_WANTED = 5.0
_GIB = 1 << 30
_QT_PACKAGES = {
    "libEGL": "libegl1",
    "libGL": "libgl1",
    "libglib-2": "libglib2.0-0",
    "libgthread-2": "libglib2.0-0",
    "libdbus-1": "libdbus-1-3",
    "libfontconfig": "libfontconfig1",
    "libxkbcommon.": "libxkbcommon0",
    "libpulse": "libpulse0",
    "libxcb-cursor": "libxcb-cursor0",
    "libxcb-icccm": "libxcb-icccm4",
    "libxcb-keysyms": "libxcb-keysyms1",
    "libxcb-shape": "libxcb-shape0",
    "libxcb-xkb": "libxcb-xkb1",
    "libxkbcommon-x11": "libxkbcommon-x11-0",
}


class Verdict(StrEnum):
    """How a check ended; only a blocker makes `doctor` fail."""

    GOOD = "good"
    NOTE = "note"
    WARNING = "warning"
    BLOCKER = "blocker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at: what was found, and the command that mends it where something is amiss."""

    topic: str
    verdict: Verdict
    found: str
    cure: str = ""


def examine(folder: Path) -> list[Check]:
    """Look at everything that fetching, clipping, annotating and training need."""
    looks: tuple[Callable[[], Iterator[Check]], ...] = (
        _python,
        _machine,
        _ffmpeg,
        _pyav,
        _yt_dlp,
        _javascript,
        lambda: _disk(folder),
        _torch,
        qt_checks,
    )
    return [check for look in looks for check in look()]


def _python() -> Iterator[Check]:
    found = f"{platform.python_version()} at {sys.prefix}"
    yield Check(topic="Python", verdict=Verdict.GOOD, found=found)


def _machine() -> Iterator[Check]:
    memory_gib = psutil.virtual_memory().total / _GIB
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield Check(
        topic="machine", verdict=Verdict.GOOD, found=f"{cores} cores, {memory_gib:.0f} GiB memory"
    )


def _ffmpeg() -> Iterator[Check]:
    from avisbuild.media.tools import ffmpeg_path

    try:
        program = ffmpeg_path()
        answer = subprocess.run(
            [program, "-version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (AvisbuildError, OSError, subprocess.SubprocessError) as error:
        yield Check(
            topic="ffmpeg",
            verdict=Verdict.BLOCKER,
            found=f"does not run: {error}",
            cure="pip install imageio-ffmpeg (or apt-get install ffmpeg)",
        )
        return
    version = answer.stdout.split()[2] if len(answer.stdout.split()) > 2 else "?"
    yield Check(topic="ffmpeg", verdict=Verdict.GOOD, found=f"{version} at {program}")
    probe = shutil.which("ffprobe")
    yield Check(
        topic="ffprobe",
        verdict=Verdict.GOOD,
        found=probe or "absent; PyAV looks into files instead",
    )


def _pyav() -> Iterator[Check]:
    try:
        import av
    except ImportError as error:
        yield Check(topic="PyAV", verdict=Verdict.BLOCKER, found=str(error), cure="pip install av")
        return
    libavcodec = ".".join(map(str, av.library_versions["libavcodec"]))
    yield Check(
        topic="PyAV", verdict=Verdict.GOOD, found=f"{av.__version__} with libavcodec {libavcodec}"
    )


def _yt_dlp() -> Iterator[Check]:
    version = _version_of("yt-dlp")
    if version is None:
        yield Check(
            topic="yt-dlp",
            verdict=Verdict.BLOCKER,
            found="absent",
            cure='pip install "yt-dlp[default,deno]"',
        )
        return
    age = _days_since(version)
    if age is not None and age > _YT_DLP_STALE_DAYS:
        yield Check(
            topic="yt-dlp",
            verdict=Verdict.WARNING,
            found=f"{version}, {age} days old: sites change, old versions stop working",
            cure='pip install --upgrade "yt-dlp[default,deno]"',
        )
    else:
        yield Check(topic="yt-dlp", verdict=Verdict.GOOD, found=version)
    yield from _challenge_scripts()


def _challenge_scripts() -> Iterator[Check]:
    """yt-dlp-ejs must be the version that this yt-dlp asks for."""
    found = _version_of("yt-dlp-ejs")
    wanted = next(
        (
            match[1]
            for line in metadata.requires("yt-dlp") or ()
            if (match := re.match(r"yt-dlp-ejs==([\w.]+)", line))
        ),
        None,
    )
    if found is None or (wanted is not None and found != wanted):
        yield Check(
            topic="yt-dlp-ejs",
            verdict=Verdict.WARNING,
            found=f"{found or 'absent'}, yt-dlp asks for {wanted}: YouTube will not work fully",
            cure='pip install --upgrade "yt-dlp[default,deno]"',
        )
    else:
        yield Check(topic="yt-dlp-ejs", verdict=Verdict.GOOD, found=found)


def _javascript() -> Iterator[Check]:
    cure = 'pip install --upgrade "yt-dlp[default,deno]"'
    beside = Path(sys.executable).with_name("deno")
    program = str(beside) if beside.exists() else shutil.which("deno")
    if program is None:
        yield Check(
            topic="deno",
            verdict=Verdict.WARNING,
            found="absent: YouTube needs a JavaScript runtime",
            cure=cure,
        )
        return
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        yield Check(
            topic="deno",
            verdict=Verdict.WARNING,
            found=f"{program} does not run: {error}",
            cure=cure,
        )
        return
    match = re.search(r"deno (\d+)\.(\d+)\.(\d+)", answer)
    version = tuple(int(part) for part in match.groups()) if match else (0,)
    text = ".".join(map(str, version))
    if version < _DENO_MINIMUM:
        yield Check(
            topic="deno",
            verdict=Verdict.WARNING,
            found=f"{text}: too old, 2.3.0 is needed",
            cure=cure,
        )
    else:
        yield Check(topic="deno", verdict=Verdict.GOOD, found=f"{text} at {program}")


def _disk(folder: Path) -> Iterator[Check]:
    where = folder.resolve()
    while not where.exists():
        where = where.parent
    writable = os.access(where, os.W_OK)
    yield Check(
        topic="folder",
        verdict=Verdict.GOOD if writable else Verdict.BLOCKER,
        found=f"{where} {'can' if writable else 'cannot'} be written",
        cure="" if writable else "choose another folder with --project",
    )
    free_gib = shutil.disk_usage(where).free / _GIB
    short = free_gib < _FREE_GIB_WANTED
    yield Check(
        topic="disk",
        verdict=Verdict.WARNING if short else Verdict.GOOD,
        found=f"{free_gib:.0f} GiB free",
        cure="free some space: a minute of video needs about 40 MB" if short else "",
    )


def _torch() -> Iterator[Check]:
    if importlib.util.find_spec("torch") is None:
        yield Check(
            topic="torch",
            verdict=Verdict.NOTE,
            found="absent; SAM and the reference models need it",
            cure='pip install "avisbuild[sam,train]"',
        )
        return
    # In a process of its own: a torch that does not load must not end the examination.
    gpu = "torch.cuda.get_device_name(0) if torch.cuda.is_available() else 'no GPU'"
    look = f"import torch; print(torch.__version__, {gpu})"
    answer = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=False
    )
    if answer.returncode == 0:
        yield Check(topic="torch", verdict=Verdict.GOOD, found=answer.stdout.strip())
    else:
        yield Check(
            topic="torch",
            verdict=Verdict.WARNING,
            found=f"does not load: {answer.stderr.strip().splitlines()[-1]}",
            cure='pip install --force-reinstall "avisbuild[sam,train]"',
        )


def qt_checks() -> Iterator[Check]:
    """PyQt6 and the system libraries that it needs."""
    spec = importlib.util.find_spec("PyQt6")
    if spec is None or not spec.submodule_search_locations:
        yield Check(
            topic="PyQt6",
            verdict=Verdict.NOTE,
            found="absent; the annotator needs it",
            cure='pip install "avisbuild[gui]"',
        )
        return
    missing = sorted(_missing_libraries(Path(next(iter(spec.submodule_search_locations))) / "Qt6"))
    if missing:
        packages = sorted(
            {package for lib in missing for start, package in _QT_PACKAGES.items() if start in lib}
        )
        yield Check(
            topic="PyQt6",
            verdict=Verdict.WARNING,
            found=f"needs {', '.join(missing)}",
            cure=f"apt-get install -y --no-install-recommends {' '.join(packages)}"
            if packages
            else "",
        )
    else:
        yield Check(topic="PyQt6", verdict=Verdict.GOOD, found=_version_of("PyQt6") or "?")


def _missing_libraries(qt: Path) -> set[str]:
    """The system libraries that Qt's own libraries and its window plugins cannot find, all at once."""
    objects = [
        *qt.glob("lib/libQt6[GWM]*.so*"),
        *qt.glob("plugins/platforms/libqxcb.so"),
        *qt.glob("plugins/platforms/libqoffscreen.so"),
    ]
    ldd = shutil.which("ldd")
    if not objects or ldd is None:
        return set()
    answer = subprocess.run(
        [ldd, *map(str, objects)], capture_output=True, text=True, timeout=60, check=False
    ).stdout
    missing = {line.split()[0] for line in answer.splitlines() if "not found" in line}
    return {name for name in missing if not name.startswith("libQt6")}


def _version_of(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _days_since(version: str) -> int | None:
    """The age of a version that is a date, such as 2026.10.26."""
    match = re.match(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", version)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    return (datetime.now(UTC).date() - date(year, month, day)).days

"""What fetching and clipping need: ffmpeg, PyAV, yt-dlp and a JavaScript runtime."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path

from avisbuild.errors import AvisbuildError
from avisbuild_pipelines.doctor.check import Check, Verdict, installed_version

_YT_DLP_STALE_DAYS = 120
_BUNDLED = "imageio-ffmpeg's"
_DENO_MINIMUM = (2, 3, 0)


def fetching_checks() -> Iterator[Check]:
    """Everything that fetching and clipping need."""
    yield from _ffmpeg()
    yield from _pyav()
    yield from _yt_dlp()
    yield from _javascript()


def _ffmpeg() -> Iterator[Check]:
    from avisbuild.media.tools import OLDEST, SETTING, ffmpeg_path, ffmpeg_release, ffmpeg_version

    oldest = ".".join(map(str, OLDEST))
    try:
        program = ffmpeg_path()
        version = ffmpeg_version(program)
    except AvisbuildError as error:
        yield Check(
            topic="ffmpeg",
            verdict=Verdict.BLOCKER,
            found=str(error),
            cure="pip install imageio-ffmpeg brings one along",
        )
        return
    is_known = ffmpeg_release(program) is not None
    on_path = shutil.which("ffmpeg")
    if os.environ.get(SETTING):
        chosen = f"named by {SETTING}"
    else:
        chosen = "on PATH" if str(program) == on_path else _BUNDLED
    supported = "supported" if is_known else "whether that is supported, it does not say"
    yield Check(
        topic="ffmpeg",
        verdict=Verdict.GOOD if is_known else Verdict.NOTE,
        found=f"{version} at {program} ({chosen}); {supported} ({oldest} or newer)",
    )
    if on_path and chosen == _BUNDLED:
        yield Check(
            topic="ffmpeg on PATH",
            verdict=Verdict.NOTE,
            found=f"{on_path} is older than {oldest} or does not run: passed over",
        )
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
    version = installed_version("yt-dlp")
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
    found = installed_version("yt-dlp-ejs")
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


def _days_since(version: str) -> int | None:
    """The age of a version that is a date, such as 2026.10.26."""
    match = re.match(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", version)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    return (datetime.now(UTC).date() - date(year, month, day)).days

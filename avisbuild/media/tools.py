"""Which ffmpeg is used, and which versions of the media libraries made a video."""

import os
import re
import shutil
import subprocess
from functools import cache
from importlib import metadata
from pathlib import Path

from avisbuild.errors import AvisbuildError
from avisbuild.messages import Message

SETTING = "AVISBUILD_FFMPEG"
# Ubuntu 22.04's. Decision 79 says which versions were tried.
OLDEST = (4, 4)
# Of builds between releases, newest first: the libavcodec with which a release came out.
_RELEASED_WITH = (((59, 37), (5, 1)), ((58, 134), (4, 4)))
_WHEEL = "pip install --upgrade imageio-ffmpeg"


def ffmpeg_path() -> Path:
    """The ffmpeg program: the one in $AVISBUILD_FFMPEG, else on PATH, else imageio-ffmpeg's.

    One on PATH that is too old or does not run is passed over for imageio-ffmpeg's.
    Raises AvisbuildError when the setting names no program or one that is too old, or when there is none
    that is new enough.
    """
    setting = os.environ.get(SETTING)
    if not setting:
        return _usual_ffmpeg(shutil.which("ffmpeg"))
    found = shutil.which(setting)
    if found is None:
        raise AvisbuildError("ffmpeg-setting", setting=SETTING, program=setting)
    _check_age(Path(found), cure=Message("ffmpeg-unset", setting=SETTING))
    return Path(found)


@cache
def _usual_ffmpeg(on_path: str | None) -> Path:
    cure = Message("ffmpeg-install", command=_WHEEL, setting=SETTING)
    if on_path is not None:
        try:
            _check_age(Path(on_path), cure=cure)
            return Path(on_path)
        except AvisbuildError:
            if (bundled := _bundled_ffmpeg()) is None:
                raise
    elif (bundled := _bundled_ffmpeg()) is None:
        raise AvisbuildError("no-ffmpeg", cure=_WHEEL, setting=SETTING)
    _check_age(bundled, cure=cure)
    return bundled


def _bundled_ffmpeg() -> Path | None:
    """The program in imageio-ffmpeg's wheel, which is not there on every kind of machine."""
    try:
        import imageio_ffmpeg

        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return None


def _check_age(program: Path, *, cure: Message) -> None:
    release = ffmpeg_release(program)
    if release is not None and release < OLDEST:
        raise AvisbuildError(
            "ffmpeg-too-old",
            program=program,
            version=ffmpeg_version(program),
            oldest=".".join(map(str, OLDEST)),
            cure=cure,
        )


def ffmpeg_environment() -> dict[str, str]:
    """The variables to run ffmpeg with.

    The static builds in imageio-ffmpeg's wheels up to 0.6 crash as soon as they load the system's character
    tables, which is at the first MPEG-TS; without them they know UTF-8, which is enough.
    """
    return {**os.environ, "GCONV_PATH": os.devnull}


def ffmpeg_version(program: Path) -> str:
    """The version that an ffmpeg program gives itself, such as `5.1.9`.

    Raises AvisbuildError when it does not run.
    """
    words = _about(program).split()
    return words[2] if words[:2] == ["ffmpeg", "version"] else "unknown"


def ffmpeg_release(program: Path) -> tuple[int, int] | None:
    """The release that a program is, such as (5, 1); None where it does not say.

    A build between releases (N-112345-g...) counts as 5.1, 4.4 or as older than both by its libavcodec.
    Raises AvisbuildError when it does not run.
    """
    if (number := version_number(ffmpeg_version(program))) is not None:
        return number
    libavcodec = re.search(r"libavcodec +(\d+)\. *(\d+)", _about(program))
    if libavcodec is None:
        return None
    found = (int(libavcodec[1]), int(libavcodec[2]))
    return next((release for came_with, release in _RELEASED_WITH if found >= came_with), (0, 0))


def version_number(version: str) -> tuple[int, int] | None:
    """Of 5.1.9-0+deb12u1 or n9.0.2 the first two numbers; None for a build between versions."""
    match = re.match(r"n?(\d+)\.(\d+)", version)
    return None if match is None else (int(match[1]), int(match[2]))


@cache
def _about(program: Path) -> str:
    """What an ffmpeg program answers to `-version`."""
    try:
        answer = subprocess.run(
            [str(program), "-version"],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise AvisbuildError(
            "ffmpeg-does-not-run", program=program, reason=error, cure=_WHEEL, setting=SETTING
        ) from error
    return answer.stdout


@cache
def library_versions() -> dict[str, str]:
    """The versions of what decodes, converts and measures in this process."""
    import av

    packages = ("avisbuild", "av", "numpy", "librosa", "imagehash", "pillow")
    versions = {package: metadata.version(package) for package in packages}
    for library in ("libavcodec", "libavformat", "libswscale", "libswresample"):
        versions[library] = ".".join(map(str, av.library_versions[library]))
    return versions

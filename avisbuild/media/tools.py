"""Where ffmpeg is, and which versions of the media libraries made a video."""

import os
import shutil
import subprocess
from functools import cache
from importlib import metadata
from pathlib import Path

from avisbuild.errors import AvisbuildError

SETTING = "AVISBUILD_FFMPEG"


def ffmpeg_path() -> Path:
    """The ffmpeg program: the one in $AVISBUILD_FFMPEG, else on PATH, else imageio-ffmpeg's.

    Raises AvisbuildError when the setting names no program, or when there is none at all.
    """
    setting = os.environ.get(SETTING)
    if setting:
        found = shutil.which(setting)
        if found is None:
            raise AvisbuildError("ffmpeg-setting", setting=SETTING, program=setting)
        return Path(found)
    return _usual_ffmpeg()


@cache
def _usual_ffmpeg() -> Path:
    on_path = shutil.which("ffmpeg")
    if on_path is not None:
        return Path(on_path)
    import imageio_ffmpeg

    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise AvisbuildError("no-ffmpeg", setting=SETTING) from error


@cache
def ffmpeg_version(program: Path) -> str:
    """The version that an ffmpeg program gives itself, such as `5.1.9`."""
    answer = subprocess.run(
        [str(program), "-version"],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=60,
        check=True,
    )
    words = answer.stdout.split()
    return words[2] if words[:2] == ["ffmpeg", "version"] else "unknown"


@cache
def library_versions() -> dict[str, str]:
    """The versions of what decodes, converts and measures in this process."""
    import av

    packages = ("avisbuild", "av", "numpy", "librosa", "imagehash", "pillow")
    versions = {package: metadata.version(package) for package in packages}
    for library in ("libavcodec", "libavformat", "libswscale", "libswresample"):
        versions[library] = ".".join(map(str, av.library_versions[library]))
    return versions

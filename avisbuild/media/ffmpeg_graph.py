"""Decoding everything with one ffmpeg process: for the codecs that sparse decoding is not proven for.

ffmpeg decodes and chooses the pictures. They come back as they were decoded, and are converted by the
same code as those of the sparse decoder: which of the two decoded never shows in a JPEG. The sound is
never ffmpeg's: where it puts a sound depends on its version.
"""

from collections.abc import Iterator
from io import BufferedReader
from math import ceil
from pathlib import Path
from typing import IO

import ffmpeg
import numpy as np
from av.video.frame import VideoFrame

from avisbuild.errors import MediaError
from avisbuild.media.deadline import Deadline
from avisbuild.media.formats import WHITELISTS, media_url
from avisbuild.media.frame_plan import FramePlan
from avisbuild.media.limits import MediaLimits
from avisbuild.media.picture import is_rgb
from avisbuild.media.planes import plane_bytes
from avisbuild.media.probe import MediaInfo
from avisbuild.media.process import running
from avisbuild.media.tools import ffmpeg_environment, ffmpeg_path, ffmpeg_release

_PLANAR = ("yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "gray", "gbrp")
_PLANAR_DEEP = ("yuv420p10le", "yuv422p10le", "yuv444p10le", "yuv420p12le")
_FALLBACK = "yuv444p"
_FALLBACK_RGB = "gbrp"


class PicturesDifferError(Exception):
    """Some pictures have another size than the first, or two moments in each: decode them one by one."""


def full_pictures(
    path: Path,
    info: MediaInfo,
    plan: FramePlan,
    folder: Path,
    limits: MediaLimits,
    deadline: Deadline,
    *,
    complaints: IO[bytes] | None = None,
) -> Iterator[VideoFrame]:
    """Decode everything with one ffmpeg process, and give the plan's picture of each second, in order.

    ffmpeg goes on behind damage, and says so in `complaints`. Raises MediaError `undecodable` or `timeout`,
    and PicturesDifferError.
    """
    command = full_command(path, info, plan, limits)
    with running(
        command,
        folder=folder,
        deadline=deadline,
        environment=ffmpeg_environment(),
        complaints=complaints,
    ) as stream:
        for second in range(plan.second_count):
            frame = _read_picture(stream, info)
            if frame is None:
                deadline.check()
                raise MediaError(
                    "pictures-missing",
                    file=path.name,
                    found=second,
                    expected=plan.second_count,
                    code="undecodable",
                )
            yield frame
        if stream.read(1):
            # Raw pictures of another size than the first: where each begins is not known.
            raise PicturesDifferError


def full_command(path: Path, info: MediaInfo, plan: FramePlan, limits: MediaLimits) -> list[str]:
    """The command line of the one process; its pictures are its standard output."""
    program = ffmpeg_path()
    source = ffmpeg.input(
        media_url(path),
        **WHITELISTS,
        max_pixels=limits.max_pixels,
        threads=1,
        copyts=None,
        noautorotate=None,
    )
    graph = (
        _pictures(source, info, plan)
        .output(
            "pipe:1",
            format="rawvideo",
            pix_fmt=_raw_format(info),
            threads=1,
            **_as_they_come(program),
        )
        .global_args("-nostdin", "-y", "-hide_banner", "-loglevel", "error", "-filter_threads", "1")
    )
    return [str(word) for word in graph.compile(cmd=str(program))]


def _as_they_come(program: Path) -> dict[str, str]:
    """No picture twice and none left out; what 4.4 calls `-vsync` is gone from the newest."""
    release = ffmpeg_release(program)
    return {"vsync" if release and release < (5, 1) else "fps_mode": "passthrough"}


def _pictures(
    source: ffmpeg.nodes.FilterableStream, info: MediaInfo, plan: FramePlan
) -> ffmpeg.nodes.FilterableStream:
    """Number each picture by the first second that it is early enough for; keep the last of each number."""
    base = info.picture.time_base
    first_bound = ceil((plan.begin_s + plan.offset_s) / base)
    per_second = round(1 / base)
    number = f"max(0,floor((PTS-({first_bound}))/{per_second})+1)"
    return (
        source[str(info.picture.stream_index)]
        .filter("setpts", f"{number}*{per_second}")
        .filter("fps", fps=1, round="near", start_time=0, eof_action="pass")
        .filter("tpad", stop=-1, stop_mode="clone")
        .filter("trim", end_frame=plan.second_count)
    )


def _raw_format(info: MediaInfo) -> str:
    name = info.picture.pixel_format
    if name in _PLANAR + _PLANAR_DEEP:
        return name
    return _FALLBACK_RGB if is_rgb(info.picture) else _FALLBACK


def _read_picture(stream: BufferedReader, info: MediaInfo) -> VideoFrame | None:
    frame = VideoFrame(info.picture.width_px, info.picture.height_px, _raw_format(info))
    for index in range(len(frame.planes)):
        target = plane_bytes(frame, index)
        rows = np.empty(target.size, np.uint8)
        if stream.readinto(rows.data) != target.size:
            return None
        target[:] = rows.reshape(target.shape)
    return frame

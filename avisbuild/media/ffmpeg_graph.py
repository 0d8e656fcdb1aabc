"""Decoding everything with one ffmpeg process: for the codecs that sparse decoding is not proven for.

ffmpeg decodes, chooses the pictures and resamples the sound. The pictures come back as they were
decoded, and are converted by the same code as those of the sparse decoder: which of the two decoded
never shows in a JPEG.
"""

from collections.abc import Iterator
from io import BufferedReader
from math import ceil
from pathlib import Path

import ffmpeg
import numpy as np
from av.video.frame import VideoFrame

from avisbuild.errors import MediaError
from avisbuild.media.deadline import Deadline
from avisbuild.media.formats import WHITELISTS, media_url
from avisbuild.media.frame_plan import FramePlan
from avisbuild.media.limits import MediaLimits
from avisbuild.media.planes import plane_bytes
from avisbuild.media.probe import MediaInfo
from avisbuild.media.process import running
from avisbuild.media.sound import Samples
from avisbuild.media.tools import ffmpeg_path

SOUND_NAME = "sound.raw"
_PLANAR = ("yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "gray", "gbrp")
_PLANAR_DEEP = ("yuv420p10le", "yuv422p10le", "yuv444p10le", "yuv420p12le")
_FALLBACK = "yuv444p"


def full_pictures(
    path: Path,
    info: MediaInfo,
    plan: FramePlan,
    folder: Path,
    limits: MediaLimits,
    deadline: Deadline,
    *,
    rate_hz: int,
) -> Iterator[VideoFrame]:
    """One picture for each second of the plan; the sound is left in `folder` for `read_sound`.

    Raises MediaError `undecodable` or `timeout`.
    """
    command = full_command(path, info, plan, limits, rate_hz=rate_hz)
    with running(command, folder=folder, deadline=deadline) as stream:
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


def read_sound(folder: Path, sample_count: int) -> Samples:
    """The sound that `full_pictures` left, which is then removed: (sample_count,) int16.

    Raises MediaError `undecodable` when it has another length.
    """
    path = folder / SOUND_NAME
    samples = np.fromfile(path, "<i2").astype(np.int16, copy=False)
    path.unlink()
    if len(samples) != sample_count:
        raise MediaError(
            "sound-of-wrong-length", found=len(samples), expected=sample_count, code="undecodable"
        )
    return samples


def full_command(
    path: Path, info: MediaInfo, plan: FramePlan, limits: MediaLimits, *, rate_hz: int
) -> list[str]:
    """The command line of the one process; its outputs are its standard output and a bare name."""
    source = ffmpeg.input(
        media_url(path),
        **WHITELISTS,
        max_pixels=limits.max_pixels,
        threads=1,
        copyts=None,
        noautorotate=None,
    )
    outputs = [
        _pictures(source, info, plan).output(
            "pipe:1",
            format="rawvideo",
            pix_fmt=_raw_format(info),
            fps_mode="passthrough",
            threads=1,
        )
    ]
    if info.sound is not None:
        outputs.append(
            _sound(source, info, plan, rate_hz).output(
                SOUND_NAME, format="s16le", acodec="pcm_s16le", ac=1, ar=rate_hz
            )
        )
    graph = ffmpeg.merge_outputs(*outputs).global_args(
        "-nostdin", "-y", "-hide_banner", "-loglevel", "error", "-filter_threads", "1"
    )
    return [str(word) for word in graph.compile(cmd=str(ffmpeg_path()))]


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


def _sound(
    source: ffmpeg.nodes.FilterableStream, info: MediaInfo, plan: FramePlan, rate_hz: int
) -> ffmpeg.nodes.FilterableStream:
    """Put the sound where its time stamps say, fill with silence, cut to whole seconds."""
    if info.sound is None:
        raise ValueError("expected a source with sound")
    # Moved to begin at 0, because `first_pts` counts other values in samples of the input.
    zero = round(info.zero_s * info.sound.sample_rate_hz)
    begin = round((plan.begin_s - info.zero_s) * rate_hz)
    return (
        source[str(info.sound.stream_index)]
        .filter("asetpts", f"PTS-({zero})")
        .filter("aresample", rate_hz, **{"async": 1, "min_hard_comp": 0.01, "first_pts": 0})
        .filter("aformat", sample_fmts="s16", channel_layouts="mono")
        .filter("apad")
        .filter("atrim", start_sample=begin, end_sample=begin + plan.second_count * rate_hz)
    )


def _raw_format(info: MediaInfo) -> str:
    name = info.picture.pixel_format
    return name if name in _PLANAR + _PLANAR_DEEP else _FALLBACK


def _read_picture(stream: BufferedReader, info: MediaInfo) -> VideoFrame | None:
    frame = VideoFrame(info.picture.width_px, info.picture.height_px, _raw_format(info))
    for index in range(len(frame.planes)):
        target = plane_bytes(frame, index)
        rows = np.empty(target.size, np.uint8)
        if stream.readinto(rows.data) != target.size:
            return None
        target[:] = rows.reshape(target.shape)
    return frame

"""Frames and sound into an MP4 of H.264 and AAC, the same bytes each time on one machine."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.files import replacing
from avisbuild.synth.sounds import SAMPLE_RATE_HZ

_BT601, _LIMITED = 6, 1
_AUDIO_FRAME = 1024


def write_video(
    path: Path,
    frames: Iterable[NDArray[np.uint8]],
    sound: NDArray[np.float32],
    *,
    size: tuple[int, int],
    fps: int,
) -> None:
    """Write frames (H, W, 3) uint8 RGB and stereo sound (N, 2) float32 as an MP4, whole or not at all."""
    with (
        replacing(path) as stream,
        av.open(stream, "w", format="mp4", options={"fflags": "+bitexact"}) as container,
    ):
        video = container.add_stream(
            "libx264", rate=fps, options={"preset": "ultrafast", "crf": "21", "threads": "1",
            "flags": "+bitexact", "g": str(fps * 2)},
        )  # fmt: skip
        video.height, video.width, video.pix_fmt = size[0], size[1], "yuv420p"
        video.codec_context.thread_count = 1
        video.codec_context.colorspace, video.codec_context.color_range = _BT601, _LIMITED
        audio = container.add_stream(
            "aac",
            rate=SAMPLE_RATE_HZ,
            layout="stereo",
            options={"flags": "+bitexact", "aac_coder": "fast"},
        )
        audio.bit_rate = 128_000
        _encode_sound(container, audio, sound)
        for index, frame in enumerate(frames):
            picture = av.VideoFrame.from_ndarray(
                np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2YUV_I420), np.uint8), format="yuv420p"
            )
            picture.pts, picture.time_base = index, Fraction(1, fps)
            container.mux(video.encode(picture))
        container.mux(video.encode(None))


def _encode_sound(container: Any, audio: Any, sound: NDArray[np.float32]) -> None:
    planes = np.ascontiguousarray(sound.T)
    for start in range(0, planes.shape[1], _AUDIO_FRAME):
        chunk = np.ascontiguousarray(planes[:, start : start + _AUDIO_FRAME])
        frame = av.AudioFrame.from_ndarray(chunk, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = (
            SAMPLE_RATE_HZ,
            start,
            Fraction(1, SAMPLE_RATE_HZ),
        )
        container.mux(audio.encode(frame))
    container.mux(audio.encode(None))

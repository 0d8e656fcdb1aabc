"""Pictures of known colours, encoded without loss under any colour tags."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from avisbuild.media.planes import deep_plane, plane

# Red, green, blue in 0..255: greys, primaries and three colours between.
PATCHES = np.array(
    [
        [20, 20, 20],
        [235, 235, 235],
        [200, 30, 30],
        [30, 180, 40],
        [30, 40, 200],
        [220, 200, 40],
        [150, 80, 160],
        [90, 140, 130],
    ],
    float,
)


def patch_picture(height_px: int, width_px: int) -> NDArray[np.float64]:
    """The eight patches in two rows of four: (height, width, 3) in 0..255."""
    rows = np.arange(height_px) * 2 // height_px
    columns = np.arange(width_px) * 4 // width_px
    return PATCHES[4 * rows[:, None] + columns[None, :]]


def patch_colours(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The mean colour in the middle of each patch: (8, 3); picture: (height, width, 3) uint8."""
    height, width = picture.shape[0] // 2, picture.shape[1] // 4
    return np.array(
        [
            picture[
                row * height + height // 4 : (row + 1) * height - height // 4,
                column * width + width // 4 : (column + 1) * width - width // 4,
            ].mean(axis=(0, 1))
            for row in range(2)
            for column in range(4)
        ]
    )


def encode(
    path: Path,
    yuv: NDArray[np.float64],
    *,
    codec: str,
    pixel_format: str,
    tags: dict[str, int],
    seconds: int = 1,
) -> Path:
    """Encode a still picture without loss, with a second of quiet sound; yuv: (3, H, W) codes."""
    with av.open(str(path), "w") as container:
        lossless = {"libx264": {"qp": "0"}, "libx265": {"x265-params": "log-level=0:lossless=1"}}
        stream = container.add_stream(codec, rate=10, options=lossless[codec])
        assert isinstance(stream, VideoStream)
        stream.height, stream.width = yuv.shape[1:]
        stream.pix_fmt = pixel_format
        for name, value in tags.items():
            setattr(stream.codec_context, name, value)
        sound = container.add_stream("aac", rate=16_000, layout="mono")
        for index in range(10 * seconds):
            frame = _frame(yuv, pixel_format)
            frame.pts = index
            frame.time_base = Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        silence = av.AudioFrame.from_ndarray(
            np.full((1, 16_000 * seconds), 0.01, np.float32), format="flt", layout="mono"
        )
        silence.sample_rate, silence.pts = 16_000, 0
        container.mux(sound.encode(silence))  # type: ignore[arg-type]
        container.mux(sound.encode(None))
    return path


def _frame(yuv: NDArray[np.float64], pixel_format: str) -> VideoFrame:
    frame = VideoFrame(yuv.shape[2], yuv.shape[1], pixel_format)
    deep = "10le" in pixel_format
    for index in range(3):
        codes = yuv[index] if index == 0 else yuv[index][::2, ::2]
        target = deep_plane(frame, index) if deep else plane(frame, index)
        target[:] = np.rint(codes)
    return frame

"""From a decoded picture to a JPEG with the colours, the way up and the shape that it is shown with.

A JPEG is read as full-range BT.601 whatever its makers meant, so every picture is brought there; both
ways of decoding end here, so that they give the same bytes.
"""

from fractions import Fraction

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from avisbuild.media.probe import PictureInfo

JPEG_QUALITY = 2  # FFmpeg's scale, 2 is the finest in use
_LARGEST_SD_HEIGHT_PX = 576
_SCALING = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT
_MATRICES = {1, 4, 5, 7, 9}
_UNKNOWN_MATRIX = 2
_BT470BG, _BT2020_CL = 5, 10


def matrix_of(info: PictureInfo) -> Colorspace:
    """The colour matrix of a stream; untagged pictures are BT.709 from HD on, as players guess."""
    if info.matrix == 6:  # the 525-line twin of BT.601, with the same numbers
        return Colorspace.ITU601
    if info.matrix in _MATRICES:
        return Colorspace(info.matrix)
    if info.matrix == _BT2020_CL:
        return Colorspace.BT2020
    is_hd = info.height_px > _LARGEST_SD_HEIGHT_PX
    return Colorspace.ITU709 if is_hd else Colorspace.ITU601


def shown_size(info: PictureInfo) -> tuple[int, int]:
    """(height, width) of the frames in pixels: pixels made square, then turned."""
    height, width = info.height_px, _square_width(info)
    return (width, height) if info.rotation in (90, 270) else (height, width)


def _square_width(info: PictureInfo) -> int:
    return max(1, round(info.width_px * info.pixel_aspect))


class JpegMaker:
    """Turns the pictures of one stream into JPEG files."""

    def __init__(self, info: PictureInfo) -> None:
        self._info = info
        self._reformatter = VideoReformatter()
        self._encoder = _jpeg_encoder(shown_size(info))
        self._count = 0

    def shown(self, frame: VideoFrame) -> VideoFrame:
        """The picture as full-range BT.601 yuvj420p, with square pixels, the right way up."""
        info = self._info
        converted = self._reformatter.reformat(
            frame,
            width=_square_width(info),
            height=info.height_px,
            format="yuvj420p",
            src_colorspace=matrix_of(info),
            dst_colorspace=Colorspace.ITU601,
            src_color_range=ColorRange.JPEG if info.full_range else ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
            interpolation=_SCALING,
            threads=1,
        )
        return _turned(converted, info.rotation) if info.rotation else converted

    def jpeg(self, shown: VideoFrame) -> bytes:
        """The bytes of a JPEG file of a picture from `shown`."""
        shown.pts = self._count
        shown.time_base = Fraction(1)
        self._count += 1
        return b"".join(bytes(packet) for packet in self._encoder.encode(shown))


def plane(frame: VideoFrame, index: int) -> NDArray[np.uint8]:
    """A view of one 8-bit plane of a picture: (height, width) uint8."""
    pixels = frame.planes[index]
    rows = np.frombuffer(pixels, np.uint8).reshape(-1, pixels.line_size)
    return rows[: pixels.height, : pixels.width]


def plane_bytes(frame: VideoFrame, index: int) -> NDArray[np.uint8]:
    """A view of the bytes of one plane without its padding: (height, bytes a row) uint8."""
    pixels = frame.planes[index]
    sample_bytes = (frame.format.components[index].bits + 7) // 8
    rows = np.frombuffer(pixels, np.uint8).reshape(-1, pixels.line_size)
    return rows[: pixels.height, : pixels.width * sample_bytes]


def _turned(frame: VideoFrame, rotation: int) -> VideoFrame:
    swap = rotation in (90, 270)
    width, height = (frame.height, frame.width) if swap else (frame.width, frame.height)
    turned = VideoFrame(width, height, "yuvj420p")
    turned.color_range = ColorRange.JPEG
    for index in range(3):
        plane(turned, index)[:] = np.rot90(plane(frame, index), rotation // 90)
    return turned


def _jpeg_encoder(size: tuple[int, int]) -> VideoCodecContext:
    encoder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.height, encoder.width = size
    encoder.pix_fmt = "yuvj420p"
    encoder.color_range = ColorRange.JPEG
    encoder.time_base = Fraction(1)
    encoder.sample_aspect_ratio = Fraction(1)
    encoder.thread_count = 1
    quality = str(JPEG_QUALITY)
    encoder.options = {"qmin": quality, "qmax": quality, "flags": "+bitexact"}
    return encoder

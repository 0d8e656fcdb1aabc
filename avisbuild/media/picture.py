"""From a decoded picture to a JPEG with the colours, the way up and the shape that it is shown with.

Both ways of decoding end here, so that they give the same bytes.
"""

from fractions import Fraction

import numpy as np
from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from avisbuild.media.colour import BT601, JpegColours, matrix_weights
from avisbuild.media.deinterlacing import Deinterlacer
from avisbuild.media.hdr import DEEP_FORMAT, is_hdr, tone_mapped
from avisbuild.media.letter_box import between_bars, fitted_size
from avisbuild.media.planes import plane
from avisbuild.media.probe import PictureInfo
from avisbuild.media.shown_way import ShownWay

_QUALITY_UNIT = 118  # FF_QP2LAMBDA
JPEG_QUALITY = 2  # FFmpeg's scale; 2 is the finest in use
_SCALING = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.BITEXACT


def shown_size(info: PictureInfo) -> tuple[int, int]:
    """(height, width) of the frames in pixels: pixels made square, then turned."""
    height, width = info.height_px, square_width(info)
    return (width, height) if info.way.swaps_sides else (height, width)


def is_rgb(info: PictureInfo) -> bool:
    """Whether the pictures are stored as red, green and blue."""
    return info.pixel_format.startswith(("gbr", "rgb", "bgr"))


def square_width(info: PictureInfo) -> int:
    """The width of a picture before turning when its pixels are square."""
    return max(1, round(info.width_px * info.pixel_aspect))


class JpegMaker:
    """Turns the pictures of one stream into JPEG files.

    They get the size of `info`; `coded` is the stream as it is, where they are to be smaller.
    """

    def __init__(self, info: PictureInfo, coded: PictureInfo | None = None) -> None:
        self._info = info
        self._coded = coded or info
        self._deinterlacer = Deinterlacer()
        self._is_rgb = is_rgb(info)
        self._reformatter = VideoReformatter()
        self._encoder = _jpeg_encoder(shown_size(info))
        self._count = 0
        if self._is_rgb:  # brought to limited-range BT.601 by the scaler
            self._colours = JpegColours(BT601, full_range=False)
        else:
            weights = matrix_weights(info.matrix, info.height_px)
            self._colours = JpegColours(weights, full_range=info.full_range)

    def shown(self, frame: VideoFrame) -> VideoFrame:
        """The picture as full-range BT.601 yuvj420p, with square pixels, the right way up.

        It holds one moment, where the stream says so, and one of another shape than the first stands between
        bars.
        """
        info, coded = self._info, self._coded
        has_both_fields = coded.is_interlaced(frame) and not coded.has_fields_apart
        if info.deinterlaces and has_both_fields:
            frame = self._deinterlacer.earlier(frame)
        if not coded.has_size_of(frame):
            frame = self._letter_boxed(frame)
        if is_hdr(info.transfer):
            deep = self._reformatted(frame, DEEP_FORMAT, info.width_px)
            light = tone_mapped(deep, info.transfer, full_range=info.full_range)
            shown = self._reformatted(light, "yuvj420p", square_width(info))
        else:
            shown = self._colours.convert(self._reformatted(frame, "yuv420p", square_width(info)))
        return shown if info.way == ShownWay() else _turned(shown, info.way)

    def jpeg(self, shown: VideoFrame) -> bytes:
        """Encode a picture that `shown` gave, at the one quality that frames have."""
        shown.pts = self._count
        shown.time_base = Fraction(1)
        self._count += 1
        return b"".join(bytes(packet) for packet in self._encoder.encode(shown))

    def _letter_boxed(self, frame: VideoFrame) -> VideoFrame:
        """A picture of another shape than the stream's first one between bars; else as it is."""
        info, coded = self._info, self._coded
        size = (info.height_px, info.width_px)
        wider = info.pixel_aspect / coded.pixel_aspect
        fitted = fitted_size((frame.height, frame.width), size, wider)
        if fitted is None:
            return frame
        name = DEEP_FORMAT if is_hdr(info.transfer) else "yuv420p"
        inner = self._reformatted(frame, name, fitted[1], fitted[0])
        return between_bars(inner, size, full_range=info.full_range and not self._is_rgb)

    def _reformatted(
        self, frame: VideoFrame, name: str, width_px: int, height_px: int | None = None
    ) -> VideoFrame:
        """The picture in another pixel format and size, with the matrix and range that it has."""
        height_px = height_px or self._info.height_px
        same = frame.format.name.replace("yuvj", "yuv") == name.replace("yuvj", "yuv")
        if same and (frame.height, frame.width) == (height_px, width_px):
            return frame
        is_full = name.startswith("yuvj") or (self._info.full_range and not self._is_rgb)
        range_now = ColorRange.JPEG if is_full or self._is_rgb else ColorRange.MPEG
        return self._reformatter.reformat(
            frame,
            width=width_px,
            height=height_px,
            format=name,
            src_colorspace=Colorspace.ITU601,  # the same on both sides: no change of colours
            dst_colorspace=Colorspace.ITU601,
            src_color_range=range_now,
            dst_color_range=ColorRange.JPEG if is_full else ColorRange.MPEG,
            interpolation=_SCALING,
            threads=1,
        )


def rgb(shown: VideoFrame) -> NDArray[np.uint8]:
    """A picture from `JpegMaker.shown` (full-range BT.601) as (H, W, 3) uint8."""
    frame = shown.reformat(
        format="rgb24",
        src_colorspace=Colorspace.ITU601,
        dst_colorspace=Colorspace.ITU601,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.JPEG,
    )
    return np.ascontiguousarray(frame.to_ndarray())


def _turned(frame: VideoFrame, way: ShownWay) -> VideoFrame:
    width, height = frame.width, frame.height
    if way.swaps_sides:
        width, height = height, width
    turned = VideoFrame(width, height, "yuvj420p")
    turned.color_range = ColorRange.JPEG
    for index in range(3):
        plane(turned, index)[:] = way.applied(plane(frame, index))
    return turned


def _jpeg_encoder(size: tuple[int, int]) -> VideoCodecContext:
    encoder = CodecContext.create("mjpeg", "w")
    if not isinstance(encoder, VideoCodecContext):
        raise TypeError(f"expected a picture encoder, got {encoder}")
    encoder.height, encoder.width = size
    encoder.pix_fmt = "yuvj420p"
    encoder.color_range = ColorRange.JPEG
    encoder.time_base = Fraction(1)
    encoder.sample_aspect_ratio = Fraction(1)
    encoder.thread_count = 1
    quality = str(JPEG_QUALITY)
    encoder.options = {
        "qmin": quality,
        "qmax": quality,
        # With a fixed quality the encoder does not look into the picture to find one.
        "flags": "+bitexact+qscale",
        "global_quality": str(JPEG_QUALITY * _QUALITY_UNIT),
        # The standard's own tables: 4 % larger than the best for each picture, and a sixth faster.
        "huffman": "default",
    }
    return encoder

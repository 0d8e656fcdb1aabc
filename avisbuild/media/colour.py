"""The colours of a video as those of a JPEG: full-range BT.601, whatever the source's matrix and range.

In whole numbers, so that every processor gives the same bytes, and for less time than FFmpeg's own
conversion takes at this exactness.
"""

from dataclasses import dataclass

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange
from numpy.typing import NDArray

from avisbuild.media.planes import plane

Weights = tuple[float, float]  # of red and of blue in luma
_Codes = NDArray[np.uint8]
_Fixed = NDArray[np.int16]
_Planes = tuple[_Codes, _Codes, _Codes]

BT601: Weights = (0.299, 0.114)
BT709: Weights = (0.2126, 0.0722)
BT2020: Weights = (0.2627, 0.0593)
# By FFmpeg's number for the matrix (ITU-T H.273).
_BY_NUMBER = {
    1: BT709,
    4: (0.30, 0.11),
    5: BT601,
    6: BT601,
    7: (0.212, 0.087),
    9: BT2020,
    10: BT2020,
}
_LARGEST_SD_HEIGHT_PX = 576
# Whole numbers of 16 bits are half the work of 32. What a plane changes by stays under 0.5 of the code
# that it starts from in every matrix, so that 9 bits behind the point fit; luma's scale takes 7.
_BITS = 9
_LUMA_BITS = 7
# As much as stays in a processor's nearer caches while it is worked on.
_STRIP_SAMPLES = 61_440


def tagged_matrix(number: int, height_px: int) -> int:
    """A matrix's number; untagged pictures are BT.709 from HD on, as players guess."""
    guess = 1 if height_px > _LARGEST_SD_HEIGHT_PX else 6
    return number if number in _BY_NUMBER else guess


def matrix_weights(number: int, height_px: int) -> Weights:
    """The luma weights of a tagged matrix, guessed where there is no tag."""
    return _BY_NUMBER[tagged_matrix(number, height_px)]


def yuv_from_rgb(weights: Weights) -> NDArray[np.float64]:
    """The (3, 3) matrix from R'G'B' in 0..1 to luma in 0..1 and both chromas in -0.5..0.5."""
    red, blue = weights
    luma = np.array([red, 1 - red - blue, blue])
    return np.stack(
        [
            luma,
            (np.array([0.0, 0.0, 1.0]) - luma) / (2 * (1 - blue)),
            (np.array([1.0, 0.0, 0.0]) - luma) / (2 * (1 - red)),
        ]
    )


@dataclass(frozen=True, slots=True)
class _Factors:
    """What the codes of a source are multiplied by, in units of 1 / 2**9 (`luma`: 1 / 2**7).

    Luma is `luma` * (y - `luma_zero`) + `by_chroma` . (u, v), and the chromas change by `chroma` @ (u, v):
    how red or blue a colour is in one matrix does not depend on how light it is in another.
    """

    luma: int
    luma_zero: int
    by_chroma: tuple[int, int]
    chroma: tuple[tuple[int, int], tuple[int, int]]


class JpegColours:
    """Converts 4:2:0 pictures of one stream to those of a JPEG."""

    def __init__(self, weights: Weights, *, full_range: bool) -> None:
        self._is_same = full_range and weights == BT601
        luma_scale = 1.0 if full_range else 255 / 219
        chroma_scale = 1.0 if full_range else 255 / 224
        by_chroma = (yuv_from_rgb(BT601) @ np.linalg.inv(yuv_from_rgb(weights)))[:, 1:]
        change = by_chroma * chroma_scale - np.array([[0, 0], [1, 0], [0, 1]])
        fixed = np.rint(change * (1 << _BITS)).astype(int).tolist()
        self._factors = _Factors(
            luma=round(luma_scale * (1 << _LUMA_BITS)),
            luma_zero=0 if full_range else 16,
            by_chroma=tuple(fixed[0]),
            chroma=(tuple(fixed[1]), tuple(fixed[2])),
        )

    def convert(self, frame: VideoFrame) -> VideoFrame:
        """A yuv420p or yuvj420p picture as yuvj420p in full-range BT.601."""
        converted = VideoFrame(frame.width, frame.height, "yuvj420p")
        converted.color_range = ColorRange.JPEG
        sources = [plane(frame, index) for index in range(3)]
        targets = [plane(converted, index) for index in range(3)]
        if self._is_same:
            for source, target in zip(sources, targets, strict=True):
                target[:] = source
            return converted
        height, width = sources[1].shape
        rows = max(1, _STRIP_SAMPLES // width)
        for top in range(0, height, rows):
            luma, chroma = slice(2 * top, 2 * (top + rows)), slice(top, top + rows)
            self._convert_strip(
                (sources[0][luma], sources[1][chroma], sources[2][chroma]),
                (targets[0][luma], targets[1][chroma], targets[2][chroma]),
            )
        return converted

    def _convert_strip(self, sources: _Planes, targets: _Planes) -> None:
        u, v = (source.astype(np.int16) - np.int16(128) for source in sources[1:])
        for factors, source, target in zip(
            self._factors.chroma, sources[1:], targets[1:], strict=True
        ):
            code = _weighted(u, v, factors, offset=1 << (_BITS - 1))
            code >>= _BITS
            code += source
            np.clip(code, 0, 255, out=code)
            target[:] = code
        self._convert_luma(sources[0], u, v, targets[0])

    def _convert_luma(self, luma: _Codes, u: _Fixed, v: _Fixed, target: _Codes) -> None:
        factors = self._factors
        fine = _BITS - _LUMA_BITS
        by_chroma = _weighted(u, v, factors.by_chroma, offset=1 << (fine - 1))
        by_chroma >>= fine
        # The product may run over; with the middle of the range taken off, the sum fits again, and sums
        # that run over and back are exact.
        middle = (128 << _LUMA_BITS) + factors.luma_zero * factors.luma
        by_chroma -= np.int16(middle - (1 << (_LUMA_BITS - 1)))
        wide = np.repeat(by_chroma, 2, axis=1)
        for first_row in (0, 1):
            rows = luma[first_row::2].astype(np.int16)
            rows *= np.int16(factors.luma)
            rows += wide[: rows.shape[0], : rows.shape[1]]
            rows >>= _LUMA_BITS
            np.clip(rows, -128, 127, out=rows)
            rows += np.int16(128)
            target[first_row::2] = rows


def _weighted(u: _Fixed, v: _Fixed, factors: tuple[int, int], *, offset: int) -> _Fixed:
    total = u * np.int16(factors[0])
    total += v * np.int16(factors[1])
    total += np.int16(offset)
    return total

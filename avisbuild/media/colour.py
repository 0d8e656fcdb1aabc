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
_BITS = 13
_HALF = 1 << (_BITS - 1)
_LUMA_BITS = 7


def matrix_weights(number: int, height_px: int) -> Weights:
    """The luma weights of a tagged matrix; untagged pictures are BT.709 from HD on, as players guess."""
    guess = BT709 if height_px > _LARGEST_SD_HEIGHT_PX else BT601
    return _BY_NUMBER.get(number, guess)


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
    """What the codes of a source are multiplied by, in units of 1 / 2**13 (`luma`: 1 / 2**7).

    Luma is `luma` * y + `by_chroma` . (u, v); chroma is `chroma` @ (u, v): how red or blue a colour is
    in one matrix does not depend on how light it is in another.
    """

    luma: int
    luma_zero: int
    by_chroma: tuple[int, int]
    chroma: tuple[tuple[int, int], tuple[int, int]]


class JpegColours:
    """Converts 4:2:0 pictures of one stream to those of a JPEG."""

    def __init__(self, weights: Weights, *, full_range: bool) -> None:
        self._is_same = full_range and weights == BT601
        matrix = yuv_from_rgb(BT601) @ np.linalg.inv(yuv_from_rgb(weights))
        luma_scale = 1.0 if full_range else 255 / 219
        chroma_scale = 1.0 if full_range else 255 / 224
        fixed = np.rint(matrix[:, 1:] * chroma_scale * (1 << _BITS)).astype(int).tolist()
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
        if self._is_same:
            for index in range(3):
                plane(converted, index)[:] = plane(frame, index)
            return converted
        u, v = (plane(frame, index).astype(np.int32) - 128 for index in (1, 2))
        self._convert_luma(plane(frame, 0), u, v, plane(converted, 0))
        for index, factors in enumerate(self._factors.chroma, start=1):
            _store(_weighted(u, v, factors, offset=(128 << _BITS) + _HALF), plane(converted, index))
        return converted

    def _convert_luma(
        self,
        luma: NDArray[np.uint8],
        u: NDArray[np.int32],
        v: NDArray[np.int32],
        target: NDArray[np.uint8],
    ) -> None:
        factors = self._factors
        fine = _weighted(u, v, factors.by_chroma, offset=_HALF >> _LUMA_BITS)
        by_chroma = np.repeat((fine >> (_BITS - _LUMA_BITS)).astype(np.int16), 2, axis=1)
        # 16 bits are half the work of 32. The product may run over; with the middle of the range taken
        # off, the sum fits again, and sums that run over and back are exact.
        middle = (128 << _LUMA_BITS) + factors.luma_zero * factors.luma
        by_chroma -= np.int16(middle - (1 << (_LUMA_BITS - 1)))
        for first_row in (0, 1):
            rows = luma[first_row::2].astype(np.int16)
            rows *= np.int16(factors.luma)
            rows += by_chroma[: rows.shape[0], : rows.shape[1]]
            rows >>= _LUMA_BITS
            np.clip(rows, -128, 127, out=rows)
            rows += np.int16(128)
            target[first_row::2] = rows


def _weighted(
    u: NDArray[np.int32], v: NDArray[np.int32], factors: tuple[int, int], *, offset: int
) -> NDArray[np.int32]:
    total = u * np.int32(factors[0])
    total += v * np.int32(factors[1])
    total += np.int32(offset)
    return total


def _store(fixed: NDArray[np.int32], target: NDArray[np.uint8]) -> None:
    fixed >>= _BITS
    np.clip(fixed, 0, 255, out=fixed)
    target[:] = fixed

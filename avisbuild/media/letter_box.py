"""Pictures of another shape than the first of their stream: brought into its size, between black bars."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from av.video.frame import VideoFrame

from avisbuild.media.planes import deep_plane, plane

_SAME_SHAPE = 0.01


def fitted_size(
    size: tuple[int, int], within: tuple[int, int], pixel_aspect: Fraction
) -> tuple[int, int] | None:
    """(height, width) that a picture of `size` takes in one of the size `within`; None where it fills it.

    `pixel_aspect` says how much wider the pixels of `within` are than those of `size`.
    """
    height, width = size[0] * pixel_aspect, Fraction(size[1])
    full_height, full_width = within
    if abs(width * full_height - height * full_width) <= _SAME_SHAPE * height * full_width:
        return None
    scale = min(full_height / height, full_width / width)
    return _even(height * scale, full_height), _even(width * scale, full_width)


def between_bars(frame: VideoFrame, size: tuple[int, int], *, full_range: bool) -> VideoFrame:
    """A 4:2:0 picture of 8 or 10 bits in the middle of a black one; its sides are even.

    `size`: (height, width).
    """
    boxed = VideoFrame(size[1], size[0], frame.format.name)
    boxed.pts, boxed.color_range = frame.pts, frame.color_range
    is_deep = frame.format.components[0].bits > 8
    rows_of = deep_plane if is_deep else plane
    black = 0 if full_range else 16
    top, left = ((whole - part) // 4 * 2 for whole, part in zip(size, _size(frame), strict=True))
    for index in range(3):
        halved = 1 if index == 0 else 2
        source, target = np.asarray(rows_of(frame, index)), rows_of(boxed, index)
        target[:] = (128 if index else black) << (2 if is_deep else 0)
        height, width = source.shape
        y, x = top // halved, left // halved
        target[y : y + height, x : x + width] = source
    return boxed


def _size(frame: VideoFrame) -> tuple[int, int]:
    return frame.height, frame.width


def _even(length: Fraction, most: int) -> int:
    return max(2, min(2 * round(length / 2), most - most % 2))

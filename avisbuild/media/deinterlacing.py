"""One moment out of a picture that holds two: interlaced pictures, without looking at their neighbours.

A picture is made of itself alone, so that it is the same whether its video is decoded from the beginning,
sparsely, or from the middle to be played (docs/decisions/0114-pictures-as-they-come.md).
"""

from __future__ import annotations

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

_DEEP_BITS = 8


def deinterlaced(frame: VideoFrame, *, first_row: int) -> VideoFrame:
    """The picture at its earlier moment, whose lines begin at `first_row` (0 or 1).

    Each line of the other moment is brought between the lines above and below it: where nothing moves they
    mostly lie there already and stay, where something moves the comb goes.
    """
    result = VideoFrame(frame.width, frame.height, frame.format.name)
    result.pts, result.color_range = frame.pts, frame.color_range
    kind = "<u2" if frame.format.components[0].bits > _DEEP_BITS else "u1"
    for index in range(len(frame.planes)):
        source, target = (_rows(each, index).view(kind) for each in (frame, result))
        shared = min(source.shape[1], target.shape[1])
        target[:, :shared] = source[:, :shared]
        _fill(target, 1 - first_row)
    return result


def _fill(rows: NDArray[np.generic], first: int) -> None:
    """Bring every other row, from `first` on, between its neighbours."""
    made = rows[first::2]
    kept = rows[1 - first :: 2]
    if not len(kept):
        return
    # Above and below each made row; at the edge both are the one that there is.
    places = np.arange(len(made))
    above = kept[np.clip(places - 1 + first, 0, len(kept) - 1)]
    below = kept[np.clip(places + first, 0, len(kept) - 1)]
    made[:] = np.clip(made, np.minimum(above, below), np.maximum(above, below))


def _rows(frame: VideoFrame, index: int) -> NDArray[np.uint8]:
    """The bytes of a plane with its padding: (height, bytes a line) uint8."""
    pixels = frame.planes[index]
    rows: NDArray[np.uint8] = np.frombuffer(memoryview(pixels), np.uint8)
    return rows.reshape(-1, pixels.line_size)[: pixels.height]

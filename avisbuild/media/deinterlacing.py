"""One moment out of a picture that holds two: interlaced pictures, without looking at their neighbours.

A picture is made of itself alone, so that it is the same whether its video is decoded from the beginning,
sparsely, or from the middle to be played (docs/decisions/0114-pictures-as-they-come.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

import numpy as np
from av.filter import Graph
from av.video.frame import VideoFrame
from numpy.typing import NDArray

_DEEP_BITS = 8


class Deinterlacer:
    """Reduces pictures to their earlier moments; one for the pictures of one stream."""

    def __init__(self) -> None:
        self._fields = _Fields()

    def earlier(self, frame: VideoFrame) -> VideoFrame:
        """The picture at the earlier of its moments.

        Each line of the other moment is brought between the lines above and below it: where nothing moves
        they mostly lie there already and stay, where something moves the comb goes.
        """
        result = VideoFrame(frame.width, frame.height, frame.format.name)
        result.pts, result.color_range = frame.pts, frame.color_range
        first = self._fields.first_row(frame)
        for index in range(len(frame.planes)):
            source, target = _samples(frame, index), _samples(result, index)
            shared = min(source.shape[1], target.shape[1])
            target[:, :shared] = source[:, :shared]
            _fill(target, 1 - first)
        return result


class _Fields:
    """Asks FFmpeg which lines of a picture hold its earlier moment: PyAV gives pictures without that mark."""

    def __init__(self) -> None:
        self._kind: tuple[str, int, int] | None = None
        self._graph: Graph | None = None

    def first_row(self, frame: VideoFrame) -> int:
        """0 where the upper line of each two is the earlier one, or nobody can tell; else 1."""
        if frame.height < 2:
            return 0
        kind = frame.format.name, frame.width, frame.height
        if self._graph is None or kind != self._kind:
            self._kind, self._graph = kind, _separating(frame)
        self._graph.push(frame)
        # The later moment of a picture comes with the next one, before its earlier one.
        *_, earlier = [frame, *_pulled(self._graph)]
        width = frame.planes[0].width
        upper, found = (_samples(each, 0)[:, :width] for each in (frame, earlier))
        return int(earlier is not frame and not np.array_equal(upper[::2][: len(found)], found))


def _pulled(graph: Graph) -> Iterator[VideoFrame]:
    """All that a graph gives for what was pushed into it."""
    with suppress(BlockingIOError):
        while isinstance(frame := graph.pull(), VideoFrame):
            yield frame


def _separating(frame: VideoFrame) -> Graph:
    graph = Graph()
    source = graph.add_buffer(
        width=frame.width,
        height=frame.height,
        format=frame.format,
        time_base=Fraction(1, 25),
    )
    # The filter refuses a picture with a last line that has no partner.
    even = graph.add("crop", f"{frame.width}:{frame.height // 2 * 2}:0:0:exact=1")
    separate, sink = graph.add("separatefields"), graph.add("buffersink")
    graph.link_nodes(source, even, separate, sink).configure()
    return graph


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


def _samples(frame: VideoFrame, index: int) -> NDArray[np.generic]:
    """The samples of a plane with its padding: (height, samples a line) uint8 or uint16."""
    pixels = frame.planes[index]
    rows = np.frombuffer(memoryview(pixels), np.uint8).reshape(-1, pixels.line_size)
    kind = "<u2" if frame.format.components[0].bits > _DEEP_BITS else "u1"
    return rows[: pixels.height].view(kind)

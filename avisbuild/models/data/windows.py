"""Which seconds of a video make one item: the published sampling, even pieces, or all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]


class Window(Protocol):
    """How items are cut from videos; `drops_unmasked`: a video without any mask makes none."""

    drops_unmasked: ClassVar[bool]

    def pieces(self, second_count: int, /) -> Sequence[range]:
        """The runs of seconds that a video of this length is cut into, one an item."""

    def chosen(self, piece: range, draw: np.random.Generator, /) -> Seconds:
        """The seconds of an item, (T,) int64, ascending."""


@dataclass(frozen=True, slots=True)
class PublishedWindow:
    """AVISM's sampling for training, one item a video: a reference second, and others near it.

    The reference is uniform over the video; the others are drawn from the seconds at most `reach` away from
    it, itself excepted, with replacement. A video of one second gives that second again and again. Videos
    without any mask are dropped, as the published loader does.
    """

    drops_unmasked: ClassVar[bool] = True
    frame_count: int = 5
    reach: int = 20

    def __post_init__(self) -> None:
        if self.frame_count < 1 or self.reach < 1:
            raise ValueError(f"expected a frame and a second of reach at least, got {self}")

    def pieces(self, second_count: int, /) -> Sequence[range]:
        return [range(second_count)]

    def chosen(self, piece: range, draw: np.random.Generator, /) -> Seconds:
        reference = int(draw.integers(len(piece)))
        first, stop = max(0, reference - self.reach), min(len(piece), reference + self.reach + 1)
        near = [second for second in range(first, stop) if second != reference] or [reference]
        seconds = [reference, *draw.choice(near, self.frame_count - 1)]
        return np.sort(np.array(seconds, np.int64))


@dataclass(frozen=True, slots=True)
class EvenWindows:
    """Pieces of `length` seconds, one every `step` or else `length` seconds; the last may be shorter."""

    drops_unmasked: ClassVar[bool] = False
    length: int
    step: int | None = None

    def __post_init__(self) -> None:
        if self.length < 1 or not 1 <= self._step <= self.length:
            raise ValueError(f"expected 1 <= step <= length, got {self}")

    @property
    def _step(self) -> int:
        return self.length if self.step is None else self.step

    def pieces(self, second_count: int, /) -> Sequence[range]:
        count = 1 + -(-max(0, second_count - self.length) // self._step)
        starts = (number * self._step for number in range(count))
        return [range(start, min(second_count, start + self.length)) for start in starts]

    def chosen(self, piece: range, _draw: np.random.Generator, /) -> Seconds:
        return np.array(piece, np.int64)


@dataclass(frozen=True, slots=True)
class WholeVideo:
    """Every second of a video, as inference wants it."""

    drops_unmasked: ClassVar[bool] = False

    def pieces(self, second_count: int, /) -> Sequence[range]:
        return [range(second_count)]

    def chosen(self, piece: range, _draw: np.random.Generator, /) -> Seconds:
        return np.array(piece, np.int64)

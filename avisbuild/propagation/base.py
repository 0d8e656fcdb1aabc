"""What propagation takes and gives: pictures in order of a walk, and a mask with its confidence for each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
MaskArray = NDArray[np.bool_]
ShouldStop = Callable[[], bool]


def never() -> bool:
    """The default for `should_stop`: nobody asks to end early."""
    return False


class EndReason(StrEnum):
    """Why a walk lost its object: `DRIFTED` where it seems to be in view, but cannot be followed any more."""

    CUT = "cut"
    HIDDEN = "hidden"
    LEFT = "left"
    DRIFTED = "drifted"
    UNREADABLE = "unreadable"


class Moment(Protocol):
    """One picture (H, W, 3) uint8 RGB of a video; `second` is set where it is a second's frame.

    `gap_s` is how long before it no picture could be decoded.
    """

    @property
    def image(self) -> Image: ...

    @property
    def second(self) -> int | None: ...

    @property
    def gap_s(self) -> float: ...


class FrameSource(Protocol):
    """Gives the pictures of a video between two seconds.

    `is_dense` is False where there are only the frames of whole seconds: then a walk is a row of jumps.
    """

    @property
    def is_dense(self) -> bool: ...

    def walk(self, start: int, stop: int) -> Iterator[Moment]:
        """From the frame of second `start` to that of `stop`, both given; backwards when stop < start."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Step:
    """Where an object is in one picture: `mask` is (H, W) bool, empty once it is lost.

    `confidence` is 0 to 1 for the whole walk up to here. `is_cut` says that the picture begins another
    shot: the mask is empty then, and so it stays.
    """

    mask: MaskArray
    confidence: float
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SecondProposal:
    """The mask that a walk suggests for one second: (H, W) bool, never empty; confidence above 0."""

    second: int
    mask: MaskArray
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkEnd:
    """A walk lost its object on the way to this second: it has no proposal, nor has what lies behind it."""

    second: int
    reason: EndReason

"""One item of a release, as plain arrays."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class State(IntEnum):
    """What a release says of an instance in a second; it does not tell silent from out of view.

    `SILENT_IN_VIEW` is known only where the masks of visible silent objects are read, too.
    """

    NOT_SOUNDING = 0
    SOUNDING = 1
    SILENT_IN_VIEW = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Record:
    """Some seconds of one video: T of them, and the N instances that have a mask in at least one; N may be 0.

    Attributes:
        frames: (T, H, W, 3) uint8, RGB.
        audio: (channels, T x sample_rate_hz) float32 in [-1, 1], the seconds after each other; None where
            the split has no sound.
        features: (T, 128) float32; None where the split has none.
        masks: (N, T, H, W) bool; without a pixel where `states` is NOT_SOUNDING.
        labels: (N,) int64, the category ids of the release.
        identities: `dog_1`: the n-th instance of its category in the video.
        states: (N, T) int8, of `State`.
        seconds: (T,) int64, which seconds of the video these are, ascending; one may be there twice.
    """

    video_id: str
    seconds: NDArray[np.int64]
    frames: NDArray[np.uint8]
    audio: NDArray[np.float32] | None
    sample_rate_hz: int
    features: NDArray[np.float32] | None
    masks: NDArray[np.bool_]
    labels: NDArray[np.int64]
    identities: tuple[str, ...]
    states: NDArray[np.int8]

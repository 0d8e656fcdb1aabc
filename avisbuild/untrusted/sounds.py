"""Sounds that anybody may have made: how long they say they are is looked at before they are unpacked."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import BeyondLimitError

_AT_ONCE = 1 << 22
Block = NDArray[Any]


def mean_of_channels(block: Block, rate_hz: int) -> Block:
    """A piece of a sound, (samples, channels), as mono: (samples,)."""
    del rate_hz
    mean: Block = block.mean(axis=1)
    return mean


def read_mono(
    source: Path | BinaryIO,
    where: object,
    *,
    dtype: str,
    as_hz: int = 0,
    mix: Callable[[Block, int], Block] = mean_of_channels,
) -> tuple[NDArray[np.floating[Any]], int]:
    """The mean of all channels (samples,) of a sound of any format, and its rate; unpacked bit by bit.

    `dtype` is what libsndfile unpacks to; the mean of whole numbers is float64. Raises BeyondLimitError for
    more than 67 million samples, now or when it is brought to `as_hz`, and soundfile's errors, OSError.
    `mix` may make something else of the pieces than their mean; it is given the rate, too.
    """
    import soundfile  # late: 50 ms

    with soundfile.SoundFile(source) as sound:
        rate_hz = int(sound.samplerate)
        count = sound.frames * max(1.0, as_hz / max(rate_hz, 1))
        if count > limits.SOUND_SAMPLES:
            raise BeyondLimitError(
                "sound-too-long",
                file=where,
                found_s=round(sound.frames / max(rate_hz, 1)),
                rate=rate_hz,
                most=limits.SOUND_SAMPLES,
            )
        parts = [mix(block, rate_hz) for block in _blocks(sound, dtype)]
    none = np.zeros(0, np.float64 if dtype.startswith("int") else dtype)
    return np.concatenate([none, *parts]), rate_hz


def _blocks(sound: Any, dtype: str) -> Iterator[Block]:
    at_once = max(1, _AT_ONCE // max(sound.channels, 1))
    while len(block := sound.read(at_once, dtype=dtype, always_2d=True)):
        yield block

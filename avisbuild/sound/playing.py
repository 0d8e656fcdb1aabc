"""Which samples to play for a second: by index, so that nothing can drift (R09)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_FADE_S = 0.003


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayRequest:
    """One second to be heard, with `context` whole seconds on both sides, over and over, or slowly."""

    second: int
    context: int = 0
    loop: bool = False
    speed: float = 1.0

    def __post_init__(self) -> None:
        if self.second < 0 or self.context < 0 or self.speed not in (0.5, 1.0):
            raise ValueError(f"expected a second from 0 and a speed of 0.5 or 1, got {self}")


def samples_for(request: PlayRequest, sample_rate_hz: int, sample_count: int) -> tuple[int, int]:
    """The half-open run of samples [t * rate, (t + 1) * rate) of a request, within the file."""
    first = max(0, request.second - request.context) * sample_rate_hz
    stop = (request.second + request.context + 1) * sample_rate_hz
    return min(first, sample_count), min(stop, sample_count)


def samples_to_hear(
    samples: NDArray[np.int16], request: PlayRequest, sample_rate_hz: int
) -> NDArray[np.int16]:
    """The samples of a request as they are played: slowed down at the same pitch, ends without a click.

    The fade is a few milliseconds at both ends of the copy; no sample is moved.
    """
    first, stop = samples_for(request, sample_rate_hz, len(samples))
    heard = samples[first:stop].astype(np.float32) / 32768.0
    if request.speed != 1.0 and len(heard):
        heard = _slowed(heard, request.speed)
    if not request.loop:
        _fade(heard, round(_FADE_S * sample_rate_hz))
    played: NDArray[np.int16] = np.clip(np.rint(heard * 32768.0), -32768, 32767).astype(np.int16)
    return played


def _slowed(samples: NDArray[np.float32], speed: float) -> NDArray[np.float32]:
    from librosa.effects import time_stretch

    length = min(2048, 1 << max(4, len(samples).bit_length() - 2))
    slow = time_stretch(samples, rate=speed, n_fft=length)
    wanted = round(len(samples) / speed)
    return np.pad(slow, (0, max(0, wanted - len(slow))))[:wanted].astype(np.float32)


def _fade(samples: NDArray[np.float32], length: int) -> None:
    length = min(length, len(samples) // 2)
    if length:
        ramp = np.linspace(0.0, 1.0, length, dtype=np.float32)
        samples[:length] *= ramp
        samples[-length:] *= ramp[::-1]

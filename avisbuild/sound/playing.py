"""Which samples are played: by index, in integers, so that nothing drifts (R09)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.sound.audio_file import Samples
from avisbuild.sound.stretching import slowed

# Long enough that a cut in the middle of a wave does not crackle, too short to be heard as soft.
_FADE_S = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayRequest:
    """What one asks to hear: a second, `context` seconds before and after it, once or round and round.

    `speed` 0.5 plays half as fast at the same pitch. `on` plays from there to the end.
    """

    second: int
    context: int = 0
    loop: bool = False
    speed: float = 1.0
    on: bool = False

    def __post_init__(self) -> None:
        if self.second < 0 or self.context not in (0, 1) or self.speed not in (0.5, 1.0):
            raise ValueError(f"expected second >= 0, context 0 or 1, speed 0.5 or 1.0, got {self}")


def seconds_for(request: PlayRequest, second_count: int) -> range:
    """The seconds of a request, as far as the video has them."""
    start = max(0, request.second - request.context)
    after = request.second + 1 + request.context
    return range(start, second_count if request.on else min(after, second_count))


def samples_for(request: PlayRequest, sample_rate_hz: int, sample_count: int) -> tuple[int, int]:
    """The samples [start, stop) of a request, as far as the file has them: none behind its end."""
    start = max(0, request.second - request.context) * sample_rate_hz
    after = (request.second + 1 + request.context) * sample_rate_hz
    stop = sample_count if request.on else min(after, sample_count)
    return min(start, sample_count), stop


def played_copy(samples: Samples, sample_rate_hz: int, speed: float = 1.0) -> Samples:
    """A copy to be heard, (n / speed,) int16: slowed at its pitch, its ends faded; nothing is shifted."""
    copy = samples.astype(np.float32)
    if speed != 1.0:
        copy = slowed(copy, sample_rate_hz, speed)
    _fade_ends(copy, round(_FADE_S * sample_rate_hz))
    played: Samples = np.clip(np.rint(copy), -32768, 32767).astype(np.int16)
    return played


def _fade_ends(copy: NDArray[np.float32], length: int) -> None:
    length = min(length, len(copy) // 2)
    ramp = np.sin(np.linspace(0, np.pi / 2, length, endpoint=False, dtype=np.float32)) ** 2
    copy[:length] *= ramp
    copy[len(copy) - length :] *= ramp[::-1]

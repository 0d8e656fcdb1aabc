"""Which samples are played: by index, in integers, so that nothing drifts (R09)."""

from dataclasses import dataclass

import numpy as np

from avisbuild.sound.audio_file import Samples

# Long enough that a cut in the middle of a wave does not crackle, too short to be heard as soft.
_FADE_S = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayRequest:
    """What one asks to hear: a second, `context` seconds before and after it, once or round and round.

    `speed` 0.5 plays half as fast at the same pitch.
    """

    second: int
    context: int = 0
    loop: bool = False
    speed: float = 1.0

    def __post_init__(self) -> None:
        if self.second < 0 or self.context not in (0, 1) or self.speed not in (0.5, 1.0):
            raise ValueError(f"expected second >= 0, context 0 or 1, speed 0.5 or 1.0, got {self}")


def samples_for(request: PlayRequest, sample_rate_hz: int, sample_count: int) -> tuple[int, int]:
    """The half-open range of samples of a request, clipped to the file.

    Raises ValueError for a second that begins at or behind the file's end.
    """
    if request.second * sample_rate_hz >= sample_count:
        raise ValueError(f"expected a second before sample {sample_count}, got {request.second}")
    start = (request.second - request.context) * sample_rate_hz
    stop = (request.second + 1 + request.context) * sample_rate_hz
    return max(0, start), min(sample_count, stop)


def played_copy(samples: Samples, sample_rate_hz: int, speed: float = 1.0) -> Samples:
    """A copy to be heard, (n / speed,) int16: stretched at its pitch, its ends faded; nothing is shifted.

    Half speed takes librosa: seconds the first time in a process, then some milliseconds a second.
    """
    copy = samples.astype(np.float32)
    if speed != 1.0:
        copy = _stretched(copy, speed)
    fade = min(round(_FADE_S * sample_rate_hz), len(copy) // 2)
    ramp = np.sin(np.linspace(0, np.pi / 2, fade, endpoint=False, dtype=np.float32)) ** 2
    copy[:fade] *= ramp
    copy[len(copy) - fade :] *= ramp[::-1]
    return np.clip(np.rint(copy), -32768, 32767).astype(np.int16)


def _stretched(sound: np.ndarray, speed: float) -> np.ndarray:
    import librosa

    return np.asarray(librosa.effects.time_stretch(sound, rate=speed), np.float32)

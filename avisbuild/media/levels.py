"""How loud a video is, second by second."""

from dataclasses import dataclass

import numpy as np

from avisbuild.compiled_parts import lazy_librosa
from avisbuild.media.sound import Samples

# Below -60 dB of full scale, a 16-bit recording of a quiet room is louder.
_SILENT_RMS = 1e-3
_CLIPPED = 32767


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Levels of a whole video; 1.0 is full scale.

    `rms_by_second` has one value a second, `clipped_fraction` counts samples at full scale.
    """

    rms_by_second: tuple[float, ...]
    peak: float
    clipped_fraction: float

    @property
    def is_silent(self) -> bool:
        """Whether no second of it is loud enough to be heard."""
        return max(self.rms_by_second) < _SILENT_RMS


def measure_levels(samples: Samples, rate_hz: int) -> Levels:
    """Measure whole seconds of sound; samples: (T * rate_hz,) int16."""
    # Late, and only this module of it: all of librosa.feature takes 95 MB more in every worker.
    seconds = lazy_librosa("util.utils").frame(
        samples, frame_length=rate_hz, hop_length=rate_hz, axis=0
    )
    loudness = np.sqrt(np.mean(np.square(seconds, dtype=np.float32), axis=1)) / 32768.0
    magnitude = np.abs(samples.astype(np.int32))
    return Levels(
        rms_by_second=tuple(round(float(value), 6) for value in loudness),
        peak=round(float(magnitude.max()) / 32768.0, 6),
        clipped_fraction=round(float(np.mean(magnitude >= _CLIPPED)), 6),
    )

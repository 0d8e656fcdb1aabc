"""What is kept of a video's sound to compare it with others'."""

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.audit.sounds.peaks import (
    BIN_STOP,
    FRAME_S,
    LOWEST_BIN,
    Peaks,
    spectral_peaks,
)

# Sounds are kept with 16 bits; a digest is of what they are with those.
_FULL_SCALE = 32_768
_SLOWEST_HZ, _FASTEST_HZ = 4000, 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SoundFingerprint:
    """The peaks of a sound, 12 kB a minute; `digest` is that of its samples, whatever the video is called."""

    peaks: Peaks
    seconds: float
    is_silent: bool
    digest: str

    def __post_init__(self) -> None:
        if self.peaks.ndim != 2 or self.peaks.shape[1] != 2 or self.peaks.dtype != np.int32:
            raise ValueError(f"expected peaks (N, 2) int32, got {self.peaks.shape}")
        frames, bins = self.peaks.T
        if not 0 <= self.seconds < np.inf or (np.diff(frames) < 0).any():
            raise ValueError("expected peaks in order, in a sound of some length")
        if len(frames) and not (
            0 <= frames[0] <= frames[-1] < self.frame_count
            and LOWEST_BIN <= bins.min() <= bins.max() < BIN_STOP
        ):
            raise ValueError("expected peaks within the sound")

    @property
    def frame_count(self) -> int:
        """Frames of 32 ms that begin in it."""
        return int(self.seconds / FRAME_S) + 1


def fingerprint_sound(samples: NDArray[np.float32], rate_hz: int) -> SoundFingerprint:
    """Listen to a sound (samples,) in [-1, 1]; what is no number in it is silence.

    Raises ValueError for a rate at which nothing is recorded: at 1 Hz an hour would become an age.
    """
    if not _SLOWEST_HZ <= rate_hz <= _FASTEST_HZ:
        raise ValueError(f"expected {_SLOWEST_HZ} to {_FASTEST_HZ} samples a second, got {rate_hz}")
    sound = np.clip(np.nan_to_num(np.asarray(samples, np.float32), posinf=0, neginf=0), -1, 1)
    whole = np.rint(sound * _FULL_SCALE).astype("<i4")
    digest = sha256(b"%d " % rate_hz)
    digest.update(whole.data)
    return SoundFingerprint(
        peaks=spectral_peaks(sound, rate_hz),
        seconds=len(sound) / rate_hz,
        is_silent=not whole.any(),
        digest=digest.hexdigest(),
    )

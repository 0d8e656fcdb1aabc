"""Sounds that are quickly made: notes at random, each sound another tune."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from avisbuild.records import VideoId
from avisbuild.releases.audit.sounds import SoundFingerprint, fingerprint_sound

RATE_HZ = 8000
Sound = NDArray[np.float32]


def tune(seed: int, *, seconds: float) -> Sound:
    """Eight notes a second of 150 to 2,500 Hz that fade, over a little noise."""
    rng = np.random.default_rng(seed)
    count = round(seconds * RATE_HZ)
    sound = 0.01 * rng.standard_normal(count + RATE_HZ)
    times = np.arange(RATE_HZ // 2) / RATE_HZ
    for begin in rng.integers(0, count, size=round(8 * seconds)):
        hz = 150 * 2 ** rng.uniform(0, 4)
        sound[begin : begin + len(times)] += (
            0.2 * np.sin(2 * np.pi * hz * times) * np.exp(-8 * times)
        )
    return np.clip(sound[:count], -1, 1).astype(np.float32)


def fingerprints(**sounds: Sound) -> Mapping[VideoId, SoundFingerprint]:
    """The fingerprint of each, by the name it was given."""
    return {VideoId(name): fingerprint_sound(each, RATE_HZ) for name, each in sounds.items()}

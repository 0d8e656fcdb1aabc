"""Building blocks of sound: wavetables read at any pitch, envelopes, noise and resonances."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

Sound = NDArray[np.float32]
SAMPLE_RATE_HZ = 44_100
_TABLE = 2048


@lru_cache(maxsize=64)
def wavetable(harmonics: tuple[float, ...], *, seed: int = 0) -> Sound:
    """One period (2048 samples) of a tone with these amplitudes of harmonics 1, 2, 3 ...; phases by seed."""
    phases = np.random.default_rng(seed).uniform(0, 2 * np.pi, len(harmonics))
    x = np.arange(_TABLE) * (2 * np.pi / _TABLE)
    wave = sum(
        a * np.sin((k + 1) * x + p) for k, (a, p) in enumerate(zip(harmonics, phases, strict=True))
    )
    return np.asarray(wave / np.sqrt(np.mean(np.square(wave))), np.float32)


def play(table: Sound, hz: Sound | float, count: int) -> Sound:
    """Read a table at a pitch that may change: `hz` is one number or one a sample."""
    step = np.broadcast_to(np.asarray(hz, np.float64) * (_TABLE / SAMPLE_RATE_HZ), (count,))
    wave: Sound = table[np.cumsum(step).astype(np.int64) & (_TABLE - 1)]
    return wave


def slope(
    power: float, count: int, *, odd_only: bool = False, peak: float = 0.0, width: float = 4.0
) -> tuple[float, ...]:
    """Amplitudes k^-power, lifted around harmonic number `peak` like a formant."""
    k = np.arange(1, count + 1, dtype=np.float64)
    amplitudes = k**-power
    if odd_only:
        amplitudes[1::2] *= 0.06
    if peak:
        amplitudes *= 0.25 + np.exp(-(((k - peak) / width) ** 2)) * 2.0
    return tuple(np.round(amplitudes, 6).tolist())


def decay(count: int, seconds: float) -> Sound:
    """An exponential that falls by 60 dB in `seconds`, after an attack of 3 ms."""
    t = np.arange(count, dtype=np.float32) / SAMPLE_RATE_HZ
    return (np.exp(-6.9 * t / seconds) * np.minimum(t / 0.003, 1)).astype(np.float32)


def swell(count: int, *, attack: float, release: float) -> Sound:
    """An envelope that rises for `attack` seconds, holds, and falls for `release` seconds."""
    t = np.arange(count, dtype=np.float32) / SAMPLE_RATE_HZ
    left = count / SAMPLE_RATE_HZ - t
    return np.clip(np.minimum(t / attack, left / release), 0, 1).astype(np.float32)


def wobble(count: int, hz: float, depth: float, phase: float = 0.0) -> Sound:
    """1 plus a sine of `depth`: vibrato, tremolo."""
    t = np.arange(count, dtype=np.float32) / SAMPLE_RATE_HZ
    return (1 + depth * np.sin(2 * np.pi * hz * t + phase)).astype(np.float32)


def hiss(rng: np.random.Generator, count: int) -> Sound:
    """White noise of unit power."""
    return rng.standard_normal(count, np.float32)


def resonant(sound: Sound, hz: float, width_hz: float) -> Sound:
    """A two-pole resonance of unit peak gain."""
    radius = np.exp(-np.pi * width_hz / SAMPLE_RATE_HZ)
    angle = 2 * np.pi * hz / SAMPLE_RATE_HZ
    gain = (1 - radius) * np.sqrt(1 - 2 * radius * np.cos(2 * angle) + radius**2)
    return np.asarray(
        lfilter([gain], [1, -2 * radius * np.cos(angle), radius**2], sound), np.float32
    )


def dulled(sound: Sound, hz: float) -> Sound:
    """A one-pole low pass."""
    keep = float(np.exp(-2 * np.pi * hz / SAMPLE_RATE_HZ))
    return np.asarray(lfilter([1 - keep], [1, -keep], sound), np.float32)


def formants(sound: Sound, peaks: Sequence[tuple[float, float, float]]) -> Sound:
    """A sum of resonances (hz, width, gain): a mouth, a body of wood."""
    peaked: Sound = np.sum(
        [gain * resonant(sound, hz, width) for hz, width, gain in peaks], axis=0, dtype=np.float32
    )
    return peaked


def levelled(sound: Sound) -> Sound:
    """The sound at unit power, silence left as it is."""
    power = float(np.sqrt(np.mean(np.square(sound)))) if sound.size else 0.0
    return sound / power if power > 1e-9 else sound


def add(track: Sound, start: int, sound: Sound) -> None:
    """Mix a sound into a track, cut off at its end."""
    stop = min(start + len(sound), len(track))
    if stop > start >= 0:
        track[start:stop] += sound[: stop - start]

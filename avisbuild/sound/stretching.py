"""Slower at the same pitch: a phase vocoder.

The same as librosa's `time_stretch` (a test compares them), which would take seconds to be imported when a
key is pressed; and with a window half as long, so that what begins suddenly stays sudden.
"""

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
Spectra = NDArray[np.complex128]

_WINDOW_S = 0.064
_OVERLAP = 4


def slowed(sound: Sound, sample_rate_hz: int, speed: float) -> Sound:
    """The sound at a speed below 1, (round(n / speed),) float32; sound: (n,) float32."""
    length = round(len(sound) / speed)
    if not sound.any():
        return np.zeros(length, np.float32)
    window = 1 << round(np.log2(_WINDOW_S * sample_rate_hz))
    return _overlapped(_spread(_spectra(sound, window), speed), window, length)


def _spectra(sound: Sound, window: int) -> Spectra:
    """Spectra of windows about every sample k * hop, (frames, bins), and silence after the last."""
    padded = np.pad(sound, (window // 2, window // 2))
    views = np.lib.stride_tricks.sliding_window_view(padded, window)[:: window // _OVERLAP]
    spectra = np.fft.rfft(views * _hann(window), axis=1)
    return np.pad(spectra, ((0, 2), (0, 0)))


def _spread(spectra: Spectra, speed: float) -> Spectra:
    """Spectra at steps of `speed` frames: magnitudes between neighbours, phases going on as they did."""
    steps = np.arange(0, len(spectra) - 2, speed)
    before = steps.astype(int)
    share = (steps - before)[:, None]
    magnitude = (1 - share) * np.abs(spectra[before]) + share * np.abs(spectra[before + 1])
    phase = np.angle(spectra)
    expected = np.pi * 2 / _OVERLAP * np.arange(spectra.shape[1])
    surplus = phase[before + 1] - phase[before] - expected
    advance = expected + surplus - 2 * np.pi * np.round(surplus / (2 * np.pi))
    going_on = phase[0] + np.concatenate([np.zeros((1, len(expected))), advance[:-1].cumsum(0)])
    return np.asarray(magnitude * np.exp(1j * going_on))


def _overlapped(spectra: Spectra, window: int, length: int) -> Sound:
    """The sound of spectra about every sample k * hop, (length,)."""
    hop, hann = window // _OVERLAP, _hann(window)
    pieces = np.fft.irfft(spectra, window, axis=1) * hann
    sound = np.zeros(len(spectra) * hop + window)
    weight = np.zeros_like(sound)
    for number, piece in enumerate(pieces):
        sound[number * hop : number * hop + window] += piece
        weight[number * hop : number * hop + window] += hann**2
    sound /= np.where(weight > np.finfo(np.float32).tiny, weight, 1)
    inside = sound[window // 2 : window // 2 + length]
    return np.pad(inside, (0, length - len(inside))).astype(np.float32)


def _hann(window: int) -> NDArray[np.float64]:
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window))

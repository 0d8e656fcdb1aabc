"""The log-mel spectrogram and the onsets of a sound, by librosa."""

import numpy as np
from numpy.typing import NDArray

from avisbuild.compiled_parts import lazy_librosa
from avisbuild.sound.audio_file import Samples

BANDS = 64
# Onsets are looked for in steps of 10 ms; two of them make a column to be shown.
_STEPS_A_SECOND = 100
COLUMNS_A_SECOND = 50
# 32 ms: short enough to place an onset, long enough to tell the lowest bands apart.
_WINDOW_S = 0.032
_QUIETEST_DB = -100.0

Mel = NDArray[np.float32]


def spectrogram_and_onsets(
    samples: Samples, sample_rate_hz: int
) -> tuple[Mel, NDArray[np.float64]]:
    """The log-mel spectrogram, (BANDS, T * COLUMNS_A_SECOND) float32 in dB, and onsets in s, (N,) float64.

    samples: (T * rate,) int16. Column c is of the sound around [c, c + 1) / COLUMNS_A_SECOND s.
    """
    power = _mel_power(samples, sample_rate_hz)
    shown = power.reshape(BANDS, -1, _STEPS_A_SECOND // COLUMNS_A_SECOND).mean(axis=2)
    return _decibels(shown), _onsets(_decibels(power))


def _mel_power(samples: Samples, sample_rate_hz: int) -> Mel:
    """Mel power of every step, (BANDS, T * steps); the window lies about the step's middle."""
    librosa_filters = lazy_librosa("filters")
    window = 1 << round(np.log2(_WINDOW_S * sample_rate_hz))
    filters = librosa_filters.mel(sr=sample_rate_hz, n_fft=window, n_mels=BANDS)
    steps = len(samples) // sample_rate_hz * _STEPS_A_SECOND
    power = np.zeros((BANDS, steps), np.float32)
    sound = np.pad(samples.astype(np.float32) / np.float32(32768), window)
    hann = librosa_filters.get_window("hann", window).astype(np.float32)
    middles = (2 * np.arange(steps) + 1) * sample_rate_hz // (2 * _STEPS_A_SECOND)
    views = np.lib.stride_tricks.sliding_window_view(sound, window)
    for begin in range(0, steps, 1024):
        pieces = views[middles[begin : begin + 1024] + window // 2] * hann
        spectrum = np.abs(np.fft.rfft(pieces, axis=1)) ** 2 / (hann.sum() / 2) ** 2
        power[:, begin : begin + 1024] = filters @ spectrum.T.astype(np.float32)
    return power


def _decibels(power: Mel) -> Mel:
    return np.asarray(10 * np.log10(np.maximum(power, 10 ** (_QUIETEST_DB / 10))), np.float32)


def _onsets(log_mel: Mel) -> NDArray[np.float64]:
    """Where something begins to sound; log_mel: (BANDS, steps) in dB."""
    onset = lazy_librosa("onset")
    # Not centred: librosa would make room for a window that our steps have already.
    strength = onset.onset_strength(S=log_mel, sr=_STEPS_A_SECOND, hop_length=1, center=False)
    if not strength.any():
        return np.zeros(0)
    steps = onset.onset_detect(
        onset_envelope=strength, sr=_STEPS_A_SECOND, hop_length=1, units="frames"
    )
    return np.asarray((steps + 0.5) / _STEPS_A_SECOND, np.float64)

"""Samples as a device wants them: its rate, its channels, its kind of number."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtMultimedia import QAudioDevice, QAudioFormat

from avisbuild.sound import Samples

Sound = NDArray[np.float32]
_Kind = QAudioFormat.SampleFormat


def format_for(device: QAudioDevice, sample_rate_hz: int) -> QAudioFormat:
    """Mono 16-bit at our own rate where the device takes it, else what the device likes best."""
    own = QAudioFormat()
    own.setSampleRate(sample_rate_hz)
    own.setChannelCount(1)
    own.setSampleFormat(_Kind.Int16)
    return own if device.isFormatSupported(own) else device.preferredFormat()


def device_bytes(samples: Samples, sample_rate_hz: int, form: QAudioFormat) -> bytes:
    """Mono samples (n,) int16 in a format: resampled, the same on every channel."""
    if (form.sampleRate(), form.sampleFormat()) == (sample_rate_hz, _Kind.Int16):
        column = samples.astype("=i2")
    else:
        column = _as_kind(_resampled(samples, sample_rate_hz, form.sampleRate()), form)
    return np.repeat(column[:, None], form.channelCount(), axis=1).tobytes()


def device_pieces(samples: Samples, sample_rate_hz: int, form: QAudioFormat) -> Iterator[bytes]:
    """The same, made second by second as it is read: a long sound begins at once and fills no memory."""
    pieces = (
        samples[start : start + sample_rate_hz] for start in range(0, len(samples), sample_rate_hz)
    )
    wanted_hz = form.sampleRate()
    if wanted_hz == sample_rate_hz:
        yield from (device_bytes(piece, sample_rate_hz, form) for piece in pieces)
        return
    import soxr  # of librosa's own dependencies

    stream = soxr.ResampleStream(sample_rate_hz, wanted_hz, 1, dtype="float32")
    for number, piece in enumerate(pieces, start=1):
        sound = piece.astype(np.float32) / np.float32(32768)
        is_last = number * sample_rate_hz >= len(samples)
        resampled = np.clip(stream.resample_chunk(sound, last=is_last), -1, 1)
        column = _as_kind(np.asarray(resampled, np.float32), form)
        yield np.repeat(column[:, None], form.channelCount(), axis=1).tobytes()


def _resampled(samples: Samples, sample_rate_hz: int, wanted_hz: int) -> Sound:
    """The sound at another rate, (n * wanted / rate,) float32 in [-1, 1]."""
    sound: Sound = samples.astype(np.float32) / np.float32(32768)
    if wanted_hz == sample_rate_hz:
        return sound
    import soxr

    resampled = np.asarray(soxr.resample(sound, sample_rate_hz, wanted_hz), np.float32)
    return np.asarray(np.clip(resampled, -1, 1))


def _as_kind(sound: Sound, form: QAudioFormat) -> NDArray[Any]:
    match form.sampleFormat():
        case _Kind.Float:
            return np.asarray(sound, "=f4")
        case _Kind.Int32:
            return _whole(sound, 2.0**31, 2.0**31 - 1).astype("=i4")
        case _Kind.UInt8:
            return (_whole(sound, 128, 127) + 128).astype("u1")
        case _:
            return _whole(sound, 32768, 32767).astype("=i2")


def _whole(sound: Sound, scale: float, most: float) -> NDArray[np.float64]:
    return np.asarray(np.clip(np.rint(sound.astype(np.float64) * scale), -scale, most))

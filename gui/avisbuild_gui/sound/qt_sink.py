"""Sound through QtMultimedia; imported late, since it needs a library of the system."""

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QIODevice, QObject
from PyQt6.QtMultimedia import QAudio, QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices

from avisbuild_gui.texts import tr

# Small, so that a key press is heard at once.
_BUFFER_S = 0.05


class QtSink:
    """The default sound device, asked for anew at each start: one plugged in later is found."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._parent = parent
        self._sink: QAudioSink | None = None
        self._source: _Samples | None = None
        self.trouble = ""
        self._look_for_device()

    def start(self, samples: NDArray[np.int16], rate_hz: int, *, loop: bool) -> bool:
        """Play; a device that cannot be had, or does not open, is told in `trouble`."""
        self.stop()
        device = self._look_for_device()
        if device is None:
            return False
        form = _format_for(device, rate_hz)
        self._source = _Samples(_bytes_for(samples, rate_hz, form), loop=loop)
        self._source.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(device, form, self._parent)
        self._sink.setBufferSize(form.bytesForDuration(round(_BUFFER_S * 1e6)))
        self._sink.start(self._source)
        if self._sink.error() != QAudio.Error.NoError:
            self.trouble = tr("The sound device does not open; everything else works.")
            self.stop()
            return False
        return True

    def stop(self) -> None:
        """Be silent at once."""
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.stop()
            sink.deleteLater()
        if self._source is not None:
            self._source.close()
            self._source = None

    def played_s(self) -> float:
        """What the device says it has played."""
        return 0.0 if self._sink is None else self._sink.processedUSecs() / 1e6

    def close(self) -> None:
        """Let go of the device."""
        self.stop()

    def _look_for_device(self) -> QAudioDevice | None:
        device = QMediaDevices.defaultAudioOutput()
        self.trouble = tr("No sound device; everything else works.") if device.isNull() else ""
        return None if device.isNull() else device


class _Samples(QIODevice):
    """Bytes that are read once, or round and round without a gap."""

    def __init__(self, data: bytes, *, loop: bool) -> None:
        super().__init__()
        self._data = data
        self._loop = loop and bool(data)
        self._place = 0

    def readData(self, maxlen: int) -> bytes:
        if not self._loop:
            piece = self._data[self._place : self._place + maxlen]
            self._place += len(piece)
            return piece
        pieces = []
        while maxlen > 0:
            piece = self._data[self._place : self._place + maxlen]
            self._place = (self._place + len(piece)) % len(self._data)
            pieces.append(piece)
            maxlen -= len(piece)
        return b"".join(pieces)

    def writeData(self, data: bytes) -> int:  # type: ignore[override]
        return -1

    def bytesAvailable(self) -> int:
        left = len(self._data) if self._loop else len(self._data) - self._place
        return left + super().bytesAvailable()

    def isSequential(self) -> bool:
        return True


def _format_for(device: QAudioDevice, rate_hz: int) -> QAudioFormat:
    """Mono 16 bit at our own rate where the device takes it, else what the device likes best."""
    form = QAudioFormat()
    form.setSampleRate(rate_hz)
    form.setChannelCount(1)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    if device.isFormatSupported(form):
        return form
    form = device.preferredFormat()
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return form


def _bytes_for(samples: NDArray[np.int16], rate_hz: int, form: QAudioFormat) -> bytes:
    if form.sampleRate() != rate_hz and len(samples):
        from soxr import resample

        samples = resample(samples, rate_hz, form.sampleRate())
    return np.repeat(samples[:, None], form.channelCount(), axis=1).astype("<i2").tobytes()

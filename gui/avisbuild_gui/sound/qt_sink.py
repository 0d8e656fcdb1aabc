"""Sound through QtMultimedia; imported late, since it needs a library of the system."""

from collections.abc import Iterator

from PyQt6.QtCore import QElapsedTimer, QIODevice, QObject
from PyQt6.QtMultimedia import QAudio, QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices

from avisbuild_gui.sound.device_format import device_bytes, device_pieces, format_for
from avisbuild_gui.sound.sink import Sink, SoundToPlay
from avisbuild_gui.texts import mark, tr

# A start takes as long with any buffer; under 0.1 s a sound server with blocks of 64 ms runs dry, and the
# more it holds, the longer the window may be busy without being heard.
_BUFFER_S = 0.2
# A longer sound is made ready for the device while it plays.
_WHOLE_S = 10.0
# A device that never says that it has ended is given up this long after it should have.
_PATIENCE_S = 1.0


class QtSink(Sink):
    """The default sound device; one that is plugged in later is found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._look_for_device)
        self._device = QAudioDevice()
        self._trouble = ""
        self._sink: QAudioSink | None = None
        self._form = QAudioFormat()
        self._rate_hz = 0
        self._sound: SoundToPlay | None = None
        self._source: LoopingBytes | PiecedBytes | None = None
        self._since_start = QElapsedTimer()
        self._look_for_device()

    @property
    def trouble(self) -> str:
        return tr(self._trouble)

    def prepare(self, sample_rate_hz: int) -> None:
        if self._device.isNull() or (self._sink is not None and self._rate_hz == sample_rate_hz):
            return
        self._drop()
        self._rate_hz = sample_rate_hz
        self._form = format_for(self._device, sample_rate_hz)
        self._sink = QAudioSink(self._device, self._form, self)
        self._sink.setBufferSize(self._form.bytesForDuration(round(_BUFFER_S * 1e6)))

    def start(self, sound: SoundToPlay) -> bool:
        self.stop()
        self.prepare(sound.sample_rate_hz)
        if self._sink is None:
            return False
        self._source = _bytes_of(sound, self._form)
        self._sink.start(self._source)
        self._since_start.start()
        self._sound = sound
        if self._has_failed():
            return False
        self._set_trouble("")
        return True

    def stop(self) -> None:
        if self._sink is not None and self._source is not None:
            self._sink.reset()
            self._sink.stop()
        if self._source is not None:
            self._source.close()
        self._sound = self._source = None

    def played_s(self) -> float:
        if self._sink is None or self._sound is None:
            return 0.0
        # The device counts in blocks, ahead of what is heard; the clock goes on when it has run dry.
        return min(self._since_start.elapsed() / 1e3, self._sink.processedUSecs() / 1e6)

    @property
    def has_ended(self) -> bool:
        sink, sound, source = self._sink, self._sound, self._source
        if sink is None or sound is None or source is None or self._has_failed():
            return True
        if sound.loop:
            return False
        is_late = self._since_start.elapsed() / 1e3 > sound.duration_s + _PATIENCE_S
        return is_late or (source.is_used_up and sink.state() == QAudio.State.IdleState)

    def close(self) -> None:
        self._drop()
        self._devices.audioOutputsChanged.disconnect(self._look_for_device)

    def _has_failed(self) -> bool:
        """Whether the device does not work; it is made anew at the next start."""
        if self._sink is None or self._sink.error() in (
            QAudio.Error.NoError,
            QAudio.Error.UnderrunError,
        ):
            return False
        self._drop()
        self._set_trouble(mark("The sound device does not open; everything else works."))
        return True

    def _look_for_device(self) -> None:
        device = QMediaDevices.defaultAudioOutput()
        if device != self._device:
            self._drop()
            self._device = device
        missing = mark("No sound device; everything else works.")
        self._set_trouble(missing if device.isNull() else "")

    def _set_trouble(self, text: str) -> None:
        if text != self._trouble:
            self._trouble = text
            self.trouble_changed.emit()

    def _drop(self) -> None:
        self.stop()
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.deleteLater()


class LoopingBytes(QIODevice):
    """Bytes that are read once, or round and round without a gap."""

    def __init__(self, data: bytes, *, loop: bool) -> None:
        super().__init__()
        self._data = data
        self._loop = loop
        self._place = 0
        self.open(QIODevice.OpenModeFlag.ReadOnly)

    @property
    def is_used_up(self) -> bool:
        """Whether there is nothing more to read."""
        return not self._loop and self._place >= len(self._data)

    def readData(self, maxlen: int) -> bytes:
        pieces = []
        while maxlen > 0 and not self.is_used_up:
            piece = self._data[self._place : self._place + maxlen]
            self._place += len(piece)
            if self._loop:
                self._place %= len(self._data)
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


class PiecedBytes(QIODevice):
    """Bytes that are read once, made piece by piece as they are asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._left = b""
        self.is_used_up = False
        self._fill()
        self.open(QIODevice.OpenModeFlag.ReadOnly)

    def readData(self, maxlen: int) -> bytes:
        read = self._left[:maxlen]
        self._left = self._left[maxlen:]
        self._fill()
        return read

    def writeData(self, data: bytes) -> int:  # type: ignore[override]
        return -1

    def bytesAvailable(self) -> int:
        return len(self._left) + super().bytesAvailable()

    def isSequential(self) -> bool:
        return True

    def _fill(self) -> None:
        """Make the next piece where all of the one before has been read; a resampler's may be empty."""
        while not self._left and not self.is_used_up:
            piece = next(self._pieces, None)
            self.is_used_up = piece is None
            self._left = piece or b""


def _bytes_of(sound: SoundToPlay, form: QAudioFormat) -> LoopingBytes | PiecedBytes:
    if sound.loop or sound.duration_s <= _WHOLE_S:
        data = device_bytes(sound.samples, sound.sample_rate_hz, form)
        return LoopingBytes(data, loop=sound.loop)
    return PiecedBytes(device_pieces(sound.samples, sound.sample_rate_hz, form))

"""Plays seconds of a video's own `audio.wav`, by sample and not by seeking (R08, R09)."""

from collections import OrderedDict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from avisbuild.errors import AvisbuildError
from avisbuild.sound import PlayRequest, read_wav, samples_for, samples_to_hear
from avisbuild_gui.sound.sink import Sink
from avisbuild_gui.texts import tr

_TICK_MS = 33
_KEPT = 16


class Player(QObject):
    """Plays what is asked for in place of what was playing; it knows nothing of what is shown.

    Signals:
        position: where in the video the sound is now, in seconds, about thirty times a second.
        stopped: the sound has ended, or was ended.
        unavailable: why nothing can be heard; told once for each reason.
    """

    position = pyqtSignal(float)
    stopped = pyqtSignal()
    unavailable = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None, sink: Sink | None = None) -> None:
        super().__init__(parent)
        self._sink = _device(self) if sink is None else sink
        self._samples: NDArray[np.int16] = np.zeros(0, np.int16)
        self._rate_hz = 0
        self._slowed: OrderedDict[PlayRequest, NDArray[np.int16]] = OrderedDict()
        self._playing: PlayRequest | None = None
        self._told = ""
        self._file_trouble = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def is_playing(self) -> bool:
        """Whether something is being heard."""
        return self._playing is not None

    @property
    def trouble(self) -> str:
        """Why nothing can be heard, "" when it can."""
        return self._file_trouble or (
            tr("No sound device; everything else works.")
            if self._sink is None
            else self._sink.trouble
        )

    def open(self, audio: Path) -> None:
        """Take another video's sound; a file that cannot be read is told and stays silent."""
        self.stop()
        self._slowed.clear()
        self._file_trouble = ""
        try:
            self._samples, self._rate_hz = read_wav(audio)
        except AvisbuildError as error:
            self._samples, self._rate_hz = np.zeros(0, np.int16), 0
            self._file_trouble = str(error)
        self._tell()

    def play(self, request: PlayRequest) -> None:
        """Play exactly the samples of a request."""
        self.stop()
        if self._sink is None or not self._rate_hz:
            self._tell()
            return
        first, stop = samples_for(request, self._rate_hz, len(self._samples))
        if stop <= first:
            return
        if not self._sink.start(self._to_hear(request), self._rate_hz, loop=request.loop):
            self._tell()
            return
        self._playing = request
        self._timer.start()
        self._tick()

    def stop(self) -> None:
        """Be silent at once."""
        if self._playing is not None:
            self._playing = None
            self._timer.stop()
            if self._sink is not None:
                self._sink.stop()
            self.stopped.emit()

    def close(self) -> None:
        """Be silent and let go of the device."""
        self.stop()
        if self._sink is not None:
            self._sink.close()

    def _to_hear(self, request: PlayRequest) -> NDArray[np.int16]:
        if request.speed == 1.0:
            return samples_to_hear(self._samples, request, self._rate_hz)
        if request not in self._slowed:
            self._slowed[request] = samples_to_hear(self._samples, request, self._rate_hz)
            while len(self._slowed) > _KEPT:
                self._slowed.popitem(last=False)
        return self._slowed[request]

    def _tick(self) -> None:
        request = self._playing
        if request is None or self._sink is None:
            return
        first, stop = samples_for(request, self._rate_hz, len(self._samples))
        length_s = (stop - first) / self._rate_hz
        heard_s = self._sink.played_s() * request.speed
        if heard_s >= length_s and not request.loop:
            self.stop()
        else:
            self.position.emit(first / self._rate_hz + heard_s % length_s)

    def _tell(self) -> None:
        trouble = self.trouble
        if trouble and trouble != self._told:
            self.unavailable.emit(trouble)
        self._told = trouble


def _device(parent: QObject) -> Sink | None:
    """The machine's sound, None where QtMultimedia lacks a library (`avisbuild doctor` says which)."""
    try:
        from avisbuild_gui.sound.qt_sink import QtSink
    except ImportError:
        return None
    return QtSink(parent)

"""Play this second (R08): from a request to samples, to a sink, and back to a playhead."""

from pathlib import Path

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from avisbuild.errors import AvisbuildError
from avisbuild.sound import AudioFile, PlayRequest, played_copy, samples_for
from avisbuild_gui.sound.sink import Sink, SoundToPlay

_TICK_MS = 33


class Player(QObject):
    """Plays parts of one `audio.wav`; knows nothing of what is selected, and changes nothing.

    Signals:
        started(PlayRequest): it is being heard. position(seconds of the video): 30 a second.
        stopped: it was heard to its end, or was stopped. unavailable(text): from now on nothing can be heard,
        said once for each reason. available: it can again.
    """

    started = pyqtSignal(object)
    position = pyqtSignal(float)
    stopped = pyqtSignal()
    unavailable = pyqtSignal(str)
    available = pyqtSignal()

    def __init__(self, parent: QObject | None = None, *, sink: Sink | None = None) -> None:
        super().__init__(parent)
        self._sink = sink
        self._file: AudioFile | None = None
        self._file_trouble = ""
        self._sound: SoundToPlay | None = None
        self._speed = 1.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tell_position)
        if sink is not None:
            sink.ended.connect(self._on_ended)

    @property
    def is_playing(self) -> bool:
        """Whether something is being heard."""
        return self._sound is not None

    @property
    def trouble(self) -> str:
        """Why nothing can be heard, in one line; "" where all is well."""
        return self._file_trouble or (self._sink.trouble if self._sink else "")

    def open(self, audio: Path | None) -> None:
        """Play from this file from now on; None for no file. What is playing stops. Never raises."""
        self.stop()
        self._file, self._file_trouble = None, ""
        try:
            self._file = None if audio is None else AudioFile.open(audio)
        except AvisbuildError as error:
            self._file_trouble = str(error)
            self.unavailable.emit(self._file_trouble)

    def play(self, request: PlayRequest) -> bool:
        """Play this now, instead of what is playing; whether that can be done."""
        if self._file is None or self._sink is None:
            return False
        self.stop()
        start, stop = samples_for(request, self._file.sample_rate_hz, self._file.sample_count)
        samples = played_copy(
            self._file.read(start, stop), self._file.sample_rate_hz, request.speed
        )
        self._sound = SoundToPlay(
            samples=samples,
            sample_rate_hz=self._file.sample_rate_hz,
            loop=request.loop,
            start=start,
            stop=stop,
        )
        self._speed = request.speed
        self._sink.start(self._sound)
        self._timer.start()
        self.started.emit(request)
        return True

    def stop(self) -> None:
        """Be silent at once."""
        if self._sound is None or self._sink is None:
            return
        self._sink.stop()
        self._on_ended()

    def close(self) -> None:
        """Stop, and let go of the device."""
        self.stop()
        if self._sink is not None:
            self._sink.close()

    def _on_ended(self) -> None:
        self._timer.stop()
        self._sound = None
        self.stopped.emit()

    def _tell_position(self) -> None:
        if self._sound is None or self._sink is None:
            return
        heard = self._sink.heard_samples() % max(1, len(self._sound.samples))
        self.position.emit((self._sound.start + heard * self._speed) / self._sound.sample_rate_hz)

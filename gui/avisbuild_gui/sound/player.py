"""Plays seconds of a video's own `audio.wav`, by sample and not by seeking (R08, R09)."""

from collections.abc import Iterable
from pathlib import Path

from PyQt6.QtCore import QLoggingCategory, QObject, QTimer, pyqtSignal

from avisbuild.errors import AvisbuildError
from avisbuild.sound import AudioFile, PlayRequest, played_copy, samples_for
from avisbuild_gui.sound.sink import MissingSink, Sink, SoundToPlay
from avisbuild_gui.sound.whole_seconds import WholeSeconds
from avisbuild_gui.texts import mark
from avisbuild_gui.texts.messages import text_of

_TICK_MS = 33


class Player(QObject):
    """Plays what is asked for instead of what is playing; knows nothing of what is shown or selected.

    Signals:
        position: where in the video the sound is now, in seconds, about thirty times a second.
        played: whole seconds of the video have been played, as the half-open run [start, stop).
        stopped: the sound has ended, or was ended.
        unavailable: why nothing can be heard; told once for each reason and each file that is opened.
        available: it can be heard again.
    """

    position = pyqtSignal(float)
    played = pyqtSignal(float, float)
    stopped = pyqtSignal()
    unavailable = pyqtSignal(str)
    available = pyqtSignal()

    def __init__(self, parent: QObject | None = None, sink: Sink | None = None) -> None:
        super().__init__(parent)
        self._sink = _device(self) if sink is None else sink
        self._sink.trouble_changed.connect(self._on_trouble_changed)
        self._file: AudioFile | None = None
        self._file_trouble: AvisbuildError | None = None
        self._told = ""
        self._request: PlayRequest | None = None
        self._sound: SoundToPlay | None = None
        self._whole_seconds: WholeSeconds | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def is_playing(self) -> bool:
        """Whether something is being heard."""
        return self._sound is not None

    @property
    def trouble(self) -> str:
        """Why nothing can be heard, "" when it can."""
        return text_of(self._file_trouble) or self._sink.trouble

    @property
    def at_s(self) -> float | None:
        """Where in the video the sound is, at this very moment; None where nothing is heard."""
        return None if self._sound is None else self._place_s(self._sink.played_s())

    def open(self, audio: Path) -> None:
        """Take another video's sound; a file that cannot be read is told and stays silent."""
        self.stop()
        self._file = self._file_trouble = None
        try:
            self._file = AudioFile.open(audio)
        except AvisbuildError as error:
            self._file_trouble = error
        else:
            self._sink.prepare(self._file.sample_rate_hz)
        self._told = ""
        self._tell()

    def play(self, request: PlayRequest) -> bool:
        """Play exactly the samples of a request; whether they can be heard."""
        self.stop()
        sound = self._sound_for(request)
        if sound is None or not self._sink.start(sound):
            self._tell()
            return False
        self._request, self._sound = request, sound
        self._whole_seconds = WholeSeconds(sound)
        self._timer.start()
        self._tell()
        self._tick()
        return True

    def stop(self) -> None:
        """Be silent at once."""
        self._end()

    def close(self) -> None:
        """Be silent and let go of the device."""
        self.stop()
        self._sink.close()

    def _sound_for(self, request: PlayRequest) -> SoundToPlay | None:
        file = self._file
        if file is None:
            return None
        start, stop = samples_for(request, file.sample_rate_hz, file.sample_count)
        if stop <= start:
            return None
        try:
            samples = file.read(start, stop)
        except AvisbuildError as error:
            self._file, self._file_trouble = None, error
            return None
        return SoundToPlay(
            samples=played_copy(samples, file.sample_rate_hz, request.speed),
            sample_rate_hz=file.sample_rate_hz,
            loop=request.loop,
            start=start,
            stop=stop,
        )

    def _tick(self) -> None:
        whole_seconds = self._whole_seconds
        if whole_seconds is None:
            return
        if self._sink.has_ended:
            self._end(by_itself=True)
            self._tell()
            return
        heard_s = self._sink.played_s()
        self.position.emit(self._place_s(heard_s))
        self._tell_played(whole_seconds.reached(heard_s))

    def _place_s(self, heard_s: float) -> float:
        request, sound = self._request, self._sound
        assert request is not None
        assert sound is not None
        within_s = heard_s % sound.duration_s if sound.loop else min(heard_s, sound.duration_s)
        return sound.start / sound.sample_rate_hz + within_s * request.speed

    def _end(self, *, by_itself: bool = False) -> None:
        whole_seconds, self._whole_seconds = self._whole_seconds, None
        if self._sound is None or whole_seconds is None:
            return
        reached = whole_seconds.ended if by_itself else whole_seconds.reached
        runs = reached(self._sink.played_s())
        self._request = self._sound = None
        self._timer.stop()
        self._sink.stop()
        self._tell_played(runs)
        self.stopped.emit()

    def _tell_played(self, runs: Iterable[range]) -> None:
        for run in runs:
            self.played.emit(float(run.start), float(run.stop))

    def _on_trouble_changed(self) -> None:
        if self._sink.trouble:
            self.stop()
        self._tell()

    def _tell(self) -> None:
        before, self._told = self._told, self.trouble
        if self._told and self._told != before:
            self.unavailable.emit(self._told)
        elif before and not self._told:
            self.available.emit()


def _device(parent: QObject) -> Sink:
    """The machine's sound; nothing where QtMultimedia lacks its library of the system."""
    # Of things that are not needed here, such as libraries for video.
    QLoggingCategory.setFilterRules(
        "qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg.info=false"
    )
    try:
        from avisbuild_gui.sound.qt_sink import QtSink
    except ImportError:
        text = mark(
            "Sound needs a library of the system: sudo apt-get install libpulse0; everything else works."
        )
        return MissingSink(text, parent)
    return QtSink(parent)

"""What plays now: heard, or in silence where nothing can be heard."""

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.sound import PlayRequest
from avisbuild_gui.sound import Player
from avisbuild_gui.sound.silent_clock import SilentClock


class Playing(QObject):
    """Plays one request at a time; pictures follow it, whether there is sound or not.

    Signals:
        began(PlayRequest). position: where in the video it is, in seconds, about thirty times a second.
        ended: it has come to its end, or was stopped.
    """

    began = pyqtSignal(object)
    position = pyqtSignal(float)
    ended = pyqtSignal()

    def __init__(self, player: Player, parent: QObject) -> None:
        super().__init__(parent)
        self._player = player
        self._clock = SilentClock(self)
        self.request: PlayRequest | None = None
        for each in (player, self._clock):
            each.position.connect(self.position.emit)
            each.stopped.connect(self._end)

    @property
    def at_s(self) -> float | None:
        """Where in the video it is, at this very moment; None where nothing plays."""
        return self._player.at_s if self._player.is_playing else self._clock.at_s

    def play(self, request: PlayRequest, second_count: int) -> bool:
        """Play it instead of what is playing; whether it is heard."""
        self.stop()
        is_heard = self._player.play(request)
        if is_heard or self._clock.start(request, second_count):
            self.request = request
            self.began.emit(request)
        return is_heard

    def stop(self) -> None:
        """End it."""
        self._player.stop()
        self._clock.stop()

    def _end(self) -> None:
        if self.request is not None:
            self.request = None
            self.ended.emit()

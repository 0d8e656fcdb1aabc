"""A clock for pictures where there is no sound that they could follow."""

import time
from collections.abc import Callable

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from avisbuild.sound import PlayRequest, seconds_for

_TICK_MS = 33


class SilentClock(QObject):
    """Goes through the seconds of a request as the sound would.

    Signals:
        position: where in the video it is now, in seconds, about thirty times a second.
        stopped: it has come to the end, or was stopped.
    """

    position = pyqtSignal(float)
    stopped = pyqtSignal()

    def __init__(self, parent: QObject, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now = now
        self._began_s = 0.0
        self._request: PlayRequest | None = None
        self._seconds = range(0)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def is_running(self) -> bool:
        """Whether it goes."""
        return self._request is not None

    @property
    def at_s(self) -> float | None:
        """Where in the video it is, at this very moment; None where it stands."""
        if self._request is None:
            return None
        gone_s = (self._now() - self._began_s) * self._request.speed
        length_s = len(self._seconds)
        return self._seconds.start + (
            gone_s % length_s if self._request.loop else min(gone_s, length_s)
        )

    def start(self, request: PlayRequest, second_count: int) -> bool:
        """Go through the seconds of a request; whether there are any."""
        self.stop()
        seconds = seconds_for(request, second_count)
        if not seconds:
            return False
        self._request, self._seconds, self._began_s = request, seconds, self._now()
        self._timer.start()
        self._tick()
        return True

    def stop(self) -> None:
        """Stand still."""
        if self._request is not None:
            self._request = None
            self._timer.stop()
            self.stopped.emit()

    def _tick(self) -> None:
        at_s = self.at_s
        if at_s is None or self._request is None:
            return
        if at_s >= self._seconds.stop and not self._request.loop:
            self.stop()
        else:
            self.position.emit(at_s)

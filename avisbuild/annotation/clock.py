"""How long a person spends on a mask; a pause for coffee does not count."""

import time
from collections.abc import Callable

IDLE_AFTER_S = 30.0


class Clock:
    """Counts the time between gestures; a longer gap counts `IDLE_AFTER_S` and no more."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._last = now()
        self._spent_s = 0.0

    def tick(self) -> None:
        """Count the time since the last gesture as spent; call it at each gesture."""
        now = self._now()
        self._spent_s += min(max(0.0, now - self._last), IDLE_AFTER_S)
        self._last = now

    def take(self) -> float:
        """The seconds spent since this was last called, up to now."""
        self.tick()
        spent, self._spent_s = self._spent_s, 0.0
        return spent

"""A wall-clock limit that long loops look at, and whether anybody still waits for them."""

import time
from collections.abc import Callable

from avisbuild.errors import MediaError


class Deadline:
    """A moment by which the work on one video has to be done; `what` names it in the error.

    `should_stop` says that nobody wants it done any more.
    """

    def __init__(
        self,
        wall_s: float,
        what: str = "the work",
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._what = what
        self._wall_s = wall_s
        self._should_stop = should_stop
        self._ends_at = time.monotonic() + wall_s

    @property
    def left_s(self) -> float:
        """The seconds left, never below zero."""
        return max(0.0, self._ends_at - time.monotonic())

    def check(self) -> None:
        """Raise MediaError `timeout` when the time is up, and `given-up` when it is to stop."""
        if self._should_stop():
            raise MediaError("given-up", what=self._what, code="given-up")
        if self.left_s == 0.0:
            raise MediaError("timeout", what=self._what, wall_s=self._wall_s, code="timeout")

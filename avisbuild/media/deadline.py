"""A wall-clock limit that long loops look at."""

import time

from avisbuild.errors import MediaError


class Deadline:
    """A moment by which the work on one video has to be done; `what` names it in the error."""

    def __init__(self, wall_s: float, what: str = "the work") -> None:
        self._what = what
        self._wall_s = wall_s
        self._ends_at = time.monotonic() + wall_s

    @property
    def left_s(self) -> float:
        """The seconds left, never below zero."""
        return max(0.0, self._ends_at - time.monotonic())

    def check(self) -> None:
        """Raise MediaError `timeout` when the time is up."""
        if self.left_s == 0.0:
            raise MediaError("timeout", what=self._what, wall_s=self._wall_s, code="timeout")

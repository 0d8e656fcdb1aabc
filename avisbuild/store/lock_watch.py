"""Watching another's heartbeat: it stands still, whatever the clocks of the two machines say."""

import time
from collections.abc import Callable
from dataclasses import replace

from avisbuild.store.locks import STALE_AFTER_S, Held


class LockWatch:
    """Sees the lock of one video again and again, and says since when its heartbeat stands still."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._seen: tuple[str, str, str] | None = None
        self._since = now()

    def judged(self, found: Held) -> Held:
        """The lock as it was found, and stale also where it has not changed for long enough."""
        seen = found.lock.video_id, found.lock.holder, found.lock.heartbeat_at
        if seen != self._seen:
            self._seen, self._since = seen, self._now()
        has_stood_still = self._now() - self._since >= STALE_AFTER_S
        return replace(found, is_stale=found.is_stale or has_stood_still)

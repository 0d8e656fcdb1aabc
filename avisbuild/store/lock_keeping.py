"""Keeping the lock of the one video that a window shows: taken, beaten for, lost, let go."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from avisbuild.records import VideoId
from avisbuild.store import locks
from avisbuild.store.lock_watch import LockWatch
from avisbuild.store.locks import Held
from avisbuild.store.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with a video: who has it, whether that is this window, and whether it just lost it."""

    video_id: VideoId
    held: Held
    is_mine: bool
    is_lost: bool


class VideoKeeper:
    """Holds at most one video for one holder; it waits for the database, so it belongs into a thread."""

    def __init__(
        self,
        project: Project,
        *,
        owner: str,
        holder: str,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._project = project
        self._owner = owner
        self._holder = holder
        self._watch = LockWatch(now)
        self._mine: VideoId | None = None

    def keep(self, video_id: VideoId | None, *, takes_over: bool = False) -> Standing | None:
        """Hold this video from here on, or go on holding it, and no other one; None for none.

        One that another has is asked for again with every call; where `takes_over`, a stale lock is taken,
        too. Raises ProjectError, and may be called again then.
        """
        if self._mine not in (None, video_id):
            locks.release(self._project, self._mine, holder=self._holder)
            self._mine = None
        if video_id is None:
            return None
        had_it = self._mine == video_id
        if had_it and locks.beat(self._project, video_id, holder=self._holder):
            found = locks.holder_of(self._project, video_id)
            if found is not None and found.lock.holder == self._holder:
                return self._standing(video_id, found, had_it=had_it)
        mine = {"owner": self._owner, "holder": self._holder}
        found = self._watch.judged(locks.take(self._project, video_id, **mine))
        if takes_over and found.is_stale and found.lock.holder != self._holder:
            found = locks.take_over(self._project, found, **mine)
        return self._standing(video_id, found, had_it=had_it)

    def others(self) -> dict[VideoId, Held]:
        """Who else has which video."""
        found = locks.held_videos(self._project)
        return {name: each for name, each in found.items() if each.lock.holder != self._holder}

    def _standing(self, video_id: VideoId, found: Held, *, had_it: bool) -> Standing:
        is_mine = found.lock.holder == self._holder
        self._mine = video_id if is_mine else None
        return Standing(
            video_id=video_id, held=found, is_mine=is_mine, is_lost=had_it and not is_mine
        )

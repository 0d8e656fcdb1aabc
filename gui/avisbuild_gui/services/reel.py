"""Pictures decoded ahead: one thread puts them in, another looks at those that are due."""

import threading
from bisect import bisect_right

from avisbuild.media.moving_pictures import TimedPicture

# Of all pictures that a reel holds while it plays: a second of 1080p at 30 pictures a second.
LIMIT_BYTES = 192 << 20
# While nothing plays: enough for the decoder to get under way again. Two reels wait at most, so that large
# pictures take no more of each than half of the limit.
WAITING_MOST = 12
# How far ahead of what is shown is decoded at most.
_AHEAD_S = 2.0


class Reel:
    """Pictures of a video in order of time from `start_s` on.

    Until it is opened it holds a few. Opened, it is filled some way ahead of what is shown, as far as its
    limit allows, up to a picture that comes on at `until_s`. What was shown goes at once or, where it `keeps`
    it to be shown again, when there is no other room.
    """

    def __init__(self, start_s: float, limit_bytes: int = LIMIT_BYTES) -> None:
        self.start_s = start_s
        self._limit_bytes = limit_bytes
        self._changed = threading.Condition()
        self._pictures: list[TimedPicture] = []
        self._byte_count = 0
        self._shown = 0
        self._until_s: float | None = None
        self._keeps = True
        self._leaves_out = False
        self._at_s: float | None = None
        self._is_whole = True
        self._is_closed = False

    @property
    def byte_count(self) -> int:
        """How much its pictures take."""
        return self._byte_count

    @property
    def is_closed(self) -> bool:
        """Whether nobody looks at it any more."""
        return self._is_closed

    @property
    def is_whole(self) -> bool:
        """Whether it holds every picture from its start as far as it goes, so that it can begin again."""
        return self._is_whole and not self._is_closed

    def open(self, until_s: float, *, keeps: bool, leaves_out: bool) -> None:
        """It is played up to a time; `leaves_out`: what would come too late is not made."""
        with self._changed:
            self._until_s, self._keeps, self._leaves_out = until_s, keeps, leaves_out
            self._shown, self._at_s = 0, None
            self._changed.notify_all()

    def wait(self) -> None:
        """It is not played any more, but may be again."""
        with self._changed:
            self._leaves_out, self._at_s = False, None

    def close(self) -> None:
        """Nobody looks at it any more: let go of everything, and have the decoder end."""
        with self._changed:
            self._is_closed = True
            self._pictures, self._byte_count = [], 0
            self._changed.notify_all()

    def due(self, at_s: float) -> TimedPicture | None:
        """The newest picture that is on at a time; None where there is none."""
        with self._changed:
            self._at_s = at_s
            index = bisect_right(self._pictures, at_s, key=_time_s) - 1
            if index < 0:
                return None
            self._shown = index
            while self._shown > 0 and not self._keeps:
                self._drop_oldest()
            self._changed.notify_all()
            return self._pictures[self._shown]

    def put(self, picture: TimedPicture) -> bool:
        """Take one more picture when there is room; False where no more are wanted."""
        with self._changed:
            while not self._is_closed and not self._has_room(picture):
                self._changed.wait()
            if self._is_closed:
                return False
            self._pictures.append(picture)
            self._byte_count += picture.image.nbytes
            return True

    def is_past(self, time_s: float) -> bool:
        """Whether a picture that is over at a time need not be made."""
        with self._changed:
            is_past = self._leaves_out and self._at_s is not None and time_s <= self._at_s
            self._is_whole = self._is_whole and not is_past
            return is_past

    def _has_room(self, picture: TimedPicture) -> bool:
        if self._until_s is None:
            is_small = self._byte_count + picture.image.nbytes <= self._limit_bytes // 2
            return not self._pictures or (is_small and len(self._pictures) < WAITING_MOST)
        reach_s = min(self._until_s, (self._at_s or self.start_s) + _AHEAD_S)
        if self._pictures and self._pictures[-1].time_s >= reach_s:
            return False
        while self._byte_count + picture.image.nbytes > self._limit_bytes and self._shown > 0:
            self._drop_oldest()
        return not self._pictures or self._byte_count + picture.image.nbytes <= self._limit_bytes

    def _drop_oldest(self) -> None:
        self._byte_count -= self._pictures.pop(0).image.nbytes
        self._shown -= 1
        self._is_whole = False


def _time_s(picture: TimedPicture) -> float:
    return picture.time_s

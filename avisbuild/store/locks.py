"""Who has which video: one lock a video, kept alive by a heartbeat, that one holder gets (R36).

A lock is a row of the database, taken and let go in transactions of their own, of which the journal knows
nothing. It is stale when its holder has been silent for `STALE_AFTER_S`, or its process is known to have
ended. How long it has been silent is told by one clock alone (docs/decisions/0128-one-lock-a-video.md): the
server's; on SQLite this machine's, for a holder on it; and for one elsewhere that of whoever has watched the
heartbeat stand still, since machines' clocks differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from avisbuild.errors import ProjectError
from avisbuild.records import Lock, VideoId
from avisbuild.store.holders import parsed_holder
from avisbuild.store.kinds.reviews import LOCKS
from avisbuild.store.kinds.videos import VIDEOS

if TYPE_CHECKING:
    from avisbuild.store.project import Project

# An import's transaction may keep a heartbeat waiting for a minute (`engine.BUSY_TIMEOUT_S`).
STALE_AFTER_S = 150.0
BEAT_EVERY_S = 15.0
# By how much the clocks of two machines may differ, where one of them wrote when it was heard of.
CLOCKS_DIFFER_S = 900.0

_INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_table = LOCKS.table


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A lock as it was found, and whether its holder may be thought gone."""

    lock: Lock
    is_stale: bool

    @property
    def machine(self) -> str:
        """What people call the machine that the holder is on."""
        return parsed_holder(self.lock.holder).machine

    def is_as(self, other: "Held | None") -> bool:
        """Whether another look found the same: the holder, and whether it is stale."""
        if other is None:
            return False
        mine, theirs = self.lock, other.lock
        ids = (mine.video_id, mine.holder) == (theirs.video_id, theirs.holder)
        return ids and self.is_stale == other.is_stale

    def fields(self) -> dict[str, object]:
        """Who, since when and where, to be said."""
        since = datetime.fromisoformat(self.lock.taken_at).astimezone()
        return {
            "video": self.lock.video_id,
            "who": self.lock.owner,
            "since": f"{since:%Y-%m-%d %H:%M}",
            "machine": self.machine,
        }


def take(project: "Project", video_id: VideoId, *, owner: str, holder: str) -> Held:
    """Take a video's lock if it is free, one's own, or that of a process that is known to have ended.

    Gives the lock as it is then, which is `holder`'s where it was taken. Of several who try at the same
    moment exactly one gets it. Raises ProjectError, also without such a video.
    """
    with project.unjournalled() as connection:
        VIDEOS.one(connection, video_id)
        return _taken(connection, video_id, owner, holder)


def take_over(project: "Project", found: Held, *, owner: str, holder: str) -> Held:
    """Take a lock that was found stale, if nothing was heard of its holder since; as `take` gives it."""
    with project.unjournalled() as connection:
        if found.is_stale:
            _give(connection, found.lock, owner, holder)
        return _taken(connection, found.lock.video_id, owner, holder)


def beat(project: "Project", video_id: VideoId, *, holder: str) -> bool:
    """Say that the holder is still there; whether the lock is still its own."""
    with project.unjournalled() as connection:
        now = _clock(connection).isoformat()
        mine = _table.c.video_id == video_id, _table.c.holder == holder
        return connection.execute(update(_table).where(*mine).values(heartbeat_at=now)).rowcount > 0


def release(project: "Project", video_id: VideoId, *, holder: str) -> None:
    """Let go of a lock; one that is another holder's by now is left alone."""
    with project.unjournalled() as connection:
        mine = _table.c.video_id == video_id, _table.c.holder == holder
        connection.execute(delete(_table).where(*mine))


def holder_of(project: "Project", video_id: VideoId) -> Held | None:
    """Who has a video, live or stale; None where nobody has."""
    return held_videos(project, video_id).get(video_id)


def held_videos(project: "Project", *video_ids: VideoId) -> dict[VideoId, Held]:
    """Who has which of these videos, or of all where none is named."""
    conditions = (_table.c.video_id.in_(video_ids),) if video_ids else ()
    with project.unjournalled(writes=False) as connection:
        now = _clock(connection)
        locks = LOCKS.records(connection, *conditions)
        return {each.video_id: _judged(connection, each, now) for each in locks}


def refuse_others(connection: Connection, video_id: str, *, holder: str) -> None:
    """Refuse an edit of a video that another holder has, within the edit; raises ProjectError.

    A window, which has a `holder`, is refused for a stale lock too, until it takes it over; a command is not.
    """
    # A server lets nobody take it over before the edit has ended.
    these = _table.c.video_id == video_id
    query = select(_table.c.holder).where(these).with_for_update(read=True)
    if connection.execute(query).scalar() in (None, holder):
        return
    (lock,) = LOCKS.records(connection, these)
    found = _judged(connection, lock, _clock(connection))
    if holder or not found.is_stale:
        raise ProjectError("video-held", **found.fields())


def silent_s(lock: Lock, now: datetime) -> float:
    """How long nothing was heard of a holder, by a clock; 0 where it was heard of after that clock's now."""
    return max(0.0, (now - datetime.fromisoformat(lock.heartbeat_at)).total_seconds())


def _taken(connection: Connection, video_id: VideoId, owner: str, holder: str) -> Held:
    now = _clock(connection)
    wanted = Lock(
        video_id=video_id,
        owner=owner,
        holder=holder,
        taken_at=now.isoformat(),
        heartbeat_at=now.isoformat(),
    )
    insert = _INSERT[connection.dialect.name](_table).on_conflict_do_nothing()
    while connection.execute(insert, LOCKS.row(wanted)).rowcount < 1:
        there = LOCKS.records(connection, _table.c.video_id == video_id)
        if not there:
            continue  # let go of in between
        is_mine = there[0].holder == holder
        if is_mine or not parsed_holder(there[0].holder).has_ended:
            return (
                Held(lock=there[0], is_stale=False)
                if is_mine
                else _judged(connection, there[0], now)
            )
        if _give(connection, there[0], owner, holder):
            break
    return Held(lock=wanted, is_stale=False)


def _give(connection: Connection, found: Lock, owner: str, holder: str) -> bool:
    """Give a lock to another holder unless anything became of it since; whether it was given."""
    now = _clock(connection).isoformat()
    still = [column == getattr(found, name) for name, column in LOCKS.columns.items()]
    given = replace(found, owner=owner, holder=holder, taken_at=now, heartbeat_at=now)
    return connection.execute(update(_table).where(*still).values(LOCKS.row(given))).rowcount > 0


def _judged(connection: Connection, lock: Lock, now: datetime) -> Held:
    holder = parsed_holder(lock.holder)
    has_one_clock = connection.dialect.name != "sqlite" or holder.is_here
    allowed_s = STALE_AFTER_S + (0.0 if has_one_clock else CLOCKS_DIFFER_S)
    return Held(lock=lock, is_stale=holder.has_ended or silent_s(lock, now) >= allowed_s)


def _clock(connection: Connection) -> datetime:
    """What time it is by the server, or by this machine where there is none."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    found: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return found.astimezone(UTC)

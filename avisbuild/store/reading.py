"""Reading the state as records, a video at a time."""

import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import Connection, and_, func, select

from avisbuild.errors import ProjectError
from avisbuild.records import Rle, Round, RoundState, Sounding, Track, Video, VideoId
from avisbuild.store.engine import whole_rows
from avisbuild.store.kinds.instances import INSTANCES
from avisbuild.store.kinds.kind import Kind, R, Row
from avisbuild.store.kinds.masks import MASKS
from avisbuild.store.kinds.rounds import ROUNDS
from avisbuild.store.kinds.sounding import SOUNDING
from avisbuild.store.kinds.videos import VIDEOS

instances, masks, sounding = INSTANCES.table, MASKS.table, SOUNDING.table


def read_all(connection: Connection, kind: Kind[R]) -> list[R]:
    """Every record of a kind, by key (by code point, whatever the database sorts by)."""
    rows = kind.found(connection.execute(select(*kind.columns)))
    return [kind.read(row) for row in sorted(rows, key=kind.key_of)]


def read_rows(connection: Connection, kind: Kind[Any], video_id: str) -> list[Row]:
    """The rows of a kind that belong to a video or its instances, by key, as `read_all`."""
    query, column = select(*kind.columns), kind.table.c
    if kind.owner == "instance":
        query, column = query.join(instances), instances.c
    rows = kind.found(connection.execute(query.where(column.video_id == video_id)))
    return sorted(rows, key=kind.key_of)


def read_of(connection: Connection, kind: Kind[R], video_id: str) -> list[R]:
    """The records of a kind that belong to a video or its instances, by key, as `read_all`."""
    return [kind.read(row) for row in read_rows(connection, kind, video_id)]


def read_video(connection: Connection, video_id: str) -> Video:
    """One video; raises ProjectError when it is not there."""
    for video in read_of(connection, VIDEOS, video_id):
        return video
    raise ProjectError("no-such-video", video=video_id)


def read_tracks(connection: Connection, video: Video) -> tuple[Track, ...]:
    """A video's instances with their states and masks, in order of category id and number."""
    pictures = (
        select(
            masks.c.instance_id, masks.c.second, masks.c.height_px, masks.c.width_px, masks.c.counts
        )
        .join(instances)
        .where(instances.c.video_id == video.video_id)
    )
    return tracks_with(
        connection,
        video,
        (
            (row.instance_id, row.second, Rle((row.height_px, row.width_px), row.counts.encode()))
            for row in connection.execute(pictures)
        ),
    )


def tracks_with(
    connection: Connection, video: Video, pictures: Iterable[tuple[str, int, Rle]]
) -> tuple[Track, ...]:
    """A video's tracks, of its masks as (instance, second, run lengths) in any order."""
    states: dict[str, list[Sounding]] = defaultdict(lambda: [Sounding.SILENT] * video.second_count)
    pixels: dict[str, list[Rle | None]] = defaultdict(lambda: [None] * video.second_count)
    cells = select(sounding).join(instances).where(instances.c.video_id == video.video_id)
    for row in connection.execute(cells):
        states[row.instance_id][row.second] = Sounding(row.state)
    for instance_id, second, rle in pictures:
        pixels[instance_id][second] = rle
    return tuple(
        Track(
            instance=instance,
            states=tuple(states[instance.instance_id]),
            masks=tuple(pixels[instance.instance_id]),
        )
        for instance in sorted(
            read_of(connection, INSTANCES, video.video_id),
            key=lambda each: (each.category_id, each.number),
        )
    )


def read_last_rounds(connection: Connection) -> dict[VideoId, Round]:
    """The last round of every video that has one."""
    return {each.video_id: each for each in read_all(connection, ROUNDS)}


def read_states(connection: Connection) -> dict[VideoId, RoundState]:
    """The state of every video: that of its last round, `todo` before the first."""
    last = read_last_rounds(connection)
    names = sorted(connection.execute(select(VIDEOS.table.c.video_id)).scalars())
    return {VideoId(name): last[name].state if name in last else RoundState.TODO for name in names}


def read_mask_counts(connection: Connection) -> dict[VideoId, int]:
    """How many masks each video has; a video without masks is left out."""
    query = select(instances.c.video_id, func.count()).join(masks).group_by(instances.c.video_id)
    return {VideoId(video_id): count for video_id, count in connection.execute(query)}


def read_cell_counts(connection: Connection) -> dict[VideoId, tuple[int, int]]:
    """Cells that sound in view, and how many of these have a mask; a video without any is left out."""
    is_same_cell = and_(
        masks.c.instance_id == sounding.c.instance_id, masks.c.second == sounding.c.second
    )
    query = (
        select(instances.c.video_id, func.count(), func.count(masks.c.second))
        .select_from(instances.join(sounding).outerjoin(masks, is_same_cell))
        .where(sounding.c.state == Sounding.SOUNDING.value)
        .group_by(instances.c.video_id)
    )
    return {VideoId(name): (total, done) for name, total, done in connection.execute(query)}


class LazyTracks(Mapping[VideoId, Sequence[Track]]):
    """Tracks read from the database when asked for, all from the moment the transaction began."""

    def __init__(self, connection: Connection, known: Sequence[Video], *, name: str) -> None:
        self._connection = connection
        self._videos = {video.video_id: video for video in known}
        self._name = name
        self._one_at_a_time = Lock()
        # A snapshot that nobody keeps must not hold its moment of the database for ever.
        self._let_go = weakref.finalize(self, connection.close)

    def __getitem__(self, video_id: VideoId) -> Sequence[Track]:
        video = self._videos[video_id]
        with self._one_at_a_time:
            if self._connection.closed:
                raise ProjectError(
                    "the project of this snapshot was closed; take the snapshot again"
                )
            with whole_rows(self._name):
                return read_tracks(self._connection, video)

    def __iter__(self) -> Iterator[VideoId]:
        return iter(self._videos)

    def __len__(self) -> int:
        return len(self._videos)

    def __contains__(self, video_id: Any) -> bool:
        return video_id in self._videos

    def close(self) -> None:
        """Let go of the database."""
        with self._one_at_a_time:
            self._let_go()

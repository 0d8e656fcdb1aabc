"""Reading more than one table at once: the tracks of a video, the state and the masks of every video."""

import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock

from sqlalchemy import Connection, func, select

from avisbuild.errors import ProjectError
from avisbuild.records import Instance, Rle, Round, RoundState, Sounding, Track, Video, VideoId
from avisbuild.store.engine import corrupt_rows_as_errors
from avisbuild.store.kinds.cells import MASKS, SOUNDING
from avisbuild.store.kinds.reviews import ROUNDS, SET_ASIDE
from avisbuild.store.kinds.videos import INSTANCES, VIDEOS

instances, masks, sounding = INSTANCES.table, MASKS.table, SOUNDING.table


def read_tracks(connection: Connection, video: Video) -> tuple[Track, ...]:
    """A video's instances with their states and masks, in order of category id and number."""
    columns = (
        masks.c[name] for name in ("instance_id", "second", "height_px", "width_px", "counts")
    )
    pictures = connection.execute(select(*columns).where(MASKS.of_video(video.video_id)))
    cells = connection.execute(select(sounding).where(SOUNDING.of_video(video.video_id)))
    return make_tracks(
        video,
        INSTANCES.records(connection, INSTANCES.of_video(video.video_id)),
        ((name, second, Sounding(state)) for name, second, state in cells),
        (
            (name, second, Rle((height_px, width_px), counts.encode()))
            for name, second, height_px, width_px, counts in pictures
        ),
    )


def make_tracks(
    video: Video,
    known: Iterable[Instance],
    cells: Iterable[tuple[str, int, Sounding]],
    pictures: Iterable[tuple[str, int, Rle]],
) -> tuple[Track, ...]:
    """Tracks of what is known of (instance, second), in order of category id and number."""
    states: dict[str, list[Sounding]] = defaultdict(lambda: [Sounding.SILENT] * video.second_count)
    rles: dict[str, list[Rle | None]] = defaultdict(lambda: [None] * video.second_count)
    for name, second, state in cells:
        states[name][second] = state
    for name, second, rle in pictures:
        if rle.size != video.size:
            raise ValueError(f"expected masks of {video.size}, got {rle.size}")
        rles[name][second] = rle
    return tuple(
        Track(
            instance=each,
            states=tuple(states[each.instance_id]),
            masks=tuple(rles[each.instance_id]),
        )
        for each in sorted(known, key=lambda each: (each.category_id, each.number))
    )


def read_last_rounds(connection: Connection) -> dict[VideoId, Round]:
    """Every video's round of the highest number; videos that nobody has begun are left out."""
    return {each.video_id: each for each in ROUNDS.records(connection)}


def read_states(connection: Connection) -> dict[VideoId, RoundState]:
    """As `Project.states`, within the transaction of `connection`."""
    last = read_last_rounds(connection)
    names = sorted(connection.execute(select(VIDEOS.table.c.video_id)).scalars())
    return {VideoId(name): last[name].state if name in last else RoundState.TODO for name in names}


def read_set_aside(connection: Connection) -> dict[VideoId, str]:
    """Why each video that is set aside is; the others are left out."""
    return {each.video_id: each.reason for each in SET_ASIDE.records(connection)}


def read_mask_counts(connection: Connection) -> dict[VideoId, int]:
    """As `Project.mask_counts`, within the transaction of `connection`."""
    query = select(instances.c.video_id, func.count()).join(masks).group_by(instances.c.video_id)
    return {VideoId(video_id): count for video_id, count in connection.execute(query)}


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
                raise ProjectError("snapshot-closed")
            with corrupt_rows_as_errors(self._name):
                return read_tracks(self._connection, video)

    def __iter__(self) -> Iterator[VideoId]:
        return iter(self._videos)

    def __len__(self) -> int:
        return len(self._videos)

    def close(self) -> None:
        """Let go of the database."""
        with self._one_at_a_time:
            self._let_go()

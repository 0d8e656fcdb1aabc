"""Reading the state as records, a video at a time."""

import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import Connection, and_, func, select

from avisbuild.errors import ProjectError
from avisbuild.records import (
    Comment,
    Instance,
    Mask,
    Proposal,
    Rle,
    Round,
    RoundState,
    Sounding,
    Track,
    Video,
    VideoId,
)
from avisbuild.store import rows
from avisbuild.store.engine import whole_rows
from avisbuild.store.tables import (
    comments,
    instances,
    masks,
    proposals,
    rounds,
    silences,
    sounding,
    videos,
)


def read_videos(connection: Connection) -> list[Video]:
    """Every video, in ascending order of id (by code point, whatever the database sorts by)."""
    found = connection.execute(select(videos)).mappings()
    return sorted((rows.video_of(row) for row in found), key=lambda video: video.video_id)


def read_video(connection: Connection, video_id: str) -> Video:
    """One video; raises ProjectError when it is not there."""
    found = (
        connection.execute(select(videos).where(videos.c.video_id == video_id))
        .mappings()
        .one_or_none()
    )
    if found is None:
        raise ProjectError("no-such-video", video=video_id)
    return rows.video_of(found)


def read_instances(connection: Connection, video_id: str) -> list[Instance]:
    """A video's instances, in order of category id and number."""
    query = (
        select(instances)
        .where(instances.c.video_id == video_id)
        .order_by(instances.c.category_id, instances.c.number)
    )
    return [rows.instance_of(row) for row in connection.execute(query).mappings()]


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
        for instance in read_instances(connection, video.video_id)
    )


def read_masks(connection: Connection, video_id: str) -> list[Mask]:
    """A video's masks with their provenance, by instance (by code point, as `read_videos`) and second."""
    query = select(masks).join(instances).where(instances.c.video_id == video_id)
    found = (rows.mask_of(row) for row in connection.execute(query).mappings())
    return sorted(found, key=rows.key_of_mask)


def read_proposals(connection: Connection, video_id: str) -> list[Proposal]:
    """A video's proposals, by instance, second and model, names by code point."""
    query = select(proposals).join(instances).where(instances.c.video_id == video_id)
    found = (rows.proposal_of(row) for row in connection.execute(query).mappings())
    return sorted(found, key=rows.key_of_proposal)


def read_silences(connection: Connection, video_id: str) -> frozenset[int]:
    """The seconds of a video in which, a person has said, nothing sounds."""
    query = select(silences.c.second).where(silences.c.video_id == video_id)
    return frozenset(connection.execute(query).scalars())


def read_rounds(connection: Connection, video_id: str) -> list[Round]:
    """A video's rounds, oldest first."""
    query = select(rounds).where(rounds.c.video_id == video_id).order_by(rounds.c.number)
    return [rows.round_of(row) for row in connection.execute(query).mappings()]


def read_comments(connection: Connection, video_id: str) -> list[Comment]:
    """A video's comments, oldest first."""
    query = select(comments).where(comments.c.video_id == video_id).order_by(comments.c.number)
    return [rows.comment_of(row) for row in connection.execute(query).mappings()]


def read_last_rounds(connection: Connection) -> dict[VideoId, Round]:
    """The last round of every video that has one."""
    query = select(rounds).order_by(rounds.c.video_id, rounds.c.number)
    last = (rows.round_of(row) for row in connection.execute(query).mappings())
    return {each.video_id: each for each in last}


def read_states(connection: Connection) -> dict[VideoId, RoundState]:
    """The state of every video: that of its last round, `todo` before the first."""
    last = read_last_rounds(connection)
    states = {}
    for video_id in sorted(connection.execute(select(videos.c.video_id)).scalars()):
        review_round = last.get(VideoId(video_id))
        states[VideoId(video_id)] = RoundState.TODO if review_round is None else review_round.state
    return states


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

"""What an annotator has before them, read at one moment: one video with everything, and the list of all."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from avisbuild.records import Mask, Proposal, Round, Track, Video, VideoId
from avisbuild.store import reading
from avisbuild.store.journal import Head, Step, read_head, read_steps
from avisbuild.store.kinds.masks import MASKS
from avisbuild.store.kinds.proposals import PROPOSALS
from avisbuild.store.kinds.rounds import ROUNDS
from avisbuild.store.kinds.silences import SILENCES
from avisbuild.store.kinds.videos import VIDEOS


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSheet:
    """One video with all that belongs to it, and the end of the journal at that moment.

    `tracks` are in order of category id and number, `masks` (the same masks, with their provenance) and
    `proposals` by instance and second, `rounds` and `steps` oldest first.
    """

    video: Video
    tracks: tuple[Track, ...]
    masks: tuple[Mask, ...]
    proposals: tuple[Proposal, ...]
    silences: frozenset[int]
    rounds: tuple[Round, ...]
    steps: tuple[Step, ...]
    head: Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Every video in order of id, with its last round and its counts of cells, where it has any.

    `cell_counts` has the cells that sound in view, and how many of these have a mask.
    """

    videos: tuple[Video, ...]
    last_rounds: Mapping[VideoId, Round]
    cell_counts: Mapping[VideoId, tuple[int, int]]


def read_overview(connection: Connection) -> Overview:
    """Read the overview in the transaction of `connection`."""
    return Overview(
        videos=tuple(reading.read_all(connection, VIDEOS)),
        last_rounds=reading.read_last_rounds(connection),
        cell_counts=reading.read_cell_counts(connection),
    )


def read_sheet(connection: Connection, video_id: VideoId, *, steps_after: int = 0) -> VideoSheet:
    """Read a sheet in the transaction of `connection`; raises ProjectError without such a video.

    Only the journal's entries after the `steps_after`-th are read.
    """
    video = reading.read_video(connection, video_id)
    masks = reading.read_of(connection, MASKS, video_id)
    return VideoSheet(
        video=video,
        tracks=reading.tracks_with(
            connection, video, ((each.instance_id, each.second, each.rle) for each in masks)
        ),
        masks=tuple(masks),
        proposals=tuple(reading.read_of(connection, PROPOSALS, video_id)),
        silences=frozenset(each.second for each in reading.read_of(connection, SILENCES, video_id)),
        rounds=tuple(reading.read_of(connection, ROUNDS, video_id)),
        steps=tuple(read_steps(connection, video_id, after=steps_after)),
        head=read_head(connection),
    )

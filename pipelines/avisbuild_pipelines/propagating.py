"""Proposals for a project's video: its masks carried through the pictures of its source."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from avisbuild import masks
from avisbuild.media.between import StillFrames
from avisbuild.progress import Progress, silent
from avisbuild.propagation import carry_all
from avisbuild.records import InstanceId, Proposal, VideoId
from avisbuild.store import Project

MODEL = "flow"


class Direction(StrEnum):
    """Where masks are carried from: the second before, the second after, or both."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


def propose(
    project: Project,
    video_id: VideoId,
    instance_ids: Sequence[InstanceId],
    *,
    from_second: int,
    seconds: range,
    direction: Direction = Direction.BOTH,
    should_stop: Callable[[], bool] = lambda: False,
    progress: Progress = silent,
) -> Iterator[Proposal]:
    """Suggest masks for the cells of `seconds` that have none; nothing is written. (THIN VERSION)"""
    tracks = {track.instance.instance_id: track for track in project.tracks(video_id)}
    known = {
        instance_id: {
            second: masks.decode(rle)
            for second, rle in enumerate(tracks[instance_id].masks)
            if rle is not None
        }
        for instance_id in instance_ids
    }
    source = StillFrames(project.video_dir(video_id))
    for stop in (seconds.stop - 1, seconds.start):
        if stop == from_second:
            continue
        for instance_id, found in carry_all(
            source, known, start=from_second, stop=stop, should_stop=should_stop
        ):
            yield Proposal(
                instance_id=instance_id,
                second=found.second,
                rle=masks.encode(found.mask),
                model=MODEL,
                confidence=found.confidence,
            )

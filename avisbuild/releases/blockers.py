"""What must be settled by a person before a project can be released."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from avisbuild.errors import ReleaseError
from avisbuild.masks import area
from avisbuild.progress import Progress, silent
from avisbuild.records import Snapshot, Sounding, Taxonomy, Track, Video, VideoId

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One cell of the sounding grid, (instance, second), that stops an export, with the cure."""

    video_id: VideoId
    instance: str
    second: int
    problem: str

    def __str__(self) -> str:
        return f"video {self.video_id}, {self.instance}, second {self.second}: {self.problem}"


class UnsettledError(ReleaseError):
    """Cells that stop an export; the message counts them and shows the first."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        shown = "; ".join(map(str, blockers[:_SHOWN]))
        more = f"; and {len(blockers) - _SHOWN} more" if len(blockers) > _SHOWN else ""
        cells = "1 cell stops" if len(blockers) == 1 else f"{len(blockers)} cells stop"
        super().__init__(f"{cells} the export: {shown}{more}")
        self.blockers = tuple(blockers)


def check_settled(snapshot: Snapshot, *, progress: Progress = silent) -> None:
    """Raise UnsettledError with every unsure cell and every sounding cell without a mask."""
    blockers: list[Blocker] = []
    for done, video in enumerate(snapshot.videos, start=1):
        blockers += blockers_of(video, snapshot.tracks.get(video.video_id, ()), snapshot.taxonomy)
        progress(done, len(snapshot.videos), "checking")
    if blockers:
        raise UnsettledError(blockers)


def blockers_of(video: Video, tracks: Sequence[Track], taxonomy: Taxonomy) -> Iterator[Blocker]:
    """The unsettled cells of one video; raises ReleaseError when its records do not fit together."""
    for track in tracks:
        name = track.instance.name(taxonomy)
        if len(track.states) != video.second_count:
            raise ReleaseError(
                f"video {video.video_id}, {name}: expected {video.second_count} seconds, "
                f"got {len(track.states)}"
            )
        for second, (state, mask) in enumerate(zip(track.states, track.masks, strict=True)):
            problem = ""
            if state is Sounding.UNSURE:
                problem = "unsure whether it sounds; decide it"
            elif state is Sounding.SOUNDING and (mask is None or area(mask) == 0):
                problem = (
                    "sounds but has no mask; draw one, or mark it offscreen, occluded or silent"
                )
            elif state is Sounding.SOUNDING and mask is not None and mask.size != video.size:
                problem = f"its mask is {mask.size} but the video {video.size} (height, width); draw it again"
            if problem:
                yield Blocker(
                    video_id=video.video_id, instance=name, second=second, problem=problem
                )

"""The complexity of every video of a set, and why a figure is missing; threads read the pictures."""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from avisbuild.documents.csv_text import csv_text
from avisbuild.progress import Progress, silent
from avisbuild.records import Sounding
from avisbuild.releases.plots.camera import camera_motions, read_small
from avisbuild.releases.plots.complexity import AXES, Complexity, complexity_of
from avisbuild.releases.plots.facts import SetFacts, VideoFacts

_NO_FRAMES = "no pictures here, from which the camera's motion could be told."
_NOT_ASKED = "pictures were not read (--no-frames)."
_UNCOMPENSATED = "The camera's own motion is in it, as no pictures were read."
_NO_GONE = (
    "masks of sounding seconds alone do not tell what is gone from what is silent, and no second is marked "
    "as offscreen or occluded."
)
_ONLY_PARTLY = "A lower bound: what is wholly hidden has no mask, and looks like silence here."


@dataclass(frozen=True, slots=True, kw_only=True)
class SetComplexity:
    """The figures by video, and by axis what there is to say of it."""

    videos: dict[str, Complexity]
    remarks: dict[str, str]

    @property
    def by_axis(self) -> dict[str, list[float]]:
        """The figures that are known, by axis."""
        return {
            axis: [v for each in self.videos.values() if (v := each.values[axis]) is not None]
            for axis in AXES
        }

    @property
    def csv(self) -> str:
        """A row a video; what cannot be computed is empty."""
        rows = [
            [name, *("" if value is None else f"{value:.3f}" for value in each.values.values())]
            for name, each in self.videos.items()
        ]
        return csv_text(["video_id", *(axis.replace(" ", "_") for axis in AXES)], rows)


def measure_complexity(
    facts: SetFacts, *, with_frames: bool = True, progress: Progress = silent
) -> SetComplexity:
    """Measure every video; reading pictures takes most of the time."""
    tells_absence = _tells_absence(facts.videos)
    found: dict[str, Complexity] = {}
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        measured = pool.map(lambda video: _measured(video, with_frames=with_frames), facts.videos)
        for done, (video, figures) in enumerate(zip(facts.videos, measured, strict=True), start=1):
            found[video.video_id] = figures if tells_absence else replace(figures, reentry=None)
            progress(done, len(facts.videos), video.video_id)
    return SetComplexity(videos=found, remarks=_remarks(facts, found, tells_absence, with_frames))


def _measured(video: VideoFacts, *, with_frames: bool) -> Complexity:
    if not with_frames or not video.frames:
        return complexity_of(video)
    return complexity_of(video, list(camera_motions(map(read_small, video.frames))))


def _tells_absence(videos: Iterable[VideoFacts]) -> bool:
    """Whether the set keeps masks of silent seconds, or marks seconds in which an instance is not seen."""
    return any(
        state in (Sounding.OFFSCREEN, Sounding.OCCLUDED)
        or (state is Sounding.SILENT and mask is not None)
        for video in videos
        for track in video.tracks
        for state, mask in zip(track.states, track.masks, strict=True)
    )


def _remarks(
    facts: SetFacts, found: dict[str, Complexity], tells_absence: bool, with_frames: bool
) -> dict[str, str]:
    remarks = {}
    known = sum(each.camera_motion is not None for each in found.values())
    has_frames = any(video.frames for video in facts.videos)
    if not with_frames or not has_frames:
        remarks["camera motion"] = _NO_FRAMES if with_frames else _NOT_ASKED
        remarks["position change"] = _UNCOMPENSATED
    elif known < len(found):
        remarks["camera motion"] = (
            f"{len(found) - known:,} of {len(found):,} videos have none: cuts, plain pictures or pictures "
            "that cannot be read in at least half of their seconds."
        )
    if not tells_absence:
        remarks["re-entry"], remarks["occlusion"] = _NO_GONE, _ONLY_PARTLY
    if not any(video.heard_tracks for video in facts.videos):
        remarks["occlusion"] = remarks["position change"] = "nothing has a mask."
    return remarks

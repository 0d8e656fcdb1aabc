"""Where a clipped video lies in the source that it was clipped from.

The same code that chose the video's frames says which pictures they are
(docs/decisions/0010-frames-and-sound.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from avisbuild.errors import MediaError
from avisbuild.media.deadline import Deadline
from avisbuild.media.frame_plan import FramePlan, plan_frames
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import MediaInfo, probe
from avisbuild.media.reading import Reading
from avisbuild.media.shown_times import has_guessed_times
from avisbuild.media.timeline import Timeline, read_timeline
from avisbuild.media.unchanged import check_source
from avisbuild.records.video_folder import read_clip_json

_NEEDED = ("start_ms", "end_ms", "frame_offset", "frame_source_s")
_SAME_TIME_S = 2e-6  # clip.json keeps six digits


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClippedSource:
    """A video's source, and where in it the video's seconds and frames are.

    `is_guessed` says that the times in the file are not those of showing its pictures: ask `shown_at`.
    """

    path: Path
    info: MediaInfo
    timeline: Timeline
    plan: FramePlan
    is_guessed: bool

    @classmethod
    def open(
        cls,
        video_dir: Path,
        source: Path,
        limits: MediaLimits | None = None,
        *,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> ClippedSource:
        """Find the frames of the video in `video_dir` again in its source.

        Raises MediaError `no-source` where the video was not clipped from a source, `missing` where the
        source is not there, `changed` where it is another one now, `given-up` where it should stop, and those
        of probing. All of the source's packets are read.
        """
        limits = limits or MediaLimits()
        record = _record(video_dir)
        try:
            info = probe(source, limits, Reading.recorded(record))
            deadline = Deadline(limits.wall_s, source.name, should_stop)
            timeline = read_timeline(source, info, limits, deadline)
        except MediaError as error:
            if error.code not in ("missing", "given-up"):
                # It was whole once: another file is the better word.
                check_source(video_dir, source)
            raise
        plan = plan_frames(
            timeline,
            zero_s=info.zero_s,
            start_ms=record["start_ms"],
            end_ms=record["end_ms"],
            offset=record["frame_offset"],
            name=source.name,
        )
        found = cls(
            path=source,
            info=info,
            timeline=timeline,
            plan=plan,
            is_guessed=has_guessed_times(source, info, timeline),
        )
        found_s = [float(found.source_s(pts)) for pts in plan.frame_pts]
        if not _alike(found_s, record["frame_source_s"]):
            check_source(video_dir, source)
            raise MediaError(
                "source-read-otherwise",
                video_id=video_dir.name,
                file=source.name,
                code="undecodable",
            )
        return found

    def source_s(self, pts: int) -> Fraction:
        """When a picture is shown, in seconds from the source's beginning."""
        return pts * self.timeline.time_base - self.info.zero_s


def _record(video_dir: Path) -> Mapping[str, Any]:
    """What `clip.json` says of the times; raises MediaError `no-source`."""
    document = read_clip_json(video_dir) or {}
    if any(key not in document for key in _NEEDED):
        raise MediaError("not-clipped-from-source", video_id=video_dir.name, code="no-source")
    return document


def _alike(found_s: list[float], recorded_s: list[float]) -> bool:
    return len(found_s) == len(recorded_s) and all(
        abs(one - other) < _SAME_TIME_S for one, other in zip(found_s, recorded_s, strict=True)
    )

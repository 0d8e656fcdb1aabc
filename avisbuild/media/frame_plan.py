"""Which seconds a video has, and which picture of the source stands for each: pure functions.

Frame k is the last picture shown strictly before start + k + offset, or the first picture of the
source when there is none (docs/decisions/0010-frames-and-sound.md).
"""

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from avisbuild.errors import MediaError
from avisbuild.media.timeline import Timeline

_SLACK_S = Fraction(1, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class FramePlan:
    """The seconds of a video on its source's clock.

    Second k begins at `begin_s` + k on the file's own clock; `offset_s` later is its frame's time.
    `frame_pts[k]` is the picture that stands for it, in ticks. `remainder_s` was asked for but is
    not a whole second, or has no picture.
    """

    begin_s: Fraction
    offset_s: Fraction
    frame_pts: tuple[int, ...]
    remainder_s: Fraction

    @property
    def second_count(self) -> int:
        """How many whole seconds the video has."""
        return len(self.frame_pts)


def plan_frames(
    timeline: Timeline,
    *,
    zero_s: Fraction,
    start_ms: int | None,
    end_ms: int | None,
    offset: float,
    name: str,
) -> FramePlan:
    """Choose the picture of every whole second of a span of the source.

    Raises MediaError `too-short` when not even one second is there.
    """
    start_s = Fraction(start_ms or 0, 1000)
    source_s = timeline.end_s - zero_s
    stop_s = source_s if end_ms is None else min(Fraction(end_ms, 1000), source_s)
    offset_s = Fraction(str(offset))
    picture_s = timeline.picture_end_s - zero_s
    count = min(
        floor(stop_s - start_s + _SLACK_S),
        ceil(picture_s - start_s - offset_s + _SLACK_S),  # no second without a picture of its own
    )
    if count < 1:
        raise MediaError(
            "too-short",
            name=name,
            start_s=float(start_s),
            source_s=float(source_s),
            code="too-short",
        )
    begin_s = zero_s + start_s
    pts = choose_pictures(
        timeline.shown_pts(),
        [begin_s + second + offset_s for second in range(count)],
        timeline.time_base,
    )
    return FramePlan(
        begin_s=begin_s,
        offset_s=offset_s,
        frame_pts=pts,
        remainder_s=max(Fraction(0), stop_s - start_s - count),
    )


def choose_pictures(
    pts: list[int], times_s: list[Fraction], time_base: Fraction
) -> tuple[int, ...]:
    """For each time the last picture strictly before it, else the first; `pts` ascend."""
    return tuple(pts[max(0, bisect_left(pts, ceil(time_s / time_base)) - 1)] for time_s in times_s)

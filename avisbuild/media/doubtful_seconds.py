"""What is amiss with the pictures or the sound of a source, and in which seconds of the video."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from statistics import median

from avisbuild.media.frame_plan import FramePlan
from avisbuild.media.timeline import Timeline

_LONG_S = Fraction(1)
_LONG_STEPS = 3  # a slide show has long steps, all of them
_MISSING_STEPS = Fraction(7, 4)
_STEADY_SHARE = Fraction(19, 20)


class Doubt(StrEnum):
    """What is amiss; the words are flags in `clip.json`."""

    DAMAGED = "damaged-pictures"
    GUESSED_TIMES = "guessed-times"
    GAPS = "picture-gaps"
    RESIZED = "size-changes"
    INTERLACED = "interlaced"
    RESTARTED = "restarted-times"
    OUT_OF_PHASE = "out-of-phase"
    SOUND_CHANGES = "sound-changes"
    SOUND_GAPS = "sound-gaps"
    SOUND_LONGER = "sound-longer"
    PICTURES_LONGER = "pictures-longer"


def seconds_of(times: Iterable[int], plan: FramePlan, time_base: Fraction) -> tuple[int, ...]:
    """The seconds of the video that pictures at these times, in ticks, lie in; of those within it."""
    found = {floor(time * time_base - plan.begin_s) for time in times}
    return tuple(sorted(found & set(range(plan.second_count))))


def cut_seconds(timeline: Timeline, plan: FramePlan) -> tuple[int, ...]:
    """The seconds of the video in which a part of its source begins whose times started again."""
    found = {floor(cut_s - plan.begin_s) for cut_s in timeline.parts.cuts_s}
    return tuple(sorted(found & set(range(plan.second_count))))


def frames_among(times: Collection[int], plan: FramePlan) -> tuple[int, ...]:
    """The seconds whose own frame is one of the pictures at these times."""
    return tuple(second for second, pts in enumerate(plan.frame_pts) if pts in times)


def gap_seconds(timeline: Timeline, plan: FramePlan) -> tuple[int, ...]:
    """The seconds in which pictures seem to be lost from the file.

    That is where one, be it the last, stands for over a second in a file that is quicker than that, or
    where a steady row of pictures leaves one out; then up to the next picture that stands for itself,
    for what comes before that may refer to what was lost.
    """
    shown = timeline.shown_pts()
    if len(shown) < 2:
        return ()
    steps = [after - before for before, after in pairwise(shown)]
    usual = Fraction(median(steps))
    is_steady = sum(step < _MISSING_STEPS * usual for step in steps) >= _STEADY_SHARE * len(steps)
    longest = max(_LONG_S / timeline.time_base, _LONG_STEPS * usual)
    keys = sorted(pts for pts, key in zip(timeline.pts, timeline.is_key, strict=True) if key)
    found: set[int] = set()
    for before, after in pairwise(shown):
        if after - before > longest or (is_steady and after - before > _MISSING_STEPS * usual):
            end = next((key for key in keys if key >= after), shown[-1])
            first, last = (
                floor(each * timeline.time_base - plan.begin_s) for each in (before, end)
            )
            found.update(range(first, last + 1))
    if timeline.picture_end_s / timeline.time_base - shown[-1] > longest:
        held_s = shown[-1] * timeline.time_base - plan.begin_s
        found.update(range(floor(held_s), ceil(timeline.picture_end_s - plan.begin_s)))
    return tuple(sorted(found & set(range(plan.second_count))))

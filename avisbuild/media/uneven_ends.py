"""By how much the sound of a video goes on after its pictures, or its pictures after its sound."""

from fractions import Fraction

from avisbuild.media.frame_plan import FramePlan
from avisbuild.media.timeline import Timeline

# Pictures and sound of an ordinary file end within a fifth of a second of each other.
_UNEVEN_S = Fraction(1, 2)


def sound_longer_ms(timeline: Timeline, plan: FramePlan) -> int:
    """How long the sound goes on after the last picture, within what was asked for; 0 for next to nothing.

    Seconds without a picture are not counted, so this sound is left out but for the picture's last second.
    """
    if timeline.sound_end_s is None:
        return 0
    asked_until_s = plan.begin_s + plan.second_count + plan.remainder_s
    return _in_ms(min(asked_until_s, timeline.sound_end_s) - timeline.picture_end_s)


def pictures_longer_ms(timeline: Timeline, plan: FramePlan, silent_tail_s: Fraction) -> int:
    """How long the video goes on after its sound, 0 for next to nothing.

    The sound's time stamps tell, and `silent_tail_s`, for which no sound was decoded.
    """
    if timeline.sound_end_s is None:
        return 0
    after_s = plan.begin_s + plan.second_count - timeline.sound_end_s
    return _in_ms(min(Fraction(plan.second_count), max(after_s, silent_tail_s)))


def last_seconds(ms: int, plan: FramePlan) -> tuple[int, ...]:
    """The seconds of a video that its last milliseconds lie in."""
    return tuple(range((1000 * plan.second_count - ms) // 1000, plan.second_count))


def _in_ms(length_s: Fraction) -> int:
    return round(1000 * length_s) if length_s > _UNEVEN_S else 0

"""Has enough of a video been listened to? Who did so does not matter, only that somebody did (R45)."""

import math
from collections.abc import Collection

from avisbuild.checks.issue import Issue, IssueKind, IssuePlace
from avisbuild.records import Video


def unheard_seconds(video: Video, heard: Collection[int]) -> tuple[int, ...]:
    """The seconds of a video that are not among those that somebody has heard."""
    return tuple(second for second in range(video.second_count) if second not in heard)


def is_heard_enough(second_count: int, heard_count: int, heard_share: float) -> bool:
    """Whether so many heard seconds are the share of the video that a recipe asks for."""
    # Rounded first: 0.1 of 30 seconds are 3, and not a little more.
    return heard_count >= math.ceil(round(heard_share * second_count, 6))


def find_listening_issue(
    video: Video, heard: Collection[int], heard_share: float
) -> tuple[Issue, ...]:
    """What stands in the way of handing in a video of which too little was heard: one issue, or none.

    Its place is the first second that nobody has heard.
    """
    unheard = unheard_seconds(video, heard)
    heard_count = video.second_count - len(unheard)
    if is_heard_enough(video.second_count, heard_count, heard_share):
        return ()
    fields = {
        "count": str(len(unheard)),
        "total": str(video.second_count),
        "share": f"{100 * heard_share:.4g} %",
    }
    place = IssuePlace(video_id=video.video_id, second=unheard[0])
    return (Issue(kind=IssueKind.UNHEARD, place=place, fields=fields),)

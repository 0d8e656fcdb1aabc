"""Is a video complete? Only when a person has said of each second what sounds in it, or that nothing does.

It is more than what handing in asks for: a video may be handed in while seconds are unsettled, since nobody
can be made to confirm every silence; but the program never calls such a video complete.
"""

from collections.abc import Collection, Sequence

from avisbuild.checks.issue import Issue
from avisbuild.records import Sounding, Track, Video


def unsettled_seconds(
    video: Video, tracks: Sequence[Track], silences: Collection[int]
) -> tuple[int, ...]:
    """Seconds in which every cell is silent and of which nobody has confirmed that they are."""
    return tuple(
        second
        for second in range(video.second_count)
        if second not in silences
        and all(track.states[second] is Sounding.SILENT for track in tracks)
    )


def is_complete(*, unsettled_count: int, issues: Sequence[Issue]) -> bool:
    """Whether nothing is unsettled, and nothing stands in the way of handing in, unheard seconds included."""
    return not unsettled_count and not issues

"""Which pictures of a source are damaged, found by decoding all of them up to a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from avisbuild.media.deadline import Deadline
from avisbuild.media.formats import open_media
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import MediaInfo, known_stream
from avisbuild.media.shown_times import has_guessed_times, shown_at
from avisbuild.media.timeline import Timeline
from avisbuild.media.whole_pictures import decoded_pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What decoding found; `damaged` and `resized` are the times of pictures, in ticks.

    `damaged` ones cannot be decoded whole, or refer to one that cannot. `resized` ones have another size
    than the first. `is_guessed` says that the file's times are not those at which its pictures are shown.
    """

    damaged: frozenset[int] = frozenset()
    resized: frozenset[int] = frozenset()
    is_guessed: bool = False


def survey_pictures(
    path: Path,
    info: MediaInfo,
    timeline: Timeline,
    *,
    until: int,
    limits: MediaLimits,
    deadline: Deadline,
) -> Survey:
    """Decode the pictures up to the time `until`. Raises MediaError `timeout` or `missing`."""
    is_guessed = has_guessed_times(path, info, timeline)
    whole: set[int] = set()
    damaged: set[int] = set()
    resized: set[int] = set()
    with open_media(path, limits) as container:
        stream = known_stream(container, info, path)
        for picture in decoded_pictures(container, stream):
            deadline.check()
            time = shown_at(picture.frame, is_guessed=is_guessed)
            if time is None:
                continue
            if time > until:
                break
            (whole if picture.is_whole else damaged).add(time)
            if not info.picture.has_size_of(picture.frame):
                resized.add(time)
    if not is_guessed:
        damaged.update(time for time in timeline.shown_pts() if time <= until)
        damaged -= whole
    return Survey(damaged=frozenset(damaged), resized=frozenset(resized), is_guessed=is_guessed)

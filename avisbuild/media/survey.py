"""Which pictures of a source are damaged, found by decoding all of them up to a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from avisbuild.media.deadline import Deadline
from avisbuild.media.formats import open_media
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import MediaInfo, known_stream
from avisbuild.media.shown_times import has_guessed_times, shown_at
from avisbuild.media.timeline import Timeline
from avisbuild.media.whole_pictures import Picture, decoded_pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What decoding found; `damaged` and those that follow are the times of pictures, in ticks.

    `damaged` ones cannot be decoded whole, or refer to one that cannot. `resized` ones have another size than
    the first, `reshaped` ones pixels of another shape, `interlaced` ones hold two moments. `is_guessed` says
    that the file's times are not those at which its pictures are shown.
    """

    damaged: frozenset[int] = frozenset()
    resized: frozenset[int] = frozenset()
    reshaped: frozenset[int] = frozenset()
    interlaced: frozenset[int] = frozenset()
    is_guessed: bool = False


class Surveying:
    """Decodes the pictures of a source up to the time `until`, and remembers what they are like."""

    def __init__(
        self,
        path: Path,
        info: MediaInfo,
        timeline: Timeline,
        *,
        until: int,
        limits: MediaLimits,
        deadline: Deadline,
    ) -> None:
        self._path = path
        self._info = info
        self._timeline = timeline
        self._until = until
        self._limits = limits
        self._deadline = deadline
        self._is_guessed = has_guessed_times(path, info, timeline)
        self._whole: set[int] = set()
        self._damaged: set[int] = set()
        self._resized: set[int] = set()
        self._reshaped: set[int] = set()
        self._interlaced: set[int] = set()

    def pictures(self) -> Iterator[tuple[int, Picture]]:
        """Each picture with its time, in order. Raises MediaError `timeout`, `missing` or `undecodable`."""
        with open_media(self._path, self._limits) as container:
            stream = known_stream(container, self._info, self._path)
            for picture in decoded_pictures(container, stream, self._timeline.parts):
                self._deadline.check()
                time = shown_at(picture.frame, is_guessed=self._is_guessed)
                if time is None:
                    continue
                if time > self._until:
                    break
                self._info.picture.check_turn(picture.frame, self._info.zero_s, self._path.name)
                self._note(time, picture)
                if not self._info.picture.has_pixels_of(stream.codec_context):
                    self._reshaped.add(time)
                yield time, picture

    def result(self) -> Survey:
        """What was found, of all pictures that `pictures` gave."""
        damaged = self._damaged
        if not self._is_guessed:
            shown = {time for time in self._timeline.shown_pts() if time <= self._until}
            damaged = (damaged | shown) - self._whole
        return Survey(
            damaged=frozenset(damaged),
            resized=frozenset(self._resized),
            reshaped=frozenset(self._reshaped),
            interlaced=frozenset(self._interlaced),
            is_guessed=self._is_guessed,
        )

    def _note(self, time: int, picture: Picture) -> None:
        (self._whole if picture.is_whole else self._damaged).add(time)
        if not self._info.picture.has_size_of(picture.frame):
            self._resized.add(time)
        if self._info.picture.is_interlaced(picture.frame):
            self._interlaced.add(time)

"""The whole pictures of a source between two times; what is damaged is passed over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from av.video.frame import VideoFrame

from avisbuild.media.formats import open_media
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import MediaInfo
from avisbuild.media.shown_times import has_guessed_times, shown_at
from avisbuild.media.timeline import Timeline
from avisbuild.media.whole_pictures import decoded_pictures


class PictureReader:
    """Decodes the pictures of a source; `is_guessed` says that their times do not stand in the file.

    Times are in ticks of the timeline.
    """

    def __init__(self, source: Path, info: MediaInfo, timeline: Timeline) -> None:
        self._source = source
        self._stream_index = info.picture.stream_index
        self._keys = sorted(
            pts for pts, is_key in zip(timeline.pts, timeline.is_key, strict=True) if is_key
        )
        self.is_guessed = has_guessed_times(source, info, timeline)

    def between(self, low: int, high: int) -> Iterator[tuple[int, VideoFrame]]:
        """The whole pictures from time `low` to `high`, both given, with their times, in order.

        Raises MediaError `missing` or `undecodable` where the file cannot be opened.
        """
        index = bisect_right(self._keys, low) - 1
        if index > 0:
            frames = self._from(self._keys[index], high)
            first = next(frames, None)
            if first is not None and first[0] <= low:
                yield from (each for each in chain([first], frames) if each[0] >= low)
                return
        # There is nothing to seek to, or seeking led past what is wanted.
        yield from (each for each in self._from(None, high) if each[0] >= low)

    def _from(self, key: int | None, high: int) -> Iterator[tuple[int, VideoFrame]]:
        """Decode from a key picture, or from the beginning, up to the time `high`."""
        with open_media(self._source, MediaLimits()) as container:
            stream = next(s for s in container.streams.video if s.index == self._stream_index)
            if key is not None:
                container.seek(key, stream=stream, backward=True)
            last: int | None = None
            for picture in decoded_pictures(container, stream):
                time = shown_at(picture.frame, is_guessed=self.is_guessed)
                if time is None or (last is not None and time < last):
                    continue  # its place is not known
                if time > high:
                    return
                last = time
                if picture.is_whole:
                    yield time, picture.frame

"""The whole pictures of a source between two times; what is damaged is passed over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain

from av.video.frame import VideoFrame

from avisbuild.media.clipped_source import ClippedSource
from avisbuild.media.formats import open_media
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import known_stream
from avisbuild.media.shown_times import shown_at
from avisbuild.media.whole_pictures import Picture, decoded_pictures

# A key picture may be damaged, and a seek may lead past it; then one before helps.
KEYS_BACK = (0, 1, 3)


class PictureReader:
    """Decodes the pictures of a source; times are in ticks of its timeline."""

    def __init__(self, clipped: ClippedSource) -> None:
        self._clipped = clipped
        self._keys = clipped.timeline.key_pts()

    def between(self, low: int, high: int) -> Iterator[tuple[int, VideoFrame]]:
        """The whole pictures from time `low` to `high`, both given, with their times, in order.

        Raises MediaError `missing` or `undecodable` where the file cannot be opened.
        """
        index = bisect_right(self._keys, low) - 1
        for key in (self._keys[index - back] for back in KEYS_BACK if index > back):
            frames = self._from(key, high)
            first = next(frames, None)
            if first is not None and first[0] <= low:
                yield from _whole(chain([first], frames), low)
                return
        # There is nothing to seek to, or seeking led past what is wanted.
        yield from _whole(self._from(None, high), low)

    def _from(self, key: int | None, high: int) -> Iterator[tuple[int, Picture]]:
        """Decode from a key picture, or from the beginning, up to the time `high`."""
        with open_media(self._clipped.path, MediaLimits()) as container:
            stream = known_stream(container, self._clipped.info, self._clipped.path)
            last: int | None = None
            for picture in decoded_pictures(container, stream, self._clipped.timeline.parts, key):
                time = shown_at(picture.frame, is_guessed=self._clipped.is_guessed)
                if time is None or (last is not None and time < last):
                    continue  # its place is not known
                if time > high:
                    return
                last = time
                yield time, picture


def _whole(pictures: Iterable[tuple[int, Picture]], low: int) -> Iterator[tuple[int, VideoFrame]]:
    return ((time, each.frame) for time, each in pictures if time >= low and each.is_whole)

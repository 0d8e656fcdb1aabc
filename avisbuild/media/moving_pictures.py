"""The pictures of a clipped video at its source's own rate, to be played with its sound.

They are made as the video's frames are (`JpegMaker`: the same way up, shape and colours), so that masks lie
on them; only smaller, where they are shown smaller.
"""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path

import av
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from avisbuild.errors import MediaError
from avisbuild.media.clipped_source import ClippedSource
from avisbuild.media.colour import tagged_matrix
from avisbuild.media.formats import damage_told, open_media
from avisbuild.media.limits import MediaLimits
from avisbuild.media.picture import JpegMaker, rgb, shown_size, square_width
from avisbuild.media.picture_reader import KEYS_BACK
from avisbuild.media.probe import PictureInfo, known_stream
from avisbuild.media.shown_times import shown_at
from avisbuild.media.smart_decode import SMART_CODECS
from avisbuild.media.source_frames import read_frame
from avisbuild.media.whole_pictures import packets_from

Image = NDArray[np.uint8]


def never(_: float) -> bool:
    """No picture is left out."""
    return False


@dataclass(frozen=True, slots=True, eq=False)
class TimedPicture:
    """A picture (h, w, 3) uint8 RGB, upright; `time_s` is when it comes on, in seconds of the video."""

    image: Image
    time_s: float


class SourcePictures:
    """Every picture of a video, from its source."""

    is_moving = True

    def __init__(self, clipped: ClippedSource) -> None:
        self._clipped = clipped
        self._pts = sorted(set(clipped.timeline.shown_pts()))
        base, begin_s = clipped.timeline.time_base, clipped.plan.begin_s
        self._times_s = [float(pts * base - begin_s) for pts in self._pts]
        self._keys = clipped.timeline.key_pts()
        self.size = shown_size(clipped.info.picture)

    @classmethod
    def open(
        cls, video_dir: Path, source: Path, *, should_stop: Callable[[], bool] = lambda: False
    ) -> SourcePictures:
        """Find the video in `video_dir` again in its source; raises MediaError as `ClippedSource.open`."""
        return cls(ClippedSource.open(video_dir, source, should_stop=should_stop))

    @property
    def rate_hz(self) -> float:
        """Pictures a second, on average."""
        return self._clipped.timeline.mean_rate_hz

    def play(
        self,
        start_s: float,
        *,
        scale: float = 1.0,
        is_past: Callable[[float], bool] = never,
        longest_gap_s: float = inf,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[TimedPicture]:
        """The picture that is on at `start_s`, and all after it up to the video's last second.

        `scale` (0 to 1) is how much smaller they are than the frames. A picture is left out where the time
        of the next one `is_past`, unless `longest_gap_s` have gone by without any (on a machine that is too
        slow they come late, but they come), and where it is damaged. One picture is held. `should_stop` is
        asked at every packet, so also on the way from a key picture. Raises MediaError where nothing more can
        be decoded before the end.
        """
        first = max(0, bisect_right(self._times_s, start_s) - 1)
        stop = bisect_left(self._times_s, self._clipped.plan.second_count)
        if first >= stop:
            return
        coded = self._clipped.info.picture
        maker = JpegMaker(_smaller(coded, scale), coded)
        last, made_at = None, time.monotonic()

        def is_over(index: int) -> bool:
            return (
                index + 1 < stop
                and time.monotonic() - made_at < longest_gap_s
                and is_past(self._times_s[index + 1])
            )

        for index, frame in self._decoded(first, stop, is_over, should_stop):
            last = index
            if is_over(index):
                continue
            made_at = time.monotonic()
            yield TimedPicture(rgb(maker.shown(frame)), self._times_s[index])
        if last != stop - 1 and not should_stop():
            missing = first if last is None else last + 1
            raise MediaError(
                "pictures-end-early",
                file=self._clipped.path.name,
                time_s=float(self._clipped.source_s(self._pts[missing])),
                code="undecodable",
            )

    def _decoded(
        self,
        first: int,
        stop: int,
        is_over: Callable[[int], bool],
        should_stop: Callable[[], bool],
    ) -> Iterator[tuple[int, VideoFrame]]:
        """Pictures with their places among the shown ones, in order; those that are damaged are missing."""
        key = bisect_right(self._keys, self._pts[first]) - 1
        tries = [key - back for back in KEYS_BACK if key >= back] or [0]
        for tried in tries:
            pictures = self._from_key(tried, first, stop, is_over, should_stop)
            begun = next(pictures, None)
            if begun is not None and (begun[0] == first or tried == tries[-1]):
                yield begun
                yield from pictures
                return

    def _from_key(
        self,
        key: int,
        first: int,
        stop: int,
        is_over: Callable[[int], bool],
        should_stop: Callable[[], bool],
    ) -> Iterator[tuple[int, VideoFrame]]:
        at, last_pts = first, self._pts[stop - 1]
        with open_media(self._clipped.path, MediaLimits()) as container:
            with damage_told(self._clipped.path):
                stream = known_stream(container, self._clipped.info, self._clipped.path)
            parts, begin = self._clipped.timeline.parts, self._keys[key] if key > 0 else None
            packets = packets_from(container, stream, parts, begin)
            codec = self._clipped.info.picture.codec
            skips = codec in SMART_CODECS and not self._clipped.is_guessed

            def is_needless(pts: int) -> bool:
                """Whether a picture is decoded for those that refer to it only."""
                index = bisect_left(self._pts, pts)
                return skips and (index < first or (first < index < stop and is_over(index)))

            for frame in _frames(packets, stream, is_needless):
                pts = self._time_of(frame)
                if should_stop() or (pts is not None and pts > last_pts):
                    return
                if frame is None or pts is None or frame.is_corrupt:
                    continue
                place = bisect_left(self._pts, pts, at, stop)
                if place < stop and self._pts[place] == pts:
                    at = place + 1
                    yield place, frame

    def _time_of(self, frame: VideoFrame | None) -> int | None:
        if frame is None:
            return None
        return shown_at(frame, is_guessed=self._clipped.is_guessed)


class StillPictures:
    """The frame of each second for as long as the second lasts: for videos whose source is not there."""

    is_moving = False
    rate_hz = 1.0

    def __init__(self, video_dir: Path, second_count: int, size: tuple[int, int]) -> None:
        self._video_dir = video_dir
        self._second_count = second_count
        self.size = size

    def play(
        self,
        start_s: float,
        *,
        scale: float = 1.0,  # noqa: ARG002 - it costs nothing that there is one a second only
        is_past: Callable[[float], bool] = never,
        longest_gap_s: float = inf,  # noqa: ARG002
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[TimedPicture]:
        """The frames of the seconds from `start_s` on, in their own size; raises MediaError `missing`."""
        for second in range(int(start_s), self._second_count):
            if should_stop():
                return
            if second + 1 == self._second_count or not is_past(second + 1):
                yield TimedPicture(read_frame(self._video_dir, second), float(second))


def _frames(
    packets: Iterable[tuple[int, Packet[VideoStream]]],
    stream: VideoStream,
    is_needless: Callable[[int], bool],
) -> Iterator[VideoFrame | None]:
    """What a decoder gives, None after each packet.

    A picture that is needless by its time, and that no other refers to, is not decoded. A packet that cannot
    be decoded is passed over.
    """
    decoder = stream.codec_context
    decoder.thread_count = 1
    is_skipping = False
    last_part: int | None = None
    for part, packet in packets:
        if last_part not in (None, part):  # nothing in a part refers to the one before
            with suppress(av.FFmpegError):
                yield from decoder.decode(None)
            decoder.flush_buffers()
        last_part = part
        skips = packet.pts is not None and is_needless(packet.pts)
        if skips is not is_skipping:
            is_skipping = skips
            decoder.skip_frame = "NONREF" if skips else "DEFAULT"
        with suppress(av.FFmpegError, IndexError):
            yield from decoder.decode(packet if packet.size else None)
        yield None


def _smaller(info: PictureInfo, scale: float) -> PictureInfo:
    """What to make smaller pictures of a stream by: square pixels, and the colours as of its own size."""
    if scale >= 1:
        return info
    return replace(
        info,
        height_px=max(2, round(info.height_px * scale)),
        width_px=max(2, round(square_width(info) * scale)),
        pixel_aspect=type(info.pixel_aspect)(1),
        matrix=tagged_matrix(info.matrix, info.height_px),
    )

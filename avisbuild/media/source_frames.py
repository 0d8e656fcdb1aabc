"""The pictures of a video between its seconds, decoded from the source that it was clipped from.

The same code that chose the video's frames says which pictures they are, so a walk begins and ends
exactly at frames (docs/decisions/0010-frames-and-sound.md).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import floor
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from avisbuild import inside
from avisbuild.errors import MediaError
from avisbuild.media.clipped_source import ClippedSource
from avisbuild.media.picture import JpegMaker, rgb
from avisbuild.media.picture_reader import PictureReader
from avisbuild.media.unchanged import check_frame, check_source
from avisbuild.records.video_folder import frame_path

Image = NDArray[np.uint8]

# Between a picture and its JPEG: less than 2 grey levels on average; another picture of the same video
# differs by more, unless nothing moves, and then it does no harm.
_SAME_PICTURE = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One picture (H, W, 3) uint8 RGB at the video's frame size; `second` where it is a second's frame.

    `gap_s` is how long before it no picture could be had, though the source has some: 0 most of the time.
    """

    image: Image
    second: int | None
    gap_s: float = 0.0


class StillFrames:
    """Only the frames of whole seconds, from the video's folder: for videos whose source is not there."""

    is_dense = False

    def __init__(self, video_dir: Path) -> None:
        self._video_dir = video_dir

    def walk(self, start: int, stop: int) -> Iterator[Moment]:
        """The frames from second `start` to `stop`, both given; backwards when stop < start.

        Raises MediaError.
        """
        for second in _seconds(start, stop):
            yield Moment(read_frame(self._video_dir, second), second)


class SourceFrames:
    """Every picture of a clipped video, from its source; made by `open`.

    A picture that is damaged is left out. Where it is a second's frame, the published one stands for it.
    """

    is_dense = True

    def __init__(self, video_dir: Path, clipped: ClippedSource) -> None:
        self._video_dir = video_dir
        self._clipped = clipped
        self._pts = clipped.plan.frame_pts
        self._base = clipped.timeline.time_base
        self._shown = sorted(set(clipped.timeline.shown_pts()))
        self._reader = PictureReader(clipped)
        self._bridged: set[int] = set()
        self._is_source_checked = False

    @classmethod
    def open(
        cls, video_dir: Path, source: Path, *, should_stop: Callable[[], bool] = lambda: False
    ) -> SourceFrames:
        """Find the frames of the video in `video_dir` again; raises MediaError as `ClippedSource.open`."""
        return cls(video_dir, ClippedSource.open(video_dir, source, should_stop=should_stop))

    @property
    def bridged(self) -> Mapping[int, int]:
        """How many pictures of which seconds could not be had, of those that were walked over so far."""
        return Counter(
            floor(pts * self._base - self._clipped.plan.begin_s) for pts in sorted(self._bridged)
        )

    def walk(self, start: int, stop: int) -> Iterator[Moment]:
        """Every picture from the frame of second `start` to that of `stop`; backwards when stop < start.

        A picture that stands for several seconds is given for each. At most a second of pictures is
        held. Raises MediaError, `changed` where a picture is not the video's frame and source or frame
        are not those that were written.
        """
        for second in (start, stop):
            if not 0 <= second < len(self._pts):
                raise ValueError(
                    f"expected seconds in 0..{len(self._pts) - 1}, got {start}, {stop}"
                )
        maker = JpegMaker(self._clipped.info.picture)
        *_, first = (None, *self._reader.between(self._pts[start], self._pts[start]))
        yield Moment(self._frame(maker, start, first and first[1]), start)
        for here, there in pairwise(_seconds(start, stop)):
            yield from self._leg(maker, here, there)

    def _leg(self, maker: JpegMaker, here: int, there: int) -> Iterator[Moment]:
        """The pictures after that of one second up to that of the next one."""
        last, end = self._pts[here], self._pts[there]
        at_end: VideoFrame | None = None
        for time, frame in self._between(last, end):
            if time == end:
                at_end = frame
            elif time != last:
                yield Moment(rgb(maker.shown(frame)), None, self._gap_s(last, time))
                last = time
        yield Moment(self._frame(maker, there, at_end), there, self._gap_s(last, end))

    def _between(self, here: int, there: int) -> Iterator[tuple[int, VideoFrame]]:
        """The whole pictures from one time to another, both given; backwards where that is earlier."""
        low, high = sorted((here, there))
        pictures = self._reader.between(low, high)
        if here <= there:
            return pictures
        return iter(list(dict(pictures).items())[::-1])

    def _gap_s(self, last: int, time: int) -> float:
        """How long it is between two pictures that are given where some between them are not; else 0."""
        low, high = sorted((last, time))
        missing = self._shown[bisect_right(self._shown, low) : bisect_left(self._shown, high)]
        self._bridged.update(missing)
        return float((high - low) * self._base) if missing else 0.0

    def _frame(self, maker: JpegMaker, second: int, frame: VideoFrame | None) -> Image:
        """A second's frame as it was decoded or, where it is damaged, as it was published."""
        published = read_frame(self._video_dir, second)
        if frame is None:
            return published
        image = rgb(maker.shown(frame))
        if _is_picture(image, published):
            return image
        if not self._is_source_checked:  # once: a source may be gigabytes
            check_source(self._video_dir, self._clipped.path)
            self._is_source_checked = True
        check_frame(self._video_dir, second)
        return published


def read_frame(video_dir: Path, second: int) -> Image:
    """The frame of a second as it was published: (H, W, 3) uint8 RGB. Raises MediaError `missing`."""
    from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

    path = frame_path(video_dir, second)
    try:
        with inside.reading(path) as stream, open_picture(stream, path.name) as picture:
            return np.array(picture.convert("RGB"))
    except PICTURE_ERRORS as error:
        raise MediaError(
            "clip-unreadable", path=path, reason=error, video_id=video_dir.name, code="missing"
        ) from error


def _seconds(start: int, stop: int) -> range:
    ahead = 1 if stop >= start else -1
    return range(start, stop + ahead, ahead)


def _is_picture(image: Image, frame: Image) -> bool:
    if image.shape != frame.shape:
        return False
    return float(np.abs(image.astype(np.int16) - frame).mean()) < _SAME_PICTURE

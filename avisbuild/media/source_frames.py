"""The pictures of a video between its seconds, decoded from the source that it was clipped from.

The same code that chose the video's frames says which pictures they are, so a walk begins and ends
exactly at frames (docs/decisions/0010-frames-and-sound.md).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from avisbuild import inside
from avisbuild.errors import MediaError
from avisbuild.media.clipped_source import ClippedSource, changed_source
from avisbuild.media.formats import damage_told, open_media
from avisbuild.media.limits import MediaLimits
from avisbuild.media.picture import JpegMaker, rgb
from avisbuild.records.video_folder import frame_path

Image = NDArray[np.uint8]

# Between a picture and its JPEG: less than 2 grey levels on average; another picture of the same video
# differs by more, unless nothing moves, and then it does no harm.
_SAME_PICTURE = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One picture (H, W, 3) uint8 RGB at the video's frame size; `second` where it is a second's frame."""

    image: Image
    second: int | None


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
    """Every picture of a clipped video, from its source; made by `open`."""

    is_dense = True

    def __init__(self, video_dir: Path, clipped: ClippedSource) -> None:
        self._video_dir = video_dir
        self._source = clipped.path
        self._clipped = clipped
        self._info = clipped.info
        self._pts = clipped.plan.frame_pts
        self._shown = clipped.timeline.shown_pts()
        self._keys = clipped.timeline.key_pts()

    @classmethod
    def open(cls, video_dir: Path, source: Path, limits: MediaLimits | None = None) -> SourceFrames:
        """Find the frames of the video in `video_dir` again; raises MediaError as `ClippedSource.open`."""
        return cls(video_dir, ClippedSource.open(video_dir, source, limits))

    def walk(self, start: int, stop: int) -> Iterator[Moment]:
        """Every picture from the frame of second `start` to that of `stop`; backwards when stop < start.

        A picture that stands for several seconds is given for each. At most a second of pictures is
        held. Raises MediaError, `changed` where the first picture is not the video's frame.
        """
        for second in (start, stop):
            if not 0 <= second < len(self._pts):
                raise ValueError(
                    f"expected seconds in 0..{len(self._pts) - 1}, got {start}, {stop}"
                )
        maker = JpegMaker(self._info.picture)
        first = next(self._decoded(self._pts[start], self._pts[start]))
        image = rgb(maker.shown(first))
        if not _is_picture(image, read_frame(self._video_dir, start)):
            raise changed_source(self._video_dir, self._source)
        yield Moment(image, start)
        for here, there in pairwise(_seconds(start, stop)):
            yield from self._leg(maker, here, there)

    def _leg(self, maker: JpegMaker, here: int, there: int) -> Iterator[Moment]:
        """The pictures after that of one second up to that of the next one."""
        low, high = sorted((self._pts[here], self._pts[there]))
        frames = self._decoded(low, high)
        if there < here:
            frames = iter(list(frames)[::-1])
        if low != high:
            next(frames)  # the picture of `here`, given already
        for frame in frames:
            is_last = frame.pts == self._pts[there]
            yield Moment(rgb(maker.shown(frame)), there if is_last else None)

    def _decoded(self, low: int, high: int) -> Iterator[VideoFrame]:
        """The shown pictures with times from `low` to `high`, both given, in order of time."""
        wanted = self._shown[bisect_left(self._shown, low) : bisect_left(self._shown, high + 1)]
        try:
            yield from self._from_key(wanted, seek=True)
        except _NotThereError:
            yield from self._from_key(wanted, seek=False)

    def _from_key(self, wanted: list[int], *, seek: bool) -> Iterator[VideoFrame]:
        """Decode from the last key picture before what is wanted, or from the beginning."""
        index = bisect_left(self._keys, wanted[0] + 1) - 1
        given = 0
        with open_media(self._source, MediaLimits()) as container, damage_told(self._source):
            stream = next(
                s for s in container.streams.video if s.index == self._info.picture.stream_index
            )
            stream.codec_context.thread_count = 1
            if seek and index > 0:
                container.seek(self._keys[index], stream=stream, backward=True)
            for frame in container.decode(stream):
                if frame.pts is None or frame.pts < wanted[given]:
                    continue
                if frame.pts != wanted[given]:
                    break
                given += 1
                yield frame
                if given == len(wanted):
                    return
        if given == 0 and seek:
            raise _NotThereError
        raise MediaError(
            "picture-undecodable",
            file=self._source.name,
            time_s=float(self._clipped.source_s(wanted[given])),
            code="undecodable",
        )


class _NotThereError(Exception):
    """Seeking led past what is wanted."""


def read_frame(video_dir: Path, second: int) -> Image:
    """The frame of a second as it was published: (H, W, 3) uint8 RGB. Raises MediaError `missing`."""
    from PIL import Image as Pillow

    path = frame_path(video_dir, second)
    try:
        with inside.reading(path) as stream, Pillow.open(stream) as picture:
            return np.array(picture.convert("RGB"))
    except (OSError, ValueError, SyntaxError) as error:
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

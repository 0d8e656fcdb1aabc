"""Which of a file's video streams is the video: not a cover, a test card or a small preview."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from avisbuild.media.formats import damage_told, open_media
from avisbuild.media.limits import MediaLimits
from avisbuild.media.reading import Reading

# A card that is shown for a moment may be large; a video has about as many pictures as any other stream.
_FEWEST = 0.25


def picture_streams(container: InputContainer) -> list[VideoStream]:
    """The video streams that are no cover images."""
    streams = container.streams.video
    return [each for each in streams if not each.disposition & Disposition.attached_pic]


def chosen_stream(
    path: Path, container: InputContainer, limits: MediaLimits, reading: Reading
) -> VideoStream | None:
    """The pictures that are read; None without any.

    That is the stream with most pictures times area, of those that have not far fewer pictures than another.
    What is marked as default decides nothing: a preview may be. Raises MediaError `undecodable`.
    """
    streams = picture_streams(container)
    if reading.stream_index is not None:
        return next((each for each in streams if each.index == reading.stream_index), None)
    if reading.is_early:
        marked = [each for each in streams if each.disposition & Disposition.default]
        return next(iter(marked or streams), None)
    if len(streams) < 2:
        return next(iter(streams), None)
    counts = _picture_counts(path, limits)
    fewest = _FEWEST * max(counts.values(), default=0)
    return max(
        (each for each in streams if counts[each.index] >= fewest),
        key=lambda each: counts[each.index] * _area(each),
    )


def _picture_counts(path: Path, limits: MediaLimits) -> Counter[int]:
    """How many pictures each stream has, by its index; read from the packets, for headers may say nothing."""
    counts: Counter[int] = Counter()
    with open_media(path, limits) as container, damage_told(path):
        for packet in container.demux(picture_streams(container)):
            counts[packet.stream.index] += packet.size > 0
    return counts


def _area(stream: VideoStream) -> int:
    context = stream.codec_context
    return context.width * context.height if context is not None else 0

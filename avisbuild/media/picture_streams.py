"""Which of a file's video streams is the video: not a cover, a test card or a small preview."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.stream import VideoStream

from avisbuild.errors import MediaError
from avisbuild.media.formats import damage_told, open_media
from avisbuild.media.joined_parts import JOINED_FORMATS
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
    What is marked as default decides nothing: a preview may be. Raises MediaError `undecodable`, also where
    streams follow one another.
    """
    streams = picture_streams(container)
    if reading.stream_index is not None:
        return next((each for each in streams if each.index == reading.stream_index), None)
    if reading.is_early:
        marked = [each for each in streams if each.disposition & Disposition.default]
        return next(iter(marked or streams), None)
    if len(streams) < 2:
        return next(iter(streams), None)
    seen = _pictures_seen(path, limits)
    most = max(each.count for each in seen.values())
    many = [each for each in streams if seen[each.index].count >= _FEWEST * most]
    if container.format.name in JOINED_FORMATS:
        _check_not_in_turn(path, [seen[each.index] for each in many])
    return max(many, key=lambda each: seen[each.index].count * _area(each))


@dataclass(slots=True)
class _Seen:
    """How many pictures a stream has, and the bytes between which they lie."""

    count: int = 0
    first: int | None = None
    last: int | None = None

    def take(self, packet: Packet[Any]) -> None:
        self.count += packet.size > 0
        if packet.size and packet.pos is not None and packet.pos >= 0:
            self.first = packet.pos if self.first is None else min(self.first, packet.pos)
            self.last = packet.pos if self.last is None else max(self.last, packet.pos)


def _pictures_seen(path: Path, limits: MediaLimits) -> dict[int, _Seen]:
    """What each stream has, by its index; read from the packets, for headers may say nothing."""
    with open_media(path, limits) as container, damage_told(path):
        streams = picture_streams(container)
        seen = {each.index: _Seen() for each in streams}
        for packet in container.demux(streams):
            seen[packet.stream.index].take(packet)
    return seen


def _check_not_in_turn(path: Path, seen: list[_Seen]) -> None:
    """Refuse a file in which one stream begins where another has ended: no one of them is the video."""
    spans = sorted((each.first, each.last) for each in seen if each.first is not None and each.last)
    for (_, last), (begin, _) in pairwise(spans):
        if begin > last:
            raise MediaError(
                "parts-of-other-tracks", file=path.name, begin=begin, code="undecodable"
            )


def _area(stream: VideoStream) -> int:
    context = stream.codec_context
    return context.width * context.height if context is not None else 0

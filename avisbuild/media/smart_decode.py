"""Decoding only what the wanted pictures need, with one thread.

Each group of pictures is fed up to its last wanted picture; of the others, those that no picture
refers to are parsed but not decoded. The pictures are those of a full decode, bit for bit, for the
codecs listed here; AV1 is not among them, because its decoder drops or changes pictures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import IntEnum
from itertools import islice
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from avisbuild.media.deadline import Deadline
from avisbuild.media.formats import open_media
from avisbuild.media.joined_parts import Parts
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import MediaInfo
from avisbuild.media.sound import SoundTrack, collect_sound
from avisbuild.media.timeline import Timeline

SMART_CODECS = frozenset({"h264", "hevc", "vp9"})
# Packets read together, so that reading and sound do not each time find the processor's caches filled with
# pictures: a hundredth of the whole. No more than this many, and hardly more bytes: a packet may be large.
_READ_AHEAD = 128
_READ_AHEAD_BYTES = 8 << 20


class Feed(IntEnum):
    """What to do with one packet: leave it out, decode it for others' sake, or take its picture."""

    SKIP = 0
    REFERENCE = 1
    WANTED = 2


class PicturesMissingError(Exception):
    """Sparse decoding did not give every wanted picture whole; decode fully instead."""


def plan_feed(timeline: Timeline, wanted: Collection[int]) -> bytearray:
    """One `Feed` for each picture packet, in decoding order."""
    pts, feed = timeline.pts, bytearray(len(timeline.pts))
    wanted = frozenset(wanted)
    next_needs_this_group = False
    for start, stop in reversed(list(_groups(timeline.is_key))):
        targets = [i for i in range(start, stop) if pts[i] in wanted]
        fed = stop if next_needs_this_group else max(targets, default=start - 1) + 1
        for i in range(start, fed):
            feed[i] = Feed.REFERENCE
        for i in targets:
            feed[i] = Feed.WANTED
        # A picture shown before its group's key frame may refer to the group before.
        next_needs_this_group = any(pts[i] < pts[start] for i in targets)
    return feed


def _groups(is_key: bytearray) -> Iterator[tuple[int, int]]:
    starts = [0, *(i for i in range(1, len(is_key)) if is_key[i])]
    return zip(starts, [*starts[1:], len(is_key)], strict=True)


def smart_pictures(
    path: Path,
    info: MediaInfo,
    timeline: Timeline,
    wanted: Collection[int],
    sound: SoundTrack | None,
    limits: MediaLimits,
    deadline: Deadline,
    reshaped: set[int] | None = None,
) -> Iterator[VideoFrame]:
    """The wanted pictures in order of time; the sound is collected on the way.

    `reshaped` gets the times of those whose pixels have another shape than the first picture's.

    Raises PicturesMissingError, or MediaError `timeout` or, where pictures turn on the way, `undecodable`.
    """
    left = set(wanted)
    feed = plan_feed(timeline, left)
    with open_media(path, limits) as container:
        decoder = _pictures_of(container, info).codec_context
        try:
            for frame in _decode(container, info, timeline.parts, feed, sound, deadline):
                if frame.is_corrupt:
                    raise PicturesMissingError  # others may refer to it
                info.picture.check_turn(frame, info.zero_s, path.name)
                if frame.pts in left:
                    left.discard(frame.pts)
                    if reshaped is not None and not info.picture.has_pixels_of(decoder):
                        reshaped.add(frame.pts)
                    yield frame
        except (av.FFmpegError, IndexError) as error:
            raise PicturesMissingError from error
    if left:
        raise PicturesMissingError


def _pictures_of(container: InputContainer, info: MediaInfo) -> VideoStream:
    return next(s for s in container.streams.video if s.index == info.picture.stream_index)


def _decode(
    container: InputContainer,
    info: MediaInfo,
    parts: Parts,
    feed: bytearray,
    sound: SoundTrack | None,
    deadline: Deadline,
) -> Iterator[VideoFrame]:
    stream = _pictures_of(container, info)
    streams: list[VideoStream | AudioStream] = [stream]
    if sound is not None and info.sound is not None:
        index = info.sound.stream_index
        streams.append(next(s for s in container.streams.audio if s.index == index))
    pictures = _PictureFeeder(stream.codec_context, feed)
    packets = container.demux(streams)
    straighten, part = parts.straightening(), 0
    while some := _some(packets):
        ahead = [(straighten(packet), packet) for packet in some]
        for now, packet in ahead:
            # The empty packet at a stream's end says 0 for its index; its stream is right.
            if sound is not None and packet.stream.index != stream.index:
                collect_sound(packet, sound, now)
        for now, packet in ahead:
            if packet.stream.index == stream.index:
                deadline.check()
                if now != part:  # nothing in it refers to the part before
                    yield from pictures.drain()
                    part = now
                yield from pictures.take(packet)
        if pictures.is_done and (sound is None or sound.is_full):
            break
    yield from pictures.drain()


def _some(packets: Iterator[Packet[Any]]) -> list[Packet[Any]]:
    """The next packets, as many as are read together; none at the end."""
    taken: list[Packet[Any]] = []
    byte_count = 0
    for packet in islice(packets, _READ_AHEAD):
        taken.append(packet)
        byte_count += packet.size
        if byte_count > _READ_AHEAD_BYTES:
            break
    return taken


class _PictureFeeder:
    """Feeds a decoder as planned, and empties it before every gap."""

    def __init__(self, decoder: VideoCodecContext, feed: bytearray) -> None:
        decoder.thread_count = 1
        self._decoder = decoder
        self._feed = feed
        self._end = max((i for i, what in enumerate(feed) if what), default=-1) + 1
        self._next = 0
        self._holds = False
        self._what: int = Feed.SKIP

    @property
    def is_done(self) -> bool:
        return self._next >= self._end

    def take(self, packet: Packet[Any]) -> Iterator[VideoFrame]:
        if packet.size == 0 or self.is_done:
            return
        what = self._feed[self._next]
        self._next += 1
        if what == Feed.SKIP:
            yield from self.drain()
            return
        if what != self._what:
            self._decoder.skip_frame = "DEFAULT" if what == Feed.WANTED else "NONREF"
            self._what = what
        self._holds = True
        yield from self._decoder.decode(packet)

    def drain(self) -> Iterator[VideoFrame]:
        if self._holds:
            self._holds = False
            yield from self._decoder.decode(None)
            self._decoder.flush_buffers()

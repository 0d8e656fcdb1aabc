"""Decoding that goes on behind damage, and knows which pictures it has spoilt.

A decoder gives a picture that refers to a damaged one without a word. So after damage nothing is whole
until a picture that stands for itself.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from avisbuild.media.joined_parts import Parts

_MARKED_BEFORE_CUT = 3
_DAMAGE = (av.FFmpegError, IndexError)  # PyAV's second one: damage makes up streams in an MPEG-TS


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture as a decoder gives it; `is_whole` says that neither it nor what it refers to is damaged."""

    frame: VideoFrame
    is_whole: bool


def decoded_pictures(
    container: InputContainer, stream: VideoStream, parts: Parts, key: int | None = None
) -> Iterator[Picture]:
    """Every picture from the key picture of the time `key` on, or from the file's beginning.

    It ends with the file, or where no more can be read.
    """
    decoder = stream.codec_context
    decoder.thread_count = 1
    decoder.copy_opaque = True
    damage = _Damage()
    last_part: int | None = None
    for part, packet in packets_from(container, stream, parts, key):
        if last_part not in (None, part):  # nothing in a part refers to the one before
            yield from damage.told(decoder.decode(None))
            decoder.flush_buffers()
        last_part = part
        packet.opaque = damage.number(packet)
        try:
            frames = decoder.decode(packet if packet.size else None)
        except _DAMAGE:
            damage.met(damage.count)
            continue
        yield from damage.told(frames)


def packets_from(
    container: InputContainer, stream: VideoStream, parts: Parts, key: int | None
) -> Iterator[tuple[int, Packet[VideoStream]]]:
    """Packets with their parts' numbers, from near the key picture of the time `key` or from the beginning.

    They end where no more can be read. Where times start again there is no seeking by time: what lies before
    the key picture is read and left out.
    """
    if parts.is_one:
        if key is not None:
            container.seek(key, stream=stream, backward=True)
        yield from ((0, packet) for packet in _packets(container, stream))
        return
    packets = _unmarked_at_cuts(parts.straightened(_packets(container, stream)))
    if key is not None:
        packets = dropwhile(lambda each: each[1].size and each[1].pts != key, packets)
    yield from packets


def _unmarked_at_cuts(
    packets: Iterable[tuple[int, Packet[VideoStream]]],
) -> Iterator[tuple[int, Packet[VideoStream]]]:
    """Packets of which the last of each part are not marked as damaged.

    FFmpeg marks one of them because what counts packets jumps behind it. Where it is damaged in truth, its
    decoder tells.
    """
    ahead: deque[tuple[int, Packet[VideoStream]]] = deque()
    for each in packets:
        ahead.append(each)
        if len(ahead) > _MARKED_BEFORE_CUT:
            yield _unmarked(ahead.popleft(), next_part=each[0])
    yield from ahead


def _unmarked(
    numbered: tuple[int, Packet[VideoStream]], *, next_part: int
) -> tuple[int, Packet[VideoStream]]:
    part, packet = numbered
    if packet.is_corrupt and next_part != part:
        packet.is_corrupt = False
    return part, packet


class _Damage:
    """Which pictures damage reaches: by their number in the order of decoding, up to the next key picture."""

    def __init__(self) -> None:
        self.count = 0
        self._keys: list[tuple[int, int]] = []  # number, time
        self._met: list[int] = []  # ascending

    def told(self, frames: Iterable[VideoFrame]) -> Iterator[Picture]:
        """Decoded pictures with whether they are whole."""
        for frame in frames:
            number = frame.opaque if isinstance(frame.opaque, int) else self.count
            if frame.is_corrupt:
                self.met(number)
            yield Picture(frame, is_whole=not self.reaches(number, frame.pts))

    def number(self, packet: Packet[Any]) -> int:
        """The number of the next packet, which may be marked as damaged."""
        self.count += 1
        if packet.is_keyframe:
            self._keys.append((self.count, packet.pts or 0))
        if packet.is_corrupt:
            self.met(self.count)
        return self.count

    def met(self, number: int) -> None:
        """The packet of this number is damaged."""
        insort(self._met, number)

    def reaches(self, number: int, time: int | None) -> bool:
        """Whether there is damage from the key picture that a picture goes back to up to itself."""
        if not self._met:
            return False
        last = bisect_right(self._keys, (number, math.inf)) - 1
        # A picture shown before its group's key picture may refer to the group before.
        while last > 0 and time is not None and time < self._keys[last][1]:
            last -= 1
        start = self._keys[last][0] if last >= 0 else 0
        return bisect_left(self._met, start) < bisect_right(self._met, number)


def _packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    packets = container.demux(stream)
    while True:
        try:
            yield next(packets)
        except (*_DAMAGE, StopIteration):
            return

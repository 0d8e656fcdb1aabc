"""Decoding that goes on behind damage, and knows which pictures it has spoilt.

A decoder gives a picture that refers to a damaged one without a word. So after damage nothing is whole
until a picture that stands for itself.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

_DAMAGE = (av.FFmpegError, IndexError)  # PyAV's second one: damage makes up streams in an MPEG-TS


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture as a decoder gives it; `is_whole` says that neither it nor what it refers to is damaged."""

    frame: VideoFrame
    is_whole: bool


def decoded_pictures(container: InputContainer, stream: VideoStream) -> Iterator[Picture]:
    """Every picture from where the container stands to the end, or to where no more can be read."""
    stream.codec_context.thread_count = 1
    stream.codec_context.copy_opaque = True
    damage = _Damage()
    for packet in _packets(container, stream):
        packet.opaque = damage.number(packet)
        try:
            frames = packet.decode()
        except _DAMAGE:
            damage.met(damage.count)
            continue
        for frame in frames:
            if not isinstance(frame, VideoFrame):
                continue
            number = frame.opaque if isinstance(frame.opaque, int) else damage.count
            if frame.is_corrupt:
                damage.met(number)
            yield Picture(frame, is_whole=not damage.reaches(number, frame.pts))


class _Damage:
    """Which pictures damage reaches: by their number in the order of decoding, up to the next key picture."""

    def __init__(self) -> None:
        self.count = 0
        self._keys: list[tuple[int, int]] = []  # number, time
        self._met: list[int] = []  # ascending

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


def _packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet[Any]]:
    packets = container.demux(stream)
    while True:
        try:
            yield next(packets)
        except (*_DAMAGE, StopIteration):
            return

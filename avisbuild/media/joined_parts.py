"""Files that were joined end to end, so that their times start again: one clock for all of their parts.

In such a file the times of each track go back, or ahead by more than anything is silent for, where the next
part begins. Its times are moved to behind the part before: pictures follow each other without a gap, and the
sound keeps its place beside its own pictures (docs/decisions/0114-pictures-as-they-come.md).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import floor, inf
from typing import Any

from av.packet import Packet

# These formats are joined by putting one file behind another; in others a time goes back by mistake.
JOINED_FORMATS = frozenset({"mpegts", "mpeg"})
_JITTER_S = Fraction(5, 1000)
_MISTAKE_S = Fraction(1, 2)
_AHEAD_S = Fraction(10)  # as ffmpeg's
# Pictures and sound of one part begin within this of each other.
_TOGETHER_S = Fraction(3)
# Sound that begins a little before its pictures, or ends a little after them, as encoders leave it.
_ENCODER_DELAY_S = Fraction(1, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a file: `begins` are the bytes at which all but the first begin.

    `shifts_s` is what the times of each are moved by; `cuts_s`, when all but the first begin afterwards.
    """

    begins: tuple[int, ...] = ()
    shifts_s: tuple[Fraction, ...] = (Fraction(0),)
    cuts_s: tuple[Fraction, ...] = ()

    @property
    def is_one(self) -> bool:
        """Whether the file is of one piece, as nearly all are."""
        return not self.begins

    def straightened(self, packets: Iterable[Packet[Any]]) -> Iterator[tuple[int, Packet[Any]]]:
        """Packets from the file's beginning on, each with its part's number and times on the one clock."""
        straighten = self.straightening()
        return ((straighten(packet), packet) for packet in packets)

    def straightening(self) -> Callable[[Packet[Any]], int]:
        """What puts packets on the one clock, given in the order of the file; says of which part each is."""
        if self.is_one:
            return lambda _: 0
        part_of = _PartOf(self.begins)

        def straighten(packet: Packet[Any]) -> int:
            part = part_of(packet)
            if packet.size and packet.time_base:
                shift = round(self.shifts_s[part] / packet.time_base)
                packet.pts = None if packet.pts is None else packet.pts + shift
                packet.dts = None if packet.dts is None else packet.dts + shift
            return part

        return straighten


class _PartOf:
    """Says which part each packet of a file is of, in the order in which they are read."""

    def __init__(self, begins: tuple[int, ...]) -> None:
        self._begins = begins
        self._last: dict[int, int] = {}

    def __call__(self, packet: Packet[Any]) -> int:
        stream = packet.stream.index
        part = self._last.get(stream, 0)
        if packet.size and packet.pos is not None and packet.pos >= 0:
            part = max(part, bisect_right(self._begins, packet.pos))
        self._last[stream] = part
        return part


@dataclass(slots=True)
class _Cut:
    """Where the times of one or more streams jump: the first such byte, and those streams.

    `goes_back` says that the pictures' times do; `advanced_s`, how much is played until the next jump.
    """

    begin: int
    streams: set[int] = field(default_factory=set)
    goes_back: bool = False
    advanced_s: Fraction = Fraction(0)


class CutFinder:
    """Looks at all packets of a file for places where its pictures' times start again.

    Sound alone that goes back is no cut: it is put where its times say, as everywhere.
    """

    def __init__(self, format_name: str, picture_index: int, sound_index: int | None) -> None:
        self._is_joined_format = format_name in JOINED_FORMATS
        self._slack_s = _JITTER_S if self._is_joined_format else _MISTAKE_S
        self._picture_index = picture_index
        self._streams = {picture_index, sound_index}
        self._last: dict[int, int] = {}
        self._steps: dict[int, tuple[int, float]] = {}
        self._latest_pts: int | None = None
        self._cuts: list[_Cut] = []

    def add(self, packet: Packet[Any]) -> None:
        """Take the next packet, as it is read."""
        ticks = packet.dts if packet.dts is not None else packet.pts
        stream = packet.stream_index
        if not packet.size or ticks is None or stream not in self._streams:
            return
        # In whole ticks: a long file has a million packets.
        back, ahead = self._steps.get(stream) or self._first_of(packet)
        step = ticks - self._last.get(stream, ticks)
        self._last[stream] = ticks
        goes_back = step < back or self._is_key_too_early(packet)
        if goes_back or step > ahead:
            self._note(stream, packet.pos, goes_back=goes_back)
        elif self._cuts and packet.time_base:
            self._cuts[-1].advanced_s += max(0, step) * packet.time_base

    def _first_of(self, packet: Packet[Any]) -> tuple[int, float]:
        """The steps, in ticks of a stream, below and above which its times jump."""
        base = packet.time_base or Fraction(1)
        ahead = float(_AHEAD_S / base) if self._is_joined_format else inf
        self._steps[packet.stream_index] = floor(-self._slack_s / base), ahead
        return self._steps[packet.stream_index]

    def begins(self) -> tuple[int, ...]:
        """The bytes at which parts begin. Where times go ahead, all tracks have to: else it is a gap."""
        every = set(self._last)
        return tuple(
            sorted(
                {
                    each.begin
                    for each in self._cuts
                    if self._picture_index in each.streams
                    and (each.goes_back or each.streams == every)
                }
            )
        )

    def _is_key_too_early(self, packet: Packet[Any]) -> bool:
        """Whether a key picture is to be shown no later than one that was decoded before it.

        So it is where parts overlap by less than pictures are decoded ahead of their time.
        """
        is_picture = packet.stream_index == self._picture_index
        if not self._is_joined_format or not is_picture or packet.pts is None:
            return False
        latest, self._latest_pts = self._latest_pts, packet.pts
        if latest is None:
            return False
        if packet.is_keyframe and packet.pts <= latest:
            return True
        self._latest_pts = max(latest, packet.pts)
        return False

    def _note(self, stream: int, pos: int | None, *, goes_back: bool) -> None:
        if stream == self._picture_index:
            self._latest_pts = None
        if pos is None or pos < 0:
            return
        cut = self._cuts[-1] if self._cuts else None
        if cut is None or stream in cut.streams or cut.advanced_s > 2 * _TOGETHER_S:
            cut = _Cut(pos)
            self._cuts.append(cut)
        cut.begin = min(cut.begin, pos)
        cut.streams.add(stream)
        cut.goes_back |= goes_back and stream == self._picture_index


@dataclass(slots=True)
class _Extent:
    """From when to when the packets of one part are shown and heard."""

    picture: list[Fraction] = field(default_factory=list)
    sound: list[Fraction] = field(default_factory=list)

    def take(self, packet: Packet[Any], *, is_picture: bool) -> None:
        if not packet.size or packet.pts is None or packet.time_base is None:
            return
        span = self.picture if is_picture else self.sound
        first = packet.pts * packet.time_base
        end = (packet.pts + (packet.duration or 0)) * packet.time_base
        span[:] = [min(first, *span[:1]), max(end, *span[1:])] if span else [first, end]

    @property
    def begin_s(self) -> Fraction:
        picture, sound = self.picture or self.sound, self.sound or self.picture
        return sound[0] if sound[0] < picture[0] - _ENCODER_DELAY_S else picture[0]

    @property
    def end_s(self) -> Fraction:
        picture, sound = self.picture or self.sound, self.sound or self.picture
        return sound[1] if sound[1] > picture[1] + _ENCODER_DELAY_S else picture[1]


def placed_parts(
    begins: tuple[int, ...],
    packets: Iterable[Packet[Any]],
    picture_index: int,
    sound_index: int | None,
) -> Parts:
    """The parts that begin at these bytes, each put behind the one before; reads all packets again."""
    part_of = _PartOf(begins)
    extents = [_Extent() for _ in range(len(begins) + 1)]
    for packet in packets:
        extent, stream = extents[part_of(packet)], packet.stream.index
        if stream in (picture_index, sound_index):
            extent.take(packet, is_picture=stream == picture_index)
    kept = [place for place, each in enumerate(extents) if each.picture or each.sound]
    shifts = [Fraction(0)] * len(extents)
    for before, after in pairwise(kept):
        shifts[after] = extents[before].end_s + shifts[before] - extents[after].begin_s
    return Parts(
        begins=begins,
        shifts_s=tuple(shifts),
        cuts_s=tuple(extents[place].begin_s + shifts[place] for place in kept[1:]),
    )

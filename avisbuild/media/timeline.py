"""The times of all packets of a file, read without decoding anything."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

import av

from avisbuild.errors import MediaError
from avisbuild.media.deadline import Deadline
from avisbuild.media.formats import damage_told, open_media
from avisbuild.media.joined_parts import CutFinder, Parts, placed_parts
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import MediaInfo

_CHECK_EVERY = 4096
_MISSING_S = 0.5
_RATE_JITTER_S = Fraction(2, 1000)  # Matroska rounds to milliseconds


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture packets of a file in decoding order, and when picture and sound end.

    `pts` are in ticks of `time_base`; `is_key` says where decoding can start, `is_shown` is 0 where an
    edit list hides the picture or where it refers to one before the file's first. `is_whole` is False
    when a packet came without a time, or two with the same, so that times do not name pictures.
    `sound_end_s` is None without sound. Times are on the file's own clock, that of its first part
    where it has several.
    """

    time_base: Fraction
    pts: array[int]
    is_key: bytearray
    is_shown: bytearray
    is_whole: bool
    picture_end_s: Fraction
    sound_end_s: Fraction | None
    parts: Parts = field(default_factory=Parts)

    def shown_pts(self) -> list[int]:
        """The times of the shown pictures, ascending, in ticks."""
        return sorted(pts for pts, shown in zip(self.pts, self.is_shown, strict=True) if shown)

    def key_pts(self) -> list[int]:
        """The times of the pictures at which decoding can start, ascending, in ticks."""
        return sorted(pts for pts, is_key in zip(self.pts, self.is_key, strict=True) if is_key)

    @property
    def rate_mode(self) -> str:
        """`cfr` when all pictures but for rounding are equally far apart, else `vfr`."""
        pts = self.shown_pts()
        steps = [after - before for before, after in pairwise(pts)]
        spread = (max(steps) - min(steps)) * self.time_base if steps else Fraction(0)
        return "cfr" if spread <= _RATE_JITTER_S else "vfr"

    @property
    def mean_rate_hz(self) -> float:
        """Shown pictures a second; 0 for a single picture."""
        pts = self.shown_pts()
        length_s = float((pts[-1] - pts[0]) * self.time_base)
        return (len(pts) - 1) / length_s if length_s else 0.0

    @property
    def end_s(self) -> Fraction:
        """When the last picture or sound ends."""
        return max(self.picture_end_s, self.sound_end_s or self.picture_end_s)


def read_timeline(path: Path, info: MediaInfo, limits: MediaLimits, deadline: Deadline) -> Timeline:
    """Read the packet times of the pictures and the end of the sound.

    Raises MediaError `undecodable`, `truncated`, `limit` or `timeout`.
    """
    sound_index = info.sound.stream_index if info.sound else None
    cuts = CutFinder(info.container, info.picture.stream_index, sound_index)
    scan = _Scan(info)
    for packet in _packets(path, limits, deadline):
        cuts.add(packet)
        scan.add(packet)
    parts = Parts()
    if begins := cuts.begins():
        packets = _packets(path, limits, deadline)
        parts = placed_parts(begins, packets, info.picture.stream_index, sound_index)
        scan = _Scan(info)
        for _, packet in parts.straightened(_packets(path, limits, deadline)):
            scan.add(packet)
    if not scan.has_pictures:
        raise MediaError("no-times", file=path.name, code="undecodable")
    timeline = scan.timeline(parts)
    length_s = float(timeline.end_s - info.zero_s)
    if length_s > limits.max_source_s:
        raise MediaError(
            "too-long", file=path.name, length_s=length_s, most_s=limits.max_source_s, code="limit"
        )
    _check_whole(path, info, max(timeline.end_s, scan.others_end_s))
    return timeline


def _packets(path: Path, limits: MediaLimits, deadline: Deadline) -> Iterator[av.Packet[Any]]:
    """All packets of all tracks: a length that a file gives for the whole may be that of its subtitles.

    Raises MediaError `undecodable` or `timeout`.
    """
    with open_media(path, limits) as container, damage_told(path):
        for count, packet in enumerate(container.demux()):
            if count % _CHECK_EVERY == 0:
                deadline.check()
            yield packet


def _check_whole(path: Path, info: MediaInfo, end_s: Fraction) -> None:
    """A file that was cut off decodes without complaint up to the cut; its header tells."""
    if info.claimed_end_s is None:
        return
    missing_s = float(info.claimed_end_s - end_s)
    if missing_s > _MISSING_S:
        raise MediaError(
            "truncated",
            file=path.name,
            missing_s=missing_s,
            length_s=info.duration_s,
            code="truncated",
        )


class _Scan:
    def __init__(self, info: MediaInfo) -> None:
        self._picture_index = info.picture.stream_index
        self._sound_index = info.sound.stream_index if info.sound else None
        self._time_base = info.picture.time_base
        self._first_decoded = ceil(info.picture.first_s / info.picture.time_base)
        self.pts: array[int] = array("q")
        self._is_key = bytearray()
        self._is_shown = bytearray()
        self._untimed = False
        self._picture_end: int | None = None
        self._is_last_endless = False
        self._sound_end: int | None = None
        self._sound_base: Fraction | None = None
        self.others_end_s = Fraction(0)

    def add(self, packet: av.Packet[Any]) -> None:
        if packet.size == 0:
            return
        if packet.stream_index == self._sound_index:
            self._add_sound(packet)
        elif packet.stream_index != self._picture_index:
            self._add_other(packet)
        elif packet.pts is None:
            self._untimed = True
        else:
            self.pts.append(packet.pts)
            self._is_key.append(packet.is_keyframe)
            self._is_shown.append(not packet.is_discard)
            if not packet.is_discard:
                end = packet.pts + (packet.duration or 0)
                if self._picture_end is None or end > self._picture_end:
                    self._picture_end, self._is_last_endless = end, not packet.duration

    def _add_sound(self, packet: av.Packet[Any]) -> None:
        if packet.pts is not None:
            end = packet.pts + (packet.duration or 0)
            if self._sound_end is None or end > self._sound_end:
                self._sound_end, self._sound_base = end, packet.time_base

    def _add_other(self, packet: av.Packet[Any]) -> None:
        if packet.pts is not None and packet.time_base is not None:
            end_s = (packet.pts + (packet.duration or 0)) * packet.time_base
            self.others_end_s = max(self.others_end_s, end_s)

    def _sound_end_s(self) -> Fraction | None:
        if self._sound_end is None or self._sound_base is None:
            return None
        return self._sound_end * self._sound_base

    @property
    def has_pictures(self) -> bool:
        return self._picture_end is not None

    def _usual_step(self) -> int:
        """How long a picture is on in a file that does not say so; 0 for a single one."""
        shown = sorted(pts for pts, shown in zip(self.pts, self._is_shown, strict=True) if shown)
        steps = [after - before for before, after in pairwise(shown)]
        return round(median(steps)) if steps else 0

    def _hide_headless(self) -> None:
        """Hide what comes before the first key picture in a recording that begins in the middle.

        Those pictures refer to what is not in the file, and no player shows them.
        """
        first_key = next((pts for pts, key in zip(self.pts, self._is_key, strict=True) if key), 0)
        end = min(first_key, self._first_decoded)
        for place, pts in enumerate(self.pts):
            if pts < end:
                self._is_shown[place] = False

    def timeline(self, parts: Parts) -> Timeline:
        if self._is_key and self._is_key[0]:
            self._hide_headless()
        end = self._picture_end or 0
        if self._is_last_endless:
            end += self._usual_step()
        return Timeline(
            time_base=self._time_base,
            pts=self.pts,
            is_key=self._is_key,
            is_shown=self._is_shown,
            is_whole=not self._untimed and len(set(self.pts)) == len(self.pts),
            picture_end_s=end * self._time_base,
            sound_end_s=self._sound_end_s(),
            parts=parts,
        )

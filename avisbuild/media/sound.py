"""The sound of a video: decoded, mixed to mono, resampled, and put where its time stamps say."""

from __future__ import annotations

import wave
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import IO, Any

import av
import numpy as np
from av.audio.fifo import AudioFifo
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.packet import Packet
from numpy.typing import NDArray

from avisbuild.media.cancellation import CancellationMeter, channel_alone, mixable
from avisbuild.media.deadline import Deadline
from avisbuild.media.formats import damage_told, open_media
from avisbuild.media.joined_parts import Parts
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import MediaInfo

Samples = NDArray[np.int16]
Prepare = Callable[[AudioFrame, Fraction], AudioFrame]

# Time stamps of a running sound jitter by a millisecond in Matroska and MPEG-TS; more is a gap.
_JITTER_S = Fraction(1, 100)
# Where the rate changes in MPEG-TS, the times of sounds that share a packet are counted with the first rate.
_JITTER_AT_OTHER_RATE_S = Fraction(3, 50)
_PATCHED_S = Fraction(1, 20)
_HOLE_S = Fraction(1, 5)
_PIECE_SAMPLES = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceAdded:
    """Samples of silence put where the source has no sound."""

    head: int = 0
    tail: int = 0
    gaps: int = 0


class SoundTrack:
    """Collects decoded sound into one mono buffer of a known span.

    `zero_s` is second 0 of the source on the file's clock and `begin` the first sample wanted, counted
    from there: positions are always rounded from the source's zero, so that a span cut from the
    middle holds the very samples of the whole.

    `channels` names by layout the one channel that is taken instead of a mix of all. `meter` has measured,
    at the end, where mixes cancel, and `changed_at` the seconds of the video in which the rate or
    the layout of the sound changes, or its time stamps do not fit its samples: they put sound over sound,
    or short holes between all of it. `missing_at` are those in which a longer hole lies, as where packets
    were lost: it is silent there.
    """

    def __init__(
        self,
        *,
        zero_s: Fraction,
        begin: int,
        sample_count: int,
        rate_hz: int,
        channels: Mapping[str, int] | None = None,
    ) -> None:
        self._zero_s = zero_s
        self._begin = begin
        self._rate_hz = rate_hz
        self._channels = dict(channels or {})
        self.samples: Samples = np.zeros(sample_count, np.int16)
        self.meter = CancellationMeter(sample_count // rate_hz)
        self.changed_at: set[int] = set()
        self.missing_at: set[int] = set()
        self._overlaps: defaultdict[int, int] = defaultdict(int)
        self._holes: defaultdict[int, int] = defaultdict(int)
        self._first_rate_hz: int | None = None
        self._part = 0
        self._run: _Run | None = None
        self._kind: tuple[int, str] | None = None
        self._cursor: int | None = None
        self._first: int | None = None
        self._gaps = 0

    @property
    def is_full(self) -> bool:
        """Whether everything after this lies behind the span."""
        return self._cursor is not None and self._cursor >= self._begin + len(self.samples)

    def begin_part(self, part: int) -> None:
        """What comes from now on is of this part of a joined file: it follows on nothing."""
        if part != self._part:
            self._end_run()
            self._part = part

    def add(self, frame: AudioFrame) -> None:
        """Take the next frame of the stream."""
        if self._run is None or not self._run.is_continued_by(frame):
            self._start_run(frame)
        if self._run is not None:
            self._write(self._run.add(frame))

    def finish(self) -> SilenceAdded:
        """Take what the resampler still holds; say what stayed silent."""
        self._end_run()
        count = len(self.samples)
        if self._first is None or self._cursor is None:
            return SilenceAdded(head=count)
        return SilenceAdded(
            head=min(count, max(0, self._first - self._begin)),
            tail=min(count, max(0, self._begin + count - self._cursor)),
            gaps=self._gaps,
        )

    def _start_run(self, frame: AudioFrame) -> None:
        self._end_run()
        if self._first_rate_hz is None:
            self._first_rate_hz = frame.sample_rate
        is_at_first_rate = frame.sample_rate == self._first_rate_hz
        jitter_s = _JITTER_S if is_at_first_rate else _JITTER_AT_OTHER_RATE_S
        self._run = _Run(frame, self._rate_hz, self._measured, jitter_s)
        self._note_change(frame, self._run.begin_s)
        position = round((self._run.begin_s - self._zero_s) * self._rate_hz)
        if self._cursor is None:
            self._first = position
        elif position > self._cursor:
            self._gaps += self._inside(position) - self._inside(self._cursor)
            if position - self._cursor > _HOLE_S * self._rate_hz:
                self._note_hole(self._cursor, position)
            elif position - self._cursor <= _PATCHED_S * self._rate_hz:
                self._note_patch(self._holes, self._cursor, position - self._cursor)
        else:
            self._note_patch(self._overlaps, position, self._cursor - position)
        self._cursor = position

    def _note_change(self, frame: AudioFrame, at_s: Fraction) -> None:
        kind, before = (frame.sample_rate, frame.layout.name), self._kind
        self._kind = kind
        second = floor(self._within_s(at_s))
        if before not in (None, kind) and 0 <= second < len(self.samples) // self._rate_hz:
            self.changed_at.add(second)

    def _note_patch(self, patches: defaultdict[int, int], position: int, sample_count: int) -> None:
        """Joined with a wrong rate, sound lies over sound or has holes; now and then a few ms are nothing.

        One longer hole is where sound is missing, and silence.
        """
        second = (position - self._begin) // self._rate_hz
        patches[second] += sample_count
        is_inside = 0 <= second < len(self.samples) // self._rate_hz
        if is_inside and patches[second] > _PATCHED_S * self._rate_hz:
            self.changed_at.add(second)

    def _note_hole(self, start: int, stop: int) -> None:
        first, last = ((each - self._begin) // self._rate_hz for each in (start, stop - 1))
        inside = range(len(self.samples) // self._rate_hz)
        self.missing_at.update(set(range(max(0, first), last + 1)).intersection(inside))

    def _within_s(self, at_s: Fraction) -> Fraction:
        """A time on the file's clock as one within the video."""
        return at_s - self._zero_s - Fraction(self._begin, self._rate_hz)

    def _measured(self, piece: AudioFrame, at_s: Fraction) -> AudioFrame:
        """A piece as it is to be mixed: of all its channels, or of the one that was chosen."""
        piece = mixable(piece)
        self.meter.add(piece, float(self._within_s(at_s)))
        channel = self._channels.get(piece.layout.name)
        return piece if channel is None else channel_alone(piece, channel)

    def _end_run(self) -> None:
        if self._run is not None:
            self._write(self._run.finish())
            self._run = None

    def _write(self, frames: list[AudioFrame]) -> None:
        for frame in frames:
            if self._cursor is None:
                return
            samples = frame.to_ndarray()[0]
            start, stop = self._inside(self._cursor), self._inside(self._cursor + len(samples))
            skipped = start + self._begin - self._cursor
            if stop > start:
                self.samples[start:stop] = samples[skipped : skipped + stop - start]
            self._cursor += len(samples)

    def _inside(self, position: int) -> int:
        return min(len(self.samples), max(0, position - self._begin))


class _Run:
    """Sound without a gap, resampled in large pieces: a call for every 20 ms costs more than the work."""

    def __init__(
        self, first: AudioFrame, rate_hz: int, prepared: Prepare, jitter_s: Fraction
    ) -> None:
        self._base = first.time_base or Fraction(1, first.sample_rate)
        self._first_pts = first.pts or 0
        self._kind = _kind(first)
        self._count = 0
        self._resampled = 0
        self._prepared = prepared
        self._jitter = ceil(jitter_s / self._base)
        self._fifo = AudioFifo()
        self._resampler = AudioResampler(format="s16", layout="mono", rate=rate_hz)

    @property
    def begin_s(self) -> Fraction:
        return self._first_pts * self._base

    def is_continued_by(self, frame: AudioFrame) -> bool:
        """Whether a frame follows on what was added; one without a time does."""
        if _kind(frame) != self._kind:
            return False
        if frame.pts is None:
            return True
        played = self._count * self._base.denominator // (frame.sample_rate * self._base.numerator)
        return abs(frame.pts - self._first_pts - played) <= self._jitter

    def add(self, frame: AudioFrame) -> list[AudioFrame]:
        self._count += frame.samples
        frame.pts = None
        self._fifo.write(frame)
        if self._fifo.samples < _PIECE_SAMPLES:
            return []
        return self._resample()

    def finish(self) -> list[AudioFrame]:
        return self._resample() + self._resampler.resample(None)

    def _resample(self) -> list[AudioFrame]:
        piece = self._fifo.read()
        if piece is None:
            return []
        at_s = self.begin_s + Fraction(self._resampled, piece.sample_rate)
        self._resampled += piece.samples
        return self._resampler.resample(self._prepared(piece, at_s))


def _kind(frame: AudioFrame) -> tuple[int, str, str]:
    return frame.sample_rate, frame.format.name, frame.layout.name


def decode_sound(
    path: Path,
    info: MediaInfo,
    track: SoundTrack,
    limits: MediaLimits,
    deadline: Deadline,
    parts: Parts | None = None,
) -> None:
    """Decode the sound of a file, and nothing else of it, into `track`.

    Raises MediaError `undecodable` or `timeout`.
    """
    if info.sound is None:
        return
    with open_media(path, limits) as container, damage_told(path):
        packets = container.demux(container.streams[info.sound.stream_index])
        for part, packet in (parts or Parts()).straightened(packets):
            deadline.check()
            collect_sound(packet, track, part)
            if track.is_full:
                break


def collect_sound(packet: Packet[Any], sound: SoundTrack, part: int = 0) -> None:
    """Decode one packet into `sound`; a damaged packet leaves a gap, as in every player.

    `part` is the number of the packet's part in a joined file.
    """
    sound.begin_part(part)
    try:
        frames = packet.decode()
    except av.FFmpegError:
        return
    for frame in frames:
        if isinstance(frame, AudioFrame):
            sound.add(frame)


def write_wav(stream: IO[bytes], samples: Samples, rate_hz: int) -> None:
    """Write mono PCM16 with the plain 44-byte header; samples: (n,) int16."""
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate_hz)
        sound.writeframes(np.ascontiguousarray(samples, "<i2").tobytes())

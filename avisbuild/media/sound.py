"""The sound of a video: decoded, mixed to mono, resampled, and put where its time stamps say."""

import wave
from dataclasses import dataclass
from fractions import Fraction
from typing import IO

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.packet import Packet
from numpy.typing import NDArray

from avisbuild.media.frame_plan import FramePlan

Samples = NDArray[np.int16]

# Time stamps of a running sound jitter by a millisecond in Matroska and MPEG-TS; more is a gap.
_JITTER_S = Fraction(1, 100)


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
    """

    def __init__(self, *, zero_s: Fraction, begin: int, sample_count: int, rate_hz: int) -> None:
        self._zero_s = zero_s
        self._begin = begin
        self._rate_hz = rate_hz
        self.samples: Samples = np.zeros(sample_count, np.int16)
        self._cursor: int | None = None
        self._expected_s = Fraction(0)
        self._resampler: av.AudioResampler | None = None
        self._first: int | None = None
        self._gaps = 0

    @property
    def is_full(self) -> bool:
        """Whether everything after this lies behind the span."""
        return self._cursor is not None and self._cursor >= self._begin + len(self.samples)

    def add(self, frame: AudioFrame) -> None:
        """Take the next frame of the stream."""
        time_s = self._expected_s
        if frame.pts is not None and frame.time_base is not None:
            time_s = frame.pts * frame.time_base
        if self._resampler is None or abs(time_s - self._expected_s) > _JITTER_S:
            self._start_run(time_s)
        self._expected_s += Fraction(frame.samples, frame.sample_rate)
        assert self._resampler is not None
        frame.pts = None
        self._write(self._resampler.resample(frame))

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

    def _start_run(self, time_s: Fraction) -> None:
        self._end_run()
        position = round((time_s - self._zero_s) * self._rate_hz)
        if self._cursor is None:
            self._first = position
        elif position > self._cursor:
            self._gaps += self._inside(position) - self._inside(self._cursor)
        self._cursor = position
        self._expected_s = time_s
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=self._rate_hz)

    def _end_run(self) -> None:
        if self._resampler is not None:
            self._write(self._resampler.resample(None))
            self._resampler = None

    def _write(self, frames: list[AudioFrame]) -> None:
        assert self._cursor is not None
        for frame in frames:
            samples = frame.to_ndarray()[0]
            start, stop = self._inside(self._cursor), self._inside(self._cursor + len(samples))
            skipped = start + self._begin - self._cursor
            if stop > start:
                self.samples[start:stop] = samples[skipped : skipped + stop - start]
            self._cursor += len(samples)

    def _inside(self, position: int) -> int:
        return min(len(self.samples), max(0, position - self._begin))


def silence_around(
    first_s: Fraction, end_s: Fraction | None, plan: FramePlan, rate_hz: int
) -> SilenceAdded:
    """The silence that a span holds before and after a sound of known beginning and end."""
    count = plan.second_count * rate_hz
    head = round((first_s - plan.begin_s) * rate_hz)
    end = count if end_s is None else round((end_s - plan.begin_s) * rate_hz)
    return SilenceAdded(head=min(count, max(0, head)), tail=min(count, max(0, count - end)))


def collect_sound(packet: Packet, sound: SoundTrack) -> None:
    """Decode one packet into `sound`; a damaged packet leaves a gap, as in every player."""
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

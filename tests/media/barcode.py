"""Videos that say which picture is which: the index of every picture in its pixels, one click a second."""

import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from avisbuild.media.tools import ffmpeg_path

BITS = 10
CLICK_AT_S = 0.2  # after the beginning of each second
SOUND_RATE_HZ = 48_000
_TICKS = 120_000  # a second: every rate in use is a whole number of them
_CHUNK = 960

TimeOf = Callable[[int], Fraction]
Spread = Callable[[NDArray[np.float32]], NDArray[np.float32]]


@dataclass(frozen=True, kw_only=True)
class Barcode:
    """A video to render; `time_of` says when picture i is shown, in seconds on the file's clock.

    `spread` makes of the clicks, (samples,), what the channels of `layout` hold: (channels, samples).
    """

    name: str
    time_of: TimeOf
    frame_count: int
    sound_s: float
    sound_from_s: Fraction = Fraction(0)
    height_px: int = 72
    width_px: int = 160
    codec: str = "libx264"
    codec_options: Mapping[str, str] = field(default_factory=lambda: {"g": "40", "bf": "3"})
    audio_codec: str = "aac"
    sound_rate_hz: int = SOUND_RATE_HZ
    layout: str = "mono"
    spread: Spread = lambda mono: mono[None, :]
    pixel_format: str = "yuv420p"
    drawn: Callable[..., NDArray[np.uint8]] | None = None  # instead of `pattern`

    def index_before(self, time_s: Fraction) -> int:
        """The last picture strictly before a time, else the first: what a frame has to show."""
        return max(0, sum(self.time_of(i) < time_s for i in range(self.frame_count)) - 1)


def steady(rate_hz: Fraction | int, late_s: Fraction = Fraction(0)) -> TimeOf:
    """Times of pictures that are equally far apart."""
    return lambda index: index / Fraction(rate_hz) + late_s


def uneven(index: int) -> Fraction:
    """Times of pictures at a variable rate: 10 to 60 a second, changing all the time."""
    return sum((Fraction(2 + (7 * i) % 11, 120) for i in range(index)), Fraction(0))


def render(barcode: Barcode, folder: Path) -> Path:
    """Encode a barcode video with its clicks into `folder`."""
    path = folder / barcode.name
    with av.open(str(path), "w") as container:
        picture = _picture_stream(container, barcode)
        sound = container.add_stream(
            barcode.audio_codec, rate=barcode.sound_rate_hz, layout=barcode.layout
        )
        assert isinstance(sound, AudioStream)
        packets = [*_picture_packets(picture, barcode), *_sound_packets(sound, barcode)]
        # A muxer that waits for the slower stream would hold everything; give it both in order.
        for packet in sorted(packets, key=lambda p: (p.dts or 0) * (p.time_base or 0)):
            container.mux(packet)
    return path


def remux(
    path: Path, name: str, *, before: tuple[str, ...] = (), after: tuple[str, ...] = ()
) -> Path:
    """Copy the streams of a file into another without encoding, as a cutter does."""
    target = path.with_name(name)
    subprocess.run(
        [
            *(str(ffmpeg_path()), "-nostdin", "-y", "-v", "error", *before),
            *("-i", str(path), "-c", "copy", *after, str(target)),
        ],
        check=True,
    )
    return target


def pattern(index: int, *, height_px: int, width_px: int) -> NDArray[np.uint8]:
    """A picture whose upper half holds `index` in bars of black and white: (height, width) uint8."""
    bars = np.array([235 if index >> bit & 1 else 16 for bit in range(BITS)], np.uint8)
    picture = np.empty((height_px, width_px), np.uint8)
    columns = np.arange(width_px) * BITS // width_px
    picture[:] = bars[columns]
    # Something that moves, so that predicted pictures cannot do without the ones that they refer to.
    rows = np.arange(height_px - height_px // 2)[:, None]
    picture[height_px // 2 :] = 60 + (3 * rows + 5 * np.arange(width_px) + 11 * index) % 120
    return picture


def index_of(picture: NDArray[np.uint8]) -> int:
    """Read the index from a picture: (height, width) or (height, width, 3) uint8."""
    height, width = picture.shape[:2]
    row = picture[height // 8 : height // 3].reshape(-1, width, *picture.shape[2:]).mean(axis=0)
    row = row if row.ndim == 1 else row.mean(axis=1)
    bars = [row[(2 * bit + 1) * width // (2 * BITS)] for bit in range(BITS)]
    return sum(1 << bit for bit, value in enumerate(bars) if value > 128)


def clicks(length_s: float, rate_hz: int = SOUND_RATE_HZ) -> NDArray[np.float32]:
    """Sound with a short 2 kHz burst around `CLICK_AT_S` of every second: (samples,) float32."""
    time_s = np.arange(round(length_s * rate_hz)) / rate_hz
    from_click_s = (time_s - CLICK_AT_S + 0.5) % 1.0 - 0.5
    envelope = np.exp(-((from_click_s / 0.002) ** 2))
    return (0.8 * envelope * np.cos(2 * np.pi * 2000 * from_click_s)).astype(np.float32)


def click_places(samples: NDArray[np.int16], rate_hz: int) -> list[int]:
    """Where the middle of each click lies, in samples: (n,) int16."""
    energy = np.convolve(samples.astype(float) ** 2, np.hanning(rate_hz // 250), "same")
    loud = np.flatnonzero(energy > energy.max() / 4)
    runs = np.split(loud, np.flatnonzero(np.diff(loud) > rate_hz // 10) + 1)
    return [round(float(np.average(run, weights=energy[run]))) for run in runs]


def _picture_stream(container: OutputContainer, barcode: Barcode) -> VideoStream:
    options = dict(barcode.codec_options)
    stream = container.add_stream(barcode.codec, rate=30, options=options)
    assert isinstance(stream, VideoStream)
    stream.height, stream.width = barcode.height_px, barcode.width_px
    stream.pix_fmt = barcode.pixel_format
    stream.codec_context.time_base = Fraction(1, _TICKS)
    stream.codec_context.thread_count = 1
    return stream


def _picture_packets(stream: VideoStream, barcode: Barcode) -> Iterator[Packet]:
    size = {"height_px": barcode.height_px, "width_px": barcode.width_px}
    drawn = barcode.drawn or pattern
    for index in range(barcode.frame_count):
        gray = VideoFrame.from_ndarray(drawn(index, **size), format="gray")
        frame = gray.reformat(format=barcode.pixel_format)
        frame.pts = round(barcode.time_of(index) * _TICKS)
        frame.time_base = Fraction(1, _TICKS)
        frame.duration = round((barcode.time_of(index + 1) - barcode.time_of(index)) * _TICKS)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _sound_packets(stream: AudioStream, barcode: Barcode) -> Iterator[Packet]:
    rate_hz = barcode.sound_rate_hz
    samples = barcode.spread(clicks(barcode.sound_s, rate_hz))
    late = round(barcode.sound_from_s * rate_hz)
    for start in range(0, samples.shape[1], _CHUNK):
        part = np.ascontiguousarray(samples[:, start : start + _CHUNK].T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(part, format="flt", layout=barcode.layout)
        frame.sample_rate = rate_hz
        frame.pts = late + start
        frame.time_base = Fraction(1, rate_hz)
        yield from stream.encode(frame)
    yield from stream.encode(None)

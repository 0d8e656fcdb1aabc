"""Where the mix of a sound's channels cancels: what players play would not be heard in the mono sound."""

from collections import defaultdict
from functools import lru_cache

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.error import FFmpegError
from numpy.typing import NDArray

_BLOCKS_A_SECOND = 4
# In stereo a channel alone comes out of the mix with half its level, 6 of these 12 dB.
_FALLS_BY = 10**-1.2 / 0.25
_CANCELLED_SHARE = 0.2
_QUIET_POWER = 1e-6  # -60 dB of full scale
_MOST_CHANNELS = 16  # more are no loudspeakers, and no mix of them is meant
# PyAV 18 gives the planes of no more channels than these.
_MOST_PLANES = 7
# Of samples that are whole numbers what stands for 1, and what for silence.
_FULL_SCALE = {"u1": (128.0, 128.0), "i2": (2.0**15, 0.0), "i4": (2.0**31, 0.0)}


class CancellationMeter:
    """Measures the channels and their mix, in quarters of the seconds of one video.

    A mix cancels where it is 12 dB below the louder of two channels; of more channels, where it is 6 dB
    below what the loudest of them alone would give.
    """

    def __init__(self, second_count: int) -> None:
        self._block_count = second_count * _BLOCKS_A_SECOND
        # Of each block and layout the products of all pairs of channels, summed over its samples.
        self._products: dict[tuple[int, str], NDArray[np.float64]] = {}
        self._sample_counts: defaultdict[tuple[int, str], int] = defaultdict(int)

    def add(self, piece: AudioFrame, begin_s: float) -> None:
        """Measure a piece of sound that begins so long after the video does."""
        layout, rate_hz = piece.layout, piece.sample_rate
        if not 2 <= layout.nb_channels <= _MOST_CHANNELS:
            return
        block = int(np.floor(begin_s * _BLOCKS_A_SECOND))
        stop = begin_s + piece.samples / rate_hz
        if stop <= 0 or block >= self._block_count:
            return
        channels, taken = channels_of(piece), 0
        while taken < piece.samples:
            next_s = (block + 1) / _BLOCKS_A_SECOND - begin_s
            upto = min(piece.samples, max(taken + 1, round(next_s * rate_hz)))
            if 0 <= block < self._block_count:
                part = channels[:, taken:upto]
                self._add_block(block, layout.name, part)
            taken, block = upto, block + 1

    def _add_block(self, block: int, layout: str, part: NDArray[np.float32]) -> None:
        key = block, layout
        with np.errstate(all="ignore"):  # a hostile file's samples may be no numbers
            products = (part @ part.T).astype(np.float64)
        self._products[key] = self._products.get(key, 0) + products
        self._sample_counts[key] += part.shape[1]

    def seconds(self) -> tuple[int, ...]:
        """The seconds in which a fifth of the sound or more cancels."""
        heard: defaultdict[int, float] = defaultdict(float)
        lost: defaultdict[int, float] = defaultdict(float)
        for (block, layout), products in self._products.items():
            power = _loudest(products, mix_gains(layout))
            heard[block // _BLOCKS_A_SECOND] += power
            if self._cancels(block, layout):
                lost[block // _BLOCKS_A_SECOND] += power
        return tuple(
            second
            for second in sorted(lost)
            if lost[second] and lost[second] >= _CANCELLED_SHARE * heard[second]
        )

    def louder_channels(self) -> dict[str, int]:
        """For each layout in which seconds cancel the channel that is louder over the whole video."""
        cancelled = set(self.seconds())
        layouts = {
            layout
            for block, layout in self._products
            if block // _BLOCKS_A_SECOND in cancelled and self._cancels(block, layout)
        }
        return {layout: self._louder(layout) for layout in sorted(layouts)}

    def _cancels(self, block: int, layout: str) -> bool:
        products, gains = self._products[block, layout], mix_gains(layout)
        if not _loudest(products, gains) > _QUIET_POWER * self._sample_counts[block, layout]:
            return False
        alone = float(np.max(gains**2 * np.diag(products)))
        return float(gains @ products @ gains) <= _FALLS_BY * alone

    def _louder(self, layout: str) -> int:
        powers = sum(np.diag(each) for (_, name), each in self._products.items() if name == layout)
        return int(np.argmax(mix_gains(layout) ** 2 * powers))


def _loudest(products: NDArray[np.float64], gains: NDArray[np.float64]) -> float:
    """The power of the loudest channel among those that are mixed: a deep bass is not."""
    return float(np.max(np.diag(products), where=gains > 0, initial=0.0))


@lru_cache(maxsize=32)
def mix_gains(layout: str) -> NDArray[np.float64]:
    """How much of each channel FFmpeg puts into mono: (channels,), found by mixing one after another."""
    count = AudioFrame(format="flt", layout=layout, samples=1).layout.nb_channels
    gains = np.zeros(count)
    for channel in range(count):
        samples = np.zeros((64, count), np.float32)
        samples[:, channel] = 0.5
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout=layout)
        frame.sample_rate = 48_000
        mixer = AudioResampler(format="s16", layout="mono", rate=48_000)
        mixed = mixer.resample(frame)[0].to_ndarray()
        gains[channel] = mixed[0, 32] / 16_384
    return gains


def channels_of(frame: AudioFrame) -> NDArray[np.float32]:
    """The samples of each channel: (channels, samples) float32, full scale is 1."""
    count = frame.layout.nb_channels
    if frame.format.is_planar and count > _MOST_PLANES:
        packer = AudioResampler(format="flt", layout=frame.layout, rate=frame.sample_rate)
        frame = packer.resample(frame)[0]
    samples = frame.to_ndarray()
    if not frame.format.is_planar:
        samples = samples.reshape(-1, count).T
    scale, middle = _FULL_SCALE.get(samples.dtype.str[1:], (1.0, 0.0))
    return (samples.astype(np.float32, copy=False) - np.float32(middle)) / np.float32(scale)


def mixable(frame: AudioFrame) -> AudioFrame:
    """A sound as FFmpeg can mix it: where it does not know its loudspeakers, as channels alone.

    Of a sound field (ambisonic) that is the first channel, which hears all directions alike.
    """
    layout = frame.layout.name
    if _is_mixed_by_ffmpeg(layout):
        return frame
    if layout.startswith("ambisonic"):
        return channel_alone(frame, 0)
    plain = f"{frame.layout.nb_channels} channels"
    if _is_mixed_by_ffmpeg(plain):
        return _relabelled(channels_of(frame), plain, frame.sample_rate)
    mean = channels_of(frame).mean(axis=0, keepdims=True, dtype=np.float32)
    return _relabelled(mean, "mono", frame.sample_rate)


@lru_cache(maxsize=32)
def _is_mixed_by_ffmpeg(layout: str) -> bool:
    try:
        mix_gains(layout)
    except (FFmpegError, ValueError):
        return False
    return True


def channel_alone(frame: AudioFrame, channel: int) -> AudioFrame:
    """One channel of a sound as a mono sound of floating-point samples."""
    return _relabelled(channels_of(frame)[channel : channel + 1], "mono", frame.sample_rate)


def _relabelled(channels: NDArray[np.float32], layout: str, rate_hz: int) -> AudioFrame:
    packed = np.ascontiguousarray(channels.T).reshape(1, -1)
    frame = AudioFrame.from_ndarray(packed, format="flt", layout=layout)
    frame.sample_rate = rate_hz
    return frame

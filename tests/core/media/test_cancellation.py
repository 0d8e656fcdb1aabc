"""A mix that cancels is told from one that is only quiet."""

from collections.abc import Sequence
from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from avisbuild.media.cancellation import CancellationMeter, channels_of, mix_gains

RATE = 48_000
CHANCE = np.random.default_rng(1)
NOISE = CHANCE.uniform(-0.5, 0.5, 2 * RATE).astype(np.float32)
OTHER = CHANCE.uniform(-0.5, 0.5, 2 * RATE).astype(np.float32)
NOTHING = np.zeros_like(NOISE)


def frame(channels: Sequence[NDArray[np.float32]], layout: str) -> av.AudioFrame:
    made = av.AudioFrame.from_ndarray(np.stack(channels), format="fltp", layout=layout)
    made.sample_rate, made.time_base = RATE, Fraction(1, RATE)
    return made


def measured(channels: Sequence[NDArray[np.float32]], layout: str = "stereo") -> CancellationMeter:
    meter = CancellationMeter(2)
    meter.add(frame(channels, layout), 0.0)
    return meter


@pytest.mark.parametrize(
    ("channels", "layout", "channel"),
    [
        ([NOISE, -NOISE], "stereo", 0),
        ([0.5 * NOISE, -0.6 * NOISE], "stereo", 1),
        ([NOISE, -0.5 * NOISE], "stereo", 0),
        ([-0.7 * NOISE, NOISE, NOTHING, NOTHING, NOTHING, NOTHING], "5.1", 1),
        ([NOTHING, NOTHING, NOTHING, OTHER, -NOISE, NOISE], "5.1", 4),
    ],
    ids=["opposite", "right louder", "half as loud", "in front", "at the back, with a deep bass"],
)
def test_channels_that_cancel_are_found_and_the_louder_one_is_taken(
    channels: Sequence[NDArray[np.float32]], layout: str, channel: int
) -> None:
    meter = measured(channels, layout)
    assert meter.seconds() == (0, 1)
    assert meter.louder_channels() == {layout: channel}


@pytest.mark.parametrize(
    ("channels", "layout"),
    [
        ([NOISE, NOISE], "stereo"),
        ([NOISE, OTHER], "stereo"),
        ([NOISE, NOTHING], "stereo"),
        ([NOISE, -0.4 * NOISE], "stereo"),
        ([1e-4 * NOISE, -1e-4 * NOISE], "stereo"),
        ([NOTHING, NOTHING], "stereo"),
        ([NOISE], "mono"),
        ([NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOISE], "5.1"),
        ([NOTHING, NOTHING, NOTHING, OTHER, NOTHING, NOTHING], "5.1"),
        ([NOISE, -NOISE, OTHER, NOTHING, NOTHING, NOTHING], "5.1"),
    ],
    ids=[
        *("the same", "independent", "one silent", "partly", "too quiet to be heard", "silence"),
        *("mono", "one at the back, mixed quietly", "only the bass, never mixed", "a voice stays"),
    ],
)
def test_what_a_mix_only_makes_quieter_stays_mixed(
    channels: Sequence[NDArray[np.float32]], layout: str
) -> None:
    assert measured(channels, layout).louder_channels() == {}


@settings(max_examples=15, deadline=None)
@given(
    begin=st.integers(0, RATE), length=st.integers(RATE // 2, RATE), piece=st.integers(900, 20_000)
)
def test_half_a_second_that_cancels_is_found_wherever_it_lies(
    begin: int, length: int, piece: int
) -> None:
    sign = np.ones_like(NOISE)
    sign[begin : begin + length] = -1
    meter = CancellationMeter(2)
    for start in range(0, 2 * RATE, piece):
        part = [each[start : start + piece] for each in (NOISE, sign * NOISE)]
        meter.add(frame(part, "stereo"), start / RATE)
    assert meter.louder_channels().keys() == {"stereo"}
    assert set(meter.seconds()) <= {begin // RATE, (begin + length - 1) // RATE}


def test_what_lies_outside_of_the_video_does_not_count() -> None:
    meter = CancellationMeter(1)
    for begin_s in (-2.0, 1.0):
        meter.add(frame([NOISE, -NOISE], "stereo"), begin_s)
    assert meter.louder_channels() == {}
    meter.add(frame([NOISE, -NOISE], "stereo"), -1.5)
    assert meter.seconds() == (0,)


@pytest.mark.parametrize("sample_format", ["fltp", "flt", "s16", "s16p", "s32", "u8", "dblp"])
@pytest.mark.parametrize(("layout", "count"), [("stereo", 2), ("7.1", 8)])
def test_samples_are_read_in_every_format(sample_format: str, layout: str, count: int) -> None:
    packed = np.linspace(-0.9, 0.9, 10 * count, dtype=np.float32)
    made = av.AudioFrame.from_ndarray(packed[None], format="flt", layout=layout)
    made.sample_rate = RATE
    made = av.AudioResampler(format=sample_format, layout=layout, rate=RATE).resample(made)[0]
    assert channels_of(made) == pytest.approx(packed.reshape(10, count).T, abs=1 / 100)


def test_samples_that_are_no_numbers_are_no_reason_to_fail() -> None:
    meter = measured([np.full_like(NOISE, np.nan), np.full_like(NOISE, np.inf)])
    assert meter.louder_channels() == {}


def test_the_mix_of_two_channels_is_their_mean() -> None:
    assert mix_gains("stereo").tolist() == [0.5, 0.5]

"""Sound goes where its time stamps say, to the sample."""

from fractions import Fraction
from io import BytesIO

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from avisbuild.media.sound import SilenceAdded, SoundTrack, write_wav

RATE = 16_000


def frame(
    value: float, pts: int, count: int = 1600, *, rate: int = RATE, layout: str = "mono"
) -> av.AudioFrame:
    channels = {"mono": 1, "stereo": 2}[layout]
    data = np.full((channels, count), value, np.float32)
    made = av.AudioFrame.from_ndarray(data, format="fltp", layout=layout)
    made.sample_rate, made.pts, made.time_base = rate, pts, Fraction(1, rate)
    return made


def collected(
    frames: list[av.AudioFrame], *, seconds: float = 1, begin: int = 0
) -> tuple[NDArray[np.int16], SilenceAdded]:
    track = SoundTrack(
        zero_s=Fraction(0), begin=begin, sample_count=round(seconds * RATE), rate_hz=RATE
    )
    for one in frames:
        track.add(one)
    silence = track.finish()
    return track.samples, silence


def test_sound_without_a_gap_fills_the_span() -> None:
    samples, silence = collected([frame(0.5, 1600 * i) for i in range(10)])
    assert (samples == 16_384).all()
    assert silence == SilenceAdded()


def test_silence_is_put_before_between_and_behind() -> None:
    samples, silence = collected([frame(0.5, 1600), frame(0.5, 8000)])
    loud = np.flatnonzero(samples)
    assert loud.tolist() == [*range(1600, 3200), *range(8000, 9600)]
    assert silence == SilenceAdded(head=1600, gaps=4800, tail=6400)


def test_no_sound_at_all_is_all_silence() -> None:
    samples, silence = collected([])
    assert not samples.any()
    assert silence == SilenceAdded(head=RATE)


def test_time_stamps_that_jitter_by_a_millisecond_leave_no_gap() -> None:
    frames = [frame(0.5, 1600 * i + (-1) ** i * 16) for i in range(10)]
    samples, silence = collected(frames)
    assert (samples == 16_384).sum() >= RATE - 16
    assert silence.gaps == 0


def test_sound_that_comes_twice_is_not_put_behind_its_place() -> None:
    frames = [frame(0.5, 0, 8000), frame(0.25, 4000, 8000)]
    samples, _ = collected(frames)
    assert not samples[12_000:].any()
    assert (samples[8001:12_000] == 8192).all()


def test_a_change_of_rate_or_channels_in_midstream_is_followed() -> None:
    late = frame(0.25, 24_000, 24_000, rate=48_000, layout="stereo")
    samples, silence = collected([frame(0.5, 0, 8000), late])
    assert (samples[:8000] == 16_384).all()
    assert np.abs(samples[8100:15_900].astype(int) - 8192).max() <= 1
    assert silence.gaps == 0


@pytest.mark.parametrize(
    ("layout", "count", "expected"),
    [("FL+BC", 2, 0.25), ("ambisonic 1", 4, 0.5), ("64 channels", 64, 1 / 128)],
)
def test_a_layout_that_no_mixer_knows_is_mixed_all_the_same(
    layout: str, count: int, expected: float
) -> None:
    samples = np.zeros((RATE, count), np.float32)
    samples[:, 0] = 0.5
    one = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout=layout)
    one.sample_rate, one.pts, one.time_base = RATE, 0, Fraction(1, RATE)
    found, _ = collected([one])
    assert np.abs(found - expected * 32768).max() <= 1


@pytest.mark.parametrize(
    ("frames", "seconds"),
    [
        ([frame(0.5, 0, 16_000), frame(0.5, 16_000, 16_000)], set()),
        ([frame(0.5, 0, 24_000), frame(0.5, 24_000, 16_000, layout="stereo")], {1}),
        ([frame(0.5, 0, 8_000), frame(0.5, 1_500, 1_000, rate=RATE // 4)], {0}),
        ([frame(0.5, 0, 18_000), frame(0.5, 16_700, 8_000)], {1}),
        ([frame(0.5, 0, 18_000), frame(0.5, 17_300, 8_000)], set()),
        ([frame(0.5, 0, 18_000), frame(0.5, 20_000, 8_000)], set()),
        ([frame(0.5, 1_800 * i, 1_600) for i in range(10)], {0}),
    ],
    ids=[
        "steady",
        "layout",
        "rate",
        "81 ms over what was there",
        "44 ms",
        "a gap",
        "holes of 12.5 ms",
    ],
)
def test_a_change_and_sound_over_sound_are_noted_with_their_second(
    frames: list[av.AudioFrame], seconds: set[int]
) -> None:
    track = SoundTrack(zero_s=Fraction(0), begin=0, sample_count=2 * RATE, rate_hz=RATE)
    for one in frames:
        track.add(one)
    track.finish()
    assert track.changed_at == seconds


@pytest.mark.parametrize(
    ("hole", "seconds"),
    [
        ((18_000, 21_300), {1}),
        ((14_000, 17_300), {0, 1}),
        ((4_000, 40_000), {0, 1}),
        ((0, 3_100), set()),
    ],
    ids=["within a second", "in two", "to the end", "under a fifth of a second"],
)
def test_a_hole_is_noted_with_the_seconds_that_it_lies_in(
    hole: tuple[int, int], seconds: set[int]
) -> None:
    start, stop = hole
    track = SoundTrack(zero_s=Fraction(0), begin=0, sample_count=2 * RATE, rate_hz=RATE)
    track.add(frame(0.5, -800, start + 800))
    track.add(frame(0.5, stop, 8_000))
    assert track.finish().gaps == min(stop, 2 * RATE) - start
    assert track.missing_at == seconds


def test_times_that_are_counted_with_the_first_rate_do_not_tear_a_sound_of_another_rate() -> None:
    """So MPEG-TS has them: the first of each packet is right, those that share it lag behind."""
    packets = range(0, 12_000, 3_000)
    second = [
        frame(0.25, 8_000 + start + lag, 1_000, rate=RATE)
        for start in packets
        for lag in (0, 600, 1_200)
    ]
    samples, silence = collected([frame(0.5, 0, 4_000, rate=RATE // 2), *second])
    assert silence.gaps == 0
    assert np.abs(samples[8_100:15_900].astype(int) - 8_192).max() <= 1


def test_a_part_of_a_joined_file_follows_on_nothing() -> None:
    track = SoundTrack(zero_s=Fraction(0), begin=0, sample_count=RATE, rate_hz=RATE)
    track.add(frame(0.5, 0, 8_000))
    track.begin_part(1)
    track.add(frame(0.25, 8_100, 4_000))
    track.finish()
    assert not track.samples[8_001:8_099].any()
    assert (track.samples[8_101:12_000] == 8_192).all()


@settings(max_examples=40, deadline=None)
@given(begin=st.integers(0, 30_000), cuts=st.lists(st.integers(1, 4000), min_size=1, max_size=20))
def test_a_part_holds_the_very_samples_of_the_whole(begin: int, cuts: list[int]) -> None:
    chance = np.random.default_rng(len(cuts))
    frames: list[tuple[int, NDArray[np.float32]]] = []
    position = 700
    for count in cuts:
        frames.append((position, chance.uniform(-1, 1, (1, count)).astype(np.float32)))
        position += count + (2000 if count % 7 == 0 else 0)

    def made() -> list[av.AudioFrame]:
        result = []
        for pts, data in frames:
            one = av.AudioFrame.from_ndarray(data, format="fltp", layout="mono")
            one.sample_rate, one.pts, one.time_base = 44_100, pts, Fraction(1, 44_100)
            result.append(one)
        return result

    whole, _ = collected(made(), seconds=3)
    part, _ = collected(made(), seconds=1, begin=begin)
    assert (part == whole[begin : begin + RATE]).all()


def test_a_wav_file_has_44_bytes_before_its_samples() -> None:
    stream = BytesIO()
    write_wav(stream, np.arange(-3, 3, dtype=np.int16), RATE)
    data = stream.getvalue()
    assert len(data) == 44 + 12
    assert np.frombuffer(data[44:], "<i2").tolist() == [-3, -2, -1, 0, 1, 2]
    assert data[24:28] == RATE.to_bytes(4, "little")


@pytest.mark.parametrize("late_s", [Fraction(276, 1000), Fraction(1, 3)])
def test_the_source_s_zero_moves_everything_alike(late_s: Fraction) -> None:
    track = SoundTrack(zero_s=late_s, begin=0, sample_count=RATE, rate_hz=RATE)
    track.add(frame(0.5, round((late_s + Fraction(1, 2)) * RATE)))
    track.finish()
    assert np.flatnonzero(track.samples)[0] == RATE // 2

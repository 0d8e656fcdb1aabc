"""R08, R09: which samples are heard for a second, by index."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.compiled_parts import lazy_librosa
from avisbuild.sound import PlayRequest, played_copy, samples_for
from avisbuild.sound.stretching import slowed

RATE_HZ = 16_000


@pytest.mark.parametrize("second", [0, 1, 59, 60, 3599, 3600])
def test_a_second_is_its_samples_by_index_at_any_distance_r09(second: int) -> None:
    """R09: integers only, so nothing has drifted at second 60 or 3600."""
    whole = 3601 * RATE_HZ
    assert samples_for(PlayRequest(second=second), RATE_HZ, whole) == (
        second * 16_000,
        second * 16_000 + 16_000,
    )


@pytest.mark.parametrize(
    ("second", "expected"),
    [(5, (4, 7)), (0, (0, 2)), (9, (8, 10))],
    ids=["one second on both sides", "nothing before the first", "nothing after the last"],
)
def test_context_is_clipped_to_the_file_r08(second: int, expected: tuple[int, int]) -> None:
    request = PlayRequest(second=second, context=1)
    start, stop = samples_for(request, RATE_HZ, 10 * RATE_HZ)
    assert (start, stop) == (expected[0] * RATE_HZ, expected[1] * RATE_HZ)


def test_behind_the_end_there_is_nothing_to_hear() -> None:
    start, stop = samples_for(PlayRequest(second=10), RATE_HZ, 10 * RATE_HZ)
    assert start == stop


@given(
    second=st.integers(0, 4000),
    context=st.sampled_from([0, 1]),
    rate_hz=st.sampled_from([8000, 11_025, 16_000, 22_050, 44_100]),
    seconds=st.integers(1, 4000),
)
def test_seconds_lie_end_to_end_inside_the_file_r09(
    second: int, context: int, rate_hz: int, seconds: int
) -> None:
    """R09: one second ends at the very sample at which the next begins."""
    request = PlayRequest(second=second, context=context)
    start, stop = samples_for(request, rate_hz, seconds * rate_hz)
    assert 0 <= start <= stop <= seconds * rate_hz
    if second + 1 < seconds:
        _, end = samples_for(PlayRequest(second=second), rate_hz, seconds * rate_hz)
        begin, _ = samples_for(PlayRequest(second=second + 1), rate_hz, seconds * rate_hz)
        assert end == begin


@pytest.mark.parametrize("wrong", [{"second": -1}, {"context": 2}, {"speed": 2.0}, {"speed": 0.0}])
def test_a_request_that_cannot_be_played_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="expected second"):
        PlayRequest(**({"second": 0} | wrong))  # type: ignore[arg-type]


def test_the_played_copy_is_the_samples_with_soft_ends() -> None:
    """Two milliseconds at each end fade; between them every sample is where and what it was."""
    samples = np.full(RATE_HZ, 20_000, np.int16)
    samples[5000] = -30_000
    copy = played_copy(samples, RATE_HZ)
    assert copy.dtype == np.int16
    assert len(copy) == len(samples)
    np.testing.assert_array_equal(copy[32:-32], samples[32:-32])
    assert copy[0] == copy[-1] == 0
    assert (np.diff(copy[:32].astype(int)) > 0).all()
    assert samples[0] == 20_000


def test_a_copy_shorter_than_its_fades_is_no_trouble() -> None:
    assert len(played_copy(np.ones(3, np.int16), RATE_HZ)) == 3
    assert len(played_copy(np.zeros(0, np.int16), RATE_HZ)) == 0


def test_half_speed_takes_twice_as_long_at_the_same_pitch_r08() -> None:
    """R08: a tone of 440 Hz stays one."""
    time_s = np.arange(RATE_HZ) / RATE_HZ
    tone = np.rint(8000 * np.sin(2 * np.pi * 440 * time_s)).astype(np.int16)
    slow = played_copy(tone, RATE_HZ, 0.5)
    assert len(slow) == 2 * len(tone)
    middle = slow[RATE_HZ // 2 : RATE_HZ // 2 + RATE_HZ].astype(float)
    assert np.argmax(np.abs(np.fft.rfft(middle))) == 440
    assert np.abs(middle).max() == pytest.approx(8000, rel=0.15)


def test_half_speed_keeps_what_happens_in_its_place_r08() -> None:
    """A click a quarter into the second is heard a quarter into the copy."""
    samples = np.zeros(RATE_HZ, np.int16)
    samples[4000:4020] = 20_000
    slow = np.abs(played_copy(samples, RATE_HZ, 0.5).astype(int))
    centre = (slow * np.arange(len(slow))).sum() / slow.sum()
    assert centre == pytest.approx(8020, abs=200)


@pytest.mark.parametrize("count", [700, 16_000, 48_000])
def test_slowing_down_is_what_librosa_does(count: int) -> None:
    """The reference is too slow to import when a key is pressed."""
    effects = lazy_librosa("effects")

    sound = np.random.default_rng(count).normal(size=max(count, 1024))[:count].astype(np.float32)
    expected = effects.time_stretch(
        np.pad(sound, (0, max(0, 1024 - count))).astype(np.float64), rate=0.5, n_fft=1024
    )
    ours = slowed(np.pad(sound, (0, max(0, 1024 - count))), RATE_HZ, 0.5)
    np.testing.assert_allclose(ours, expected, atol=1e-5)


def test_silence_stays_silence_at_half_speed() -> None:
    assert not played_copy(np.zeros(RATE_HZ, np.int16), RATE_HZ, 0.5).any()

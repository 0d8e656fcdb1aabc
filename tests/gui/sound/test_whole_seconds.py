"""R45: the whole seconds of a sound are told once each, in order, however often one asks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild_gui.sound.sink import SoundToPlay
from avisbuild_gui.sound.whole_seconds import WholeSeconds

RATE_HZ = 100


def _sound(start: int, stop: int, *, slowness: int = 1, loop: bool = False) -> SoundToPlay:
    samples = np.zeros((stop - start) * slowness, np.int16)
    return SoundToPlay(samples=samples, sample_rate_hz=RATE_HZ, loop=loop, start=start, stop=stop)


@settings(max_examples=60, deadline=None)
@given(
    start=st.integers(0, 250),
    length=st.integers(1, 450),
    slowness=st.sampled_from([1, 2]),
    loop=st.booleans(),
    steps_s=st.lists(st.floats(0.0, 1.7), max_size=12),
)
def test_a_second_is_told_once_a_round_when_it_was_played_to_its_end(
    start: int, length: int, slowness: int, loop: bool, steps_s: list[float]
) -> None:
    sound = _sound(start, start + length, slowness=slowness, loop=loop)
    counting, played_s, told = WholeSeconds(sound), 0.0, []
    for step_s in steps_s:
        played_s += step_s
        told += [second for run in counting.reached(played_s) for second in run]
    whole = [
        second
        for second in range(20)
        if start <= second * RATE_HZ and (second + 1) * RATE_HZ <= start + length
    ]
    rounds = int(played_s / sound.duration_s + 1e-7) + 1 if loop else 1
    over_at = [
        (number * length + (second + 1) * RATE_HZ - start) / RATE_HZ * slowness
        for number in range(rounds)
        for second in whole
    ]
    assert told == (whole * rounds)[: sum(each <= played_s + 1e-6 for each in over_at)]


@pytest.mark.parametrize(("played_s", "wanted"), [(1.75, (range(3, 5),)), (1.6, (range(3, 4),))])
def test_a_device_may_count_its_last_block_short(
    played_s: float, wanted: tuple[range, ...]
) -> None:
    assert WholeSeconds(_sound(300, 500)).ended(played_s) == wanted


def test_a_loop_begins_a_run_of_its_own() -> None:
    assert WholeSeconds(_sound(100, 300, loop=True)).reached(5.0) == (
        range(1, 3),
        range(1, 3),
        range(1, 2),
    )

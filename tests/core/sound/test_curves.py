"""The waveform fills its strip: scaled to the loudest moment, but for what is hardly more than silence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.sound import filling_gain


@given(st.lists(st.floats(0, 1, width=32), max_size=20))
def test_the_loudest_moment_becomes_full_and_nothing_becomes_louder(peaks: list[float]) -> None:
    curve = np.array([(-peak, peak / 2) for peak in peaks], np.float32).reshape(-1, 2)
    loudest = np.abs(curve * filling_gain(curve)).max(initial=0)
    if max(peaks, default=0) > 0.01:
        assert loudest == pytest.approx(1, rel=1e-5)
    assert loudest <= 1 + 1e-5
    assert 1 <= filling_gain(curve) <= 100

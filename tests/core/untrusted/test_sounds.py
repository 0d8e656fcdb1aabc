"""A sound of anybody is unpacked only after its length was read."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from avisbuild.untrusted import limits, sounds
from avisbuild.untrusted.limits import BeyondLimitError
from avisbuild.untrusted.sounds import read_mono


def _sound(folder: Path, count: int = 1000, channels: int = 2, rate_hz: int = 8000) -> Path:
    samples = np.random.default_rng(0).integers(-9999, 9999, (count, channels)).astype(np.int16)
    path = folder / "a.wav"
    soundfile.write(path, samples, rate_hz)
    return path


@pytest.mark.parametrize("dtype", ["int16", "float32"])
def test_it_is_the_same_mean_however_it_is_read(tmp_path: Path, monkeypatch, dtype: str) -> None:
    path = _sound(tmp_path)
    whole, rate_hz = soundfile.read(path, dtype=dtype, always_2d=True)
    monkeypatch.setattr(sounds, "_AT_ONCE", 64)
    mono, found_hz = read_mono(path, path, dtype=dtype)
    assert found_hz == rate_hz
    assert mono.dtype == whole.mean(axis=1).dtype
    assert np.array_equal(mono, whole.mean(axis=1))


def test_a_sound_without_a_sample_is_empty(tmp_path: Path) -> None:
    assert read_mono(_sound(tmp_path, 0), "a", dtype="int16")[0].shape == (0,)


def test_a_sound_that_is_too_long_is_refused_by_its_header(tmp_path: Path, monkeypatch) -> None:
    path = _sound(tmp_path)
    monkeypatch.setattr(limits, "SOUND_SAMPLES", 1000)
    assert len(read_mono(path, path, dtype="int16")[0]) == 1000
    monkeypatch.setattr(limits, "SOUND_SAMPLES", 999)
    with pytest.raises(BeyondLimitError, match=r"a\.wav: 0 s at 8000 Hz, expected at most 999"):
        read_mono(path, path, dtype="int16")


def test_what_it_becomes_at_another_rate_counts(tmp_path: Path, monkeypatch) -> None:
    path = _sound(tmp_path, rate_hz=1)
    monkeypatch.setattr(limits, "SOUND_SAMPLES", 10_000)
    with pytest.raises(BeyondLimitError, match="1000 s at 1 Hz"):
        read_mono(path, path, dtype="int16", as_hz=16_000)

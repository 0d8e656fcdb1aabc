"""A WAV file beside pictures becomes the video's sound, and what is odd in it is told."""

from pathlib import Path

import numpy as np
import pytest
from release_scenes import write_wav

from avisbuild_pipelines.picture_sound import PictureSound, read_picture_sound

RATE_HZ = 8000
TONE = np.rint(8000 * np.sin(np.arange(3 * RATE_HZ) * 0.3)).astype(np.int16)


def read(folder: Path, samples: np.ndarray, *, seconds: int = 3) -> PictureSound:
    write_wav(folder / "a.wav", samples, rate_hz=RATE_HZ)
    return read_picture_sound(folder / "a.wav", second_count=seconds, rate_hz=RATE_HZ)


def test_ordinary_sound_has_no_flags_and_comes_in_sample_for_sample(tmp_path: Path) -> None:
    for samples in (TONE, np.stack([TONE, TONE], axis=1)):
        found = read(tmp_path, samples)
        assert (found.flags, found.notes()) == ((), [])
        assert (found.samples == TONE).all()


def test_channels_that_cancel_are_heard_by_the_louder_one(tmp_path: Path) -> None:
    turned = TONE // 2
    turned[: 2 * RATE_HZ] *= -1
    found = read(tmp_path, np.stack([turned, TONE], axis=1))
    assert (found.samples == TONE).all()
    assert found.flags == ("out-of-phase",)
    assert found.seconds_by_flag == {"out-of-phase": [0, 1]}
    assert found.notes() == [
        "the channels of its sound cancel: the louder one was taken (seconds 0-1)"
    ]


@pytest.mark.parametrize(
    ("seconds", "flag", "length_ms"),
    [(2, "sound-longer", 1000), (5, "pictures-longer", 2000)],
)
def test_sound_of_another_length_than_the_pictures_is_told_with_how_much(
    tmp_path: Path, seconds: int, flag: str, length_ms: int
) -> None:
    found = read(tmp_path, TONE, seconds=seconds)
    assert (found.flags, found.ms_by_flag) == ((flag,), {flag: length_ms})
    assert f"({length_ms / 1000} s)" in found.notes()[0]
    assert read(tmp_path, TONE[: -RATE_HZ // 2]).flags == ()


def test_no_sound_at_all_is_silence(tmp_path: Path) -> None:
    found = read_picture_sound(None, second_count=2, rate_hz=RATE_HZ)
    assert found.flags == ("no-audio", "silent-audio")
    assert not found.samples.any()

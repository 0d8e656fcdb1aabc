"""What is shown of a sound: levels, waveform, spectrogram, onsets; kept between sessions."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from avisbuild.errors import AvisbuildError, FormatError, MediaError
from avisbuild.media.levels import measure_levels
from avisbuild.sound import AudioFile, SoundAnalysis, analyse, silent_seconds
from avisbuild.sound import analysis as analysis_module
from avisbuild.sound.curves import column_edges, level_curve, low_and_high

RATE_HZ = 16_000
Samples = NDArray[np.int16]
WriteSound = Callable[..., Path]


def noise(seconds: int, *, seed: int = 0, level: float = 3000.0) -> Samples:
    return np.random.default_rng(seed).normal(0, level, seconds * RATE_HZ).astype(np.int16)


def test_every_array_has_its_share_of_each_second(write_sound: WriteSound) -> None:
    found = analyse(write_sound(noise(7)), second_count=7)
    assert found.level_db.shape == (7,)
    assert found.fine_level_db.shape == (7 * found.fine_rate_hz,)
    assert found.waveform.shape == (7 * 160, 2)
    assert found.log_mel.shape == (64, 7 * 50)
    arrays = (found.level_db, found.fine_level_db, found.waveform, found.log_mel)
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}


def test_levels_are_those_of_clip_json(write_sound: WriteSound) -> None:
    """The root mean square that clip.json holds, in decibels."""
    samples = noise(3)
    samples[:RATE_HZ] //= 50
    stored = measure_levels(samples, RATE_HZ).rms_by_second
    shown = analyse(write_sound(samples), second_count=3).level_db
    np.testing.assert_allclose(shown, 20 * np.log10(stored), atol=0.01)


@given(
    seconds=st.integers(1, 4),
    rate_hz=st.sampled_from([8000, 11_025, 16_000, 22_050, 44_100]),
    columns=st.sampled_from([50, 100, 160]),
    data=st.data(),
)
def test_columns_of_a_second_hold_exactly_its_samples_r18(
    seconds: int, rate_hz: int, columns: int, data: st.DataObject
) -> None:
    """R18: a sample shows in the column of its second and nowhere else."""
    index = data.draw(st.integers(0, seconds * rate_hz - 1))
    samples = np.zeros(seconds * rate_hz, np.int16)
    samples[index] = 1000
    edges = column_edges(len(samples), rate_hz, columns)
    assert edges[::columns].tolist() == [second * rate_hz for second in range(seconds + 1)]
    (column,) = np.flatnonzero(low_and_high(samples, rate_hz, columns)[:, 1])
    assert edges[column] <= index < edges[column + 1]
    assert column // columns == index // rate_hz
    assert np.argmax(level_curve(samples, rate_hz, columns)) == column


def test_rumble_is_in_the_level_but_not_in_the_curve_for_silence(write_sound: WriteSound) -> None:
    """Wind and traffic lie below 100 Hz; what one annotates has something above it."""
    time_s = np.arange(2 * RATE_HZ) / RATE_HZ
    rumble = analyse(
        write_sound((8000 * np.sin(2 * np.pi * 30 * time_s)).astype(np.int16)), second_count=2
    )
    assert rumble.level_db == pytest.approx(-15.3, abs=0.1)
    assert np.median(rumble.fine_level_db) < -45
    voice = analyse(
        write_sound((8000 * np.sin(2 * np.pi * 200 * time_s)).astype(np.int16)), second_count=2
    )
    assert np.median(voice.fine_level_db) == pytest.approx(-15.3, abs=0.5)


def test_waveform_shows_the_least_and_the_greatest_sample(write_sound: WriteSound) -> None:
    samples = np.zeros(RATE_HZ, np.int16)
    samples[100:200] = 8192
    samples[150] = -32768
    shape = analyse(write_sound(samples), second_count=1).waveform
    assert shape[1].tolist() == [-1.0, 0.25]
    assert not shape[0].any()
    assert not shape[2:].any()


def test_spectrogram_puts_a_tone_where_it_is_heard(write_sound: WriteSound) -> None:
    """A high tone in the second second only: above all others in the bands, between 50 and 100 in columns."""
    time_s = np.arange(3 * RATE_HZ) / RATE_HZ
    tone = 8000 * np.sin(2 * np.pi * 3000 * time_s)
    tone[:RATE_HZ] = tone[2 * RATE_HZ :] = 0
    picture = analyse(write_sound(tone.astype(np.int16)), second_count=3).log_mel
    loud = np.flatnonzero(picture.max(axis=0) > picture.max() - 20)
    assert loud.min() in (49, 50)
    assert loud.max() in (99, 100)
    assert len(loud) == loud.max() - loud.min() + 1
    low_tone = 8000 * np.sin(2 * np.pi * 300 * time_s)
    low = analyse(write_sound(low_tone.astype(np.int16)), second_count=3).log_mel
    assert picture[:, 75].argmax() > low[:, 75].argmax() + 10


def test_onsets_are_found_where_something_begins(write_sound: WriteSound) -> None:
    samples = noise(6, level=3.0)
    for second in (1, 3, 4):
        samples[second * RATE_HZ + 8000 :][:3000] += noise(1)[:3000]
    onsets = analyse(write_sound(samples), second_count=6).onsets_s
    for expected in (1.5, 3.5, 4.5):
        assert np.abs(onsets - expected).min() < 0.03
    assert (np.diff(onsets) > 0).all()


@pytest.mark.parametrize("seconds", [1, 4])
def test_digital_silence_has_no_onset_and_a_finite_level(
    write_sound: WriteSound, seconds: int
) -> None:
    found = analyse(write_sound(np.zeros(seconds * RATE_HZ, np.int16)), second_count=seconds)
    assert not len(found.onsets_s)
    assert found.level_db.tolist() == [-100.0] * seconds
    assert np.isfinite(found.log_mel).all()
    assert silent_seconds(found) == (True,) * seconds


def test_one_second_of_sound_is_enough(write_sound: WriteSound) -> None:
    found = analyse(write_sound(noise(1)), second_count=1)
    assert found.level_db[0] == pytest.approx(20 * np.log10(3000 / 32768), abs=0.2)
    assert silent_seconds(found) == (False,)


def same(one: SoundAnalysis, other: SoundAnalysis) -> bool:
    names = ("level_db", "fine_level_db", "onsets_s", "waveform", "log_mel")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


class TestKept:
    """The cache: a file a video, of this very sound, or nothing."""

    def test_what_is_read_back_is_what_was_computed(
        self, write_sound: WriteSound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        audio, cache = write_sound(noise(3)), tmp_path / "cache" / "sound"
        fresh = analyse(audio, second_count=3, cache=cache)
        assert [path.name for path in cache.iterdir()] == ["v1.npz"]
        monkeypatch.setattr(analysis_module, "_arrays", None)
        assert same(analyse(audio, second_count=3, cache=cache), fresh)

    def test_another_sound_under_the_same_name_is_analysed_anew(
        self, write_sound: WriteSound, tmp_path: Path
    ) -> None:
        analyse(write_sound(noise(3)), second_count=3, cache=tmp_path)
        audio = write_sound(noise(3, seed=1))
        found = analyse(audio, second_count=3, cache=tmp_path)
        assert same(found, analyse(audio, second_count=3))

    @pytest.mark.parametrize(
        "damage",
        [
            lambda _: b"",
            lambda data: data[: len(data) // 2],
            lambda _: b"no archive",
            lambda data: data[:300] + bytes(400) + data[700:],
        ],
        ids=["empty", "cut short", "something else", "overwritten inside"],
    )
    def test_a_damaged_file_is_replaced(
        self, write_sound: WriteSound, tmp_path: Path, damage: Callable[[bytes], bytes]
    ) -> None:
        audio, cache = write_sound(noise(2)), tmp_path / "cache"
        fresh = analyse(audio, second_count=2, cache=cache)
        kept = cache / "v1.npz"
        whole = kept.read_bytes()
        kept.write_bytes(damage(whole))
        assert same(analyse(audio, second_count=2, cache=cache), fresh)
        assert kept.read_bytes() == whole

    def test_an_archive_of_other_arrays_is_replaced(
        self, write_sound: WriteSound, tmp_path: Path
    ) -> None:
        """Also one that says it is of this sound."""
        audio, cache = write_sound(noise(2)), tmp_path / "cache"
        fresh = analyse(audio, second_count=2, cache=cache)
        with np.load(cache / "v1.npz") as archive:
            arrays = dict(archive)
        arrays["waveform"] = arrays["waveform"][:5]
        np.savez(cache / "v1.npz", **arrays)
        assert same(analyse(audio, second_count=2, cache=cache), fresh)

    def test_pickled_objects_are_never_opened(
        self, write_sound: WriteSound, tmp_path: Path
    ) -> None:
        audio, cache = write_sound(noise(2)), tmp_path / "cache"
        fresh = analyse(audio, second_count=2, cache=cache)
        np.savez(cache / "v1.npz", sound=np.array([{"a": 1}], dtype=object))
        assert same(analyse(audio, second_count=2, cache=cache), fresh)

    def test_a_folder_that_cannot_be_written_costs_only_time(
        self, write_sound: WriteSound, tmp_path: Path
    ) -> None:
        (tmp_path / "cache").write_text("a file where the folder should be")
        found = analyse(write_sound(noise(2)), second_count=2, cache=tmp_path / "cache" / "sound")
        assert found.second_count == 2

    def test_a_full_disk_leaves_nothing_half_written(
        self, write_sound: WriteSound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*args: object, **kwargs: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(np, "savez", full)
        analyse(write_sound(noise(2)), second_count=2, cache=tmp_path / "cache")
        assert not list((tmp_path / "cache").iterdir())


class TestRefused:
    """A sound that is not the project's own kind is one clear line."""

    @pytest.mark.parametrize(
        ("subtype", "channels", "found"),
        [
            ("PCM_24", 1, "PCM_24, 1 channel"),
            ("FLOAT", 1, "FLOAT, 1 channel"),
            ("PCM_U8", 1, "PCM_U8, 1 channel"),
            ("PCM_16", 2, "PCM_16, 2 channel"),
        ],
    )
    def test_another_kind_of_samples(
        self, tmp_path: Path, subtype: str, channels: int, found: str
    ) -> None:
        path = tmp_path / "audio.wav"
        soundfile.write(path, np.zeros((RATE_HZ, channels)), RATE_HZ, subtype=subtype)
        with pytest.raises(FormatError, match=f"audio.wav: expected WAV PCM_16.*got WAV {found}"):
            analyse(path, second_count=1)

    def test_another_container(self, tmp_path: Path) -> None:
        path = tmp_path / "audio.wav"
        soundfile.write(path, np.zeros(RATE_HZ), RATE_HZ, format="FLAC", subtype="PCM_16")
        with pytest.raises(FormatError, match="got FLAC"):
            AudioFile.open(path)

    def test_another_rate(self, write_sound: WriteSound) -> None:
        audio = write_sound(np.zeros(22_050, np.int16), rate_hz=22_050)
        with pytest.raises(FormatError, match="expected 16000 Hz, got 22050 Hz"):
            analyse(audio, second_count=1)

    @pytest.mark.parametrize("missing", [1, RATE_HZ, -1])
    def test_another_length(self, write_sound: WriteSound, missing: int) -> None:
        audio = write_sound(np.zeros(3 * RATE_HZ - missing, np.int16))
        with pytest.raises(
            FormatError, match=f"expected 3 s of sound, 48000 .* got {48000 - missing}"
        ):
            analyse(audio, second_count=3)

    def test_a_file_cut_short(self, write_sound: WriteSound) -> None:
        """The header promises more than there is."""
        audio = write_sound(noise(3))
        audio.write_bytes(audio.read_bytes()[:-1000])
        with pytest.raises(FormatError, match="47500"):
            analyse(audio, second_count=3)

    @pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound at all" * 50])
    def test_no_sound_file(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "audio.wav"
        path.write_bytes(content)
        with pytest.raises(FormatError, match=r"audio\.wav: no sound file that can be read"):
            analyse(path, second_count=1)

    def test_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(
            MediaError, match=r"audio\.wav: no such file; run `avisbuild clip` again"
        ):
            analyse(tmp_path / "audio.wav", second_count=1)

    def test_a_file_that_changes_while_it_is_open(self, write_sound: WriteSound) -> None:
        audio = write_sound(noise(3))
        file = AudioFile.open(audio)
        write_sound(noise(1))
        with pytest.raises(AvisbuildError, match=r"audio\.wav"):
            file.read(2 * RATE_HZ, 3 * RATE_HZ)
        shutil.rmtree(audio.parent)
        with pytest.raises(MediaError, match="no such file"):
            file.read(0, RATE_HZ)

"""Every frame shows the picture of its time and every click lies at its time, however a file is made."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from media.barcode import CLICK_AT_S, Barcode, click_places, index_of
from media.clipping import clip, files_of, picture, sound, use_method
from media.shelf import CODECS, CONTAINERS, RATES, UNSUITED, Shelf

HALF = Fraction(1, 2)
CLICK_TOLERANCE = 16
METHODS = ("smart", "full")


def zero_of(barcode: Barcode) -> Fraction:
    return min(barcode.time_of(0), barcode.sound_from_s)


def expected_clicks(barcode: Barcode, second_count: int) -> list[int]:
    late_s = float(barcode.sound_from_s - zero_of(barcode)) + CLICK_AT_S
    times_s = [k + late_s for k in range(second_count) if k + CLICK_AT_S < barcode.sound_s]
    return [round(time_s * 16_000) for time_s in times_s if time_s < second_count]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("barcode", [*RATES, *CONTAINERS, *CODECS, *UNSUITED], ids=lambda b: b.name)
def test_frames_and_clicks_are_where_they_belong(
    media: Shelf,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    barcode: Barcode,
    method: str,
) -> None:
    use_method(method, monkeypatch)
    record = clip(media.barcode(barcode.name), tmp_path / "v")
    count = record.video.second_count
    zero_s = zero_of(barcode)
    shown = [index_of(picture(tmp_path / "v", second)) for second in range(count)]
    assert shown == [barcode.index_before(zero_s + second + HALF) for second in range(count)]
    samples = sound(tmp_path / "v/audio.wav")
    assert len(samples) == count * 16_000
    expected = expected_clicks(barcode, count)
    assert np.abs(np.subtract(click_places(samples, 16_000), expected)).max() <= CLICK_TOLERANCE
    assert record.document["decode_method"] == ("full" if barcode in UNSUITED else method)


@pytest.mark.parametrize("barcode", [*RATES, *CONTAINERS, *CODECS], ids=lambda b: b.name)
def test_the_way_of_decoding_does_not_show(
    media: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, barcode: Barcode
) -> None:
    for method in METHODS:
        use_method(method, monkeypatch)
        clip(media.barcode(barcode.name), tmp_path / method)
    smart, full = (files_of(tmp_path / method / "frames") for method in METHODS)
    assert smart == full
    sounds = [sound(tmp_path / method / "audio.wav").astype(int) for method in METHODS]
    # The two resamplers may end the sound differently; up to there they agree to the last bit but one.
    assert np.abs(np.subtract(*sounds))[:-400].max() <= 2


@pytest.mark.parametrize("method", METHODS)
def test_offsets_other_than_one_half_follow_the_same_rule(
    media: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    use_method(method, monkeypatch)
    barcode = RATES[4]
    for offset in (0.0, 0.9375):
        clip(media.barcode(barcode.name), tmp_path / str(offset), frame_offset=offset)
        shown = [index_of(picture(tmp_path / str(offset), second)) for second in range(4)]
        assert shown == [barcode.index_before(k + Fraction(offset)) for k in range(4)]


def test_a_cut_kept_by_an_edit_list_is_shown_as_players_show_it(
    media: Shelf, tmp_path: Path
) -> None:
    path = media.copy("rate-30.mp4", "cut.mp4", before=("-ss", "1.3"))
    record = clip(path, tmp_path / "v")
    assert record.video.second_count == 2
    assert [index_of(picture(tmp_path / "v", k)) for k in range(2)] == [53, 83]
    expected = [round((second + CLICK_AT_S - 1.3) * 16_000) for second in (2, 3)]
    places = click_places(sound(tmp_path / "v/audio.wav"), 16_000)
    assert np.abs(np.subtract(places, expected)).max() <= CLICK_TOLERANCE


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ["open-groups.mp4", "vp9-opus.webm", "h264-aac.ts"])
def test_a_span_from_the_middle_equals_that_span_of_the_whole(
    media: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, method: str
) -> None:
    use_method(method, monkeypatch)
    path = media.barcode(name)
    clip(path, tmp_path / "whole")
    clip(path, tmp_path / "part", start_ms=1000, end_ms=3000)
    whole, part = files_of(tmp_path / "whole"), files_of(tmp_path / "part")
    for second in (0, 1):
        for name_of in ("frames/{:05d}.jpg", "clips/{:05d}.wav"):
            assert part[name_of.format(second)] == whole[name_of.format(second + 1)]


def test_silence_put_before_and_behind_the_sound_is_recorded(media: Shelf, tmp_path: Path) -> None:
    late = clip(media.barcode("late-sound.mp4"), tmp_path / "late").document["sound"]
    short = clip(media.barcode("short-sound.mp4"), tmp_path / "short").document["sound"]
    # The encoder's own delay of 21 ms counts as sound where no edit list hides it.
    assert late["silence_head_samples"] == pytest.approx(0.276 * 16_000, abs=0.022 * 16_000)
    assert late["silence_tail_samples"] == 0
    assert short["silence_head_samples"] == 0
    assert short["silence_tail_samples"] == pytest.approx(1.5 * 16_000, abs=0.022 * 16_000)


def test_the_real_clips_give_five_frames_and_80000_samples(shared: Path, tmp_path: Path) -> None:
    sources = sorted((shared / "media").glob("*.mp4"))
    assert len(sources) == 2
    for source, size in zip(sources, [(360, 540), (720, 1280)], strict=True):
        record = clip(source, tmp_path / source.stem)
        assert record.video.second_count == 5
        assert record.video.size == size
        assert len(sound(tmp_path / source.stem / "audio.wav")) == 80_000
        assert len(list((tmp_path / source.stem / "frames").iterdir())) == 5
        assert record.document["decode_method"] == "smart"
        assert record.document["flags"] == []

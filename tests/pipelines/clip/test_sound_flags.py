"""Sound that is odd lies in its right place, and the record says what was odd, when and how much."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from media.barcode import (
    CLICK_AT_S,
    SOUND_RATE_HZ,
    Barcode,
    Spread,
    click_places,
    remux,
    render,
    steady,
)
from media.clipping import clip, sound, use_method
from media.damage import held, lost
from numpy.typing import NDArray

from avisbuild.errors import MediaError
from avisbuild.media.limits import MediaLimits
from avisbuild.media.tools import ffmpeg_path

THREE_S = Barcode(name="a.mp4", time_of=steady(25), frame_count=75, sound_s=3)
_RATE_HZ = 16_000


def _places(video_dir: Path) -> list[int]:
    return click_places(sound(video_dir / "audio.wav"), _RATE_HZ)


def _expected(seconds: int) -> list[int]:
    return [round((second + CLICK_AT_S) * _RATE_HZ) for second in range(seconds)]


def _in_all(count: int) -> Spread:
    return lambda mono: np.repeat(mono[None], count, axis=0)


def _opposite(mono: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.stack([mono, -mono])


def _opposite_in_the_middle(mono: NDArray[np.float32]) -> NDArray[np.float32]:
    turned = mono.copy()
    turned[SOUND_RATE_HZ : 2 * SOUND_RATE_HZ] *= -1
    return np.stack([mono, turned])


def _one_silent(mono: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.stack([mono, np.zeros_like(mono)])


def _opposite_in_front(mono: NDArray[np.float32]) -> NDArray[np.float32]:
    silence = np.zeros_like(mono)
    return np.stack([0.5 * mono, -mono, silence, silence, silence, silence])


@pytest.mark.parametrize("method", ["smart", "full"])
@pytest.mark.parametrize(
    ("layout", "spread", "seconds"),
    [
        ("stereo", _opposite, [0, 1, 2]),
        ("stereo", _opposite_in_the_middle, [1]),
        ("5.1", _opposite_in_front, [0, 1, 2]),
    ],
)
def test_channels_out_of_phase_are_heard_by_the_louder_one_through_the_whole_video(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    layout: str,
    spread: Callable[[NDArray[np.float32]], NDArray[np.float32]],
    seconds: list[int],
) -> None:
    use_method(method, monkeypatch)
    odd = replace(THREE_S, layout=layout, spread=spread)
    document = clip(render(odd, tmp_path), tmp_path / "v").document
    assert document["flags"] == ["out-of-phase"]
    assert document["seconds_by_flag"] == {"out-of-phase": seconds}
    assert _places(tmp_path / "v") == pytest.approx(_expected(3), abs=2)
    assert document["sound"]["peak"] == pytest.approx(0.8, abs=0.05)


def test_the_sound_of_one_channel_is_that_of_a_mono_file(tmp_path: Path) -> None:
    plain = replace(THREE_S, name="mono.mkv", audio_codec="pcm_s16le")
    odd = replace(plain, name="odd.mkv", layout="stereo", spread=_opposite)
    clip(render(plain, tmp_path), tmp_path / "v")
    clip(render(odd, tmp_path), tmp_path / "w")
    one, other = (sound(tmp_path / name / "audio.wav").astype(int) for name in "vw")
    assert np.abs(one - other).max() <= 1


def test_a_silent_channel_is_mixed_as_ever(tmp_path: Path) -> None:
    path = render(replace(THREE_S, layout="stereo", spread=_one_silent), tmp_path)
    document = clip(path, tmp_path / "v").document
    assert document["flags"] == []
    assert document["sound"]["peak"] == pytest.approx(0.4, abs=0.03)


@pytest.mark.parametrize(
    ("name", "codec", "first", "second"),
    [
        ("joined.ts", "aac", (SOUND_RATE_HZ, "stereo", 2), (44_100, "mono", 1)),
        ("joined.ts", "mp2", (32_000, "mono", 1), (SOUND_RATE_HZ, "stereo", 2)),
        ("joined.mkv", "ac3", (SOUND_RATE_HZ, "stereo", 2), (SOUND_RATE_HZ, "5.1", 6)),
    ],
)
def test_a_rate_or_a_layout_that_changes_leaves_every_click_in_its_place(
    tmp_path: Path,
    name: str,
    codec: str,
    first: tuple[int, str, int],
    second: tuple[int, str, int],
) -> None:
    late_s = 3 + Fraction(2, 25)  # a transport stream begins two pictures late
    parts = []
    for begin_s, (rate_hz, layout, count) in ((Fraction(0), first), (late_s, second)):
        part = replace(
            THREE_S,
            name=f"{begin_s.numerator}.ts",
            time_of=steady(25, begin_s),
            sound_from_s=begin_s,
            audio_codec=codec,
            sound_rate_hz=rate_hz,
            layout=layout,
            spread=_in_all(count),
        )
        parts.append(render(part, tmp_path).read_bytes())
    (tmp_path / "joined.ts").write_bytes(b"".join(parts))
    if name == "joined.mkv":
        lost(
            tmp_path / "joined.ts", tmp_path / name, pictures=range(0)
        )  # it copies, and loses none
    document = clip(tmp_path / name, tmp_path / "v", end_ms=5000).document
    assert document["flags"] == ["sound-changes"]
    assert set(document["seconds_by_flag"]["sound-changes"]) <= {2, 3}
    assert _places(tmp_path / "v") == pytest.approx(_expected(5), abs=16)


def test_sound_after_the_last_picture_is_left_out_and_flagged_with_how_much(
    tmp_path: Path,
) -> None:
    path = render(replace(THREE_S, sound_s=7.3), tmp_path)
    document = clip(path, tmp_path / "v").document
    assert (document["second_count"], document["flags"]) == (3, ["sound-longer"])
    assert document["ms_by_flag"] == {"sound-longer": pytest.approx(4300, abs=30)}
    asked = clip(path, tmp_path / "w", end_ms=3000).document
    assert (asked["flags"], asked["ms_by_flag"]) == ([], {})


def test_a_last_picture_that_the_file_holds_is_kept_and_flagged(tmp_path: Path) -> None:
    steady_s = replace(THREE_S, sound_s=8, codec_options={"g": "40", "bf": "0"})
    path = held(render(steady_s, tmp_path), tmp_path / "b.mp4", picture=74, length_s=5)
    document = clip(path, tmp_path / "v").document
    assert (document["second_count"], document["flags"]) == (8, ["picture-gaps"])
    assert document["seconds_by_flag"] == {"picture-gaps": [2, 3, 4, 5, 6, 7]}


def test_pictures_after_the_last_sound_are_kept_and_flagged_with_how_much(tmp_path: Path) -> None:
    path = render(replace(THREE_S, frame_count=125, sound_s=2.2), tmp_path)
    document = clip(path, tmp_path / "v").document
    assert (document["second_count"], document["flags"]) == (5, ["pictures-longer"])
    assert document["seconds_by_flag"] == {"pictures-longer": [2, 3, 4]}
    assert document["ms_by_flag"] == {"pictures-longer": pytest.approx(2800, abs=30)}
    assert clip(path, tmp_path / "w", end_ms=2000).document["flags"] == []
    late = clip(path, tmp_path / "x", start_ms=3000).document
    assert late["ms_by_flag"] == {"pictures-longer": 2000}


_SUBTITLES = (
    "1\n00:00:01,000 --> 00:00:02,000\nA word\n\n2\n00:00:18,000 --> 00:00:20,000\nAnother\n"
)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("subtitles.mkv", ("-map", "2", "-map", "0")),
        ("subtitles.mp4", ("-map", "2", "-map", "0", "-c:s", "mov_text")),
        ("second-sound.mkv", ("-map", "2", "-map", "1:a", "-disposition:a:1", "0")),
        ("second-sound.mp4", ("-map", "2", "-map", "1:a")),
    ],
)
def test_other_tracks_count_for_no_length(
    tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    (tmp_path / "words.srt").write_text(_SUBTITLES)
    longer = render(replace(THREE_S, name="longer.mp4", sound_s=8), tmp_path)
    path = render(THREE_S, tmp_path)
    inputs = ("-i", str(tmp_path / "words.srt"), "-i", str(longer))
    media = remux(path, name, before=inputs, after=options)
    limits = MediaLimits(max_source_s=4)
    document = clip(media, tmp_path / "v", limits=limits).document
    assert (document["second_count"], document["flags"]) == (3, [])
    assert document["source_duration_ms"] == pytest.approx(3000, abs=30)


def test_a_cut_file_is_told_by_the_last_of_all_tracks(tmp_path: Path) -> None:
    (tmp_path / "words.srt").write_text(_SUBTITLES)
    inputs = ("-i", str(tmp_path / "words.srt"))
    path = remux(
        render(THREE_S, tmp_path), "a.mkv", before=inputs, after=("-map", "1", "-map", "0")
    )
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(MediaError) as caught:
        clip(path, tmp_path / "v")
    assert caught.value.code == "truncated"


def test_of_two_programmes_the_sound_is_that_of_the_one_whose_pictures_are_taken(
    tmp_path: Path,
) -> None:
    preview = render(replace(THREE_S, name="p.mp4", height_px=36, width_px=80, sound_s=2), tmp_path)
    source = tmp_path / "broadcast.ts"
    streams = ("-map", "0:v", "-map", "0:a", "-map", "1:v", "-map", "1:a", "-c", "copy")
    programmes = ("-program", "st=0:st=1", "-program", "st=2:st=3")
    subprocess.run(
        [
            *(str(ffmpeg_path()), "-nostdin", "-y", "-v", "error", "-i", str(preview)),
            *("-i", str(render(THREE_S, tmp_path)), *streams, *programmes, str(source)),
        ],
        check=True,
    )
    document = clip(source, tmp_path / "v").document
    assert document["flags"] == ["other-video-streams"]
    assert np.abs(np.subtract(_places(tmp_path / "v"), _expected(3))).max() <= _RATE_HZ // 25


@pytest.mark.parametrize("ending", ["mkv", "ts", "mp4"])
def test_a_recording_that_begins_at_ten_hours_is_as_long_as_it_is(
    tmp_path: Path, ending: str
) -> None:
    late = ("-output_ts_offset", "36000")
    source = remux(render(THREE_S, tmp_path), f"late.{ending}", after=late)
    document = clip(source, tmp_path / "v").document
    assert (document["second_count"], document["flags"]) == (3, [])
    assert np.abs(np.subtract(_places(tmp_path / "v"), _expected(3))).max() <= _RATE_HZ // 25

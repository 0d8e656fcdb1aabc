"""Pictures between two seconds are those of the source, and begin and end exactly at the video's frames."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from media.barcode import Barcode, index_of, remux, render, steady
from media.clipping import clip, picture
from media.damage import damaged, with_twins, without_showing_times
from media.shelf import CODECS, CONTAINERS, RATES, UNSUITED, Shelf

from avisbuild.errors import MediaError
from avisbuild.files import sha256_of
from avisbuild.media import source_frames, unchanged
from avisbuild.media.moving_pictures import SourcePictures
from avisbuild.media.source_frames import Moment, SourceFrames, StillFrames

HALF = Fraction(1, 2)


def seconds_of(moments: list[Moment]) -> list[int]:
    return [moment.second for moment in moments if moment.second is not None]


@pytest.mark.parametrize("barcode", [*RATES, *CONTAINERS, *CODECS, *UNSUITED], ids=lambda b: b.name)
def test_a_walk_gives_every_picture_and_ends_at_frames(
    media: Shelf, tmp_path: Path, barcode: Barcode
) -> None:
    source, folder = media.barcode(barcode.name), tmp_path / "v"
    clip(source, folder)
    zero_s = min(barcode.time_of(0), barcode.sound_from_s)
    first, last = (barcode.index_before(zero_s + second + HALF) for second in (1, 3))
    frames = SourceFrames.open(folder, source)
    forward, backward = list(frames.walk(1, 3)), list(frames.walk(3, 1))
    assert [index_of(moment.image) for moment in forward] == list(range(first, last + 1))
    assert [index_of(moment.image) for moment in backward] == list(range(last, first - 1, -1))
    assert seconds_of(forward) == [1, 2, 3]
    assert seconds_of(backward) == [3, 2, 1]
    for moment in (*forward, *backward):
        if moment.second is not None:
            frame = picture(folder, moment.second)
            assert np.abs(moment.image.astype(int) - frame).mean() < 2


def test_a_picture_that_stands_for_several_seconds_is_given_for_each(
    tmp_path: Path, media: Shelf
) -> None:
    barcode = Barcode(name="slow.mp4", time_of=steady(Fraction(2, 5)), frame_count=3, sound_s=7.5)
    folder = tmp_path / "v"
    source = render(barcode, tmp_path)
    clip(source, folder)
    frames = SourceFrames.open(folder, source)
    for start, stop in ((0, 4), (4, 0)):
        moments = list(frames.walk(start, stop))
        step = 1 if stop > start else -1
        assert seconds_of(moments) == list(range(start, stop + step, step))
        for moment in moments:
            assert moment.second is not None
            assert index_of(moment.image) == barcode.index_before(moment.second + HALF)


def test_one_second_alone_is_its_frame(media: Shelf, tmp_path: Path) -> None:
    source = media.barcode("rate-30.mp4")
    clip(source, tmp_path / "v")
    assert seconds_of(list(SourceFrames.open(tmp_path / "v", source).walk(2, 2))) == [2]


def test_a_clip_from_the_middle_is_found_again(media: Shelf, tmp_path: Path) -> None:
    source = media.barcode("rate-29.97.mp4")
    clip(source, tmp_path / "v", start_ms=1_300, frame_offset=0.25)
    moments = list(SourceFrames.open(tmp_path / "v", source).walk(0, 1))
    for moment in (moments[0], moments[-1]):
        assert moment.second is not None
        assert index_of(moment.image) == index_of(picture(tmp_path / "v", moment.second))


def test_turned_pictures_are_given_upright(media: Shelf, tmp_path: Path) -> None:
    source = media.turned(media.barcode("rate-30.mp4"), 90)
    clip(source, tmp_path / "v")
    moments = list(SourceFrames.open(tmp_path / "v", source).walk(0, 1))
    frame = picture(tmp_path / "v", 1)
    assert moments[-1].image.shape == frame.shape == (160, 72, 3)
    assert np.abs(moments[-1].image.astype(int) - frame).mean() < 2


def test_another_source_is_refused(media: Shelf, tmp_path: Path) -> None:
    clip(media.barcode("rate-30.mp4"), tmp_path / "v")
    with pytest.raises(MediaError, match="is not the source that it was clipped from") as caught:
        SourceFrames.open(tmp_path / "v", media.barcode("rate-25.mp4"))
    assert caught.value.code == "changed"


def test_a_frame_that_was_exchanged_is_named_and_the_source_is_not_blamed(
    media: Shelf, tmp_path: Path
) -> None:
    source = media.barcode("rate-30.mp4")
    clip(source, tmp_path / "v")
    frame = tmp_path / "v/frames/00002.jpg"
    frame.write_bytes((tmp_path / "v/frames/00003.jpg").read_bytes())
    with pytest.raises(MediaError, match=r"00002\.jpg: changed since it was written") as caught:
        list(SourceFrames.open(tmp_path / "v", source).walk(1, 2))
    assert caught.value.code == "changed"
    clip(source, tmp_path / "v")  # as the line says
    assert len(list(SourceFrames.open(tmp_path / "v", source).walk(1, 2))) == 31


def test_a_source_with_other_pictures_at_the_same_times_is_refused(tmp_path: Path) -> None:
    barcode = Barcode(name="a.mp4", time_of=steady(25), frame_count=60, sound_s=2)
    source = render(barcode, tmp_path)
    clip(source, tmp_path / "v")
    other = render(replace(barcode, width_px=320), tmp_path)
    assert other == source
    with pytest.raises(MediaError, match="is not the source that it was clipped from") as caught:
        list(SourceFrames.open(tmp_path / "v", source).walk(0, 1))
    assert caught.value.code == "changed"


def test_a_source_without_its_pictures_is_refused_in_a_line(media: Shelf, tmp_path: Path) -> None:
    """Another file was put in its place after it was opened, while masks are propagated or pictures play."""
    source = tmp_path / "a.mp4"
    source.write_bytes(media.barcode("rate-30.mp4").read_bytes())
    clip(source, tmp_path / "v")
    frames = SourceFrames.open(tmp_path / "v", source)
    pictures = SourcePictures.open(tmp_path / "v", source)
    remux(media.barcode("rate-30.mp4"), "sound.mp4", after=("-vn",)).replace(source)
    for refused in (frames.walk(0, 1), pictures.play(0)):
        with pytest.raises(MediaError, match=r"a\.mp4: no pictures in it"):
            list(refused)


def test_a_source_whose_pictures_are_read_otherwise_now_is_hashed_once(
    media: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a video that an older version cut: source and frames are what they were, and may be large."""
    source = media.barcode("rate-30.mp4")
    clip(source, tmp_path / "v")
    monkeypatch.setattr(source_frames, "_is_picture", lambda *_: False)
    hashed: list[Path] = []
    monkeypatch.setattr(unchanged, "sha256_of", lambda path: hashed.append(path) or sha256_of(path))
    assert seconds_of(list(SourceFrames.open(tmp_path / "v", source).walk(0, 3))) == [0, 1, 2, 3]
    assert hashed.count(source) == 1


def test_a_source_that_was_cut_off_since_is_told_to_be_another_file(
    media: Shelf, tmp_path: Path
) -> None:
    """R46: to fetch it again would change nothing, as its video is there."""
    source = tmp_path / "a.mp4"
    source.write_bytes(media.barcode("rate-30.mp4").read_bytes())
    clip(source, tmp_path / "v")
    source.write_bytes(source.read_bytes()[:-5000])
    with pytest.raises(MediaError, match=r"is not the source .* put that file back"):
        SourceFrames.open(tmp_path / "v", source)
    source.write_bytes(media.barcode("rate-30.mp4").read_bytes())  # as the line says
    assert len(list(SourceFrames.open(tmp_path / "v", source).walk(0, 1))) == 31


def test_pictures_with_the_same_time_are_walked_and_flagged(tmp_path: Path) -> None:
    """R46: times that do not name pictures."""
    options = {"g": "40", "bf": "0"}
    barcode = Barcode(
        name="a.mkv", time_of=steady(25), frame_count=100, sound_s=4, codec_options=options
    )
    source = with_twins(render(barcode, tmp_path), tmp_path / "b.mkv", every=10)
    assert clip(source, tmp_path / "v").document["flags"] == ["guessed-times"]
    for start, stop in ((0, 3), (3, 0)):
        moments = list(SourceFrames.open(tmp_path / "v", source).walk(start, stop))
        assert [index_of(m.image) for m in moments if m.second is not None] == [
            index_of(picture(tmp_path / "v", m.second)) for m in moments if m.second is not None
        ]


def test_damage_is_bridged_and_told_by_second(tmp_path: Path) -> None:
    """R46: a bad picture is bridged."""
    barcode = Barcode(name="a.mp4", time_of=steady(25), frame_count=100, sound_s=4)
    source = render(barcode, tmp_path)
    clip(source, tmp_path / "v")
    bad = damaged(source, tmp_path / "bad.mp4", pictures=range(45, 46))
    record = json.loads((tmp_path / "v/clip.json").read_text())
    record["source_sha256"] = sha256_of(
        bad
    )  # as if fetch had met the damage and the frames were right
    (tmp_path / "v/clip.json").write_text(json.dumps(record))
    frames = SourceFrames.open(tmp_path / "v", bad)
    for start, stop in ((0, 3), (3, 0)):
        moments = list(frames.walk(start, stop))
        assert all(
            index_of(each.image) == barcode.index_before(each.second + HALF)
            for each in moments
            if each.second is not None
        )
        assert sorted(seconds_of(moments)) == [0, 1, 2, 3]
        gaps = [each for each in moments if each.gap_s]
        assert sum(each.gap_s for each in gaps) > 1
    # Picture 45 and those behind it up to the key picture 80; 62 is the frame of second 2.
    assert frames.bridged[1] + frames.bridged[2] + frames.bridged[3] in range(30, 38)
    assert set(frames.bridged) == {1, 2, 3}


def test_pictures_whose_times_are_those_of_decoding_are_walked_in_the_order_they_are_shown(
    tmp_path: Path,
) -> None:
    """R46: as in box.mp4 of opencv-doc."""
    source = without_showing_times(
        render(Barcode(name="a.mp4", time_of=steady(25), frame_count=100, sound_s=4), tmp_path),
        tmp_path / "b.mp4",
    )
    record = clip(source, tmp_path / "v")
    assert record.document["flags"] == ["guessed-times"]
    frames = SourceFrames.open(tmp_path / "v", source)
    forward, backward = list(frames.walk(0, 3)), list(frames.walk(3, 0))
    shown = [index_of(each.image) for each in forward]
    assert shown == list(range(shown[0], shown[0] + 76))
    assert [index_of(each.image) for each in backward] == shown[::-1]
    for moment in forward:
        if moment.second is not None:
            assert index_of(moment.image) == index_of(picture(tmp_path / "v", moment.second))
    assert dict(frames.bridged) == {}


def test_a_missing_source_and_imported_pictures_have_a_clear_line(
    media: Shelf, tmp_path: Path
) -> None:
    source = media.barcode("rate-30.mp4")
    clip(source, tmp_path / "v")
    with pytest.raises(MediaError, match=r"gone\.mp4: cannot be read") as caught:
        SourceFrames.open(tmp_path / "v", tmp_path / "gone.mp4")
    assert caught.value.code == "missing"
    (tmp_path / "v/clip.json").write_text('{"schema_version": 1, "origin": {}}')
    with pytest.raises(MediaError, match="was not clipped from a source") as caught:
        SourceFrames.open(tmp_path / "v", source)
    assert caught.value.code == "no-source"


def test_still_frames_are_the_published_ones(media: Shelf, tmp_path: Path) -> None:
    clip(media.barcode("rate-30.mp4"), tmp_path / "v")
    moments = list(StillFrames(tmp_path / "v").walk(2, 0))
    assert seconds_of(moments) == [2, 1, 0]
    assert all(
        np.array_equal(each.image, picture(tmp_path / "v", each.second or 0)) for each in moments
    )
    (tmp_path / "v/frames/00001.jpg").unlink()
    with pytest.raises(MediaError, match="avisbuild clip v"):
        list(StillFrames(tmp_path / "v").walk(0, 2))


def test_seconds_beyond_the_video_are_our_mistake(media: Shelf, tmp_path: Path) -> None:
    source = media.barcode("rate-30.mp4")
    clip(source, tmp_path / "v")
    with pytest.raises(ValueError, match=r"seconds in 0\.\.3"):
        next(SourceFrames.open(tmp_path / "v", source).walk(0, 4))

"""Pictures between two seconds are those of the source, and begin and end exactly at the video's frames."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from media.barcode import Barcode, index_of, render, steady
from media.clipping import clip, picture
from media.shelf import CODECS, CONTAINERS, RATES, UNSUITED, Shelf

from avisbuild.errors import MediaError
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


def test_a_source_with_other_pictures_at_the_same_times_is_refused(
    media: Shelf, tmp_path: Path
) -> None:
    source = media.barcode("rate-30.mp4")
    clip(source, tmp_path / "v")
    frame = tmp_path / "v/frames/00001.jpg"
    frame.write_bytes((tmp_path / "v/frames/00003.jpg").read_bytes())
    with pytest.raises(MediaError, match="is not the source"):
        list(SourceFrames.open(tmp_path / "v", source).walk(1, 2))


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

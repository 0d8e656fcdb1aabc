"""R43: pictures at the source's own rate are those of the source, at their times, and fit the frames."""

from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from media.barcode import Barcode, index_of, remux
from media.clipping import clip, picture
from media.damage import lost, spoil_from
from media.shelf import CODECS, CONTAINERS, RATES, UNSUITED, Shelf

from avisbuild.errors import MediaError
from avisbuild.media import unchanged
from avisbuild.media.moving_pictures import SourcePictures, StillPictures, TimedPicture

KEPT = "open-groups.mp4"


def zero_of(barcode: Barcode) -> float:
    """When second 0 of the whole source begins, on the file's clock."""
    return float(min(barcode.time_of(0), barcode.sound_from_s))


def indices(pictures: list[TimedPicture]) -> list[int]:
    return [index_of(each.image) for each in pictures]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, media: Shelf) -> SourcePictures:
    folder = tmp_path_factory.mktemp("opened") / "v"
    clip(media.barcode(KEPT), folder)
    return SourcePictures.open(folder, media.barcode(KEPT))


@pytest.mark.parametrize("barcode", [*RATES, *CONTAINERS, *CODECS, *UNSUITED], ids=lambda b: b.name)
def test_every_picture_comes_at_its_time_from_the_one_that_is_on(
    media: Shelf, tmp_path: Path, barcode: Barcode
) -> None:
    source, folder = media.barcode(barcode.name), tmp_path / "v"
    seconds = clip(source, folder).video.second_count
    pictures = list(SourcePictures.open(folder, source).play(1))
    times_s = [float(barcode.time_of(i)) - zero_of(barcode) for i in range(barcode.frame_count)]
    first = max(i for i, time_s in enumerate(times_s) if time_s <= 1 + 1e-9)
    wanted = [i for i, time_s in enumerate(times_s) if i >= first and time_s < seconds - 1e-9]
    assert indices(pictures) == wanted
    for each, index in zip(pictures, wanted, strict=True):
        assert each.time_s == pytest.approx(times_s[index], abs=1.1e-3)  # Matroska's milliseconds


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(start_s=st.floats(0, 3.99), wall_s=st.floats(0, 4))
def test_wherever_it_starts_what_is_due_is_never_left_out(
    opened: SourcePictures, start_s: float, wall_s: float
) -> None:
    """What is left out as past is not the newest one that is due."""
    everything = list(opened.play(start_s))
    kept = list(opened.play(start_s, is_past=lambda time_s: time_s <= wall_s))
    assert [each.time_s <= start_s for each in everything[:2]] == [True, False][: len(everything)]
    due = [each.time_s for each in everything if each.time_s <= wall_s][-1:]
    later = [each.time_s for each in everything if each.time_s > wall_s]
    assert [each.time_s for each in kept] == due + later


def test_where_all_come_too_late_some_are_given_all_the_same(opened: SourcePictures) -> None:
    """A machine that is too slow: everything is over when it is decoded, and still something moves."""
    everything = [each.time_s for each in opened.play(0)]
    none = list(opened.play(0, is_past=lambda _: True))
    assert [each.time_s for each in none] == everything[-1:]
    some = list(opened.play(0, is_past=lambda _: True, longest_gap_s=0))
    assert [each.time_s for each in some] == everything


def test_smaller_pictures_have_the_same_colours_and_lie_as_the_frames_do(
    media: Shelf, tmp_path: Path
) -> None:
    """Turned, with pixels that are not square or as large as they come: masks lie on them."""
    source = media.turned(media.barcode("rate-30.mp4"), 90)
    clip(source, tmp_path / "v")
    pictures = SourcePictures.open(tmp_path / "v", source)
    assert pictures.size == (160, 72)
    whole, half = (next(pictures.play(1.6, scale=scale)).image for scale in (1.0, 0.5))
    assert whole.shape == (160, 72, 3)
    assert half.shape == (80, 36, 3)
    of_four = whole.reshape(80, 2, 36, 2, 3).astype(float).mean(axis=(1, 3))
    assert np.abs(of_four - half).mean() < 6


def test_asked_to_stop_it_ends_on_the_way(opened: SourcePictures) -> None:
    asked = 0

    def after_three() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    assert len(list(opened.play(3, should_stop=after_three))) <= 3


def test_nobody_waits_for_a_source_that_is_opened_for_nothing(
    media: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip(media.barcode(KEPT), tmp_path / "v")
    monkeypatch.setattr(unchanged, "sha256_of", None)  # it is not read once more to say why
    with pytest.raises(MediaError) as caught:
        SourcePictures.open(tmp_path / "v", media.barcode(KEPT), should_stop=lambda: True)
    assert caught.value.code == "given-up"


def test_what_cannot_be_decoded_is_told_after_what_can(media: Shelf, tmp_path: Path) -> None:
    """The pictures from 2 s on are zeros: what comes before is given, then the time is named."""
    source = tmp_path / "damaged.mp4"
    whole = media.barcode("closed-groups.mp4")
    clip(whole, tmp_path / "v")
    good = SourcePictures.open(tmp_path / "v", whole)
    source.write_bytes(whole.read_bytes())
    spoil_from(source, second=2)
    found = []
    with pytest.raises(MediaError, match=r"damaged\.mp4") as caught:
        for each in SourcePictures.open(tmp_path / "v", source).play(1):
            found += [each]
    assert caught.value.code == "undecodable"
    before = [each.time_s for each in good.play(1) if each.time_s < 2]
    assert [each.time_s for each in found][: len(before)] == before


def test_pictures_shown_before_the_first_key_picture_are_left_out(
    media: Shelf, tmp_path: Path
) -> None:
    """A recording that begins at an open group: its first pictures refer to what is not in it."""
    as_broadcast = ("-c:v", "mpeg2video", "-b:v", "4M", "-bf", "2", "-g", "12")
    whole = remux(media.barcode("rate-25.mp4"), "broadcast.ts", after=as_broadcast)
    source = lost(whole, tmp_path / "cut.ts", pictures=range(_key_packets(whole)[1]))
    clip(source, tmp_path / "v")
    pictures = list(SourcePictures.open(tmp_path / "v", source).play(0))
    first = index_of(pictures[0].image)
    assert pictures[0].time_s > 0
    assert indices(pictures) == list(range(first, 100))


def _key_packets(source: Path) -> list[int]:
    with av.open(str(source)) as container:
        packets = [each for each in container.demux(video=0) if each.size]
    return [number for number, packet in enumerate(packets) if packet.is_keyframe]


def test_without_a_source_each_second_is_its_frame(media: Shelf, tmp_path: Path) -> None:
    clip(media.barcode("rate-30.mp4"), tmp_path / "v")
    stills = StillPictures(tmp_path / "v", 4, (72, 160))
    shown = list(stills.play(1.2))
    assert [each.time_s for each in shown] == [1.0, 2.0, 3.0]
    assert all(
        np.array_equal(each.image, picture(tmp_path / "v", int(each.time_s))) for each in shown
    )


def test_of_real_clips_the_pictures_at_the_middle_of_seconds_are_the_frames(
    shared: Path, tmp_path: Path
) -> None:
    sources = sorted((shared / "media").glob("*.mp4"))
    if not sources:
        pytest.skip("no clips in ../shared/media")
    source = min(sources, key=lambda each: each.stat().st_size)
    seconds = clip(source, tmp_path / "v").video.second_count
    pictures = list(SourcePictures.open(tmp_path / "v", source).play(0))
    for second in range(seconds):
        shown = [each for each in pictures if each.time_s < second + 0.5][-1]
        frame = picture(tmp_path / "v", second)
        assert shown.image.shape == frame.shape
        assert np.abs(shown.image.astype(int) - frame).mean() < 3

"""Pictures that come in odd ways: every frame is right, and a flag says what was odd."""

import json
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from media.barcode import Barcode, index_of, remux, render, steady
from media.clipping import clip, picture, use_method
from media.damage import without_showing_times
from media.odd_pictures import interlaced, together
from media.turning import with_matrix
from numpy.typing import NDArray

from avisbuild.errors import MediaError
from avisbuild.media.moving_pictures import SourcePictures
from avisbuild.media.reading import Deinterlace
from avisbuild.media.source_frames import SourceFrames
from avisbuild.media.tools import ffmpeg_path, ffmpeg_release

FILM = Barcode(name="film.mp4", time_of=steady(25), frame_count=100, sound_s=4)
FRAMES = [FILM.index_before(second + Fraction(1, 2)) for second in range(4)]
CARD = replace(FILM, height_px=360, width_px=640, sound_s=1.0)
OTHERS = {
    "a card of one picture": replace(CARD, frame_count=1),
    "a card of twenty pictures, as large as sixteen of the film's": replace(CARD, frame_count=20),
    "a preview": replace(FILM, height_px=36, width_px=80),
    "a preview longer than the film": replace(
        FILM, height_px=36, width_px=80, frame_count=150, sound_s=6.0
    ),
    "a preview in another codec": replace(
        FILM,
        height_px=48,
        width_px=80,
        codec="libx265",
        codec_options={"x265-params": "log-level=0"},
    ),
}


def shown(video_dir: Path, count: int) -> list[int]:
    return [index_of(picture(video_dir, second)) for second in range(count)]


@pytest.mark.parametrize("method", ["smart", "full"])
def test_pictures_that_are_turned_another_way_later_are_refused_up_to_there_they_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    use_method(method, monkeypatch)
    film = render(FILM, tmp_path)
    turn = ("-bsf:v", "h264_metadata=display_orientation=insert:rotate=90")
    source = tmp_path / "turns.ts"
    upright, turned = remux(film, "a.ts"), remux(film, "b.ts", after=turn)
    source.write_bytes(upright.read_bytes() + turned.read_bytes())
    with pytest.raises(MediaError, match=r"turned another way from 4\.0 s on"):
        clip(source, tmp_path / "v")
    clip(source, tmp_path / "v", end_ms=3000)
    assert shown(tmp_path / "v", 3) == FRAMES[:3]


@pytest.mark.parametrize(
    ("other", "ending"),
    [*zip(OTHERS, ["mkv", "mp4", "ts", "mp4", "mkv"], strict=True), ("a preview", "mkv")],
)
def test_the_video_is_taken_and_not_what_stands_before_it(
    tmp_path: Path, other: str, ending: str
) -> None:
    small = render(replace(OTHERS[other], name="other.mp4"), tmp_path)
    parts = [small, render(FILM, tmp_path)]
    source = together(parts, tmp_path / f"both.{ending}", default=0)
    document = clip(source, tmp_path / "v").document
    assert "other-video-streams" in document["flags"]
    assert (document["height_px"], document["width_px"]) == (72, 160)
    assert document["picture"]["stream_index"] == 1
    assert shown(tmp_path / "v", 4) == FRAMES
    moving = [index_of(each.image) for each in SourcePictures.open(tmp_path / "v", source).play(1)]
    assert moving == list(range(25, 100))


def test_what_an_earlier_version_clipped_is_read_as_it_was(tmp_path: Path) -> None:
    """Its masks lie on the stream that it took: the one marked as default."""
    preview = render(replace(OTHERS["a preview"], name="other.mp4"), tmp_path)
    source = together([preview, render(FILM, tmp_path)], tmp_path / "both.mkv", default=0)
    clip(preview, tmp_path / "v")
    record = tmp_path / "v/clip.json"
    document = json.loads(record.read_text())
    for key in ("stream_index", "mirrored", "deinterlace"):
        del document["picture"][key]
    record.write_text(json.dumps(document))
    assert SourcePictures.open(tmp_path / "v", source).size == (36, 80)


WAYS = {
    "as it is": (1, 0, 0, 1),
    "turned by 90": (0, -1, 1, 0),
    "turned by 180": (-1, 0, 0, -1),
    "turned by 270": (0, 1, -1, 0),
    "left to right": (-1, 0, 0, 1),
    "upside down": (1, 0, 0, -1),
    "over the one diagonal": (0, 1, 1, 0),
    "over the other diagonal": (0, -1, -1, 0),
}


def as_matrix_says(
    image: NDArray[np.uint8], matrix: tuple[int, int, int, int]
) -> NDArray[np.uint8]:
    """Pixel (x, y) stands at (ax + cy, bx + dy) afterwards, moved to where all are in view."""
    a, b, c, d = matrix
    y, x = np.indices(image.shape[:2])
    to_x, to_y = a * x + c * y, b * x + d * y
    to_x, to_y = to_x - to_x.min(), to_y - to_y.min()
    result = np.zeros((to_y.max() + 1, to_x.max() + 1, *image.shape[2:]), np.uint8)
    result[to_y, to_x] = image
    return result


def as_ffmpeg_shows(source: Path, size: tuple[int, int]) -> NDArray[np.float64]:
    """The frame of second 2 as ffmpeg itself turns and mirrors it: (height, width) grey."""
    program = [str(ffmpeg_path()), "-nostdin", "-v", "error"]
    which = ["-vf", "select=eq(n\\,62)", "-frames:v", "1"]
    raw = ["-pix_fmt", "gray", "-f", "rawvideo", "-"]
    done = subprocess.run(
        [*program, "-i", str(source), *which, *raw], check=True, capture_output=True
    )
    return np.frombuffer(done.stdout, np.uint8).reshape(size).astype(float)


@pytest.mark.parametrize("way", WAYS)
def test_pictures_are_mirrored_and_turned_as_their_display_matrix_says(
    tmp_path: Path, way: str
) -> None:
    upright = render(FILM, tmp_path)
    clip(upright, tmp_path / "upright")
    source = with_matrix(upright, tmp_path / "matrix.mp4", WAYS[way])
    document = clip(source, tmp_path / "v").document
    assert document["flags"] == []
    wanted = as_matrix_says(picture(tmp_path / "upright", 2), WAYS[way])
    if (ffmpeg_release(ffmpeg_path()) or (0, 0)) >= (7, 0):  # earlier ones only turn
        assert np.abs(as_ffmpeg_shows(source, wanted.shape[:2]) - wanted.mean(axis=2)).mean() < 4
    moving = next(SourcePictures.open(tmp_path / "v", source).play(2.48)).image
    for found in (picture(tmp_path / "v", 2), moving):
        assert found.shape == wanted.shape
        assert np.abs(found.astype(int) - wanted).mean() < 2


def test_a_turn_by_something_else_than_quarters_is_refused_with_the_way_out(tmp_path: Path) -> None:
    half = 0.5**0.5
    source = with_matrix(
        render(FILM, tmp_path),
        tmp_path / "odd.mp4",
        (half, -half, half, half),
    )
    with pytest.raises(MediaError, match=r"odd\.mp4: to be shown turned by 45 degrees.*ffmpeg -i"):
        clip(source, tmp_path / "v")


@pytest.mark.parametrize(
    ("name", "codec", "lower_first"),
    [
        ("a.mp4", "h264", False),
        ("b.ts", "h264", True),
        ("c.mkv", "mpeg2video", False),
        ("d.mp4", "mpeg4", True),
    ],
)
def test_an_interlaced_picture_becomes_its_earlier_moment(
    tmp_path: Path, name: str, codec: str, lower_first: bool
) -> None:
    source = interlaced(tmp_path, name, codec, seconds=3, lower_first=lower_first)
    document = clip(source, tmp_path / "v").document
    assert document["seconds_by_flag"]["interlaced"] == [0, 1, 2]
    earlier = [2 * FILM.index_before(second + Fraction(1, 2)) for second in range(3)]
    assert shown(tmp_path / "v", 3) == earlier
    moving = [index_of(each.image) for each in SourcePictures.open(tmp_path / "v", source).play(1)]
    assert moving == list(range(50, 150, 2))
    walked = [index_of(each.image) for each in SourceFrames.open(tmp_path / "v", source).walk(1, 2)]
    assert walked == list(range(earlier[1], earlier[2] + 1, 2))


def test_fields_that_come_as_pictures_of_half_the_height_keep_their_shape(tmp_path: Path) -> None:
    """HEVC's way: 160 x 72 is half of 160 x 144."""
    options = {"x265-params": "interlace=tff:log-level=0"}
    source = render(replace(FILM, codec="libx265", codec_options=options), tmp_path)
    document = clip(source, tmp_path / "v").document
    assert document["seconds_by_flag"] == {"interlaced": [0, 1, 2, 3]}
    assert (document["height_px"], document["width_px"]) == (72, 80)
    assert shown(tmp_path / "v", 4) == FRAMES


def test_interlaced_pictures_with_guessed_times_are_reduced_as_well(tmp_path: Path) -> None:
    """Sparse decoding cannot do them, and ffmpeg's raw pictures do not say what they hold."""
    told = interlaced(tmp_path, "told.mp4", "h264", seconds=3, lower_first=True)
    source = without_showing_times(told, tmp_path / "guessed.mp4")
    document = clip(source, tmp_path / "v").document
    assert document["decode_method"] == "every"
    assert document["flags"] == ["guessed-times", "interlaced"]
    first, *rest = shown(tmp_path / "v", 3)
    assert (first % 2, rest) == (0, [first + 50, first + 100])


def test_interlaced_pictures_are_left_alone_where_the_recipe_says_so_and_flagged(
    tmp_path: Path,
) -> None:
    source = interlaced(tmp_path, "a.mp4", "h264", seconds=2, lower_first=False)
    document = clip(source, tmp_path / "off", deinterlace=Deinterlace.OFF).document
    assert document["seconds_by_flag"] == {"interlaced": [0, 1]}
    combed, plain = picture(tmp_path / "off", 1), next(iter(_moving(tmp_path / "off", source)))
    assert np.abs(np.diff(combed[8:24, :, 0].astype(int), axis=0)).max() > 150
    assert np.abs(combed.astype(int) - plain).mean() < 3


def _moving(video_dir: Path, source: Path) -> list[NDArray[np.uint8]]:
    return [each.image for each in SourcePictures.open(video_dir, source).play(1.48)]


@pytest.mark.parametrize("codec", ["libx264", "mpeg2video"])
def test_pixels_that_change_their_shape_on_the_way_are_flagged(tmp_path: Path, codec: str) -> None:
    """As television does it, from 4:3 to 16:9."""
    source = tmp_path / "both.ts"
    with source.open("wb") as stream:
        for aspect in ("4:3", "16:9"):
            after = ("-c:v", codec, "-aspect", aspect, "-b:v", "4M", "-c:a", "aac")
            stream.write(remux(render(FILM, tmp_path), "part.ts", after=after).read_bytes())
    document = clip(source, tmp_path / "v").document
    assert document["seconds_by_flag"]["size-changes"] == [4, 5, 6, 7]
    assert shown(tmp_path / "v", 8) == 2 * FRAMES
    assert "size-changes" not in clip(source, tmp_path / "w", end_ms=3000).document["flags"]


@pytest.mark.parametrize("codec", ["libx264", "mpeg2video", "mpeg4"])
def test_pictures_of_another_shape_stand_between_bars_and_are_flagged(
    tmp_path: Path, codec: str
) -> None:
    """Picture 50 on are twice as high for their width: the middle 80 of 160 columns."""
    parts = [replace(FILM, name="1.mp4", frame_count=50, sound_s=2.0)]
    parts.append(replace(parts[0], name="2.mp4", height_px=144))
    source = tmp_path / "both.ts"
    with source.open("wb") as stream:
        for number, part in enumerate(parts):
            late = ("-output_ts_offset", str(1 + 2 * number))
            after = ("-c:v", codec, "-b:v", "4M", "-c:a", "aac", *late)
            stream.write(remux(render(part, tmp_path), f"{number}.ts", after=after).read_bytes())
    document = clip(source, tmp_path / "v").document
    assert document["seconds_by_flag"]["size-changes"] == [2, 3]
    assert (document["height_px"], document["width_px"]) == (72, 160)
    frames = [picture(tmp_path / "v", second) for second in range(4)]
    assert [index_of(each) for each in frames[:2]] == FRAMES[:2]
    assert [index_of(each[:, 40:120]) for each in frames[2:]] == [
        index - 50 for index in FRAMES[2:]
    ]
    for each in frames[2:]:
        assert max(each[:, :36].max(), each[:, 124:].max()) < 24
    moving = {
        round(each.time_s, 2): each.image
        for each in SourcePictures.open(tmp_path / "v", source).play(2.3)
    }
    played = moving[min(moving, key=lambda time_s: abs(time_s - 2.48))]
    assert index_of(played[:, 40:120]) in (11, 12, 13)
    assert played[:, :36].max() < 24

"""Files of old cameras, disks and sites: every frame shows the picture of its time, as in newer ones."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from media.barcode import CLICK_AT_S, Barcode, click_places, index_of, remux, render, steady
from media.clipping import clip, picture, sound

from avisbuild.errors import MediaError
from avisbuild.media.limits import MediaLimits
from avisbuild.media.moving_pictures import SourcePictures
from avisbuild.media.source_frames import SourceFrames
from avisbuild_pipelines.download.failures import DownloadFailure
from avisbuild_pipelines.download.proof import prove_media

FILM = Barcode(
    name="film.mp4", time_of=steady(25), frame_count=100, sound_s=4, height_px=144, width_px=176
)
FRAMES = [FILM.index_before(second + Fraction(1, 2)) for second in range(4)]
_MP2, _PCM = ("-c:a", "mp2"), ("-c:a", "pcm_s16le")
HOW = {
    "pictures-shown-out-of-order.avi": ("-c:v", "mpeg4", "-bf", "2", "-c:a", "mp3"),
    "camera.avi": ("-c:v", "mjpeg", *_PCM),
    "camera.mov": ("-c:v", "mjpeg", *_PCM),
    "site.flv": ("-c:v", "flv1", "-c:a", "mp3", "-ar", "44100"),
    "newer-site.flv": ("-c:v", "libx264", "-c:a", "aac"),
    "mpeg-2.mpg": ("-c:v", "mpeg2video", "-bf", "2", *_MP2),
    "mpeg-1.mpg": ("-c:v", "mpeg1video", "-bf", "2", *_MP2),
    "disk.vob": ("-c:v", "mpeg2video", "-bf", "2", "-c:a", "ac3"),
    "telephone.3gp": ("-c:v", "h263", "-c:a", "aac"),
    "free.ogv": ("-c:v", "libtheora", "-c:a", "libvorbis"),
    "old-codec.mp4": ("-c:v", "mpeg4", "-bf", "2", "-c:a", "aac"),
    "windows.wmv": ("-c:v", "wmv2", "-c:a", "wmav2"),
}
# FFmpeg's writer of AVI gives pictures that are shown out of their order one step later than the sound.
LATE_S = {"pictures-shown-out-of-order.avi": 0.025}


@pytest.mark.parametrize("name", HOW)
def test_an_old_file_is_right_to_the_frame_and_plays_on_from_anywhere(
    tmp_path: Path, name: str
) -> None:
    source = remux(render(FILM, tmp_path), name, after=(*HOW[name], "-q:v", "2"))
    document = clip(source, tmp_path / "v").document
    assert (document["second_count"], document["flags"]) == (4, [])
    assert [index_of(picture(tmp_path / "v", second)) for second in range(4)] == FRAMES
    places = click_places(sound(tmp_path / "v/audio.wav"), 16_000)
    expected = [round((second + CLICK_AT_S) * 16_000) for second in range(4)]
    assert np.abs(np.subtract(places, expected)).max() <= 80 + LATE_S.get(name, 0) * 16_000
    opened = SourcePictures.open(tmp_path / "v", source)
    assert [index_of(each.image) for each in opened.play(2.2)] == list(range(55, 100))
    walk = SourceFrames.open(tmp_path / "v", source).walk(2, 1)
    assert [index_of(each.image) for each in walk] == list(range(FRAMES[2], FRAMES[1] - 1, -1))


@pytest.mark.parametrize("name", ["camera.avi", "newer-site.flv", "old-codec.mp4"])
def test_an_old_file_that_was_cut_off_is_refused(tmp_path: Path, name: str) -> None:
    whole = remux(render(FILM, tmp_path), name, after=(*HOW[name], "-q:v", "2"))
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) * 6 // 10])
    with pytest.raises(MediaError) as caught:
        clip(whole, tmp_path / "v")
    assert caught.value.code in ("truncated", "undecodable")


def test_a_cut_off_file_that_ffmpeg_does_not_tell_is_refused_as_it_is_fetched(
    tmp_path: Path,
) -> None:
    name = "windows.wmv"
    whole = remux(render(FILM, tmp_path), name, after=(*HOW[name], "-q:v", "2"))
    assert prove_media(whole, MediaLimits()).extension == "wmv"
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) * 6 // 10])
    with pytest.raises(DownloadFailure, match="cut off") as caught:
        prove_media(whole, MediaLimits())
    assert caught.value.code == "truncated"


@pytest.mark.parametrize("name", ["old-codec.mp4", "site.flv", "windows.wmv"])
def test_files_joined_end_to_end_of_which_only_the_first_is_read_are_refused_as_they_are_fetched(
    tmp_path: Path, name: str
) -> None:
    whole = remux(render(FILM, tmp_path), name, after=(*HOW[name], "-q:v", "2"))
    assert prove_media(whole, MediaLimits()).duration_s == pytest.approx(4, abs=0.1)
    whole.write_bytes(2 * whole.read_bytes())
    with pytest.raises(DownloadFailure, match=r"several files joined end to end.*concat"):
        prove_media(whole, MediaLimits())


@pytest.mark.parametrize(
    ("begins", "kind"),
    [(b".RMF\0\0\0\x12", "RealMedia"), (b"GIF89a", "GIF"), (b"\0\0\0\x01\x67", "H.264 or HEVC")],
)
def test_a_media_file_of_another_kind_is_refused_with_how_to_convert_it(
    tmp_path: Path, begins: bytes, kind: str
) -> None:
    source = tmp_path / "clip.bin"
    source.write_bytes(begins + bytes(2000))
    with pytest.raises(MediaError, match=rf"clip\.bin: {kind}.*ffmpeg -i clip\.bin .* clip\.mkv"):
        clip(source, tmp_path / "v")

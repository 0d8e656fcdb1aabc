"""Videos made of a folder of pictures: whole clips, whatever kind their pictures and sound are."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pipelines.import_case import RATE_HZ, changed, from_release
from release_scenes import write_wav

from avisbuild.records import VideoId
from avisbuild.store import Project
from avisbuild_pipelines.clip import read_clip, verify_clip
from avisbuild_pipelines.exporting import export_release
from avisbuild_pipelines.picture_survey import Orientation


def test_videos_made_of_pictures_are_whole_clips(release: Path, project: Project) -> None:
    from_release(project, release)
    for name in ("a-1", "b-1", "c-1"):
        assert verify_clip(project.videos_dir / name) == []
    clip = read_clip(project.videos_dir / "c-1")
    assert clip is not None
    assert clip.video == project.video(VideoId("c-1"))
    assert clip.document["flags"] == []


def test_a_video_without_sound_gets_silence_and_a_flag(
    release: Path, project: Project, tmp_path: Path
) -> None:
    (release / "train/WAVAudios/a-1.wav").unlink()
    from_release(project, release)
    clip = read_clip(project.videos_dir / "a-1")
    assert clip is not None
    assert clip.document["flags"] == ["no-audio", "silent-audio"]
    assert clip.document["sound"]["silence_added"] == 4 * RATE_HZ


def test_sound_beside_the_pictures_is_mixed_resampled_and_fitted(
    release: Path, project: Project
) -> None:
    tone = np.sin(np.arange(22_050 * 3) / 22_050 * 2 * np.pi * 100) * 8000
    stereo = np.stack((tone, tone), axis=1).astype(np.int16)
    write_wav(release / "train/JPEGImages/a-1.wav", stereo, rate_hz=22_050)
    from_release(project, release)
    clip = read_clip(project.videos_dir / "a-1")
    assert clip is not None
    sound = clip.document["sound"]
    assert (sound["from"], sound["silence_added"], sound["cut"]) == ("a-1.wav", RATE_HZ, 0)
    assert sound["rms_by_second"] == pytest.approx([0.1726] * 3 + [0.0], abs=0.002)


def test_pictures_that_are_no_jpegs_become_jpegs(release: Path, project: Project) -> None:
    frame = release / "train/JPEGImages/b-1/00001.jpg"
    with Image.open(frame) as picture:
        picture.save(frame.with_suffix(".png"))
    changed(
        release,
        lambda document: document["videos"][1]["file_names"].__setitem__(1, "b-1/00001.png"),
    )
    assert [outcome.problem for outcome in from_release(project, release)] == ["", "", ""]
    with Image.open(project.videos_dir / "b-1/frames/00001.jpg") as picture:
        assert (picture.format, picture.size) == ("JPEG", (20, 12))


def with_pictures(release: Path, ending: str, save: Any) -> None:
    """Give `b-1` other pictures, of three seconds; `save` is handed each picture and its path."""
    for second in range(3):
        frame = release / f"train/JPEGImages/b-1/0000{second}.jpg"
        with Image.open(frame) as picture:
            picture.load()
        frame.unlink()
        save(picture, frame.with_suffix(ending))
    names = [f"b-1/0000{second}{ending}" for second in range(3)]
    changed(release, lambda document: document["videos"][1].update(file_names=names))


def tagged(orientation: int) -> Any:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return lambda picture, path: picture.save(path, exif=exif)


def test_pictures_that_a_tag_turns_are_asked_about_and_come_out_without_it(
    release: Path, project: Project, tmp_path: Path
) -> None:
    with_pictures(release, ".jpg", tagged(3))
    stored = (release / "train/JPEGImages/b-1/00000.jpg").read_bytes()
    outcomes = from_release(project, release, dry_run=True)
    assert "say with --orientation shown or --orientation stored" in outcomes[1].problem
    (note,) = from_release(project, release, orientation=Orientation.STORED)[1].notes
    assert note == (
        "3 pictures have an orientation tag; taken as they are stored, the tag taken out"
    )
    clip = read_clip(project.videos_dir / "b-1")
    assert clip is not None
    assert clip.document["flags"] == ["orientation-tags"]
    assert clip.document["seconds_by_flag"] == {"orientation-tags": [0, 1, 2]}
    folder = export_release(project, out=tmp_path / "again").folder
    with Image.open(folder / "train/JPEGImages/b-1/00000.jpg") as found:
        assert not found.getexif()
        with Image.open(BytesIO(stored)) as before:
            assert found.tobytes() == before.tobytes()


def test_the_same_pictures_the_other_way_up_are_another_video(
    release: Path, project: Project
) -> None:
    with_pictures(release, ".jpg", tagged(3))
    from_release(project, release, orientation=Orientation.SHOWN)
    again = from_release(project, release, orientation=Orientation.SHOWN, replace=True)
    assert [outcome.problem for outcome in again] == ["", "", ""]
    with Image.open(project.videos_dir / "b-1/frames/00000.jpg") as found:
        turned = np.asarray(found).astype(int)
    with Image.open(release / "train/JPEGImages/b-1/00000.jpg") as before:
        shown = np.asarray(before.transpose(Image.Transpose.ROTATE_180)).astype(int)
    assert np.abs(turned - shown).mean() < np.abs(turned - shown[::-1, ::-1]).mean() / 2


def test_ten_bits_of_grey_in_sixteen_come_in_as_bright_as_they_are(
    release: Path, project: Project
) -> None:
    shades = np.tile(np.linspace(0, 1023, 20).astype(np.uint16), (12, 1))
    with_pictures(release, ".png", lambda _, path: Image.fromarray(shades).save(path))
    (note,) = from_release(project, release)[1].notes
    assert "use the values of 10 bits" in note
    with Image.open(project.videos_dir / "b-1/frames/00000.jpg") as found:
        assert found.mode == "RGB"
        assert np.abs(np.asarray(found)[:, :, 0].astype(int) - shades // 4).max() < 12

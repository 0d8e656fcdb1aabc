"""Frames as files: loaded as RGB, named by the hash of their bytes, and missed in one line."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from avisbuild.records import VideoId
from avisbuild.segment.frames import FrameError, video_frame, video_frames

POND = VideoId("pond")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A video with two frames of one colour each."""
    (tmp_path / "pond" / "frames").mkdir(parents=True)
    for second, colour in enumerate([(200, 30, 30), (30, 30, 200)]):
        image = np.full((24, 32, 3), colour, np.uint8)
        Pillow.fromarray(image).save(tmp_path / "pond" / "frames" / f"{second:05d}.jpg")
    return tmp_path / "pond"


def test_a_frame_is_loaded_as_rgb_and_named_by_its_file_s_bytes(folder: Path) -> None:
    red, blue = video_frames(folder, POND, 2)
    assert (red.key.video_id, red.key.second, blue.key.second) == (POND, 0, 1)
    image = red.load()
    assert (image.shape, image.dtype) == ((24, 32, 3), np.uint8)
    assert abs(image.astype(int).mean((0, 1)) - (200, 30, 30)).max() < 5
    digest = hashlib.sha256((folder / "frames" / "00000.jpg").read_bytes()).hexdigest()
    assert red.content_hash() == digest


def test_a_grey_picture_has_three_channels_too(folder: Path) -> None:
    Pillow.fromarray(np.full((24, 32), 77, np.uint8)).save(folder / "frames" / "00000.jpg")
    assert video_frame(folder, POND, 0).load().shape == (24, 32, 3)


def test_a_missing_frame_is_one_line_with_its_cure(folder: Path) -> None:
    """A frame file deleted (bad days)."""
    frame = video_frame(folder, POND, 7)
    for look in (frame.load, frame.content_hash):
        with pytest.raises(FrameError, match=r"00007.jpg is missing; `avisbuild clip pond`"):
            look()


@pytest.mark.parametrize("kept", [0, 10, 300])
def test_a_spoilt_frame_is_one_line_with_its_cure(folder: Path, kept: int) -> None:
    path = folder / "frames" / "00000.jpg"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(FrameError, match="is no picture that can be read") as error:
        video_frame(folder, POND, 0).load()
    assert "\n" not in str(error.value)
    assert "_io." not in str(error.value)  # a name of Python's, which nobody can look for


def test_a_frame_that_claims_to_be_huge_is_one_line(folder: Path) -> None:
    """A byte of its header turned: no reason to stop a night's run, nor to fill the memory."""
    path = folder / "frames" / "00000.jpg"
    data = bytearray(path.read_bytes())
    size = data.index(b"\xff\xc0") + 5  # height and width, two bytes each
    data[size : size + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    with pytest.raises(FrameError, match="is no picture that can be read"):
        video_frame(folder, POND, 0).load()


def test_a_frame_that_is_there_but_cannot_be_read_is_not_called_missing(folder: Path) -> None:
    path = folder / "frames" / "00000.jpg"
    path.unlink()
    path.mkdir()
    frame = video_frame(folder, POND, 0)
    for look in (frame.load, frame.content_hash):
        with pytest.raises(FrameError, match=r"00000.jpg .*directory") as error:
            look()
        assert "missing" not in str(error.value)

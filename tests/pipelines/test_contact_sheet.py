"""A contact sheet shows seconds side by side, with masks where and only where something sounds."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from avisbuild.masks import encode
from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    Snapshot,
    Sounding,
    Track,
    Video,
    VideoId,
)
from avisbuild.records.bundled import load_taxonomy
from avisbuild_pipelines.contact_sheet import write_contact_sheet

SIZE = (90, 160)
GREY = (128, 128, 128)


def _snapshot(media_root: Path | None, *, states: tuple[Sounding, ...]) -> Snapshot:
    video = Video(
        video_id=VideoId("v1"), second_count=len(states), height_px=SIZE[0], width_px=SIZE[1]
    )
    box = np.zeros(SIZE, bool)
    box[20:70, 40:120] = True
    guitar = Instance(
        instance_id=InstanceId("g"), video_id=video.video_id, category_id=CategoryId(3), number=1
    )
    track = Track(instance=guitar, states=states, masks=(encode(box),) * len(states))
    return Snapshot(
        taxonomy=load_taxonomy("aviseg"),
        videos=[video],
        tracks={video.video_id: [track]},
        media_root=media_root,
    )


def _grey_media(root: Path, second_count: int) -> None:
    frames = root / "v1" / "frames"
    frames.mkdir(parents=True)
    for second in range(second_count):
        Image.new("RGB", SIZE[::-1], GREY).save(frames / f"{second:05d}.jpg")
    soundfile.write(root / "v1" / "audio.wav", np.zeros(16_000 * second_count), 16_000)


def test_only_the_sounding_second_carries_a_mask(tmp_path: Path) -> None:
    states = (Sounding.SOUNDING, Sounding.SILENT)
    _grey_media(tmp_path, len(states))
    sheet = write_contact_sheet(_snapshot(tmp_path, states=states), tmp_path / "sheet.png")
    pixels = np.asarray(Image.open(sheet).convert("RGB")).astype(int)
    middle_y, first_x = 34 + 56, 18 + 112 + 100
    sounding, silent = pixels[middle_y, first_x], pixels[middle_y, first_x + 200]
    assert abs(sounding - GREY).max() > 30
    assert abs(silent - GREY).max() <= 3


def test_a_long_video_shows_ten_seconds(tmp_path: Path) -> None:
    states = (Sounding.SILENT,) * 25
    _grey_media(tmp_path, len(states))
    sheet = write_contact_sheet(_snapshot(tmp_path, states=states), tmp_path / "sheet.png")
    with Image.open(sheet) as picture:
        assert picture.width == 2 * 18 + 112 + 10 * 200


def test_annotations_without_media_make_no_sheet(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="media_root is None"):
        write_contact_sheet(_snapshot(None, states=(Sounding.SILENT,)), tmp_path / "sheet.png")
    assert list(tmp_path.iterdir()) == []

"""Pictures between two times are decoded from near by, also where a key picture is damaged."""

from dataclasses import replace
from pathlib import Path

import pytest
from media.barcode import Barcode, render, steady
from media.clipping import clip
from media.damage import spoil

from avisbuild.media.clipped_source import ClippedSource
from avisbuild.media.picture_reader import PictureReader

EIGHT_S = Barcode(name="a.mp4", time_of=steady(25), frame_count=200, sound_s=8)


def test_behind_a_damaged_key_picture_it_starts_one_before_and_not_at_the_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a recording of two hours the beginning is far away, and every second would start there."""
    source = render(replace(EIGHT_S, codec_options={"g": "25", "bf": "0"}), tmp_path)
    clip(source, tmp_path / "v")
    clipped = ClippedSource.open(tmp_path / "v", source)
    spoil(source, pictures=range(150, 151))
    starts: list[int | None] = []
    decode = PictureReader._from
    monkeypatch.setattr(
        PictureReader,
        "_from",
        lambda self, key, high: (starts.append(key), decode(self, key, high))[1],
    )
    shown, keys = clipped.timeline.shown_pts(), clipped.timeline.key_pts()
    found = [time for time, _ in PictureReader(clipped).between(shown[145], shown[155])]
    assert found == shown[145:150]
    found = [time for time, _ in PictureReader(clipped).between(shown[152], shown[180])]
    assert found == shown[175:181]
    assert starts[-1] in keys
    assert None not in starts

"""Pictures between two seconds are those of the source, and begin and end exactly at the video's frames."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from media.barcode import Barcode, index_of
from media.clipping import clip, picture
from media.shelf import CODECS, CONTAINERS, RATES, UNSUITED, Shelf

from avisbuild.media.between import Moment, SourceFrames

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

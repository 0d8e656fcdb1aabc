"""Tables of videos and splits: what is read of them, and what is refused."""

from pathlib import Path

import pytest

from avisbuild.errors import FormatError
from avisbuild.releases.audit.placement import read_placement


def test_a_table_may_call_its_videos_video_and_its_splits_as_it_likes(tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("video,split,source\nb,test_s,yt:x\na,train,\nb,train,\n")
    placement = read_placement(table)
    assert placement.splits == {"a": ("train",), "b": ("train", "test_s")}
    assert [item.source for item in placement.items] == ["", "yt:x"]
    assert placement.videos_by_split() == {"train": 2, "test_s": 1}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,split\na,train\n", "line 1: expected the columns video_id (or video) and split"),
        ("video_id,split\na/b,train\n", "line 2: expected 1 to 128"),
        ("video_id,split\na,\n", "line 2: video a: expected a split"),
        ("video_id,split\n", "names no video"),
        ("video_id,split\n\xff,train\n", "expected a CSV table in UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, text: str, says: str
) -> None:
    table = tmp_path / "names.csv"
    table.write_bytes(text.encode("latin-1"))
    with pytest.raises(FormatError) as caught:
        read_placement(table)
    assert "names.csv" in str(caught.value)
    assert says in str(caught.value)

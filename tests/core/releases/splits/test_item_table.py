"""VIDEOS.csv: what there is is read, and what is wrong is told in one line."""

from pathlib import Path

import pytest

from avisbuild.errors import FormatError
from avisbuild.records import VideoId
from avisbuild.releases.splits.item_table import read_items
from avisbuild.releases.splits.items import SplitItem


def read(folder: Path, text: str) -> tuple[SplitItem, ...]:
    path = folder / "VIDEOS.csv"
    path.write_text(text, encoding="utf-8")
    return read_items(path)


def test_columns_that_are_not_there_are_not_known(tmp_path: Path) -> None:
    assert read(tmp_path, "video_id,colour\na,red\n") == (SplitItem(video_id=VideoId("a")),)


def test_every_column_is_read(tmp_path: Path) -> None:
    (item,) = read(
        tmp_path,
        "video_id,source,uploader,group,labels,seconds,silent_seconds,instances\n"
        "a,yt:1,me,g,guitar; violin;guitar,9.6,2,3\n",
    )
    assert item == SplitItem(
        video_id=VideoId("a"),
        source="yt:1",
        uploader="me",
        group="g",
        labels=("guitar", "violin"),
        seconds=10,
        silent_seconds=2,
        instances=3,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("video\na\n", r"VIDEOS.csv line 1: expected video_id and of the columns"),
        ("video_id\n", r"VIDEOS.csv has no rows"),
        ("video_id\na\nb\na\n", r"VIDEOS.csv line 4: video a stands in the file twice"),
        ("video_id\n../a\n", r"VIDEOS.csv line 2: expected 1 to 128 of the characters"),
        ("video_id,seconds\na,-1\n", r"line 2, seconds: expected a number from 0 to 86400"),
        ("video_id,instances\na,1e9\n", r"line 2, instances: expected a number"),
        ("video_id,seconds,silent_seconds\na,3,4\n", r"line 2: expected no more silent_seconds"),
        ('video_id\n"a', r"VIDEOS.csv cannot be read as CSV in UTF-8"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        read(tmp_path, text)

"""metadata.csv: what is written is read back, where the published code looks; mistakes have a line."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.errors import FormatError
from avisbuild.formats.avsbench.metadata import (
    MetadataRow,
    Subset,
    metadata_text,
    published_name,
    read_metadata,
)
from avisbuild.metrics.class_table import avsbench_classes, read_video_labels
from avisbuild.records import Split, VideoId

HEADER = "vid,uid,s_min,s_sec,a_obj,split,label"
_names = st.sampled_from(["violin", "hair-dryer", "emergency-car", "man"])
_rows = st.builds(
    MetadataRow,
    uid=st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,9}", fullmatch=True).map(VideoId),
    label=st.sampled_from(Subset),
    split=st.sampled_from(Split),
    categories=st.lists(_names, unique=True).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(_rows, min_size=1, max_size=4, unique_by=lambda row: row.uid))
def test_rows_that_are_written_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[MetadataRow]
) -> None:
    path = tmp_path_factory.getbasetemp() / "metadata.csv"
    path.write_text(metadata_text(rows))
    found = read_metadata(path)
    assert [(row.folder, row.split, row.categories) for row in found] == [
        (row.folder, row.split, row.categories) for row in rows
    ]


def test_the_published_code_finds_its_columns_by_place_and_by_name(tmp_path: Path) -> None:
    row = MetadataRow(
        uid=VideoId("E0zx8GIBI_Y_70"),
        label=Subset.V2,
        split=Split.VAL,
        categories=("hair-dryer", "man"),
        source="E0zx8GIBI_Y",
        start=70,
    )
    header, cells = csv.reader(metadata_text([row]).splitlines())
    assert (cells[1], cells[4], cells[6]) == ("E0zx8GIBI_Y_70", "hair-dryer_man", "v2")
    assert dict(zip(header, cells, strict=True))["split"] == "val"
    assert cells[:4] == ["E0zx8GIBI_Y", "E0zx8GIBI_Y_70", "1", "10"]


def test_a_silent_video_is_listed_with_the_background_which_scoring_reads(tmp_path: Path) -> None:
    row = MetadataRow(uid=VideoId("night"), label=Subset.V1M, split=Split.TEST, categories=())
    path = tmp_path / "metadata.csv"
    path.write_text(metadata_text([row]))
    assert path.read_text().splitlines()[1] == "night,night,0,0,background,test,v1m"
    assert read_metadata(path)[0].categories == ()
    assert read_video_labels(path, avsbench_classes()) == {"night": frozenset()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("lawn_mover", "lawn-mover"), ("Hair dryer", "hair-dryer"), ("violin", "violin")],
)
def test_names_have_dashes_because_an_underscore_stands_between_them(
    name: str, expected: str
) -> None:
    assert published_name(name) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "found no row"),
        (f"{HEADER}\n", "found no row"),
        ("vid,uid\nv,v", "line 1: expected 7 columns, got 2"),
        ("vid,label,s,s,a_obj,split,uid\n", "line 1: expected uid as column 2"),
        ("vid,uid,s,s,a_obj,part,label\n", "line 1: expected a column split, got vid, uid"),
        (f"{HEADER}\nv,v,0,0,dog,train\n", "line 2: expected 7 columns, got 6"),
        (f"{HEADER}\nv,../v,0,0,dog,train,v2\n", "line 2, uid: expected 1 to 128"),
        (f"{HEADER}\nv,v,0,0,dog,train,v3\n", "line 2, label: expected v1s, v1m or v2, got 'v3'"),
        (f"{HEADER}\nv,v,0,0,dog,,v2\n", "line 2, split: expected train, val or test, got ''"),
        (
            f"{HEADER}\nv,v,0,0,dog,val,v2\nv,v,0,0,cat,val,v2\n",
            "line 3: expected each video once, got 'v' again",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "metadata.csv"
    path.write_text(text)
    with pytest.raises(FormatError) as caught:
        read_metadata(path)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_row_that_stands_there_again_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "metadata.csv"
    path.write_text(f"{HEADER}\n" + 2 * "v,v,0,0,dog,val,v2\n")
    assert len(read_metadata(path)) == 1

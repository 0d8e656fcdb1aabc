"""Manifests from what published data sets list."""

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pipelines.download_case import render_video

from avisbuild.errors import FormatError
from avisbuild.records import Split
from avisbuild_pipelines.known_sets.music_avqa import list_music_avqa
from avisbuild_pipelines.known_sets.names import (
    Entry,
    aviseg_entry,
    avsbench_entry,
    leaking_sources,
    read_names,
    vggsound_entry,
    write_manifest,
)
from avisbuild_pipelines.manifest import read_manifest
from avisbuild_pipelines.manifest.music_avqa import MusicAvqa

Program = Callable[..., "subprocess.CompletedProcess[str]"]
COUNTS = "data/aviseg-published-counts.csv"


@pytest.mark.parametrize(
    ("name", "source", "span", "times"),
    [
        ("-lChxq186HE-1694961940678-seg1-1695386678815", "yt:-lChxq186HE", (None, None), "unknown"),
        (
            "447aZ7b8dnI-00.01.08.573-00.02.09.210-seg1",
            "yt:447aZ7b8dnI",
            (68_573, 129_210),
            "approximate",
        ),
        ("o8BuZ99MxyY", "yt:o8BuZ99MxyY", (None, None), "whole"),
        ("00000768", "music-avqa:00000768", (None, None), "whole"),
        ("esa00000768", "music-avqa:esa00000768", (None, None), "whole"),
    ],
)
def test_an_aviseg_name_tells_its_source_and_perhaps_its_times(
    name: str, source: str, span: tuple[int | None, int | None], times: str
) -> None:
    entry = aviseg_entry({}, [name])
    assert (entry.video_id, entry.source, entry.times) == (name, source, times)
    assert (entry.start_ms, entry.end_ms) == span
    assert entry.synthetic is name.startswith("esa")


def test_the_published_names_of_aviseg_cut_23_groups_and_26_test_clips(shared: Path) -> None:
    entries = read_names(shared / COUNTS, aviseg_entry)
    leaks = leaking_sources(entries)
    assert len(entries) == 616 + 205
    assert len(leaks) == 23
    assert sum(len(one.members[Split.TEST]) for one in leaks) == 26


def test_the_program_refuses_the_published_split_of_aviseg_unless_told(
    shared: Path, tmp_path: Path, avisbuild: Program
) -> None:
    out = tmp_path / "aviseg.csv"
    refused = avisbuild("manifest", "from-aviseg", shared / COUNTS, "--out", out)
    assert refused.returncode == 2
    assert "23 groups are in more than one split" in refused.stderr
    assert "26 test clips" in refused.stderr
    assert not out.exists()
    options = ("--out", out, "--allow-group-leak", "--json")
    allowed = avisbuild("manifest", "from-aviseg", shared / COUNTS, *options)
    assert allowed.returncode == 0
    report = json.loads(allowed.stdout)
    assert (report["videos"], report["cut_groups"], report["times_approximate"]) == (821, 23, 87)
    with pytest.raises(FormatError, match=r"23 groups are in more than one split.*26 test videos"):
        read_manifest(out, media_root=None, music_avqa_root=tmp_path)
    manifest = read_manifest(out, media_root=None, music_avqa_root=tmp_path, allow_group_leak=True)
    assert len(manifest.leaks) == 23


def test_vggsound_rows_last_ten_seconds_and_keep_their_label() -> None:
    entry = vggsound_entry({}, ["---g-f_I2yQ", "1", "people marching", "test"])
    assert entry == Entry(
        video_id="---g-f_I2yQ_000001",
        source="yt:---g-f_I2yQ",
        start_ms=1_000,
        end_ms=11_000,
        split="test",
        labels=("people marching",),
        times="exact",
    )


def test_avsbench_rows_know_their_times_only_when_the_columns_say_so() -> None:
    row = {"uid": "abcdefghijk_x", "label": "v2", "split": "train", "a_obj": "dog_man"}
    entry = avsbench_entry(row, [])
    assert (entry.source, entry.labels, entry.times) == (
        "yt:abcdefghijk",
        ("dog", "man"),
        "unknown",
    )
    entry = avsbench_entry({**row, "s_min": "1", "s_sec": "5"}, [])
    assert (entry.start_ms, entry.end_ms, entry.times) == (65_000, 75_000, "exact")


def test_a_list_of_names_with_wrong_lines_is_refused_with_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("video,split\nshort,train\n00000768,training\n00000769,train\n")
    with pytest.raises(FormatError) as error:
        read_names(path, aviseg_entry)
    assert [line.split(":")[0].strip() for line in str(error.value).splitlines()[1:]] == [
        "line 2",
        "line 3",
    ]


AVSBENCH = "uid,label,s_min,s_sec\nabcdefghijk_1,v2,{},3\n"
VGGSOUND = "abcdefghijk,30,dog,train\n"


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (vggsound_entry, "foo\n", "line 1: expected YouTube id, start, label, split, got foo"),
        (vggsound_entry, VGGSOUND * 2, "line 2: abcdefghijk_000030 is already in line 1"),
        (
            vggsound_entry,
            VGGSOUND + VGGSOUND.upper().replace("TRAIN", "train"),
            "differs only by case from abcdefghijk_000030, already in line 1",
        ),
        (avsbench_entry, "foo\n", "line 1: expected a column uid, or the uid in the second"),
        (
            avsbench_entry,
            AVSBENCH.format("x"),
            "line 2: expected seconds or [H:]MM:SS(.mmm), got 'x'",
        ),
        (avsbench_entry, AVSBENCH.format("-1"), "line 2: expected seconds or [H:]MM:SS(.mmm)"),
    ],
)
def test_a_line_that_cannot_become_a_row_says_what_is_expected(
    tmp_path: Path, read: Any, text: str, says: str
) -> None:
    path = tmp_path / "names.csv"
    path.write_text(text)
    with pytest.raises(FormatError, match=re.escape(says)):
        read_names(path, read)


def test_a_manifest_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_text("mine")
    with pytest.raises(FormatError, match="exists already"):
        write_manifest(path, [])
    assert path.read_text() == "mine"


@pytest.fixture
def music_avqa(tmp_path: Path) -> Path:
    root = tmp_path / "mavqa"
    real, synthetic = root / "MUSIC-AVQA-videos-Real", root / "MUSIC-AVQA-videos-Synthetic"
    for folder in (real, synthetic):
        folder.mkdir(parents=True)
    video = render_video(real / "00000768.mp4")
    for prefix in ("sa", "va", "esa", "eva", "vv", "evv"):
        shutil.copy(video, synthetic / f"{prefix}00000001.mp4")
    (real / "00000002.mp4").write_bytes(b"")
    (real / "00000003.mp4").write_bytes(video.read_bytes()[:4000])
    (real / "notes.mp4").write_bytes(b"no id")
    return root


def test_music_avqa_lists_both_folders_and_what_is_missing_or_unreadable(music_avqa: Path) -> None:
    folder = MusicAvqa.open(music_avqa)
    found = list_music_avqa(folder, {*folder.paths, "00000999"})
    assert len(found.entries) == 7
    assert [entry.video_id for entry in found.entries if not entry.synthetic] == ["00000768"]
    assert found.missing == ("00000999",)
    assert list(found.unreadable) == ["00000002", "00000003"]
    assert "empty" in found.unreadable["00000002"]
    assert "cut off" in found.unreadable["00000003"]


def test_the_program_writes_what_it_can_of_music_avqa_and_says_what_is_left_out(
    music_avqa: Path, tmp_path: Path, avisbuild: Program
) -> None:
    questions = tmp_path / "avqa-train.json"
    ids = ["00000768", "00000768", "sa00000001", "00000999", "00000002"]
    questions.write_text(json.dumps([{"video_id": name, "question_id": 1} for name in ids]))
    out = tmp_path / "m.csv"
    options = ("--music-avqa-root", music_avqa, "--out", out)
    done = avisbuild("manifest", "from-musicavqa", questions, *options)
    assert done.returncode == 1
    assert "left out: 00000999: is not there" in done.stdout
    assert "left out: 00000002: " in done.stdout
    with out.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["video_id"], row["synthetic"]) for row in rows] == [
        ("00000768", ""),
        ("sa00000001", "yes"),
    ]
    manifest = read_manifest(out, media_root=None, music_avqa_root=music_avqa)
    assert [row.source.synthetic for row in manifest.rows] == [False, True]

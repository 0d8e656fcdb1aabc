"""What a manifest may not mean is named with its line, before anything runs."""

import json
from pathlib import Path

import pytest
from program_here import run_here

from avisbuild.records.bundled import load_taxonomy
from avisbuild_pipelines.manifest import read_manifest
from avisbuild_pipelines.manifest.notes import manifest_notes

ID = "dQw4w9WgXcQ"


def notes(folder: Path, text: str, **options: Path | None) -> list[str]:
    (folder / "m.csv").write_text(text, encoding="utf-8")
    manifest = read_manifest(
        folder / "m.csv", media_root=None, **{"music_avqa_root": None, **options}
    )
    found = manifest_notes(
        manifest.rows, load_taxonomy("aviseg"), sources_dir=folder / "p" / "sources"
    )
    return [str(note) for note in found]


def test_an_ordinary_manifest_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    text = f"video_id,source,start,labels\na,local:a.mp4,1.250,violin; dog\nb,yt:{ID},,\n"
    assert notes(tmp_path, text) == []


def test_local_files_that_are_missing_are_named_unless_the_project_has_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "music").mkdir()
    text = "video_id,source\na,local:a.mp4\nb,music-avqa:00000768\n"
    found = notes(tmp_path, text, music_avqa_root=tmp_path / "music")
    assert found[0] == f"line 2, column source: {tmp_path.resolve() / 'a.mp4'} is not there"
    assert found[1].startswith("line 3, column source: ")
    manifest = read_manifest(
        tmp_path / "m.csv", media_root=None, music_avqa_root=tmp_path / "music"
    )
    taken = tmp_path / "p" / "sources" / manifest.rows[0].source.key
    taken.mkdir(parents=True)
    (taken / "source.json").write_text("{}")
    assert len(notes(tmp_path, text, music_avqa_root=tmp_path / "music")) == 1


def test_labels_that_are_no_category_are_named_once_with_the_nearest(tmp_path: Path) -> None:
    rows = [f"a,yt:{ID},violn;dog", f"b,yt:{ID},Guitar;violn", f"c,yt:{ID},xylophone orchestra"]
    found = notes(tmp_path, "\n".join(["video_id,source,labels", *rows, ""]))
    assert found[0] == (
        "line 2, 3, column labels: violn is no category of the project; the nearest is violin"
    )
    assert found[1] == "line 3, column labels: Guitar is guitar in this project"
    assert "line 4, column labels: xylophone orchestra is no category" in found[2]


def test_a_label_by_an_old_name_or_a_synonym_is_told_as_what_it_is_here(tmp_path: Path) -> None:
    """A rename or a merge leaves the old name as a synonym, and manifests from before it."""
    text = f"video_id,source,labels\na,yt:{ID},mower;小提琴\n"
    assert notes(tmp_path, text) == [
        "line 2, column labels: mower is lawn_mover in this project",
        "line 2, column labels: 小提琴 is violin in this project",
    ]


def test_rounded_times_are_told_in_one_line(tmp_path: Path) -> None:
    times = [
        ("0.30000000000000004", "1.3999999999999999"),
        ("0.3000000000", "2"),
        ("0:00.0005", "0:03"),
        ("5.551115123125783e-17", "1"),
    ]
    rows = [f"v{number},yt:{ID},{start},{end}" for number, (start, end) in enumerate(times)]
    (found,) = notes(tmp_path, "\n".join(["video_id,source,start,end", *rows, ""]))
    assert found == (
        "times with more than three decimals: 4, rounded to a millisecond;"
        " the first in line 2, column start: 0.30000000000000004 is 0.300"
    )


def test_of_very_many_only_the_first_are_named(tmp_path: Path) -> None:
    rows = "\n".join(f"v{number},local:{number}.mp4" for number in range(50))
    found = notes(tmp_path, f"video_id,source\n{rows}\n")
    assert (len(found), found[-1]) == (21, "and 30 more of this kind")


def test_the_dry_run_and_the_fetch_tell_them_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "m.csv").write_text("video_id,source,labels\na,local:none.mp4,dgo\n")
    assert run_here("init", tmp_path / "p", "--recipe", "aviseg") == 0
    capsys.readouterr()
    words = ("fetch", tmp_path / "m.csv", "--project", tmp_path / "p")
    assert run_here(*words, "--dry-run", "--json") == 0
    said = capsys.readouterr()
    assert "none.mp4 is not there" in said.err
    assert "dgo is no category of the project; the nearest is dog" in said.err
    assert len(json.loads(said.out)["notes"]) == 2
    assert run_here(*words) == 1
    told, _, ended = capsys.readouterr().err.partition("dgo is no category")
    assert "none.mp4 is not there" in told
    assert ended

"""A file whose accents the disk spells in the other form of Unicode is found, and two are refused."""

import unicodedata
from pathlib import Path

import pytest

from avisbuild.errors import FormatError
from avisbuild_pipelines.manifest import read_manifest

COMPOSED, DECOMPOSED = "caf\u00e9", "cafe\u0301"
HANGUL = "\ud55c"  # a syllable of which the decomposed form has three letters


def source_of(folder: Path, path: str) -> str:
    (folder / "m.csv").write_text(f"video_id,source\na,local:{path}\n", encoding="utf-8")
    rows = read_manifest(folder / "m.csv", media_root=None, music_avqa_root=None).rows
    return str(Path(rows[0].source.location).relative_to(folder.resolve()))


@pytest.mark.parametrize(
    ("asked", "on_disk"),
    [
        (f"{COMPOSED}.mp4", f"{DECOMPOSED}.mp4"),
        (f"{DECOMPOSED}.mp4", f"{COMPOSED}.mp4"),
        (f"{COMPOSED}/{COMPOSED}.mp4", f"{DECOMPOSED}/{COMPOSED}.mp4"),
        (f"{COMPOSED}/a.mp4", f"{DECOMPOSED}/a.mp4"),
        (f"{HANGUL}.mp4", unicodedata.normalize("NFD", f"{HANGUL}.mp4")),
        (f"{COMPOSED}.mp4", f"{COMPOSED}.mp4"),
    ],
)
def test_a_file_is_found_under_the_other_form(tmp_path: Path, asked: str, on_disk: str) -> None:
    (tmp_path / on_disk).parent.mkdir(exist_ok=True)
    (tmp_path / on_disk).write_bytes(b"x")
    assert source_of(tmp_path, asked) == on_disk


def test_two_files_that_differ_by_their_form_alone_are_refused(tmp_path: Path) -> None:
    for name in (COMPOSED, DECOMPOSED):
        (tmp_path / f"{name}.mp4").write_bytes(name.encode())
    for asked in (COMPOSED, DECOMPOSED):
        with pytest.raises(
            FormatError, match=r"line 2, column source: .* is there 2 times"
        ) as told:
            source_of(tmp_path, f"{asked}.mp4")
        assert "e\\u0301" in str(told.value)
        assert "\\xe9" in str(told.value)


def test_a_name_that_nothing_looks_like_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "cafe.mp4").write_bytes(b"x")
    assert source_of(tmp_path, f"{COMPOSED}.mp4") == f"{COMPOSED}.mp4"


def test_a_folder_outside_is_not_looked_into(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / f"{DECOMPOSED}.mp4").write_bytes(b"x")
    (root / "link").symlink_to(outside)
    with pytest.raises(FormatError, match="leads out of the media root"):
        source_of(root, f"link/{COMPOSED}.mp4")

"""A share of somebody whom nobody knows: it makes a project in its folder, or nothing at all."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from avisbuild.errors import AvisbuildError
from avisbuild_pipelines.sharing import share_file, unpack, unpacking

Files = dict[str, bytes]


def _read(share: Path) -> Files:
    with zipfile.ZipFile(share) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _write(share: Path, files: Files) -> None:
    """The share with other files; its list of hashes is right unless that was changed, too."""
    with zipfile.ZipFile(share, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def _list(files: Files, name: str, data: bytes) -> None:
    files[f"project/{name}"] = data
    files["SHA256SUMS"] += f"{sha256(data).hexdigest()}  project/{name}\n".encode()


def _refused(share: Path, said: str) -> None:
    there = {path for path in share.parent.rglob("*") if "pets" not in path.parts}
    with pytest.raises(AvisbuildError, match=said) as refusal:
        unpack(share, share.parent / "far")
    assert "\n" not in str(refusal.value)
    assert {path for path in share.parent.rglob("*") if "pets" not in path.parts} == there


@pytest.mark.parametrize(
    "name",
    [
        "../victim",
        "videos/../../victim",
        "/etc/passwd",
        "videos/C:/x",
        "videos\\..\\x",
        "videos/.hidden",
        ".bashrc",
        "notes.txt",
        "videos/\x1b[31m",
    ],
)
def test_a_name_that_is_none_of_a_project_is_refused(share: Path, name: str) -> None:
    files = _read(share)
    _list(files, name, b"x")
    _write(share, files)
    _refused(share, "is no name of a file of a project")


def _spoil_frame(files: Files) -> None:
    files["project/videos/pond/frames/00000.jpg"] += b"x"


def _take_settings(files: Files) -> None:
    lines = files["SHA256SUMS"].splitlines(keepends=True)
    files["SHA256SUMS"] = b"".join(line for line in lines if b"avisbuild.toml" not in line)


def _list_twice(files: Files) -> None:
    files["SHA256SUMS"] *= 2


def _other_journal(files: Files) -> None:
    card = json.loads(files["share.json"])
    files["share.json"] = json.dumps(card | {"journal_hash": "0" * 64}).encode()


def _later_format(files: Files) -> None:
    card = json.loads(files["share.json"])
    files["share.json"] = json.dumps(card | {"format": 2}).encode()


def _no_card(files: Files) -> None:
    files["share.json"] = b"[1"


def _database_elsewhere(files: Files) -> None:
    text = files["project/avisbuild.toml"].replace(b"sqlite:///project.db", b"sqlite:////etc/x.db")
    _take_settings(files)
    _list(files, "avisbuild.toml", text)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_spoil_frame, "is not what was packed"),
        (_take_settings, "the share has no avisbuild.toml"),
        (_list_twice, "is no name of a file"),
        (_other_journal, "is not the one that was packed"),
        (_later_format, "expected a share of format 1"),
        (_no_card, "is no share of a project"),
        (_database_elsewhere, "another database"),
    ],
)
def test_what_is_not_as_it_was_packed_is_refused(
    share: Path, change: Callable[[Files], None], said: str
) -> None:
    files = _read(share)
    change(files)
    _write(share, files)
    _refused(share, said)


@pytest.mark.parametrize("name", ["share.json", "SHA256SUMS", "project/project.db"])
def test_a_share_that_was_damaged_on_its_way_is_refused(share: Path, name: str) -> None:
    data = bytearray(share.read_bytes())
    with zipfile.ZipFile(share) as archive:
        info = archive.getinfo(name)
    data[info.header_offset + len(name) + info.compress_size // 2 + 50] ^= 0xFF
    share.write_bytes(data)
    _refused(share, f"{name.removeprefix('project/')}: .*nothing was unpacked")


def test_what_is_no_zip_is_refused(share: Path) -> None:
    share.write_bytes(b"no zip")
    _refused(share, "is no share of a project")


def test_a_list_of_files_without_end_is_not_read(
    share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(share_file, "_LISTING_BYTES", 100)
    _refused(share, "its list of files takes more than")


def test_a_row_that_fills_memory_is_not_read(
    share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = _read(share)
    database = tmp_path / "pets" / "copy.db"
    database.write_bytes(files["project/project.db"])
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE journal SET action = ?", ["x" * 5000])
    connection.close()
    lines = files["SHA256SUMS"].splitlines(keepends=True)
    files["SHA256SUMS"] = b"".join(line for line in lines if b"project.db" not in line)
    _list(files, "project.db", database.read_bytes())
    _write(share, files)
    monkeypatch.setattr(unpacking, "_ROW_BYTES", 4000)
    _refused(share, "project.db: .*too big")

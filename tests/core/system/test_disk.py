"""Renaming where open files keep their names, flushing where folders are not opened, room without inodes."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from avisbuild import files
from avisbuild.errors import ProjectError
from avisbuild.system import disk


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Windows while another program has the file open; the number in the list is how often it refuses."""
    times, real = [3], os.replace

    def refuse(source: Path, target: Path) -> None:
        if times[0]:
            times[0] -= 1
            raise PermissionError(13, "Access is denied", str(source))
        real(source, target)

    monkeypatch.setattr(disk, "KEEPS_OPEN_FILES", True)
    monkeypatch.delattr(os, "O_DIRECTORY")
    monkeypatch.setattr(disk, "_TRY_EVERY_S", 0.001)
    monkeypatch.setattr(os, "replace", refuse)
    return times


def test_a_rename_waits_for_a_program_that_has_the_file_open(
    busy: list[int], tmp_path: Path
) -> None:
    files.write_text(tmp_path / "a", "new")
    assert busy == [0]
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]


def test_a_rename_that_stays_refused_says_what_to_do_and_leaves_nothing(
    busy: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_LONGEST_WAIT_S", 0.05)
    busy[0] = 10**9
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(PermissionError) as caught:
        files.write_text(tmp_path / "a", "new")
    told = ProjectError("settings-unreadable", path="a", reason=caught.value.strerror)
    assert "Access is denied: another program has it open; close it" in str(told)
    assert "close it there and do this again" in str(caught.value)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def test_elsewhere_a_rename_that_is_refused_is_refused_at_once(
    busy: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "KEEPS_OPEN_FILES", False)
    with pytest.raises(PermissionError):
        files.write_text(tmp_path / "a", "new")
    assert busy == [2]


def test_where_folders_cannot_be_opened_files_alone_are_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames/a").write_bytes(b"media")
    monkeypatch.delattr(os, "O_DIRECTORY")
    monkeypatch.setattr(os, "fsync", lambda each: flushed.append(os.fstat(each).st_ino))
    files.sync_tree(tmp_path)
    assert flushed == [(tmp_path / "frames/a").stat().st_ino]


def test_windows_opens_a_file_for_writing_to_flush_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real, opened = tmp_path / "a", os.open, list[int]()
    path.write_bytes(b"media")

    def note(path: Path, flags: int) -> int:
        opened.append(flags)
        return real(path, flags)

    monkeypatch.setattr(disk, "KEEPS_OPEN_FILES", True)
    monkeypatch.setattr(os, "open", note)
    disk.flush_file(path)
    assert opened == [os.O_RDWR]


def test_a_file_system_that_counts_no_inodes_has_plenty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 0 < disk.free_space(tmp_path).byte_count < 1 << 62
    monkeypatch.delattr(os, "statvfs")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000))
    assert disk.free_space(tmp_path) == disk.DiskSpace(byte_count=5_000, inode_count=1 << 62)


def test_an_open_file_is_linked_by_linux_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"media")
    with (tmp_path / "a").open("rb") as stream:
        monkeypatch.setattr("sys.platform", "win32")
        with pytest.raises(FileNotFoundError):
            disk.link_open_file(stream, tmp_path / "b")

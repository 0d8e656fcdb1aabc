"""Nothing half-written ever stands under its final name."""

import errno
import os
import pickle
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from avisbuild import files
from avisbuild.errors import MediaError


def test_a_replaced_file_is_the_old_one_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    files.write_text(path, "old")
    with pytest.raises(RuntimeError), files.replacing(path) as stream:
        stream.write(b"half of the ne")
        assert path.read_text() == "old"
        raise RuntimeError
    assert path.read_text() == "old"
    assert [child.name for child in tmp_path.iterdir()] == ["table.csv"]


def test_a_new_file_has_the_rights_that_the_umask_gives(tmp_path: Path) -> None:
    path, plain = tmp_path / "table.csv", tmp_path / "plain.csv"
    files.write_text(path, "new")
    plain.write_text("new")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_json_is_written_alike_whatever_the_order_of_keys(tmp_path: Path) -> None:
    files.write_json(tmp_path / "a.json", {"b": 1, "a": "ü"})
    files.write_json(tmp_path / "b.json", {"a": "ü", "b": 1})
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_json_refuses_what_other_readers_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Out of range float"):
        files.write_json(tmp_path / "a.json", {"score": float("nan")})
    assert list(tmp_path.iterdir()) == []


def test_a_staged_folder_appears_at_once_and_whole(tmp_path: Path) -> None:
    final = tmp_path / "videos" / "v1"
    with files.staged_folder(final) as partial:
        (partial / "audio.wav").write_bytes(b"sound")
        assert not final.exists()
    assert (final / "audio.wav").read_bytes() == b"sound"


def test_a_staged_folder_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="disk full"), files.staged_folder(tmp_path / "v1") as partial:
        (partial / "audio.wav").write_bytes(b"sound")
        raise OSError(28, "disk full")
    assert list(tmp_path.iterdir()) == []


def test_a_staged_folder_never_replaces_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "v1").mkdir()
    with pytest.raises(FileExistsError), files.staged_folder(tmp_path / "v1"):
        pass
    assert [child.name for child in tmp_path.iterdir()] == ["v1"]


def test_a_folder_of_many_files_needs_few_descriptors(tmp_path: Path) -> None:
    """A shell on a shared machine may allow a process 64; a video has 60 frames and as many sounds."""
    for number in range(200):
        (tmp_path / f"{number:05}.jpg").write_bytes(b"picture")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.dup(0)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free + 8, limits[1]))
    try:
        files.sync_tree(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def test_every_file_and_folder_is_flushed_also_where_the_file_system_takes_no_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "frames").mkdir()
    for name in ("audio.wav", "frames/00000.jpg", "frames/00001.jpg"):
        (tmp_path / name).write_bytes(b"media")
    flushed: set[tuple[int, int]] = set()

    def note(descriptor: int) -> None:
        status = os.fstat(descriptor)
        flushed.add((status.st_dev, status.st_ino))

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr(os, "posix_fadvise", refuse)
    files.sync_tree(tmp_path)
    every = [tmp_path, *tmp_path.rglob("*")]
    assert flushed == {(path.stat().st_dev, path.stat().st_ino) for path in every}


def test_a_media_error_keeps_its_code_across_processes() -> None:
    error = pickle.loads(pickle.dumps(MediaError("v1: no audio stream", code="no-audio")))  # noqa: S301 - our own bytes
    assert (str(error), error.code) == ("v1: no audio stream", "no-audio")


def test_a_file_that_does_not_fit_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from avisbuild import files
from avisbuild.system.limits import limit_files
limit_files(10_000)
try:
    files.write_bytes(Path(sys.argv[1]), bytes(20_000))
except OSError as error:
    print(error.filename)
"""
    path = tmp_path / "report.csv"
    answer = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert answer.stdout == f"{path}\n"
    assert list(tmp_path.iterdir()) == []

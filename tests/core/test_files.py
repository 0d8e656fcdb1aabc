"""Nothing half-written ever stands under its final name."""

import pickle
import stat
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


def test_a_media_error_keeps_its_code_across_processes() -> None:
    error = pickle.loads(pickle.dumps(MediaError("v1: no audio stream", code="no-audio")))  # noqa: S301 - our own bytes
    assert (str(error), error.code) == ("v1: no audio stream", "no-audio")

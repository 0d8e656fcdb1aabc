"""What a killed process left under a temporary name goes at the next try, and nothing that anybody holds."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from avisbuild import files
from avisbuild.system.locks import has_native_locks

pytestmark = pytest.mark.skipif(not has_native_locks(), reason="there, age decides")

# Makes one of them in the folder and says so, and waits for its end.
_MAKERS = {
    "file": "with files.replacing(folder / 'it') as stream: stream.write(b'half'); wait()",
    "folder": "with files.staged_folder(folder / 'it') as made: (made / 'half').touch(); wait()",
}
_BEFORE = """
import sys, time
from pathlib import Path
from avisbuild import files
folder = Path(sys.argv[1])
def wait(): print("half done", flush=True); time.sleep(60)
"""


@contextmanager
def _half_done(maker: str, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    words = [sys.executable, "-c", _BEFORE + _MAKERS[maker], str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "half done\n"
            yield process
        finally:
            process.kill()


def _make(maker: str, folder: Path) -> None:
    if maker == "file":
        files.write_text(folder / "it", "whole")
    else:
        with files.staged_folder(folder / "it"):
            pass


@pytest.mark.parametrize("maker", _MAKERS)
def test_it_goes_when_its_maker_was_killed_and_not_before(maker: str, tmp_path: Path) -> None:
    with _half_done(maker, tmp_path) as process:
        (left,) = tmp_path.iterdir()
        _make(maker, tmp_path)
        assert sorted(tmp_path.iterdir()) == [left, tmp_path / "it"]
        process.kill()
    if maker == "folder":
        (tmp_path / "it").rmdir()
    _make(maker, tmp_path)
    assert list(tmp_path.iterdir()) == [tmp_path / "it"]


def test_a_settings_file_that_was_half_made_goes_too(tmp_path: Path) -> None:
    with _half_done("file", tmp_path):
        pass
    files.create_text(tmp_path / "it", "whole")
    assert list(tmp_path.iterdir()) == [tmp_path / "it"]
    with pytest.raises(FileExistsError):
        files.create_text(tmp_path / "it", "again")
    assert list(tmp_path.iterdir()) == [tmp_path / "it"]


@pytest.mark.parametrize(
    "name", [".it.abcdefgh.txt", ".it.abc.tmp", "it.abcdefgh.tmp", ".its.abcdefgh.tmp"]
)
def test_what_is_called_otherwise_is_somebodys(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    files.write_text(tmp_path / "it", "whole")
    assert (tmp_path / name).exists()


def test_a_link_of_such_a_name_is_somebodys(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.touch()
    (tmp_path / ".it.abcdefgh.tmp").symlink_to(precious)
    files.write_text(tmp_path / "it", "whole")
    assert precious.exists()
    assert (tmp_path / ".it.abcdefgh.tmp").is_symlink()

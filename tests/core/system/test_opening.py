"""Opening below a folder: relative to each folder, and by looking at each name first as Windows has to."""

import os
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from avisbuild import inside
from avisbuild.system import opening
from avisbuild.system.opening import PLAIN_FILE, leads_elsewhere, open_below


@pytest.fixture(params=[True, False], ids=["step by step", "looked at"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(opening, "OPENS_BELOW", request.param)
    return bool(request.param)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "p/videos").mkdir(parents=True)
    (tmp_path / "p/videos/a").write_bytes(b"ours\r\n")
    (tmp_path / "home").mkdir()
    (tmp_path / "home/a").write_bytes(b"theirs")
    return tmp_path / "p"


def _read(root: Path, *parts: str) -> bytes:
    found = open_below(str(root), list(parts), os.O_RDONLY | PLAIN_FILE)
    assert isinstance(found, int)
    with os.fdopen(found, "rb") as stream:
        return stream.read()


def test_a_file_is_opened_byte_for_byte(root: Path, way: bool) -> None:
    assert _read(root, "videos", "a") == b"ours\r\n"


def test_the_first_link_on_the_way_is_told_with_what_comes_after(root: Path, way: bool) -> None:
    (root / "link").symlink_to(root.parent / "home")
    found = open_below(str(root), ["link", "a"], os.O_RDONLY | PLAIN_FILE)
    assert found == (str(root / "link"), ["a"])
    (root / "videos/b").symlink_to(root.parent / "home/a")
    found = open_below(str(root), ["videos", "b"], os.O_RDONLY | PLAIN_FILE)
    assert found == (str(root / "videos/b"), [])


def test_a_new_file_is_made(root: Path, way: bool) -> None:
    found = open_below(str(root), ["videos", "new"], os.O_WRONLY | os.O_CREAT | PLAIN_FILE)
    assert isinstance(found, int)
    os.close(found)
    assert (root / "videos/new").read_bytes() == b""


def test_what_is_missing_is_missing(root: Path, way: bool) -> None:
    with pytest.raises(FileNotFoundError):
        open_below(str(root), ["nowhere", "a"], os.O_RDONLY | PLAIN_FILE)


@pytest.mark.parametrize("place", ["link", "videos/link"])
def test_a_project_is_not_left_through_a_link(root: Path, way: bool, place: str) -> None:
    """The same refusals both ways: reading, writing and removing."""
    home = root.parent / "home"
    (root / place).symlink_to(home)
    inside.guard(root)
    with pytest.raises(inside.OutsideError):
        inside.read_bytes(root / place / "a")
    with pytest.raises(inside.OutsideError):
        inside.open_plain_file(root / place / "new", os.O_WRONLY | os.O_CREAT)
    with pytest.raises(inside.OutsideError):
        inside.remove_tree(root / place / "a")
    with pytest.raises(inside.OutsideError):
        inside.remove_file(root / place / "a")
    assert [path.name for path in home.iterdir()] == ["a"]


def test_what_avisbuild_made_is_removed_and_links_in_it_are_not_followed(
    root: Path, way: bool
) -> None:
    home = root.parent / "home"
    (root / "videos/link").symlink_to(home)
    inside.guard(root)
    inside.remove_file(root / "videos/a")
    assert not (root / "videos/a").exists()
    inside.remove_tree(root / "videos")
    assert not (root / "videos").exists()
    assert (home / "a").read_bytes() == b"theirs"


def test_a_pipe_is_not_waited_for(root: Path, way: bool) -> None:
    os.mkfifo(root / "pipe")
    inside.guard(root)
    with pytest.raises(OSError, match="no plain file"):
        inside.read_bytes(root / "pipe")
    with pytest.raises(IsADirectoryError):
        inside.read_bytes(root / "videos")


def test_a_file_that_is_swapped_for_a_link_while_it_is_opened_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "OPENS_BELOW", False)
    real, link = os.open, root / "videos/a"

    def swap_first(path: str, flags: int, *rest: int) -> int:
        link.unlink()
        link.symlink_to(root.parent / "home/a")
        return real(path, flags & ~os.O_NOFOLLOW, *rest)

    monkeypatch.setattr(os, "open", swap_first)
    with pytest.raises(OSError, match="swapped"):
        open_below(str(root), ["videos", "a"], os.O_RDONLY)


def test_a_junction_of_windows_is_a_link() -> None:
    junction = SimpleNamespace(st_mode=stat.S_IFDIR, st_reparse_tag=0xA0000003)
    cloud_file = SimpleNamespace(st_mode=stat.S_IFREG, st_reparse_tag=0x9000001A)
    assert leads_elsewhere(junction)  # type: ignore[arg-type]
    assert not leads_elsewhere(cloud_file)  # type: ignore[arg-type]

"""Somebody swaps a folder for a link while avisbuild works in it: what that leads to stays as it was."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from avisbuild import inside
from avisbuild.segment.cache.store import EmbeddingStore

FOR_S = 1.5
NAME = "embeddings/fake/aa/" + "a" * 64 + ".emb"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder of a project, and beside the project a home with files of the same names."""
    for folder in (tmp_path / "p/cache", tmp_path / "home"):
        (folder / "workers/worker-abcdefgh").mkdir(parents=True)
        (folder / "workers/worker-abcdefgh/letter").write_text("precious")
        (folder / NAME).parent.mkdir(parents=True)
        (folder / NAME).write_text("precious")
        os.utime(folder / NAME, (1e9, 1e9))
    (tmp_path / "p/cache/workers/worker-abcdefgh/letter").write_text("ours")
    inside.guard(tmp_path / "p")
    return tmp_path / "p/cache"


@contextmanager
def swapped(folder: Path, home: Path) -> Iterator[list[int]]:
    """While the block runs, `folder` is by turns itself and a link to `home`; gives the number of turns."""
    link, aside = folder.with_name("link"), folder.with_name("aside")
    link.symlink_to(home)
    stop, turns = threading.Event(), [0]

    def swap() -> None:
        while not stop.is_set():
            folder.rename(aside)
            link.rename(folder)
            folder.rename(link)
            aside.rename(folder)
            turns[0] += 1

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        yield turns
    finally:
        stop.set()
        thread.join()


def again_and_again(work: Callable[[], object]) -> int:
    """Do it as long as the swapping goes on; how often it was refused."""
    refused, until = 0, time.monotonic() + FOR_S
    while time.monotonic() < until:
        try:
            work()
        except (inside.OutsideError, OSError):
            refused += 1
    return refused


def test_reading_a_file_reads_ours_alone(cache: Path, tmp_path: Path) -> None:
    letter, read = cache / "workers/worker-abcdefgh/letter", set[bytes]()
    with swapped(cache, tmp_path / "home") as turns:
        refused = again_and_again(lambda: read.add(inside.read_bytes(letter)))
    assert turns[0] > 100
    assert refused > 0
    assert read == {b"ours"}


@pytest.mark.parametrize("moment", ["checked", "_opened"])
@pytest.mark.parametrize("what", ["a folder", "an embedding", "what is over the limit"])
def test_removing_removes_ours_alone(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, moment: str
) -> None:
    """The swap comes right after the folder was looked at, or right after it was opened."""
    home, look = tmp_path / "home", getattr(inside, moment)
    before = state_of(home)

    def swap(path: Path, *more: object) -> object:
        found = look(path, *more)
        if not cache.is_symlink():
            cache.rename(cache.with_name("aside"))
            cache.symlink_to(home)
        return found

    monkeypatch.setattr(inside, moment, swap)
    with suppress(inside.OutsideError):
        match what:
            case "a folder":
                inside.remove_tree(cache / "workers/worker-abcdefgh")
            case "an embedding":
                inside.remove_file(cache / NAME)
            case "what is over the limit":
                EmbeddingStore(cache / "embeddings", limit_bytes=1)._prune(0)
    assert cache.is_symlink() or what == "an embedding"
    assert state_of(home) == before


def state_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

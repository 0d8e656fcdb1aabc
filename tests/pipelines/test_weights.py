"""Fetching weights from a server that behaves, and from those that do not."""

import errno
import fcntl
import hashlib
import http.client
import random
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pipelines.media_server import Cut, MediaServer, Serve, Status, WrongLength

from avisbuild.segment.sam.checkpoints import CHECKPOINTS, Checkpoint, checkpoint_path
from avisbuild_pipelines import weights
from avisbuild_pipelines.weights import WeightsError, pull

CONTENT = random.Random(0).randbytes(300_000)
NAME = "sam_vit_b_01ec64.pth"
Pull = Callable[..., Path]


@pytest.fixture
def checkpoint() -> Checkpoint:
    """The table's ViT-B, as if its file were small."""
    return replace(
        CHECKPOINTS["sam_vit_b"],
        byte_count=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MediaServer]:
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / NAME).write_bytes(CONTENT)
    with MediaServer(folder) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "weights"


@pytest.fixture
def pull_from(server: MediaServer, checkpoint: Checkpoint, folder: Path) -> Pull:
    def run(**options: object) -> Path:
        return pull(
            checkpoint,
            folder=folder,
            source=server.url(NAME),
            pauses_s=(0.01, 0.01),
            **options,  # type: ignore[arg-type]
        )

    return run


def ranges(server: MediaServer) -> list[str]:
    return [request.headers.get("Range", "") for request in server.asked(NAME)]


def test_weights_are_fetched_and_stand_alone_under_their_name(
    pull_from: Pull, checkpoint: Checkpoint, folder: Path
) -> None:
    told: list[tuple[int, int | None, str]] = []
    path = pull_from(progress=lambda *what: told.append(what))
    assert path == checkpoint_path(checkpoint, folder)
    assert path.read_bytes() == CONTENT
    assert [each.name for each in folder.iterdir() if not each.name.startswith(".")] == [NAME]
    assert told[-1][2] == "checking"


def test_weights_that_are_there_are_not_fetched_again(pull_from: Pull, server: MediaServer) -> None:
    pull_from()
    pull_from()
    assert len(server.asked(NAME)) == 1


def test_damaged_weights_are_replaced(pull_from: Pull, folder: Path) -> None:
    folder.mkdir()
    (folder / NAME).write_bytes(CONTENT[:-1])
    assert pull_from().read_bytes() == CONTENT


def test_a_cut_connection_is_gone_on_with_where_it_broke(
    pull_from: Pull, server: MediaServer
) -> None:
    server.script(NAME, Cut(100_000), Cut(200_000), Serve())
    assert pull_from().read_bytes() == CONTENT
    assert ranges(server) == ["", "bytes=100000-", "bytes=200000-"]


def test_a_part_left_by_an_earlier_pull_is_gone_on_with(
    pull_from: Pull, server: MediaServer, folder: Path
) -> None:
    folder.mkdir()
    (folder / f"{NAME}.part").write_bytes(CONTENT[:123_456])
    assert pull_from().read_bytes() == CONTENT
    assert ranges(server) == ["bytes=123456-"]


def test_a_complete_part_needs_no_server(
    pull_from: Pull, server: MediaServer, folder: Path
) -> None:
    folder.mkdir()
    (folder / f"{NAME}.part").write_bytes(CONTENT)
    assert pull_from().read_bytes() == CONTENT
    assert server.requests == []


@pytest.mark.parametrize(
    "error",
    [
        ssl.SSLEOFError(8, "EOF occurred in violation of protocol"),
        OSError(errno.EHOSTUNREACH, "No route to host"),
        TimeoutError("timed out"),
    ],
    ids=["TLS", "no way", "too slow"],
)
def test_a_network_that_goes_away_is_asked_again_whatever_error_it_is(
    error: OSError, pull_from: Pull, server: MediaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two gigabytes take an hour: one hiccup is not to be mended by hand."""
    read, reads = http.client.HTTPResponse.read1, []

    def hiccup(answer: http.client.HTTPResponse, n: int = -1) -> bytes:
        reads.append(n)
        if len(reads) == 2:
            raise error
        return read(answer, 100_000 if len(reads) == 1 else n)

    monkeypatch.setattr(http.client.HTTPResponse, "read1", hiccup)
    assert pull_from().read_bytes() == CONTENT
    assert len(ranges(server)) == 2
    assert ranges(server)[1].startswith("bytes=")


def test_a_server_that_ignores_range_sends_all_of_it_again(
    pull_from: Pull, server: MediaServer, folder: Path
) -> None:
    folder.mkdir()
    (folder / f"{NAME}.part").write_bytes(b"x" * 123_456)
    server.script(NAME, Serve(ranges=False))
    assert pull_from().read_bytes() == CONTENT


def test_a_part_that_is_too_long_is_thrown_away(pull_from: Pull, folder: Path) -> None:
    folder.mkdir()
    (folder / f"{NAME}.part").write_bytes(CONTENT + b"more")
    assert pull_from().read_bytes() == CONTENT


def test_a_range_that_the_server_refuses_is_asked_for_from_the_start(
    pull_from: Pull, server: MediaServer, folder: Path
) -> None:
    folder.mkdir()
    (folder / f"{NAME}.part").write_bytes(CONTENT[:100])
    server.script(NAME, Status(416), Serve())
    assert pull_from().read_bytes() == CONTENT
    assert ranges(server) == ["bytes=100-", ""]


def test_a_busy_server_is_asked_again(pull_from: Pull, server: MediaServer) -> None:
    server.script(NAME, Status(503), Status(429), Serve())
    assert pull_from().read_bytes() == CONTENT


def test_a_server_that_stays_busy_is_given_up_with_the_way_by_hand(
    pull_from: Pull, server: MediaServer, checkpoint: Checkpoint
) -> None:
    server.script(NAME, Status(503))
    with pytest.raises(WeightsError) as caught:
        pull_from()
    assert "the server answers 503" in str(caught.value)
    assert f"put a copy of {checkpoint.url} at " in str(caught.value)
    assert len(server.asked(NAME)) == 3


def test_a_missing_file_is_not_asked_for_again(pull_from: Pull, server: MediaServer) -> None:
    server.script(NAME, Status(404))
    with pytest.raises(WeightsError, match="the server answers 404"):
        pull_from()
    assert len(server.asked(NAME)) == 1


def test_a_file_of_another_length_is_refused_before_it_comes(
    pull_from: Pull, server: MediaServer, folder: Path
) -> None:
    server.script(NAME, WrongLength(12_345))
    with pytest.raises(WeightsError, match="the file there has 12345 bytes, not 300000"):
        pull_from()
    assert list(folder.iterdir()) == []


def test_a_file_with_another_digest_is_removed_and_named(
    pull_from: Pull, server: MediaServer, folder: Path
) -> None:
    (server.folder / NAME).write_bytes(CONTENT[::-1])
    with pytest.raises(WeightsError) as caught:
        pull_from()
    assert hashlib.sha256(CONTENT[::-1]).hexdigest()[:12] in str(caught.value)
    assert hashlib.sha256(CONTENT).hexdigest()[:12] in str(caught.value)
    assert list(folder.iterdir()) == []


def test_a_dead_server_leaves_the_part_to_be_gone_on_with(
    pull_from: Pull, server: MediaServer, checkpoint: Checkpoint, folder: Path
) -> None:
    server.script(NAME, Cut(100_000), Status(500))
    with pytest.raises(WeightsError, match="the server answers 500"):
        pull_from()
    assert (folder / f"{NAME}.part").read_bytes() == CONTENT[:100_000]


def test_a_port_where_nobody_listens_is_one_line(checkpoint: Checkpoint, folder: Path) -> None:
    with MediaServer(folder.parent) as gone:
        url = gone.url(NAME)
    with pytest.raises(WeightsError, match=r"Connection refused.*put a copy of"):
        pull(checkpoint, folder=folder, source=url, pauses_s=())


def test_a_full_disk_is_said_before_anything_is_fetched(
    pull_from: Pull, server: MediaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = weights.shutil.disk_usage("/")._replace(free=1000)
    monkeypatch.setattr(weights.shutil, "disk_usage", lambda _: room)
    with pytest.raises(WeightsError, match=r"0 MiB are free.*make room"):
        pull_from()
    assert server.requests == []


def test_a_disk_that_fills_up_meanwhile_keeps_what_came_r35(
    pull_from: Pull, folder: Path, server: MediaServer
) -> None:
    """R35: disk full is one line, and loses nothing."""

    def fill_up(done: int, total: int | None, what: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(WeightsError, match=r"part: the disk is full; make room.*again"):
        pull_from(progress=fill_up)
    kept = (folder / f"{NAME}.part").read_bytes()
    assert kept
    assert pull_from().read_bytes() == CONTENT
    assert ranges(server)[-1] == f"bytes={len(kept)}-"


def test_ctrl_c_leaves_a_part_that_the_next_pull_goes_on_with(
    pull_from: Pull, folder: Path, server: MediaServer
) -> None:
    def stop(done: int, total: int | None, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull_from(progress=stop)
    kept = len((folder / f"{NAME}.part").read_bytes())
    assert 0 < kept < len(CONTENT)
    assert pull_from().read_bytes() == CONTENT
    assert ranges(server)[-1] == f"bytes={kept}-"


def test_a_file_fetched_by_hand_is_checked_and_copied(
    checkpoint: Checkpoint, folder: Path, server: MediaServer
) -> None:
    file = server.folder / NAME
    assert pull(checkpoint, folder=folder, source=str(file)).read_bytes() == CONTENT
    assert file.exists()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (None, "there is no such file"),
        (CONTENT[:77], "has 77 bytes, sam_vit_b_01ec64.pth has 300000"),
        (CONTENT[::-1], "not the published sam_vit_b_01ec64.pth"),
    ],
    ids=["missing", "cut short", "another"],
)
def test_a_wrong_file_by_hand_is_one_line_and_leaves_nothing(
    content: bytes | None, line: str, checkpoint: Checkpoint, tmp_path: Path
) -> None:
    file, folder = tmp_path / "mine.pth", tmp_path / "weights"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(WeightsError, match=line) as caught:
        pull(checkpoint, folder=folder, source=str(file))
    assert str(file) in str(caught.value)
    assert list(folder.iterdir()) == []


def test_the_part_itself_given_by_hand_is_not_emptied(checkpoint: Checkpoint, folder: Path) -> None:
    folder.mkdir()
    part = folder / f"{NAME}.part"
    part.write_bytes(CONTENT)
    assert pull(checkpoint, folder=folder, source=str(part)).read_bytes() == CONTENT


def test_two_pulls_of_one_file_do_not_write_into_each_other(pull_from: Pull, folder: Path) -> None:
    folder.mkdir()
    with (folder / f"{NAME}.part").open("ab") as other:
        other.write(b"x")
        other.flush()
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(WeightsError, match="another avisbuild fetches this file"):
            pull_from()
        assert (folder / f"{NAME}.part").read_bytes() == b"x"


@pytest.mark.parametrize("is_published", [True, False], ids=["finished", "given up"])
@pytest.mark.parametrize("by_hand", [True, False], ids=["a file", "a server"])
def test_a_pull_that_ended_just_before_ours_got_the_lock_is_not_written_into(
    is_published: bool,
    by_hand: bool,
    pull_from: Pull,
    server: MediaServer,
    checkpoint: Checkpoint,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What stands under its name stays whole, and nothing is downloaded into a file that has none."""
    folder.mkdir()
    part, path, lock = folder / f"{NAME}.part", folder / NAME, fcntl.flock
    part.write_bytes(CONTENT if is_published else b"x" * 10)

    def other_first(*words: Any) -> None:
        if part.stat().st_size and not path.exists():
            part.replace(path) if is_published else part.unlink()
            monkeypatch.setattr(fcntl, "flock", lock)
        lock(*words)

    monkeypatch.setattr(fcntl, "flock", other_first)
    source = {"source": str(server.folder / NAME)} if by_hand else {"source": server.url(NAME)}
    assert pull(checkpoint, folder=folder, **source).read_bytes() == CONTENT
    assert len(server.asked(NAME)) == int(not is_published and not by_hand)
    assert not part.exists()


def test_a_folder_that_cannot_be_made_is_one_line(checkpoint: Checkpoint, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WeightsError, match=r"file.*AVISBUILD_WEIGHTS"):
        pull(checkpoint, folder=tmp_path / "file" / "weights", source="http://127.0.0.1:9/x")

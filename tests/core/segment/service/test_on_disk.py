"""The segment service and its embeddings on disk: found again, full, spoilt, of a frame nobody can read."""

import errno
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from core.segment.service.gated import (
    BYTES_EACH,
    CLICK,
    GatedSegmenter,
    frame,
    rest_of,
    serving,
)

from avisbuild.errors import AvisbuildError
from avisbuild.segment import Frame
from avisbuild.segment.cache import store as embedding_store
from avisbuild.segment.cache.store import EmbeddingStore
from avisbuild.segment.errors import SegmenterError


def test_a_full_disk_is_one_notice_and_the_store_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R05, R35: disk full costs the cache, and nothing else."""
    tries: list[Path] = []

    def full(path: Path, data: bytes) -> None:
        tries.append(path)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(embedding_store, "_write", full)
    store = EmbeddingStore(tmp_path)
    with serving(GatedSegmenter(is_storable=True), store=store) as (service, heard):
        service.show(frame(0), rest_of(0, 5))
        last = heard.wait_ready(range(5))
        assert "not kept on disk: No space left on device" in str(last.notice)
        assert heard.wait_answer(service.ask(CLICK)).error is None
    assert len(tries) == 1


@pytest.mark.parametrize("reason", ["disk", "limit"])
def test_a_store_that_takes_no_more_is_still_read(
    reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R05, R35: what a night made is not embedded again because one frame more had no room."""
    _keep_on_disk(tmp_path, [frame(second) for second in range(1, 6)])

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(embedding_store, "_write", full)
    store = EmbeddingStore(tmp_path, limit_bytes=1 << 30 if reason == "disk" else 1)
    segmenter = GatedSegmenter(is_storable=True)
    with serving(segmenter, store=store) as (service, heard):
        service.show(frame(0), rest_of(0, 6))
        assert str(heard.wait_ready(range(6)).notice).count("not kept on disk") == (
            reason == "disk"
        )
    assert segmenter.embedded == [0]


def _keep_on_disk(folder: Path, frames: list[Frame]) -> None:
    count = len(list(folder.rglob("*.emb"))) + len(frames)
    with serving(GatedSegmenter(is_storable=True), store=EmbeddingStore(folder)) as (
        service,
        heard,
    ):
        service.show(frames[0], frames[1:])
        heard.wait(lambda _: len(list(folder.rglob("*.emb"))) == count)


def test_the_video_on_screen_loses_no_embedding_to_make_room_for_another(tmp_path: Path) -> None:
    """R05: what is in the queue is in use, also what nobody has looked at for long; others go instead."""
    _keep_on_disk(tmp_path, [frame(second) for second in range(1, 6)])
    _keep_on_disk(tmp_path, [frame(9, "w"), frame(8, "w")])
    for path in tmp_path.rglob("*.emb"):
        age_s = 9000 if path.stem in {frame(second).content_hash() for second in range(6)} else 4000
        os.utime(path, (time.time() - age_s,) * 2)
    store = EmbeddingStore(tmp_path, limit_bytes=EmbeddingStore(tmp_path).size_bytes())
    segmenter = GatedSegmenter(is_storable=True)
    with serving(segmenter, store=store) as (service, heard):
        service.show(frame(0), rest_of(0, 6))
        assert heard.wait_ready(range(6)).notice is None
    assert segmenter.embedded == [0]
    assert {path.stem for path in tmp_path.rglob("*.emb")} >= {
        frame(second).content_hash() for second in range(6)
    }


def test_a_second_service_finds_the_embeddings_of_the_first_on_disk(tmp_path: Path) -> None:
    """R05."""
    first, second = GatedSegmenter(is_storable=True), GatedSegmenter(is_storable=True)
    for segmenter in (first, second):
        with serving(segmenter, store=EmbeddingStore(tmp_path)) as (service, heard):
            service.show(frame(2), rest_of(2, 5))
            heard.wait_ready(range(5))
            answer = heard.wait_answer(service.ask(CLICK))
            assert answer.candidates is not None
    assert first.embedded == [2, 3, 4, 1, 0]
    assert second.embedded == []


def test_frames_beyond_the_ceiling_are_prefetched_to_disk(tmp_path: Path) -> None:
    """R04, R05, R34: all are ready, though memory has room for two."""
    segmenter = GatedSegmenter(is_storable=True)
    store = EmbeddingStore(tmp_path)
    with serving(segmenter, store=store, memory_limit_bytes=2 * BYTES_EACH) as (service, heard):
        service.show(frame(0), rest_of(0, 6))
        heard.wait_ready(range(6))
        assert service.bytes_held == 2 * BYTES_EACH
        service.show(frame(5), rest_of(5, 6))
        heard.wait_answer(service.ask(CLICK))
        assert service.bytes_held <= 2 * BYTES_EACH
    assert sorted(segmenter.embedded) == list(range(6))


def test_an_embedding_on_disk_that_the_model_cannot_take_is_made_again(tmp_path: Path) -> None:
    """R05: a mismatch is rejected."""

    class Picky(GatedSegmenter):
        def unpack(self, arrays: dict[str, Any]) -> Any:
            raise SegmenterError(f"{sorted(arrays)}: not one of mine")

    with serving(GatedSegmenter(is_storable=True), store=EmbeddingStore(tmp_path)) as (
        service,
        heard,
    ):
        service.show(frame(0), [])
        heard.wait(lambda _: list(tmp_path.rglob("*.emb")))
    picky = Picky(is_storable=True)
    with serving(picky, store=EmbeddingStore(tmp_path)) as (service, heard):
        service.show(frame(0), [])
        assert heard.wait_answer(service.ask(CLICK)).error is None
    assert picky.embedded == [0]


def test_a_frame_that_cannot_be_hashed_is_one_line(tmp_path: Path) -> None:
    def no_hash() -> str:
        raise AvisbuildError("the file is gone")

    gone = replace(frame(0), content_hash=no_hash)
    store = EmbeddingStore(tmp_path)
    with serving(GatedSegmenter(is_storable=True), store=store) as (service, heard):
        service.show(gone, [frame(1)])
        heard.wait_ready([1])
        assert str(heard.wait_answer(service.ask(CLICK)).error) == "the file is gone"

"""Filling the embedding store: what is missing and nothing else, whatever fails, whenever it is stopped."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from pipelines.embedding_case import Counting, video, write_frames

from avisbuild.records import Video, VideoId
from avisbuild.segment import FrameKey, Image, Segmenter
from avisbuild.segment.cache import store as embedding_store
from avisbuild.segment.cache.store import EmbeddingStore, project_store, segmenter_kind
from avisbuild.segment.errors import SegmenterMemoryError
from avisbuild.segment.frames import video_frames
from avisbuild.segment.service.service import Answer, SegmentService
from avisbuild_pipelines.embedding import EmbeddingOutcome, make_embeddings, plan_embeddings

PATIENCE_S = 60.0


@pytest.fixture
def videos(tmp_path: Path) -> list[Video]:
    """Two videos of four and six seconds, with their frames."""
    for video_id, count in (("a", 4), ("b", 6)):
        write_frames(tmp_path / "videos", video_id, count)
    return [video("a", 4), video("b", 6)]


@pytest.fixture
def store(tmp_path: Path) -> EmbeddingStore:
    """The store of the project in which the videos lie."""
    return project_store(tmp_path)


def fill(
    folder: Path,
    videos: Sequence[Video],
    segmenter: Segmenter,
    store: EmbeddingStore,
    **options: Any,
) -> EmbeddingOutcome:
    """Plan, and make what is missing."""
    plan = plan_embeddings(folder / "videos", videos, segmenter_kind(segmenter), store)
    return make_embeddings(plan, segmenter, store, **options)


def test_every_frame_is_embedded_in_batches_and_the_second_run_does_nothing(
    tmp_path: Path, videos: list[Video], store: EmbeddingStore
) -> None:
    """R05: filled headless, batched, resumable."""
    first, second, told = Counting(), Counting(), []
    outcome = fill(
        tmp_path, videos, first, store, batch=4, progress=lambda *words: told.append(words)
    )
    assert (outcome.made_count, outcome.left_count, outcome.failures) == (10, 0, ())
    assert first.batches == [4, 4, 2]
    assert told == [(4, 10, "a"), (8, 10, "b"), (10, 10, "b")]
    plan = plan_embeddings(tmp_path / "videos", videos, segmenter_kind(second), store)
    assert (plan.frame_count, plan.there_count, plan.missing) == (10, 10, ())
    assert fill(tmp_path, videos, second, store).made_count == 0
    assert second.batches == []


def test_one_video_or_one_changed_frame_is_all_that_is_made(
    tmp_path: Path, videos: list[Video], store: EmbeddingStore
) -> None:
    """R05: the key is the content of the frame."""
    assert fill(tmp_path, videos[:1], Counting(), store).made_count == 4
    path = tmp_path / "videos" / "a" / "frames" / "00002.jpg"
    Pillow.fromarray(np.zeros((24, 32, 3), np.uint8)).save(path)
    segmenter = Counting()
    assert fill(tmp_path, videos, segmenter, store, batch=64).made_count == 7
    assert segmenter.batches == [7]


def test_frames_that_fail_are_listed_and_the_rest_goes_on(
    tmp_path: Path, videos: list[Video], store: EmbeddingStore
) -> None:
    frames = tmp_path / "videos" / "b" / "frames"
    (frames / "00001.jpg").unlink()
    (frames / "00003.jpg").write_bytes(b"no picture")
    outcome = fill(tmp_path, videos, Counting(), store, batch=4)
    assert (outcome.made_count, outcome.left_count, outcome.reason) == (8, 0, "")
    assert [(each.video_id, each.second) for each in outcome.failures] == [("b", 1), ("b", 3)]
    missing, spoilt = (each.reason for each in outcome.failures)
    assert "00001.jpg is missing; `avisbuild clip b` makes it again" in missing
    assert "00003.jpg is no picture that can be read" in spoilt


class Picky(Counting):
    """Falls over one frame, alone or in a batch."""

    def __init__(self, image: Image) -> None:
        super().__init__()
        self._mean = image.mean()

    def embed(self, image: Image) -> Any:
        if image.mean() == self._mean:
            raise RuntimeError("a frame\nlike this")
        return super().embed(image)

    def embed_batch(self, images: Sequence[Image]) -> list[Any]:
        return [self.embed(image) for image in images]


def test_a_frame_over_which_the_model_falls_does_not_take_its_batch_along(
    tmp_path: Path, videos: list[Video], store: EmbeddingStore
) -> None:
    bad = video_frames(tmp_path / "videos" / "b", VideoId("b"), 6)[2].load()
    outcome = fill(tmp_path, videos, Picky(bad), store, batch=5)
    assert outcome.made_count == 9
    (failure,) = outcome.failures
    assert (failure.second, failure.reason) == (2, "RuntimeError: a frame like this")


class Small(Counting):
    """Has memory for so many frames at once."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room
        self.tried: list[int] = []

    def embed(self, image: Image) -> Any:
        if self._room < 1:
            raise SegmenterMemoryError("no room for one frame")
        return super().embed(image)

    def embed_batch(self, images: Sequence[Image]) -> list[Any]:
        self.tried.append(len(images))
        if len(images) > self._room:
            raise MemoryError
        return super().embed_batch(images)


def test_out_of_memory_the_batch_is_halved_and_stays_so(
    tmp_path: Path, store: EmbeddingStore
) -> None:
    """R34: never crash or hang."""
    write_frames(tmp_path / "videos", "long", 32)
    segmenter = Small(2)
    outcome = fill(tmp_path, [video("long", 32)], segmenter, store, batch=8)
    assert (outcome.made_count, outcome.failures) == (32, ())
    assert segmenter.batches == [2] * 16
    # The first batch was too large, and the one that was being read meanwhile.
    assert segmenter.tried == [8, 4, 2, 2, 4, 2, 2] * 2 + [2] * 8


def test_without_memory_for_one_frame_it_ends_in_one_line(
    tmp_path: Path, videos: list[Video], store: EmbeddingStore
) -> None:
    """R34."""
    with pytest.raises(SegmenterMemoryError, match="no room for one frame"):
        fill(tmp_path, videos, Small(0), store, batch=8)


class Torchlike(Counting):
    """Raises the plain error of memory, as SAM's encoder does; so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self._times = times

    def embed(self, image: Image) -> Any:
        self._times -= 1
        if self._times >= 0:
            raise MemoryError
        return super().embed(image)

    def embed_batch(self, images: Sequence[Image]) -> list[Any]:
        return [self.embed(image) for image in images]


@pytest.mark.parametrize("batch", [1, 2])
def test_a_model_too_large_for_one_frame_is_told_with_its_cure_and_not_as_a_bug(
    tmp_path: Path, videos: list[Video], store: EmbeddingStore, batch: int
) -> None:
    """R34: also where what was raised is the device's own error."""
    with pytest.raises(SegmenterMemoryError, match=r"^Fake segmenter.*use a smaller model"):
        fill(tmp_path, videos, Torchlike(99), store, batch=batch)


def test_out_of_memory_for_a_moment_is_tried_again(
    tmp_path: Path, videos: list[Video], store: EmbeddingStore
) -> None:
    """R34: what nothing refers to any more is given back to the device first."""
    outcome = fill(tmp_path, videos, Torchlike(1), store)
    assert (outcome.made_count, outcome.failures) == (10, ())


def test_stopped_it_keeps_what_it_has_and_the_next_run_makes_the_rest(
    tmp_path: Path, videos: list[Video], store: EmbeddingStore
) -> None:
    stop = threading.Event()

    def progress(done: int, total: int | None, what: str) -> None:
        if done >= 4:
            stop.set()

    outcome = fill(tmp_path, videos, Counting(), store, batch=2, progress=progress, stop=stop)
    assert (outcome.reason, outcome.made_count, outcome.left_count) == ("interrupted", 4, 6)
    assert fill(tmp_path, videos, Counting(), store).made_count == 6


def test_a_full_store_stops_the_run_and_throws_nothing_of_it_away(
    tmp_path: Path, videos: list[Video], monkeypatch: pytest.MonkeyPatch
) -> None:
    """R05: size-capped; what the same run made is in use."""
    monkeypatch.setattr(embedding_store, "RECENT_S", -1.0)  # a long run ago
    store = project_store(tmp_path, limit_bytes=1000)
    outcome = fill(tmp_path, videos, Counting(), store)
    assert outcome.reason == "store"
    assert "raise --limit" in outcome.notice
    assert 0 < outcome.made_count < 10
    assert len(list(store.folder.rglob("*.emb"))) == outcome.made_count


@pytest.mark.parametrize("batch", [1, 4, 64])
def test_what_a_full_store_did_not_take_is_left_and_not_told_as_done(
    tmp_path: Path, videos: list[Video], batch: int
) -> None:
    """R05: what was made and what is left are all there is."""
    outcome = fill(
        tmp_path, videos, Counting(), project_store(tmp_path, limit_bytes=1000), batch=batch
    )
    assert outcome.reason == "store"
    assert outcome.made_count + outcome.left_count == 10


def test_a_disk_that_takes_nothing_stops_the_run_with_the_reason(
    tmp_path: Path, videos: list[Video], store: EmbeddingStore
) -> None:
    """R35."""
    (tmp_path / "cache").write_text("in the way")
    outcome = fill(tmp_path, videos, Counting(), store)
    assert (outcome.reason, outcome.made_count) == ("store", 0)
    assert "not kept on disk" in outcome.notice


def test_what_another_process_made_meanwhile_is_not_made_twice(
    tmp_path: Path, videos: list[Video], store: EmbeddingStore
) -> None:
    segmenter = Counting()
    plan = plan_embeddings(tmp_path / "videos", videos, segmenter_kind(segmenter), store)
    fill(tmp_path, videos[1:], Counting(), project_store(tmp_path))
    outcome = make_embeddings(plan, segmenter, store)
    assert (outcome.made_count, outcome.left_count, outcome.failures) == (4, 0, ())


_TINY_RUN = """
import sys
from pathlib import Path
from avisbuild.records import Video, VideoId
from avisbuild.segment.cache.store import segmenter_kind, project_store
from avisbuild.segment.sam.tiny import tiny_segmenter
from avisbuild_pipelines.embedding import make_embeddings, plan_embeddings
folder, segmenter = Path(sys.argv[1]), tiny_segmenter()
video = Video(video_id=VideoId("v"), height_px=24, width_px=32, second_count=40)
store = project_store(folder)
plan = plan_embeddings(folder / "videos", [video], segmenter_kind(segmenter), store)
def tell(done, total, what):
    print(done, flush=True)
    if done == 6:
        sys.stdin.readline()
make_embeddings(plan, segmenter, store, batch=2, progress=tell)
"""


def test_killed_midway_the_next_run_of_a_real_sam_makes_only_what_is_missing(
    tmp_path: Path,
) -> None:
    """R05: SIGKILL at any moment leaves whole embeddings, and the annotator finds them."""
    pytest.importorskip("torch")
    pytest.importorskip("segment_anything")
    from avisbuild.segment.sam.tiny import tiny_segmenter

    write_frames(tmp_path / "videos", "v", 40)
    child = subprocess.Popen(
        [sys.executable, "-c", _TINY_RUN, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with child.stdin, child.stdout:
        assert [child.stdout.readline().strip() for _ in range(3)] == ["2", "4", "6"]
        child.send_signal(signal.SIGKILL)
        child.wait(PATIENCE_S)
    segmenter, store = tiny_segmenter(), project_store(tmp_path)
    there = len(list(store.folder.rglob("*.emb")))
    assert 4 <= there <= 6
    outcome = fill(tmp_path, [video("v", 40)], segmenter, store, batch=8)
    assert (outcome.made_count, outcome.failures) == (40 - there, ())
    plan = plan_embeddings(tmp_path / "videos", [video("v", 40)], segmenter_kind(segmenter), store)
    assert plan.there_count == 40
    _annotator_embeds_nothing(tmp_path, segmenter, store)


def _annotator_embeds_nothing(folder: Path, segmenter: Any, store: EmbeddingStore) -> None:
    """The annotator's service finds all of them ready, though its model refuses to embed."""

    def refuse(image: Image) -> Any:
        raise AssertionError(f"embedded {image.shape} again")

    segmenter.embed = refuse
    ready, answered = threading.Event(), threading.Event()
    answers: list[Answer] = []

    def on_answer(answer: Answer) -> None:
        answers.append(answer)
        answered.set()

    service = SegmentService(
        segmenter,
        store=store,
        on_answer=on_answer,
        on_readiness=lambda said: ready.set() if len(said.ready) == 40 else None,
    )
    frames = video_frames(folder / "videos" / "v", VideoId("v"), 40)
    service.show(frames[0], frames[1:])
    from avisbuild.segment import Prompt

    service.ask(Prompt(points_xy=((8, 8),), positive=(True,)))
    assert ready.wait(PATIENCE_S)
    assert answered.wait(PATIENCE_S)
    assert service.close(within_s=PATIENCE_S)
    assert [(each.frame, each.error) for each in answers] == [
        (FrameKey(video_id=VideoId("v"), second=0), None)
    ]

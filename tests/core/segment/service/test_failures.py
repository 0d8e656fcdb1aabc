"""The segment service when something is amiss: no memory, a failing model, a frame that is gone."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from core.segment.service.gated import (
    BYTES_EACH,
    CLICK,
    PATIENCE_S,
    GatedSegmenter,
    Listener,
    click,
    frame,
    key,
    rest_of,
    serving,
)

from avisbuild.records import VideoId
from avisbuild.segment import Candidates, Frame, Image, Prompt
from avisbuild.segment.cache.store import EmbeddingStore
from avisbuild.segment.errors import SegmenterError, SegmenterMemoryError
from avisbuild.segment.frames import video_frames
from avisbuild.segment.service.service import SegmentService


class Forgetful(GatedSegmenter):
    """Has room for so many embeddings, like a device; beyond that it raises the error of memory."""

    def __init__(self, name: str, room: int, error: type[Exception]) -> None:
        super().__init__(name)
        self.service: SegmentService | None = None
        self._room, self._error = room, error

    def embed(self, image: Image) -> Any:
        held = 0 if self.service is None else self.service.bytes_held
        if held >= self._room * BYTES_EACH:
            raise self._error("out of memory")
        return super().embed(image)


@pytest.mark.parametrize("error", [MemoryError, SegmenterMemoryError])
def test_out_of_memory_lets_go_of_embeddings_and_keeps_fewer_from_then_on(
    error: type[Exception],
) -> None:
    """R34: evict and try again; the queue ends, and a click is answered."""
    segmenter = Forgetful("sam", 8, error)
    with serving(segmenter) as (service, heard):
        segmenter.service = service
        service.show(frame(0), rest_of(0, 20))
        heard.wait_ready(range(6))  # three quarters of eight
        assert heard.wait_answer(service.ask(CLICK)).by == "sam"
        assert service.bytes_held == 6 * BYTES_EACH
        assert heard.readiness[-1].title == "Sam"


@pytest.mark.parametrize("error", [MemoryError, SegmenterMemoryError])
def test_without_memory_for_one_embedding_the_next_smaller_model_takes_over_and_says_so(
    error: type[Exception],
) -> None:
    """R34: fall back to a smaller model with a visible notice; the click is answered by it."""
    large, middle, small = Forgetful("h", 0, error), Forgetful("l", 0, error), GatedSegmenter("b")
    with serving(large, fallbacks=[lambda: middle, lambda: small]) as (service, heard):
        service.show(frame(0), rest_of(0, 3))
        answer = heard.wait_answer(service.ask(CLICK))
        assert (answer.by, answer.error) == ("b", None)
        last = heard.wait_ready([0, 1, 2])
        assert (last.title, str(last.notice).endswith("B is used instead")) == ("B", True)
        assert large.closed.is_set()
        assert middle.closed.is_set()


@pytest.mark.parametrize("stored", [False, True])
def test_with_memory_for_one_embedding_frames_do_not_push_each_other_out_for_ever(
    stored: bool, tmp_path: Path
) -> None:
    """R34: never hang; the frame on screen is held, and the others are left or go to disk."""
    segmenter = Forgetful("sam", 1, MemoryError)
    segmenter.is_storable = stored
    store = EmbeddingStore(tmp_path) if stored else None
    with serving(segmenter, store=store) as (service, heard):
        segmenter.service = service
        service.show(frame(0), rest_of(0, 4))
        heard.wait_ready(range(4) if stored else [0])
        assert heard.wait_answer(service.ask(CLICK)).by == "sam"
        assert service.bytes_held == BYTES_EACH
    assert segmenter.embedded == ([0, 1, 2, 3] if stored else [0, 1, 0])


def test_an_embedding_read_from_disk_that_finds_no_memory_makes_room_first(tmp_path: Path) -> None:
    """R34, R05: evict and try again, not a frame that cannot be clicked at."""

    class ForgetfulReader(Forgetful):
        def unpack(self, arrays: dict[str, Any]) -> Any:
            held = 0 if self.service is None else self.service.bytes_held
            if held >= self._room * BYTES_EACH:
                raise RuntimeError("CUDA error: out of memory")
            return super().unpack(arrays)

    with serving(GatedSegmenter("sam", is_storable=True), store=EmbeddingStore(tmp_path)) as (
        service,
        heard,
    ):
        service.show(frame(0), rest_of(0, 3))
        heard.wait_ready(range(3))
        heard.wait(lambda _: len(list(tmp_path.rglob("*.emb"))) == 3)
    segmenter = ForgetfulReader("sam", 1, MemoryError)
    segmenter.is_storable = True
    with serving(segmenter, store=EmbeddingStore(tmp_path)) as (service, heard):
        segmenter.service = service
        for second in range(3):
            service.show(frame(second), rest_of(second, 3))
            assert heard.wait_answer(service.ask(CLICK)).error is None
    assert segmenter.embedded == []


class ForgetfulDecoder(GatedSegmenter):
    def segment(self, embedding: Any, prompt: Prompt) -> Candidates:
        super().segment(embedding, prompt)
        raise SegmenterMemoryError("out of memory")


def test_a_click_that_finds_no_memory_is_answered_by_the_next_smaller_model() -> None:
    """R34, R06: the click is not lost."""
    large, small = ForgetfulDecoder("h"), GatedSegmenter("b")
    with serving(large, fallbacks=[lambda: small]) as (service, heard):
        service.show(frame(0), [])
        assert heard.wait_answer(service.ask(CLICK)).by == "b"
        assert large.prompts == [CLICK, CLICK]


def test_when_every_model_is_out_of_memory_the_quick_one_goes_on_with_the_reason() -> None:
    """R34: never crash or hang."""
    large = Forgetful("h", 0, SegmenterMemoryError)
    with serving(large, quick=GatedSegmenter("classical")) as (service, heard):
        service.show(frame(0), rest_of(0, 3))
        for _ in range(2):
            answer = heard.wait_answer(service.ask(CLICK))
            assert (answer.by, answer.preview) == ("classical", False)
            assert answer.candidates is not None
            assert "out of memory" in str(answer.error)
        assert "out of memory" in str(heard.readiness[-1].notice)


def test_when_there_is_no_segmenter_at_all_a_click_is_answered_with_the_reason() -> None:
    with serving(Forgetful("h", 0, SegmenterMemoryError)) as (service, heard):
        service.show(frame(0), [])
        answer = heard.wait_answer(service.ask(CLICK))
    assert answer.candidates is None
    assert "out of memory" in str(answer.error)


def test_the_ceiling_on_memory_holds_and_what_is_nearest_stays() -> None:
    """R34: a set cap is never exceeded; R04: the nearest frames are those that are ready."""
    segmenter = GatedSegmenter()
    with serving(segmenter, memory_limit_bytes=5 * BYTES_EACH) as (service, heard):
        service.show(frame(10), rest_of(10, 60))
        heard.wait_ready(range(10, 15))
        service.show(frame(14), rest_of(14, 60))
        heard.wait_ready(range(14, 19))
        assert service.bytes_held == 5 * BYTES_EACH
    assert segmenter.embedded == [10, 11, 12, 13, 14, 15, 16, 17, 18]


def test_what_is_last_in_order_goes_first_when_memory_is_short() -> None:
    """R34: leafing on does not push out what comes next, only to embed it again."""
    segmenter = GatedSegmenter()
    with serving(segmenter, memory_limit_bytes=3 * BYTES_EACH) as (service, heard):
        service.show(frame(0), [frame(1), frame(2), frame(5)])
        heard.wait_ready([0, 1, 2])
        service.show(frame(5), [frame(0), frame(1), frame(2)])
        heard.wait_ready([0, 1, 5])
    assert segmenter.embedded == [0, 1, 2, 5]


def test_a_ceiling_below_one_embedding_is_an_error_in_words() -> None:
    """R34."""
    with serving(GatedSegmenter(), memory_limit_bytes=BYTES_EACH - 1) as (service, heard):
        service.show(frame(0), rest_of(0, 3))
        assert "the limit on memory is" in str(heard.wait_answer(service.ask(CLICK)).error)


class Failing(GatedSegmenter):
    """Fails on odd seconds, and on clicks left of 10."""

    def embed(self, image: Image) -> Any:
        if image[0, 0, 0] % 2:
            raise RuntimeError("the model\nfell over")
        return super().embed(image)

    def segment(self, embedding: Any, prompt: Prompt) -> Candidates:
        if prompt.points_xy[0][0] < 10:
            raise ValueError("no such place")
        return super().segment(embedding, prompt)


def test_a_segmenter_that_raises_is_told_in_one_line_and_the_next_click_is_answered() -> None:
    """R06, R34: the threads live on."""
    with serving(Failing("sam")) as (service, heard):
        service.show(frame(1), rest_of(1, 4))
        answer = heard.wait_answer(service.ask(CLICK))
        assert (
            str(answer.error) == "second 1 could not be embedded: RuntimeError: the model fell over"
        )
        assert answer.candidates is None
        service.show(frame(2), rest_of(2, 4))
        heard.wait_ready([0, 2])
        assert (
            str(heard.wait_answer(service.ask(click(5))).error) == "Sam: ValueError: no such place"
        )
        assert heard.wait_answer(service.ask(click(15))).error is None


def test_where_the_segmenter_fails_on_a_frame_the_quick_one_answers_with_the_reason() -> None:
    with serving(Failing("sam"), quick=GatedSegmenter("classical")) as (service, heard):
        service.show(frame(1), [])
        heard.wait_notice("fell over")
        answer = heard.wait_answer(service.ask(CLICK))
        assert (answer.by, answer.preview) == ("classical", False)
        assert answer.candidates is not None
        assert "fell over" in str(answer.error)


def test_a_deleted_frame_is_one_line_and_is_tried_again_when_it_is_shown_again(
    tmp_path: Path,
) -> None:
    """A frame file deleted (bad days): nothing else is touched by it."""
    frames = _picture_files(tmp_path / "v", 3)
    path = tmp_path / "v" / "frames" / "00001.jpg"
    kept = path.read_bytes()
    path.unlink()
    with serving(GatedSegmenter()) as (service, heard):
        service.show(frames[1], [frames[2], frames[0]])
        heard.wait_ready([0, 2])
        answer = heard.wait_answer(service.ask(CLICK))
        assert str(answer.error) == f"{path} is missing; `avisbuild clip v` makes it again"
        path.write_bytes(kept)
        service.show(frames[1], [frames[2], frames[0]])
        assert heard.wait_answer(service.ask(CLICK)).error is None
        assert heard.wait_ready([0, 1, 2]).notice is None  # nothing is amiss any more


def _picture_files(folder: Path, count: int) -> tuple[Frame, ...]:
    from PIL import Image as Pillow

    (folder / "frames").mkdir(parents=True)
    for second in range(count):
        Pillow.fromarray(np.full((32, 48, 3), second * 9, np.uint8)).save(
            folder / "frames" / f"{second:05d}.jpg"
        )
    return video_frames(folder, VideoId("v"), count)


def test_a_segmenter_that_is_made_late_answers_the_click_that_came_before() -> None:
    """R06: the window is open while a model loads."""
    quick = GatedSegmenter("classical")
    gate = GatedSegmenter(is_open=False)

    def make() -> GatedSegmenter:
        gate.embed(np.zeros((1, 1, 3), np.uint8))
        return GatedSegmenter("sam")

    with serving(make, quick=quick) as (service, heard):
        service.show(frame(0), [])
        ticket = service.ask(CLICK)
        heard.wait(lambda heard: [each.by for each in heard.answers] == ["classical"])
        gate.open()
        assert heard.wait_answer(ticket).by == "sam"
        assert heard.wait_ready([0]).notice is None


def test_a_segmenter_that_cannot_be_made_is_replaced_and_the_reason_shown() -> None:
    """Checkpoint missing or truncated (bad days)."""

    def no_weights() -> GatedSegmenter:
        raise SegmenterError("SAM ViT-H: no weights at x.pth; fetch them")

    def broken() -> GatedSegmenter:
        raise RuntimeError("PytorchStreamReader failed")

    fallbacks = [broken, lambda: GatedSegmenter("classical")]
    with serving(no_weights, fallbacks=fallbacks) as (service, heard):
        service.show(frame(0), [])
        assert heard.wait_answer(service.ask(CLICK)).by == "classical"
        assert str(heard.readiness[-1].notice) == (
            "the segmenter cannot be loaded: RuntimeError: PytorchStreamReader failed; "
            "Classical is used instead"
        )


def test_closing_while_a_model_is_loaded_closes_the_model_in_the_end() -> None:
    gate, made, heard = GatedSegmenter(is_open=False), GatedSegmenter("sam"), Listener()

    def make() -> GatedSegmenter:
        gate.embed(np.zeros((1, 1, 3), np.uint8))
        return made

    service = SegmentService(make, on_answer=heard.on_answer, on_readiness=heard.on_readiness)
    gate.wait_at_gate(0)
    assert not service.close(within_s=0.0)
    gate.open()
    assert service.close(within_s=PATIENCE_S)
    assert made.closed.is_set()


def test_closing_while_a_model_is_loaded_makes_no_other_and_says_nothing_of_its_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A window closed while torch is imported, which cannot be done any more when the program ends."""
    gate, heard, made = GatedSegmenter(is_open=False), Listener(), list[GatedSegmenter]()

    def make() -> GatedSegmenter:
        gate.embed(np.zeros((1, 1, 3), np.uint8))
        raise RuntimeError("can't register atexit after shutdown")

    def make_another() -> GatedSegmenter:
        made.append(GatedSegmenter("b"))
        return made[-1]

    service = SegmentService(
        make,
        fallbacks=[make_another],
        on_answer=heard.on_answer,
        on_readiness=heard.on_readiness,
    )
    gate.wait_at_gate(0)
    assert not service.close(within_s=0.0)
    gate.open()
    assert service.close(within_s=PATIENCE_S)
    assert (made, caplog.text) == ([], "")


def test_embeddings_of_the_fake_are_of_the_size_these_tests_count_with() -> None:
    segmenter = GatedSegmenter()
    image = frame(0).load()
    assert segmenter.embedding_bytes(segmenter.embed(image)) == BYTES_EACH
    assert len(frame(0).content_hash()) == len(hashlib.sha256().hexdigest())
    assert frame(0).key == key(0)

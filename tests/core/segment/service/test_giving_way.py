"""The segment service: which work gives way, what a hover is told, and how it ends."""

import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from core.segment.service.gated import (
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

from avisbuild.errors import AvisbuildError
from avisbuild.segment import Image, Prompt
from avisbuild.segment.service.service import Readiness, SegmentService


class _Overlapping(GatedSegmenter):
    overlaps = True


@pytest.mark.parametrize("kind", [_Overlapping, GatedSegmenter])
def test_a_warm_click_waits_for_an_embedding_only_where_the_model_cannot_do_both(
    kind: type[GatedSegmenter],
) -> None:
    """R06: at most the one embedding in flight, and none at all where the decoder is free."""
    segmenter = kind("sam")
    with serving(segmenter) as (service, heard):
        service.show(frame(0), [])
        heard.wait_ready([0])
        segmenter._is_open = False
        service.show(frame(0), [frame(1), frame(2)])
        segmenter.wait_at_gate(1)
        ticket = service.ask(CLICK)
        if kind is GatedSegmenter:
            segmenter.let_through()
        heard.wait_answer(ticket)
        # One more may have begun since the answer; none began before it.
        assert segmenter.embedded[:2] == [0, 1]


class _Cancellable(GatedSegmenter):
    """An embedding that can be given up at the gate, as SAM's can between two blocks."""

    def __init__(self) -> None:
        super().__init__("sam", is_open=False)
        self.cancelled: list[int] = []

    def embed(self, image):  # type: ignore[no-untyped-def]
        from avisbuild.segment.errors import EmbeddingCancelledError

        self._cancel = threading.Event()
        embedding = super().embed(image)
        if self._cancel.is_set():
            self.cancelled.append(int(image[0, 0, 0]))
            raise EmbeddingCancelledError("given up")
        return embedding

    def cancel_embedding(self) -> None:
        self._cancel.set()
        self.let_through()


def test_a_click_gives_up_the_embedding_of_a_later_frame_and_its_turn_comes_again() -> None:
    """R06: a foreground request pre-empts background encodes."""
    segmenter = _Cancellable()
    with serving(segmenter) as (service, heard):
        service.show(frame(0), rest_of(0, 4))
        segmenter.let_through()
        segmenter.wait_at_gate(1)
        service.show(frame(3), rest_of(3, 4))
        ticket = service.ask(CLICK)
        segmenter.wait_at_gate(3)
        segmenter.open()
        heard.wait_answer(ticket)
        heard.wait_ready([0, 1, 2, 3])
    assert segmenter.cancelled == [1]
    assert segmenter.embedded == [0, 1, 3, 2, 1]


def test_a_prompt_that_is_taken_back_costs_no_embedding_under_way() -> None:
    """R06: nobody waits then; on a CPU it would throw away most of a minute."""
    segmenter = _Cancellable()
    with serving(segmenter) as (service, heard):
        service.show(frame(0), rest_of(0, 3))
        segmenter.let_through()
        segmenter.wait_at_gate(1)
        service.ask(Prompt())
        segmenter.open()
        heard.wait_ready([0, 1, 2])
    assert (segmenter.cancelled, segmenter.embedded) == ([], [0, 1, 2])


def test_a_click_on_a_frame_that_cannot_be_embedded_costs_no_embedding_under_way() -> None:
    """R06: giving up another frame would not bring its answer sooner."""

    def no_picture() -> Image:
        raise AvisbuildError("no picture")

    segmenter = _Cancellable()
    with serving(segmenter) as (service, heard):
        service.show(replace(frame(0), load=no_picture), [frame(1), frame(2)])
        segmenter.wait_at_gate(1)
        assert str(heard.wait_answer(service.ask(CLICK)).error) == "no picture"
        segmenter.open()
        heard.wait_ready([1, 2])
    assert (segmenter.cancelled, segmenter.embedded) == ([], [1, 2])


def test_a_click_while_a_later_frame_is_still_being_read_goes_before_its_embedding() -> None:
    """R06: there is nothing to cancel yet, and still the click does not wait for it."""
    reading, go_on = threading.Event(), threading.Event()

    def slow() -> Image:
        reading.set()
        assert go_on.wait(PATIENCE_S)
        return frame(1).load()

    segmenter = GatedSegmenter("sam")
    with serving(segmenter) as (service, heard):
        service.show(frame(0), [replace(frame(1), load=slow)])
        assert reading.wait(PATIENCE_S)
        service.show(frame(5), [frame(0), frame(1)])
        ticket = service.ask(CLICK)
        go_on.set()
        heard.wait_answer(ticket)
        heard.wait_ready([0, 1, 5])
    assert segmenter.embedded == [0, 5, 1]


def test_closing_while_a_frame_is_still_being_read_begins_no_embedding() -> None:
    """R06: a window that is closed does not keep the program for an embedding nobody wants."""
    reading, go_on = threading.Event(), threading.Event()

    def slow() -> Image:
        reading.set()
        assert go_on.wait(PATIENCE_S)
        return frame(0).load()

    segmenter = GatedSegmenter("sam")
    with serving(segmenter) as (service, _heard):
        service.show(replace(frame(0), load=slow), [])
        assert reading.wait(PATIENCE_S)
        assert not service.close(within_s=0.0)
        go_on.set()
        assert service.close(within_s=PATIENCE_S)
    assert segmenter.embedded == []


class _Hovering(GatedSegmenter):
    def hover(self, embedding, x, y):  # type: ignore[no-untyped-def]
        return self.segment(embedding, click(x, y)).masks[0]


def test_a_hover_is_answered_by_the_quick_segmenter_with_ticket_zero() -> None:
    quick = _Hovering("classical")
    with serving(GatedSegmenter("sam"), quick=quick) as (service, heard):
        service.show(frame(0), [])
        service.preview(20.0, 10.0)
        heard.wait(lambda heard: heard.answers)
    (answer,) = heard.answers
    assert (answer.ticket, answer.is_hover, answer.preview, answer.by) == (
        0,
        True,
        True,
        "classical",
    )
    assert answer.candidates is not None
    assert answer.candidates.masks.shape == (1, 32, 48)


class _SlowToHover(_Hovering):
    """Stands still in its first `hover` until it is told to go on."""

    def __init__(self) -> None:
        super().__init__("classical")
        self.hovering, self.go_on = threading.Event(), threading.Event()

    def hover(self, embedding, x, y):  # type: ignore[no-untyped-def]
        self.hovering.set()
        assert self.go_on.wait(PATIENCE_S)
        return super().hover(embedding, x, y)


def test_of_several_hovers_only_the_newest_is_answered() -> None:
    """R06."""
    quick = _SlowToHover()
    with serving(GatedSegmenter("sam"), quick=quick) as (service, heard):
        service.show(frame(0), [])
        service.preview(5.0, 5.0)
        assert quick.hovering.wait(PATIENCE_S)
        service.preview(6.0, 6.0)
        service.preview(7.0, 7.0)
        quick.go_on.set()
        heard.wait(lambda heard: heard.answers)
    assert [answer.prompt for answer in heard.answers] == [click(7, 7)]


def test_a_hover_is_answered_by_the_segmenter_itself_where_it_can() -> None:
    with serving(_Hovering("classical")) as (service, heard):
        service.show(frame(0), [])
        heard.wait_ready([0])
        service.preview(20.0, 10.0)
        heard.wait(lambda heard: heard.answers)
    assert heard.answers[0].by == "classical"


def test_without_anybody_who_hovers_a_hover_has_no_answer_and_does_no_harm() -> None:
    with serving(GatedSegmenter()) as (service, heard):
        service.show(frame(0), [])
        heard.wait_ready([0])
        service.preview(20.0, 10.0)
        heard.wait_answer(service.ask(CLICK))
        assert len(heard.answers) == 1


def test_a_prompt_before_any_frame_is_shown_has_no_answer() -> None:
    with serving(GatedSegmenter()) as (service, heard):
        service.ask(CLICK)
        service.preview(1.0, 1.0)
        service.show(frame(0), [])
        heard.wait_answer(service.ask(CLICK))
        assert len(heard.answers) == 1


def test_closing_while_an_embedding_is_under_way_does_not_wait_for_it_and_drops_its_answer() -> (
    None
):
    """R06: no thread and no answer outlives the window, and the model is let go of in the end."""
    segmenter, heard = GatedSegmenter(is_open=False), Listener()
    service = SegmentService(segmenter, on_answer=heard.on_answer, on_readiness=heard.on_readiness)
    service.show(frame(0), rest_of(0, 60))
    service.ask(CLICK)
    segmenter.wait_at_gate(0)
    assert not service.close(within_s=0.0)
    said = len(heard.readiness)
    assert not segmenter.closed.is_set()
    segmenter.open()
    assert service.close(within_s=PATIENCE_S)
    assert segmenter.closed.is_set()
    assert (heard.answers, len(heard.readiness), segmenter.embedded) == ([], said, [0])


@pytest.mark.parametrize("shown", [False, True])
def test_an_idle_service_closes_at_once_and_twice(shown: bool) -> None:
    segmenter, quick = GatedSegmenter(), GatedSegmenter("classical")
    with serving(segmenter, quick=quick) as (service, heard):
        if shown:
            service.show(frame(0), [])
            heard.wait_ready([0])
        assert service.close(within_s=PATIENCE_S)
    assert segmenter.closed.is_set()
    assert quick.closed.is_set()
    service.show(frame(1), [])
    service.ask(CLICK)
    service.preview(0.0, 0.0)


def test_a_callback_may_call_the_service_and_may_fail(caplog: pytest.LogCaptureFixture) -> None:
    """R06: what a view does wrong costs no click."""
    heard = Listener()
    shown = threading.Event()

    def on_readiness(readiness: Readiness) -> None:
        if readiness.ready and not shown.is_set():
            shown.set()
            service.show(frame(5), [])
            raise RuntimeError("a view that fails")
        heard.on_readiness(readiness)

    service = SegmentService(GatedSegmenter(), on_answer=heard.on_answer, on_readiness=on_readiness)
    service.show(frame(0), [])
    heard.wait_ready([5])
    assert heard.wait_answer(service.ask(CLICK)).frame == key(5)
    assert service.close(within_s=PATIENCE_S)
    assert "a view that fails" in caplog.text


# A real SAM, at whose second block torch multiplies for a second or more; then the program ends.
_CLOSED_MIDWAY = """
import threading
import numpy as np
import torch
from avisbuild.records import VideoId
from avisbuild.segment import Frame, FrameKey
from avisbuild.segment.service.service import SegmentService
from avisbuild.segment.sam.tiny import tiny_segmenter
torch.set_num_threads(1)
sam, midway = tiny_segmenter(), threading.Event()
def slow(*_):
    midway.set()
    square = torch.ones(2500, 2500)
    for _ in range(4):
        square @ square
sam._open[0].image_encoder.blocks[0].register_forward_hook(slow)
service = SegmentService(sam, on_answer=print, on_readiness=lambda _: None)
key = FrameKey(video_id=VideoId("v"), second=0)
service.show(Frame(key=key, load=lambda: np.zeros((9, 9, 3), np.uint8), content_hash=str), [])
assert midway.wait(60)
print(service.close(within_s=0.05))
"""


def test_a_program_that_ends_in_the_middle_of_an_embedding_ends_in_good_order() -> None:
    """A window closed in the middle of an embedding (bad days): no abort of the whole process at its end."""
    pytest.importorskip("torch")
    pytest.importorskip("segment_anything")
    ended = subprocess.run(
        [sys.executable, "-c", _CLOSED_MIDWAY],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (ended.stdout, ended.stderr, ended.returncode) == ("False\n", "", 0)

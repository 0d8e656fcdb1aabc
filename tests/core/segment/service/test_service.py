"""The segment service: what is encoded when, and which prompt is answered."""

import threading

import numpy as np
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

from avisbuild.segment import Prompt
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.segment.service.fallback import FallbackChain
from avisbuild.segment.service.service import prefetch_order
from avisbuild.segment.service.state import ServiceState


@pytest.mark.parametrize(
    ("current", "count", "expected"),
    [(2, 5, [2, 3, 4, 1, 0]), (0, 3, [0, 1, 2]), (2, 3, [2, 1, 0]), (0, 1, [0])],
)
def test_prefetch_goes_forward_and_then_backward(
    current: int, count: int, expected: list[int]
) -> None:
    """R04: current, then forward, then backward."""
    assert prefetch_order(current, count) == expected


def test_the_frame_on_screen_is_encoded_first_then_forward_backward_and_the_next_video() -> None:
    """R03, R04."""
    segmenter = GatedSegmenter()
    with serving(segmenter) as (service, heard):
        service.show(frame(3), [*rest_of(3, 6), frame(100, "next"), frame(101, "next")])
        heard.wait(lambda heard: heard.readiness and len(heard.readiness[-1].ready) == 8)
        assert segmenter.embedded == [3, 4, 5, 2, 1, 0, 100, 101]
        assert heard.readiness[-1].wanted == 8


def test_a_frame_that_is_shown_goes_before_the_whole_queue() -> None:
    """R03, R06: it waits for the one embedding in flight, and for no other."""
    segmenter = GatedSegmenter(is_open=False)
    with serving(segmenter) as (service, _heard):
        service.show(frame(0), rest_of(0, 60))
        segmenter.let_through()
        segmenter.wait_at_gate(1)
        service.show(frame(40), rest_of(40, 60))
        segmenter.let_through()
        segmenter.wait_at_gate(40)
        assert segmenter.embedded == [0, 1, 40]
        segmenter.let_through()
        segmenter.wait_at_gate(41)


def test_a_frame_is_embedded_once_however_often_it_is_shown() -> None:
    """R02, R03: going back to a frame finds its embedding."""
    segmenter = GatedSegmenter()
    with serving(segmenter) as (service, heard):
        for second in (0, 1, 2, 1, 0, 2):
            service.show(frame(second), rest_of(second, 3))
            heard.wait_ready([0, 1, 2])
            heard.wait_answer(service.ask(CLICK))
        assert sorted(segmenter.embedded) == [0, 1, 2]


def test_a_click_on_a_warm_frame_is_answered_by_the_segmenter() -> None:
    """R02, R37: the answer says who gave it, and for which prompt and frame."""
    with serving(GatedSegmenter("sam")) as (service, heard):
        service.show(frame(2), [])
        heard.wait_ready([2])
        answer = heard.wait_answer(service.ask(CLICK))
    assert (answer.frame, answer.prompt, answer.by, answer.error) == (key(2), CLICK, "sam", None)
    assert answer.candidates is not None
    expected = FakeSegmenter().segment(np.array([32, 48, 2]), CLICK)
    assert np.array_equal(answer.candidates.masks, expected.masks)


def test_a_click_while_the_embedding_is_made_is_answered_as_soon_as_it_is_there() -> None:
    """R06: no click is dropped while the service is busy."""
    segmenter = GatedSegmenter(is_open=False)
    with serving(segmenter) as (service, heard):
        service.show(frame(0), rest_of(0, 5))
        segmenter.wait_at_gate(0)
        ticket = service.ask(CLICK)
        assert heard.answers == []
        segmenter.let_through()
        assert heard.wait_answer(ticket).frame == key(0)
        # The click was answered before the next frame was begun, or while its embedding stood at the gate.
        assert segmenter.embedded in ([0], [0, 1])


def test_of_several_clicks_meanwhile_only_the_newest_is_answered() -> None:
    """R06: the latest prompt wins."""
    segmenter = GatedSegmenter(is_open=False)
    with serving(segmenter) as (service, heard):
        service.show(frame(0), [])
        segmenter.wait_at_gate(0)
        tickets = [service.ask(click(x)) for x in (5, 10, 15)]
        segmenter.let_through()
        heard.wait_answer(tickets[-1])
        assert [answer.ticket for answer in heard.answers] == tickets[-1:]
        assert segmenter.prompts == [click(15)]


def test_the_quick_segmenter_answers_at_once_while_the_embedding_is_made() -> None:
    """R03, R06: a preview now, the answer proper under the same ticket later."""
    segmenter, quick = GatedSegmenter("sam", is_open=False), GatedSegmenter("classical")
    with serving(segmenter, quick=quick) as (service, heard):
        service.show(frame(0), [])
        segmenter.wait_at_gate(0)
        ticket = service.ask(CLICK)
        heard.wait(lambda heard: heard.answers)
        segmenter.let_through()
        heard.wait_answer(ticket)
    assert [(each.by, each.preview, each.ticket) for each in heard.answers] == [
        ("classical", True, ticket),
        ("sam", False, ticket),
    ]
    assert quick.embedded == [0]


def test_the_quick_segmenter_is_not_asked_where_the_embedding_is_there() -> None:
    segmenter, quick = GatedSegmenter("sam"), GatedSegmenter("classical")
    with serving(segmenter, quick=quick) as (service, heard):
        service.show(frame(0), [])
        heard.wait_ready([0])
        heard.wait_answer(service.ask(CLICK))
    assert [each.by for each in heard.answers] == ["sam"]
    assert quick.prompts == []


class _SlowToDecode(GatedSegmenter):
    """Stands still in `segment` until it is told to go on."""

    def __init__(self) -> None:
        super().__init__("sam")
        self.decoding, self.go_on = threading.Event(), threading.Event()

    def segment(self, embedding, prompt):  # type: ignore[no-untyped-def]
        self.decoding.set()
        assert self.go_on.wait(PATIENCE_S)
        return super().segment(embedding, prompt)


def test_an_answer_that_a_newer_prompt_overtook_is_not_delivered() -> None:
    """R06."""
    segmenter = _SlowToDecode()
    with serving(segmenter) as (service, heard):
        service.show(frame(0), [])
        heard.wait_ready([0])
        service.ask(click(5))
        assert segmenter.decoding.wait(PATIENCE_S)
        newest = service.ask(click(30))
        segmenter.go_on.set()
        heard.wait_answer(newest)
        assert [answer.ticket for answer in heard.answers] == [newest]


def test_an_answer_for_a_frame_that_is_no_longer_shown_is_not_delivered() -> None:
    """R06."""
    segmenter = _SlowToDecode()
    with serving(segmenter) as (service, heard):
        service.show(frame(0), [frame(1)])
        heard.wait_ready([0, 1])
        service.ask(CLICK)
        assert segmenter.decoding.wait(PATIENCE_S)
        service.show(frame(1), [frame(0)])
        ticket = service.ask(CLICK)
        segmenter.go_on.set()
        heard.wait_answer(ticket)
        assert [answer.frame for answer in heard.answers] == [key(1)]


def test_a_click_is_not_answered_on_the_frame_to_which_one_turned_instead() -> None:
    """R06: what was clicked on one frame says nothing of the next."""
    segmenter = GatedSegmenter(is_open=False)
    with serving(segmenter) as (service, heard):
        service.show(frame(0), [frame(1)])
        segmenter.wait_at_gate(0)
        service.ask(CLICK)
        service.show(frame(1), [frame(0), frame(2)])
        segmenter.open()
        heard.wait_ready([0, 1, 2])  # a click on frame 1 would have gone before frame 2
        assert segmenter.prompts == []
        last = service.ask(click(7))
        heard.wait_answer(last)
        assert [answer.ticket for answer in heard.answers] == [last]


def test_no_embedding_is_begun_while_a_click_can_be_answered() -> None:
    """R06: a foreground request waits for at most the one in flight, and goes before the next."""
    segmenter = FakeSegmenter()
    state = ServiceState(
        FallbackChain((), current=segmenter),
        quick=None,
        store=None,
        memory_limit_bytes=1 << 20,
        on_answer=Listener().on_answer,
        on_readiness=Listener().on_readiness,
    )
    state.requests.show(frame(0), [frame(1)])
    assert state.next_frame() == key(0)
    state.embeddings.hold(key(0), segmenter.embed(frame(0).load()), state.requests.order)
    assert state.next_frame() == key(1)
    state.requests.ask(CLICK)
    assert state.next_frame() is None
    state.requests.ask(Prompt())
    assert state.next_frame() == key(1)


def test_showing_the_same_frame_with_another_queue_keeps_the_click() -> None:
    """R06: a new order of prefetching drops no click."""
    segmenter = GatedSegmenter(is_open=False)
    with serving(segmenter) as (service, heard):
        service.show(frame(0), [])
        segmenter.wait_at_gate(0)
        ticket = service.ask(CLICK)
        service.show(frame(0), rest_of(0, 9))
        segmenter.let_through()
        heard.wait_answer(ticket)


def test_an_empty_prompt_takes_the_click_back() -> None:
    """R28: an object unclicked before its answer gets none."""
    segmenter = GatedSegmenter(is_open=False)
    with serving(segmenter) as (service, heard):
        service.show(frame(0), [])
        segmenter.wait_at_gate(0)
        service.ask(CLICK)
        service.ask(Prompt())
        segmenter.open()
        heard.wait_ready([0])
        last = service.ask(click(7))
        heard.wait_answer(last)
        assert [answer.ticket for answer in heard.answers] == [last]

"""The segment service under whatever an annotator does: random scripts, thousands of switches, a real SAM."""

import threading
from pathlib import Path

import numpy as np
import psutil
import pytest
from core.segment.service.gated import (
    CLICK,
    GatedSegmenter,
    click,
    frame,
    key,
    rest_of,
    serving,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.segment import Frame, FrameKey
from avisbuild.segment.cache.store import EmbeddingStore
from avisbuild.segment.service.service import Answer, prefetch_order

SECONDS = 6
NOTHING_ASKED = -1
_STEPS = st.one_of(
    st.tuples(st.just("show"), st.integers(0, SECONDS - 1)),
    st.tuples(st.just("ask"), st.integers(1, 40)),
    st.tuples(st.just("hover"), st.integers(1, 40)),
    st.tuples(st.just("let one through"), st.just(1)),
)


@settings(max_examples=200)
@given(
    script=st.lists(_STEPS, max_size=40),
    is_open=st.booleans(),
    with_quick=st.booleans(),
    overlap=st.booleans(),
)
def test_the_last_answer_is_always_that_to_the_last_prompt_on_the_last_frame(
    script: list[tuple[str, int]], is_open: bool, with_quick: bool, overlap: bool
) -> None:
    """R06: whatever an annotator does; and no answer comes once a newer prompt or frame is there."""
    segmenter = GatedSegmenter("sam", is_open=is_open)
    segmenter.overlaps = overlap  # type: ignore[attr-defined]
    quick = GatedSegmenter("quick") if with_quick else None
    with serving(segmenter, quick=quick, memory_limit_bytes=4 * 12) as (service, heard):
        # What was on the screen, and how many answers there were when it had come there.
        screens = [(key(0), NOTHING_ASKED, 0)]
        service.show(frame(0), rest_of(0, SECONDS))
        for step, value in [*script, ("ask", 7)]:
            shown, ticket, _ = screens[-1]
            if step == "show":
                service.show(frame(value), rest_of(value, SECONDS))
                asked = ticket if key(value) == shown else NOTHING_ASKED
                screens.append((key(value), asked, len(heard.answers)))
            elif step == "ask":
                ticket = service.ask(click(value))
                screens.append((shown, ticket, len(heard.answers)))
            elif step == "hover":
                service.preview(value, 3.0)
            else:
                segmenter.let_through()
        segmenter.open()
        answer = heard.wait_answer(ticket)
        assert (answer.frame, answer.prompt, answer.by) == (screens[-1][0], click(7), "sam")
        assert heard.proper[-1] is answer
        tickets = [each.ticket for each in heard.proper]
        assert tickets == sorted(set(tickets))
    _check_timely(heard.answers, screens)


def _check_timely(answers: list[Answer], screens: list[tuple[FrameKey, int, int]]) -> None:
    """Each answer is of the screen at its time, or of the next one, which may just have come."""
    for count, answer in enumerate(answers):
        current = max(place for place, screen in enumerate(screens) if screen[2] <= count)
        near = screens[current : current + 2]
        assert answer.frame in {frame for frame, _, _ in near}
        if not answer.is_hover:
            assert (answer.frame, answer.ticket) in {(frame, ticket) for frame, ticket, _ in near}


def test_two_thousand_switches_stay_under_the_ceiling_and_need_no_more_memory() -> None:
    """R34: the slope of held bytes and of the process's memory over 2,000 switches."""
    segmenter = _Big("sam")
    limit = 8 * segmenter.each_bytes
    process, held, resident = psutil.Process(), [], []
    with serving(segmenter, memory_limit_bytes=limit) as (service, heard):
        for switch in range(2000):
            video, second = f"v{switch // 100}", (switch * 7) % 60
            here = FrameKey(video_id=frame(0, video).key.video_id, second=second)
            rest = [frame(each, video) for each in prefetch_order(second, 60)[1:4]]
            service.show(frame(second, video), rest)
            heard.wait(lambda said, here=here: said.readiness and here in said.readiness[-1].ready)
            held.append(service.bytes_held)
            heard.readiness.clear()
            if switch % 100 == 0:
                heard.wait_answer(service.ask(CLICK))
                heard.answers.clear()
                resident.append(process.memory_info().rss)
    assert max(held) <= limit
    assert max(held[1000:]) == max(held[:1000])
    # The first thousand fill caches; after that a leak of one embedding in ten switches would show.
    assert resident[-1] - resident[10] < 100 * segmenter.each_bytes


class _Big(GatedSegmenter):
    """Embeddings of 256 KiB, so that one that is not let go of shows."""

    each_bytes = 1 << 18

    def embed(self, image):  # type: ignore[no-untyped-def]
        size = super().embed(image)
        return np.concatenate([size, np.zeros(self.each_bytes // 4 - 3, np.float32)])


@pytest.fixture(scope="module")
def pictures() -> list[Frame]:
    """Six frames 72 x 96 with a bright square that moves."""
    return [_picture(second) for second in range(SECONDS)]


def _picture(second: int) -> Frame:
    image = np.full((72, 96, 3), 40, np.uint8)
    image[20:50, 10 + 8 * second : 40 + 8 * second] = 220
    return Frame(key=key(second), load=lambda: image, content_hash=lambda: f"{second:064x}")


def test_a_real_sam_goes_the_very_same_way_and_decodes_alike_from_memory_and_from_disk(
    tmp_path: Path, pictures: list[Frame]
) -> None:
    """R02, R04, R05, R06: real predictor, real store, real threads."""
    pytest.importorskip("torch")
    pytest.importorskip("segment_anything")
    from avisbuild.segment.sam.tiny import tiny_segmenter

    prompt = click(40.0, 30.0).with_point(5.0, 5.0, positive=False)
    answers = []
    for _ in range(2):
        store = EmbeddingStore(tmp_path)
        with serving(tiny_segmenter(), store=store) as (service, heard):
            service.show(pictures[2], [*pictures[3:], *pictures[:2]])
            heard.wait_ready(range(SECONDS))
            answers.append(heard.wait_answer(service.ask(prompt)))
            assert answers[-1].by == "sam_tiny"
            assert len(answers[-1].weights_sha256) == 64
    assert len(list(tmp_path.rglob("*.emb"))) == SECONDS
    first, second = (answer.candidates for answer in answers)
    assert first is not None
    assert second is not None
    assert first.masks.shape == (3, 72, 96)
    assert np.array_equal(first.masks, second.masks)
    assert first.scores == pytest.approx(second.scores)


def test_another_model_s_embeddings_on_disk_are_not_taken(
    tmp_path: Path, pictures: list[Frame]
) -> None:
    """R05: the hash of the weights is part of the key, a mismatch is rejected."""
    pytest.importorskip("torch")
    pytest.importorskip("segment_anything")
    from avisbuild.segment.sam.tiny import tiny_segmenter

    answers = []
    for seed, folder in ((0, "a"), (1, "a"), (1, "b")):
        store = EmbeddingStore(tmp_path / folder)
        with serving(tiny_segmenter(seed), store=store) as (service, heard):
            service.show(pictures[0], [])
            heard.wait_ready([0])
            answers.append(heard.wait_answer(service.ask(CLICK)).candidates)
    over, clean = answers[1:]
    assert over is not None
    assert clean is not None
    assert over.scores == pytest.approx(clean.scores)


def test_no_thread_of_a_service_is_left() -> None:
    before = set(threading.enumerate())
    for _ in range(20):
        with serving(GatedSegmenter()) as (service, _):
            service.show(frame(0), rest_of(0, 3))
    assert set(threading.enumerate()) <= before

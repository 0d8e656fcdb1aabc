"""The thread that answers prompts: the newest prompt is answered, quickly at first and then properly."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from avisbuild.messages import Message
from avisbuild.segment.base import Candidates, Frame, FrameKey, MaskArray, Prompt, Segmenter
from avisbuild.segment.capabilities import Hovers
from avisbuild.segment.errors import SegmenterMemoryError
from avisbuild.segment.service.answers import HOVER_TICKET, Answer
from avisbuild.segment.service.fallback import failure_message
from avisbuild.segment.service.requests import Hover, PendingPrompt
from avisbuild.segment.service.state import ServiceState

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _QuickEmbedding:
    """What the quick segmenter has of the frame on screen; `embedding` is None where that failed."""

    frame: FrameKey
    embedding: Any | None
    error: Message | None


class Answerer:
    """Answers prompts on the frame on screen; whatever is overtaken by then is not delivered."""

    def __init__(self, state: ServiceState) -> None:
        self._state = state
        self._quick: _QuickEmbedding | None = None

    def run(self) -> None:
        """Work until the service closes."""
        try:
            while (job := self._next_job()) is not None:
                job()
        finally:
            self._state.leave()

    def _next_job(self) -> Callable[[], object] | None:
        """Wait for something to do; None when the service closes."""
        state = self._state
        with state.changed:
            while not state.closing:
                if state.untold:
                    return state.tell_readiness
                if (job := self._job()) is not None:
                    return job
                state.changed.wait()
        return None

    def _job(self) -> Callable[[], object] | None:
        """What is most urgent: a click, a click that has to wait, what a click would need, a hover."""
        state, shown = self._state, self._state.requests.shown
        if shown is None:
            return None
        asked, hover = state.requests.asked, state.requests.hover
        if asked is not None:
            if state.click_can_be_answered():
                return self._answer
            if failure := state.failure():
                return partial(self._answer_quickly, shown, asked, failure)
            if state.quick is not None and not asked.previewed:
                return partial(self._answer_quickly, shown, asked, None)
        elif (quick := self._quick_is_due(shown)) is not None:
            return partial(self._embed_quickly, quick, shown)
        if hover is not None:
            return partial(self._answer_hover, shown, hover)
        return None

    def _quick_is_due(self, shown: Frame) -> Segmenter | None:
        """The quick segmenter, if the first click would have to wait for both."""
        state = self._state
        is_there = self._quick is not None and self._quick.frame == shown.key
        return None if is_there or shown.key in state.embeddings.in_memory else state.quick

    def _answer(self) -> None:
        """The segmenter's answer to the newest prompt there is when the segmenter is free."""
        state = self._state
        with state.model:
            with state.changed:
                asked, shown, segmenter = (
                    state.requests.asked,
                    state.requests.shown,
                    state.segmenter,
                )
                embedding = None if shown is None else state.embeddings.get(shown.key)
            if asked is None or shown is None or segmenter is None or embedding is None:
                return
            try:
                candidates, error = self._segment(segmenter, shown, embedding, asked.prompt), None
            except SegmenterMemoryError as failure:
                self._give_up(failure.message)
                return
            except Exception as failure:  # noqa: BLE001 - whatever a model raises, the thread lives on
                _LOG.warning("%s failed on %s", segmenter.name, asked.prompt, exc_info=True)
                problem = failure_message(failure)
                candidates, error = (
                    None,
                    Message("segmenter-failed", title=segmenter.title, problem=problem),
                )
        self._deliver(shown, asked, segmenter, candidates, error=error, preview=False)

    def _segment(
        self, segmenter: Segmenter, shown: Frame, embedding: Any, prompt: Prompt
    ) -> Candidates:
        """Decode; out of memory, once more with only this embedding held."""
        state = self._state
        candidates = state.embeddings.with_room(
            lambda: segmenter.segment(embedding, prompt), title=segmenter.title
        )
        if shown.key not in state.embeddings.in_memory:
            with state.changed:
                if shown.key in state.requests.order[:1]:
                    state.embeddings.hold(shown.key, embedding, state.requests.order)
        return candidates

    def _give_up(self, reason: Message) -> None:
        """Have the encoder's thread put the next segmenter in place; the prompt waits for it."""
        state = self._state
        with state.changed:
            state.embeddings.evict_all()
            state.given_up = reason
            state.changed.notify_all()

    def _answer_quickly(self, shown: Frame, asked: PendingPrompt, failure: Message | None) -> None:
        """The quick segmenter's answer: a preview or, where the segmenter failed, all there will be."""
        state, quick = self._state, self._state.quick
        candidates = None
        if quick is not None and (embedding := self._embed_quickly(quick, shown)) is not None:
            with state.changed:
                if state.click_can_be_answered():
                    return  # the segmenter has become ready meanwhile
            try:
                candidates = quick.segment(embedding, asked.prompt)
            except Exception:  # noqa: BLE001 - a preview is no more than a preview
                _LOG.warning("%s failed on %s", quick.name, asked.prompt, exc_info=True)
        asked.previewed = True
        if candidates is not None or failure:
            self._deliver(shown, asked, quick, candidates, error=failure, preview=not failure)

    def _embed_quickly(self, quick: Segmenter, shown: Frame) -> Any | None:
        """The quick segmenter's embedding of the frame on screen, which is kept as long as it is shown."""
        if self._quick is None or self._quick.frame != shown.key:
            self._quick = None
            embedding, error = None, None
            try:
                embedding = quick.embed(shown.load())
            except Exception as failure:  # noqa: BLE001 - a preview is no more than a preview
                error = failure_message(failure)
                _LOG.info("no quick answers on %s: %s", shown.key, error)
            self._quick = _QuickEmbedding(shown.key, embedding, error)
        return self._quick.embedding

    def _answer_hover(self, shown: Frame, hover: Hover) -> None:
        """What a click at the pointer would give, if a segmenter says so within milliseconds."""
        state = self._state
        mask, by = None, state.quick
        try:
            if isinstance(state.quick, Hovers):
                embedding = self._embed_quickly(state.quick, shown)
                if embedding is not None:
                    mask = state.quick.hover(embedding, hover.x, hover.y)
            else:
                mask, by = self._hover_properly(shown, hover)
        except Exception:  # noqa: BLE001 - a hover is no more than a hover
            _LOG.info("no hover at %s", hover, exc_info=True)
        with state.changed:
            if state.requests.hover is not hover:
                return
            state.requests.hover = None
            if by is not None:
                state.tell_answer(_hover_answer(shown.key, hover, mask, by))

    def _hover_properly(
        self, shown: Frame, hover: Hover
    ) -> tuple[MaskArray | None, Segmenter | None]:
        state = self._state
        with state.model:
            with state.changed:
                segmenter, embedding = state.segmenter, state.embeddings.get(shown.key)
            if isinstance(segmenter, Hovers) and embedding is not None:
                return segmenter.hover(embedding, hover.x, hover.y), segmenter
        return None, None

    def _deliver(
        self,
        shown: Frame,
        asked: PendingPrompt,
        segmenter: Segmenter | None,
        candidates: Candidates | None,
        *,
        error: Message | None,
        preview: bool,
    ) -> None:
        """Hand an answer over unless a newer prompt or another frame has overtaken it."""
        state = self._state
        with state.changed:
            if state.requests.asked is not asked:
                return
            if not preview:
                state.requests.asked = None
            state.tell_answer(
                Answer(
                    frame=shown.key,
                    ticket=asked.ticket,
                    prompt=asked.prompt,
                    candidates=candidates,
                    error=error,
                    by="" if segmenter is None else segmenter.name,
                    weights_sha256="" if segmenter is None else segmenter.weights_sha256,
                    preview=preview,
                )
            )
            state.changed.notify_all()


def _hover_answer(frame: FrameKey, hover: Hover, mask: MaskArray | None, by: Segmenter) -> Answer:
    candidates = None
    if mask is not None and np.any(mask):
        candidates = Candidates(masks=mask[None], scores=(0.0,))
    return Answer(
        frame=frame,
        ticket=HOVER_TICKET,
        prompt=Prompt(points_xy=((hover.x, hover.y),), positive=(True,)),
        candidates=candidates,
        error=None,
        by=by.name,
        weights_sha256=by.weights_sha256,
        preview=True,
    )

"""The encoder's thread: frames become embeddings, in the order in which they are wanted."""

import logging
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from avisbuild.errors import AvisbuildError
from avisbuild.messages import Message
from avisbuild.segment.base import Frame, Segmenter
from avisbuild.segment.capabilities import overlaps
from avisbuild.segment.errors import (
    EmbeddingCancelledError,
    SegmenterError,
    SegmenterMemoryError,
)
from avisbuild.segment.service.fallback import failure_message
from avisbuild.segment.service.state import ServiceState

_LOG = logging.getLogger(__name__)


class Encoder:
    """Makes the segmenter, embeds frame after frame, and changes to the next segmenter when one fails."""

    def __init__(self, state: ServiceState) -> None:
        self._state = state

    def run(self) -> None:
        """Work until the service closes."""
        state = self._state
        try:
            if state.segmenter is None:
                self._advance(None)
            while self._wait():
                if state.given_up:
                    self._advance(state.given_up)
                elif (frame := self._take()) is not None:
                    self._work_on(frame)
        finally:
            state.leave()

    def _wait(self) -> bool:
        """Wait for work; False when the service closes."""
        state = self._state
        with state.changed:
            state.changed.wait_for(
                lambda: (
                    state.closing or state.given_up is not None or state.next_frame() is not None
                )
            )
            return not state.closing

    def _take(self) -> Frame | None:
        state = self._state
        with state.changed:
            key = state.next_frame()
            if key is None:
                return None
            state.working_on = key
            state.tell_readiness()
            return state.requests.frames[key]

    def _work_on(self, frame: Frame) -> None:
        """Bring one frame's embedding where it belongs, and say so."""
        state = self._state
        reason: Message | None = None
        lost: Message | None = None
        try:
            self._embed(frame)
        except EmbeddingCancelledError:
            pass  # something more urgent came, or the end; its turn comes again
        except SegmenterMemoryError as error:
            lost = error.message
        except AvisbuildError as error:
            reason = error.message
        except Exception as error:  # noqa: BLE001 - whatever a model raises, the thread lives on
            _LOG.warning("embedding %s failed", frame.key, exc_info=True)
            reason = Message(
                "embedding-failed", second=frame.key.second, problem=failure_message(error)
            )
        with state.changed:
            state.working_on = None
            if reason:
                state.failed[frame.key] = state.notice = reason
            state.given_up = lost or state.given_up
            state.tell_readiness()

    def _embed(self, frame: Frame) -> None:
        state = self._state
        segmenter = state.segmenter
        if segmenter is None:
            return
        if self._is_for_disk_only(frame) and state.embeddings.is_on_disk(frame):
            with state.changed:
                state.embeddings.on_disk.add(frame.key)
            return
        embedding = self._stored(segmenter, frame)
        is_new = embedding is None
        if is_new:
            image = frame.load()
            with self._model(segmenter):
                self._give_way(frame)
                embedding = state.embeddings.with_room(
                    lambda: segmenter.embed(image), title=segmenter.title
                )
        self._hold(frame, embedding)
        if is_new and state.embeddings.can_store and not state.closing:
            self._write(segmenter, frame, embedding)

    def _give_way(self, frame: Frame) -> None:
        """Raise EmbeddingCancelledError where a click waits for another frame, or the service closes.

        What came while the frame was read had no embedding to cancel yet.
        """
        state = self._state
        with state.changed:
            is_overtaken = state.click_must_wait() and frame.key != state.requests.order[0]
            if state.closing or is_overtaken:
                raise EmbeddingCancelledError("embedding-overtaken")

    def _is_for_disk_only(self, frame: Frame) -> bool:
        state = self._state
        with state.changed:
            nearest = state.requests.order[: state.embeddings.capacity]
            return frame.key not in nearest

    def _stored(self, segmenter: Segmenter, frame: Frame) -> Any | None:
        """The embedding from disk; one that the model cannot take is made again."""
        embeddings = self._state.embeddings
        try:
            return embeddings.with_room(lambda: embeddings.read(frame), title=segmenter.title)
        except SegmenterMemoryError:
            raise
        except SegmenterError:
            _LOG.warning("an embedding on disk is of no use", exc_info=True)
            return None

    def _hold(self, frame: Frame, embedding: Any) -> None:
        state = self._state
        with state.changed:
            requests, capacity = state.requests, state.embeddings.capacity
            # The person may have gone elsewhere meanwhile; then it stays only where there is room.
            if frame.key in requests.order[:capacity] or not requests.order:
                state.embeddings.hold(frame.key, embedding, requests.order)
                state.tell_readiness()

    def _write(self, segmenter: Segmenter, frame: Frame, embedding: Any) -> None:
        state = self._state
        with self._model(segmenter):
            arrays = segmenter.pack(embedding)
        with state.changed:
            queue = tuple(state.requests.frames.values())
        notice = state.embeddings.write(frame, arrays, queue)
        with state.changed:
            if state.embeddings.can_store:
                state.embeddings.on_disk.add(frame.key)
            state.notice = notice or state.notice

    def _model(self, segmenter: Segmenter) -> AbstractContextManager[object]:
        return nullcontext() if overlaps(segmenter) else self._state.model

    def _advance(self, reason: Message | None) -> None:
        """Put the first or the next segmenter in place; clicks get the quick one's answers meanwhile."""
        state = self._state
        with state.model:
            with state.changed:
                state.embeddings.evict_all()
                state.notice = reason or Message(
                    "segmenter-loading",
                    title=state.fallbacks.next_title or Message("the-segmenter"),
                )
                state.tell_readiness()
            notice: Message | None = None
            dead: Message | None = None
            try:
                notice = state.fallbacks.advance(reason, is_over=lambda: state.closing)
            except SegmenterError as error:
                notice = dead = error.message
        with state.changed:
            state.given_up = None
            state.notice, state.dead = notice, dead
            if state.segmenter is not None:
                state.failed.clear()
                state.embeddings.take_over(state.segmenter)
            state.tell_readiness()

"""The encoder's thread: frames become embeddings, in the order in which they are wanted."""

import logging
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from avisbuild.errors import AvisbuildError
from avisbuild.segment.abilities import overlaps
from avisbuild.segment.base import Frame, Segmenter
from avisbuild.segment.errors import (
    EmbeddingCancelledError,
    SegmenterError,
    SegmenterMemoryError,
)
from avisbuild.segment.service.fallback import one_line
from avisbuild.segment.service.state import Desk

_LOG = logging.getLogger(__name__)


class Encoder:
    """Makes the segmenter, embeds frame after frame, and changes to the next segmenter when one fails."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def run(self) -> None:
        """Work until the desk closes."""
        desk = self._desk
        try:
            if desk.segmenter is None:
                self._advance("")
            while self._wait():
                if desk.given_up:
                    self._advance(desk.given_up)
                elif (frame := self._take()) is not None:
                    self._work_on(frame)
        finally:
            desk.leave()

    def _wait(self) -> bool:
        """Wait for work; False when the desk closes."""
        desk = self._desk
        with desk.changed:
            desk.changed.wait_for(
                lambda: desk.closing or desk.given_up or desk.next_frame() is not None
            )
            return not desk.closing

    def _take(self) -> Frame | None:
        desk = self._desk
        with desk.changed:
            key = desk.next_frame()
            if key is None:
                return None
            desk.working_on = key
            desk.tell_readiness()
            return desk.wishes.frames[key]

    def _work_on(self, frame: Frame) -> None:
        """Bring one frame's embedding where it belongs, and say so."""
        desk, reason, lost = self._desk, "", ""
        try:
            self._embed(frame)
        except EmbeddingCancelledError:
            pass  # something more urgent came, or the end; its turn comes again
        except SegmenterMemoryError as error:
            lost = str(error)
        except AvisbuildError as error:
            reason = str(error)
        except Exception as error:  # noqa: BLE001 - whatever a model raises, the thread lives on
            _LOG.warning("embedding %s failed", frame.key, exc_info=True)
            reason = f"second {frame.key.second} could not be embedded: {one_line(error)}"
        with desk.changed:
            desk.working_on = None
            if reason:
                desk.failed[frame.key] = desk.notice = reason
            desk.given_up = lost or desk.given_up
            desk.tell_readiness()

    def _embed(self, frame: Frame) -> None:
        desk = self._desk
        segmenter = desk.segmenter
        if segmenter is None:
            return
        if self._is_for_disk_only(frame) and desk.holdings.is_on_disk(frame):
            with desk.changed:
                desk.holdings.on_disk.add(frame.key)
            return
        embedding = self._stored(segmenter, frame)
        is_new = embedding is None
        if is_new:
            image = frame.load()
            with self._model(segmenter):
                self._give_way(frame)
                embedding = desk.holdings.with_room(
                    lambda: segmenter.embed(image), title=segmenter.title
                )
        self._hold(frame, embedding)
        if is_new and desk.holdings.can_store and not desk.closing:
            self._write(segmenter, frame, embedding)

    def _give_way(self, frame: Frame) -> None:
        """Raise EmbeddingCancelledError where a click waits for another frame, or the desk closes.

        What came while the frame was read had no embedding to cancel yet.
        """
        desk = self._desk
        with desk.changed:
            is_overtaken = desk.click_must_wait() and frame.key != desk.wishes.order[0]
            if desk.closing or is_overtaken:
                raise EmbeddingCancelledError("something more urgent came")

    def _is_for_disk_only(self, frame: Frame) -> bool:
        desk = self._desk
        with desk.changed:
            nearest = desk.wishes.order[: desk.holdings.capacity]
            return frame.key not in nearest

    def _stored(self, segmenter: Segmenter, frame: Frame) -> Any | None:
        """The embedding from disk; one that the model cannot take is made again."""
        holdings = self._desk.holdings
        try:
            return holdings.with_room(lambda: holdings.read(frame), title=segmenter.title)
        except SegmenterMemoryError:
            raise
        except SegmenterError:
            _LOG.warning("an embedding on disk is of no use", exc_info=True)
            return None

    def _hold(self, frame: Frame, embedding: Any) -> None:
        desk = self._desk
        with desk.changed:
            wishes, capacity = desk.wishes, desk.holdings.capacity
            # The person may have gone elsewhere meanwhile; then it stays only where there is room.
            if frame.key in wishes.order[:capacity] or not wishes.order:
                desk.holdings.hold(frame.key, embedding, wishes.order)
                desk.tell_readiness()

    def _write(self, segmenter: Segmenter, frame: Frame, embedding: Any) -> None:
        desk = self._desk
        with self._model(segmenter):
            arrays = segmenter.pack(embedding)
        with desk.changed:
            queue = tuple(desk.wishes.frames.values())
        notice = desk.holdings.write(frame, arrays, queue)
        with desk.changed:
            if desk.holdings.can_store:
                desk.holdings.on_disk.add(frame.key)
            desk.notice = notice or desk.notice

    def _model(self, segmenter: Segmenter) -> AbstractContextManager[object]:
        return nullcontext() if overlaps(segmenter) else self._desk.model

    def _advance(self, reason: str) -> None:
        """Put the first or the next segmenter in place; clicks get the quick one's answers meanwhile."""
        desk = self._desk
        with desk.model:
            with desk.changed:
                desk.holdings.evict_all()
                desk.notice = (
                    reason or f"{desk.succession.next_title or 'the segmenter'} is being loaded"
                )
                desk.tell_readiness()
            notice, dead = "", ""
            try:
                notice = desk.succession.advance(reason, is_over=lambda: desk.closing)
            except SegmenterError as error:
                notice = dead = str(error)
        with desk.changed:
            desk.given_up = ""
            desk.notice, desk.dead = notice, dead
            if desk.segmenter is not None:
                desk.failed.clear()
                desk.holdings.take_over(desk.segmenter)
            desk.tell_readiness()

"""What the threads of the segment service share, and how they speak to the annotator."""

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from avisbuild.messages import Message
from avisbuild.segment.base import FrameKey, Segmenter
from avisbuild.segment.cache.store import EmbeddingStore
from avisbuild.segment.service.answers import Answer, Readiness
from avisbuild.segment.service.embeddings import Embeddings
from avisbuild.segment.service.fallback import FallbackChain, close_quietly
from avisbuild.segment.service.queue import next_to_embed
from avisbuild.segment.service.requests import Requests

T = TypeVar("T", Answer, Readiness)

_LOG = logging.getLogger(__name__)


class ServiceState:
    """What the service's two threads and the annotator's share, under two locks.

    Two locks. `changed` guards everything here; it is held for microseconds, and while a callback runs, so
    that nothing can be shown between the check that an answer is wanted and its delivery. `model` is held
    while the segmenter in use works, for which `changed` is never held; whoever wants both takes `model`
    first. A segmenter that overlaps embeds without `model`, so a click need not wait for it.
    """

    def __init__(
        self,
        fallbacks: FallbackChain,
        *,
        quick: Segmenter | None,
        store: EmbeddingStore | None,
        memory_limit_bytes: int,
        on_answer: Callable[[Answer], None],
        on_readiness: Callable[[Readiness], None],
    ) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.model = threading.Lock()
        self.requests = Requests()
        self.embeddings = Embeddings(memory_limit_bytes, store)
        self.fallbacks = fallbacks
        if fallbacks.current is not None:
            self.embeddings.take_over(fallbacks.current)
        self.quick = quick
        self.failed: dict[FrameKey, Message] = {}
        self.working_on: FrameKey | None = None
        self.notice: Message | None = None
        # Why there is no segmenter any more, and why the one in use cannot stay; None as long as all is well.
        self.dead: Message | None = None
        self.given_up: Message | None = None
        self.closing = False
        self.untold = False
        self._on_answer = on_answer
        self._on_readiness = on_readiness
        self._working_threads = 2

    @property
    def segmenter(self) -> Segmenter | None:
        """What answers prompts now; None while it is being made, and after the last fallback failed."""
        return self.fallbacks.current

    def click_can_be_answered(self) -> bool:
        """Whether a prompt waits that the segmenter in use can answer now."""
        requests = self.requests
        return (
            requests.asked is not None
            and self.segmenter is not None
            and requests.order[0] in self.embeddings.in_memory
        )

    def click_must_wait(self) -> bool:
        """Whether a prompt waits for the embedding of the frame on screen, which may still come."""
        return (
            self.requests.asked is not None
            and not self.click_can_be_answered()
            and self.failure() is None
        )

    def failure(self) -> Message | None:
        """Why the frame on screen will get no answer from the segmenter; None where it may."""
        return self.dead or self.failed.get(self.requests.order[0])

    def next_frame(self) -> FrameKey | None:
        """The frame to embed next; None while a click goes first, and when all is done."""
        if self.segmenter is None or self.click_can_be_answered():
            return None
        return next_to_embed(
            self.requests.order,
            in_memory=self.embeddings.in_memory,
            on_disk=self.embeddings.on_disk,
            failed=self.failed,
            capacity=self.embeddings.capacity,
            can_store=self.embeddings.can_store,
        )

    def readiness(self) -> Readiness:
        """How many of the wanted frames a click need not wait for, and by which segmenter."""
        at_hand = self.embeddings.in_memory | self.embeddings.on_disk
        in_use = self.quick if self.dead else self.segmenter
        return Readiness(
            title=self.fallbacks.next_title if in_use is None else in_use.title,
            ready=at_hand.intersection(self.requests.order),
            wanted=len(self.requests.order),
            working_on=self.working_on,
            notice=self.notice,
        )

    def tell_readiness(self) -> None:
        """Hand `readiness` to the callback, in the thread that calls this."""
        with self.changed:
            self.untold = False
            if not self.closing:
                _call(self._on_readiness, self.readiness())
            self.changed.notify_all()

    def tell_answer(self, answer: Answer) -> None:
        """Deliver an answer; the caller holds `changed` and has seen that it is wanted."""
        if not self.closing:
            _call(self._on_answer, answer)

    def leave(self) -> None:
        """A thread ends; the last one lets go of the models, which the other may have been using."""
        with self.changed:
            self._working_threads -= 1
            if self._working_threads:
                return
        self.embeddings.evict_all()
        self.fallbacks.close()
        if self.quick is not None:
            close_quietly(self.quick)


def _call(callback: Callable[[T], None], value: T) -> None:
    try:
        callback(value)
    except Exception:  # noqa: BLE001 - what a callback raises must not stop the threads
        _LOG.warning("a callback of the segment service failed", exc_info=True)

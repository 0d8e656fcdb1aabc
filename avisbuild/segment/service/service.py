"""The segment service: frames are embedded ahead of the annotator, and the newest prompt is answered."""

import atexit
import threading
import time
from collections.abc import Callable, Sequence

from avisbuild.segment.base import Frame, Prompt, Segmenter
from avisbuild.segment.cache.store import EmbeddingStore
from avisbuild.segment.capabilities import Cancels
from avisbuild.segment.service.answerer import Answerer
from avisbuild.segment.service.answers import HOVER_TICKET, Answer, Readiness
from avisbuild.segment.service.encoder import Encoder
from avisbuild.segment.service.fallback import FallbackChain, Maker
from avisbuild.segment.service.queue import prefetch_order
from avisbuild.segment.service.state import ServiceState

__all__ = [
    "DEFAULT_MEMORY_LIMIT_BYTES",
    "HOVER_TICKET",
    "Answer",
    "Readiness",
    "SegmentService",
    "prefetch_order",
]

# Sixty frames of SAM in half precision are 120 MiB; this holds a few videos.
DEFAULT_MEMORY_LIMIT_BYTES = 1 << 30
_CLOSE_WITHIN_S = 0.2
# An embedding is given up at the next block, which takes two cores two seconds in SAM ViT-H.
_END_WITHIN_S = 30.0


class SegmentService:
    """Embeds the frame on screen first and the others after it, and answers the newest prompt.

    One thread encodes, one answers, so that a click on a frame whose embedding is there waits for no encoder
    but one that is at work already and cannot share the model. Everything here returns at once.

    `segmenter` may be a maker, such as `catalogue.maker(name)`: it is called on the encoder's thread, since
    loading a model takes seconds. When a segmenter has no memory even with everything evicted, or cannot be
    made, the next of `fallbacks` takes its place, and `Readiness` says so. `quick` answers while the frame's
    embedding is not ready. The service closes all of them.

    The callbacks are called on the service's threads, one at a time, and must return at once: emit a signal.
    They must not wait for a thread that calls the service. No answer is delivered after the call of `show`
    or `ask` that overtakes it has returned; a signal queued before that still arrives, so compare tickets.
    """

    def __init__(
        self,
        segmenter: Segmenter | Maker,
        *,
        quick: Segmenter | None = None,
        store: EmbeddingStore | None = None,
        fallbacks: Sequence[Maker] = (),
        memory_limit_bytes: int = DEFAULT_MEMORY_LIMIT_BYTES,
        on_answer: Callable[[Answer], None],
        on_readiness: Callable[[Readiness], None],
    ) -> None:
        self._state = ServiceState(
            _fallback_chain(segmenter, fallbacks),
            quick=quick,
            store=store,
            memory_limit_bytes=memory_limit_bytes,
            on_answer=on_answer,
            on_readiness=on_readiness,
        )
        self._is_waited_for = False
        # Daemons: an embedding that takes a minute must not keep a program from ending.
        self._threads = [
            threading.Thread(target=work.run, name=f"segment-{name}", daemon=True)
            for name, work in (
                ("encoder", Encoder(self._state)),
                ("answerer", Answerer(self._state)),
            )
        ]
        for thread in self._threads:
            thread.start()

    def show(self, frame: Frame, rest: Sequence[Frame]) -> None:
        """`frame` is on screen now and is embedded first; `rest` follows in its order, in place of the last.

        Prompts on another frame are dropped. A frame that failed is tried again when it is shown again.
        """
        state = self._state
        with state.changed:
            state.requests.show(frame, rest)
            state.embeddings.follow_order(state.requests.order)
            if state.failed.pop(frame.key, None) == state.notice:
                state.notice = None
            state.untold = True
            state.changed.notify_all()

    def ask(self, prompt: Prompt) -> int:
        """Ask for masks on the frame on screen; the answer bears the ticket. The newest prompt wins.

        An empty prompt takes back what was asked before and has no answer.
        """
        state = self._state
        with state.changed:
            ticket = state.requests.ask(prompt)
            if state.click_must_wait():
                self._stop_background()
            state.changed.notify_all()
            return ticket

    def preview(self, x: float, y: float) -> None:
        """Ask what a click would give, for a hover; the answer has ticket 0, or there is none."""
        state = self._state
        with state.changed:
            state.requests.point_at(x, y)
            state.changed.notify_all()

    @property
    def bytes_held(self) -> int:
        """What the embeddings in memory take; never more than the limit."""
        return self._state.embeddings.bytes_held

    def close(self, *, within_s: float = _CLOSE_WITHIN_S) -> bool:
        """End the threads; whether they have ended `within_s` seconds.

        An embedding that is under way and cannot be cancelled is not waited for: its thread ends when it is
        done, delivers nothing, and lets go of the models then. After this no callback is called. The end of
        the program waits for it, half a minute at most: Python would tear it out of torch, which aborts.
        """
        state = self._state
        with state.changed:
            state.closing = True
            self._cancel()
            state.changed.notify_all()
        _join(self._threads, within_s)
        left = [thread for thread in self._threads if thread.is_alive()]
        # One that is still being made is left: importing torch while a program ends is loud, and of no use.
        if left and state.segmenter is not None and not self._is_waited_for:
            self._is_waited_for = True
            atexit.register(_join, left, _END_WITHIN_S)
        return not left

    def _stop_background(self) -> None:
        """A click waits: what is embedded for a later frame can wait longer."""
        working_on, order = self._state.working_on, self._state.requests.order
        if working_on is not None and order and working_on != order[0]:
            self._cancel()

    def _cancel(self) -> None:
        segmenter = self._state.segmenter
        if isinstance(segmenter, Cancels):
            segmenter.cancel_embedding()


def _join(threads: Sequence[threading.Thread], within_s: float) -> None:
    """Wait for threads to end, so many seconds for all of them."""
    deadline = time.monotonic() + within_s
    for thread in threads:
        if thread is not threading.current_thread():
            thread.join(max(0.0, deadline - time.monotonic()))


def _fallback_chain(segmenter: Segmenter | Maker, fallbacks: Sequence[Maker]) -> FallbackChain:
    if callable(segmenter):
        return FallbackChain([segmenter, *fallbacks])
    return FallbackChain(fallbacks, current=segmenter)

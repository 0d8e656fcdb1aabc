"""The segment service: frames are embedded ahead of the annotator, and the newest prompt is answered."""

from collections.abc import Callable, Sequence

from avisbuild.segment.answers import Answer, Readiness
from avisbuild.segment.base import Frame, Prompt, Segmenter
from avisbuild.segment.embedding_store import EmbeddingStore
from avisbuild.segment.queue import prefetch_order

__all__ = ["Answer", "Readiness", "SegmentService", "prefetch_order"]

DEFAULT_MEMORY_LIMIT_BYTES = 2 << 30


class SegmentService:
    """THIN VERSION: answers in the calling thread; the whole one follows with the same signatures."""

    def __init__(
        self,
        segmenter: Segmenter | Callable[[], Segmenter],
        *,
        quick: Segmenter | None = None,
        store: EmbeddingStore | None = None,
        fallbacks: Sequence[Callable[[], Segmenter]] = (),
        memory_limit_bytes: int = DEFAULT_MEMORY_LIMIT_BYTES,
        on_answer: Callable[[Answer], None],
        on_readiness: Callable[[Readiness], None],
    ) -> None:
        self._segmenter = segmenter if hasattr(segmenter, "segment") else segmenter()
        self._on_answer = on_answer
        self._on_readiness = on_readiness
        self._frame: Frame | None = None
        self._ticket = 0

    def show(self, frame: Frame, rest: Sequence[Frame]) -> None:
        """`frame` is on screen now: it is embedded first, and `rest` follows in that order."""
        self._frame = frame
        keys = {frame.key, *(each.key for each in rest)}
        self._on_readiness(
            Readiness(
                title=self._segmenter.title,
                ready=frozenset(keys),
                wanted=len(keys),
                working_on=None,
                notice="",
            )
        )

    def ask(self, prompt: Prompt) -> int:
        """Ask for masks on the frame on screen; the newest prompt wins. The answer bears this ticket."""
        self._ticket += 1
        if self._frame is not None and prompt:
            embedding = self._segmenter.embed(self._frame.load())
            self._on_answer(
                Answer(
                    frame=self._frame.key,
                    ticket=self._ticket,
                    prompt=prompt,
                    candidates=self._segmenter.segment(embedding, prompt),
                    error="",
                    by=self._segmenter.name,
                    weights_sha256=self._segmenter.weights_sha256,
                    preview=False,
                )
            )
        return self._ticket

    def preview(self, x: float, y: float) -> None:
        """Ask for a quick mask under the pointer; answered with ticket 0, or not at all."""

    def close(self) -> None:
        """End the threads and let go of the models."""

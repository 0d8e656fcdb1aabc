"""A segmenter that works only when it is let, and a listener to wait on: no test here waits by the clock."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from avisbuild.records import VideoId
from avisbuild.segment import Candidates, Frame, FrameKey, Image, Prompt
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.segment.service.service import Answer, Readiness, SegmentService, prefetch_order

# Only a test that fails waits so long.
PATIENCE_S = 20.0
CLICK = Prompt(points_xy=((20.0, 10.0),), positive=(True,))
BYTES_EACH = 12  # what the fake's embedding takes


def click(x: float, y: float = 10.0) -> Prompt:
    """One positive click."""
    return Prompt(points_xy=((x, y),), positive=(True,))


def key(second: int, video: str = "v") -> FrameKey:
    """A frame's key."""
    return FrameKey(video_id=VideoId(video), second=second)


def frame(second: int, video: str = "v") -> Frame:
    """A frame 32 x 48 in which every pixel has the second as its value."""
    return Frame(
        key=key(second, video),
        load=lambda: np.full((32, 48, 3), second, dtype=np.uint8),
        content_hash=lambda: hashlib.sha256(f"{video} {second}".encode()).hexdigest(),
    )


def rest_of(second: int, count: int) -> list[Frame]:
    """The other frames of a video, in the order in which they are prefetched."""
    return [frame(each) for each in prefetch_order(second, count)[1:]]


class GatedSegmenter(FakeSegmenter):
    """A fake that notes the second of each frame it embeds, and waits at a gate as long as it is shut."""

    def __init__(self, name: str = "fake", *, is_open: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.name, self.title = name, name.title()
        self.embedded: list[int] = []
        self.prompts: list[Prompt] = []
        self.closed = threading.Event()
        self._changed = threading.Condition()
        self._permits = 0
        self._is_open = is_open
        self._waiting = 0

    def embed(self, image: Image) -> Any:
        with self._changed:
            self.embedded.append(int(image[0, 0, 0]))
            self._waiting += 1
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: self._is_open or self._permits, PATIENCE_S)
            self._waiting -= 1
            self._permits = max(0, self._permits - 1)
        return super().embed(image)

    def segment(self, embedding: Any, prompt: Prompt) -> Candidates:
        self.prompts.append(prompt)
        return super().segment(embedding, prompt)

    def close(self) -> None:
        self.closed.set()
        super().close()

    def let_through(self, count: int = 1) -> None:
        """Let so many embeddings be made."""
        with self._changed:
            self._permits += count
            self._changed.notify_all()

    def open(self) -> None:
        """Let everything through from now on."""
        with self._changed:
            self._is_open = True
            self._changed.notify_all()

    def wait_at_gate(self, second: int) -> None:
        """Wait until the embedding of that second is under way and stands at the gate."""
        with self._changed:
            assert self._changed.wait_for(
                lambda: self._waiting and self.embedded[-1] == second, PATIENCE_S
            ), self.embedded


class Listener:
    """Everything a service said, in order."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.readiness: list[Readiness] = []
        self._changed = threading.Condition()

    def on_answer(self, answer: Answer) -> None:
        with self._changed:
            self.answers.append(answer)
            self._changed.notify_all()

    def on_readiness(self, readiness: Readiness) -> None:
        with self._changed:
            self.readiness.append(readiness)
            self._changed.notify_all()

    @property
    def proper(self) -> list[Answer]:
        """The answers that are no previews."""
        return [answer for answer in self.answers if not answer.preview]

    def wait(self, is_so: Callable[["Listener"], object]) -> None:
        """Wait until something holds of what was said."""
        with self._changed:
            assert self._changed.wait_for(lambda: is_so(self), PATIENCE_S), (
                self.answers,
                self.readiness[-1:],
            )

    def wait_answer(self, ticket: int) -> Answer:
        """Wait for the proper answer with this ticket."""
        self.wait(lambda heard: any(each.ticket == ticket for each in heard.proper))
        return next(each for each in self.proper if each.ticket == ticket)

    def wait_ready(self, seconds: Sequence[int]) -> Readiness:
        """Wait until exactly these seconds of the video are ready and nothing is at work."""
        wanted = frozenset(key(second) for second in seconds)
        self.wait(
            lambda heard: (
                heard.readiness
                and heard.readiness[-1].ready == wanted
                and heard.readiness[-1].working_on is None
            )
        )
        return self.readiness[-1]

    def wait_notice(self, words: str) -> Readiness:
        """Wait for a notice that holds these words."""
        self.wait(lambda heard: any(words in str(each.notice) for each in heard.readiness))
        return next(each for each in self.readiness if words in str(each.notice))


@contextmanager
def serving(segmenter: Any, **options: Any) -> Iterator[tuple[SegmentService, Listener]]:
    """A service and its listener; afterwards both threads have ended and every gate is open."""
    heard = Listener()
    service = SegmentService(
        segmenter, on_answer=heard.on_answer, on_readiness=heard.on_readiness, **options
    )
    try:
        yield service, heard
    finally:
        if isinstance(segmenter, GatedSegmenter):
            segmenter.open()
        assert service.close(within_s=PATIENCE_S)

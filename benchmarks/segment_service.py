"""How long from click to mask, and until a video's sixty frames are ready, at 1080p and without a GPU?

What the service adds is the time of its answer less that of the segmenter called by itself, in the same run.
"""

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from harness import write_result
from PIL import Image as Pillow

from avisbuild.records import VideoId
from avisbuild.segment import Frame, Prompt, Segmenter
from avisbuild.segment.cache.store import EmbeddingStore
from avisbuild.segment.catalogue import make_segmenter
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.segment.frames import video_frames
from avisbuild.segment.service.service import Answer, Readiness, SegmentService, prefetch_order

_SECONDS = 60
_CLICKS = 60
_SWITCHES = 2000
_HEIGHT_PX, _WIDTH_PX = 1080, 1920
_PATIENCE_S = 300.0


class _Listener:
    """Waits for what the service says."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.answers: list[tuple[float, Answer]] = []
        self.readiness: Readiness | None = None

    def on_answer(self, answer: Answer) -> None:
        with self.changed:
            self.answers.append((time.perf_counter(), answer))
            self.changed.notify_all()

    def on_readiness(self, readiness: Readiness) -> None:
        with self.changed:
            self.readiness = readiness
            self.changed.notify_all()

    def wait(self, is_so: Callable[[], object]) -> None:
        with self.changed:
            assert self.changed.wait_for(is_so, _PATIENCE_S)

    def answered_at(self, ticket: int, *, preview: bool) -> float:
        """When the answer to a ticket came."""

        def found() -> list[float]:
            return [
                moment
                for moment, answer in self.answers
                if answer.ticket == ticket and answer.preview == preview
            ]

        self.wait(found)
        return found()[0]


def main() -> None:
    """Measure with rendered frames: a textured ground and a few discs."""
    with tempfile.TemporaryDirectory() as folder:
        frames = _frames(Path(folder))
        figures: dict[str, Any] = {
            "fake, no delay": _warm(FakeSegmenter, frames),
            "classical": _warm(lambda: make_segmenter("classical"), frames),
            "a click that comes before its embedding": _cold(frames),
            "embeddings on disk": _stored(frames, Path(folder) / "store"),
            "2,000 switches, ceiling of 8 embeddings of 1 MiB": _switches(),
        }
    write_result("segment_service", question=__doc__ or "", figures=figures)


def _frames(folder: Path) -> tuple[Frame, ...]:
    (folder / "frames").mkdir()
    random = np.random.default_rng(0)
    rows, columns = np.mgrid[:_HEIGHT_PX, :_WIDTH_PX]
    ground = (90 + 30 * np.sin(rows / 40) * np.cos(columns / 55)).astype(np.float32)
    for second in range(_SECONDS):
        image = np.repeat(ground[..., None], 3, axis=2)
        for number in range(6):
            centre = random.uniform((200, 200), (_HEIGHT_PX - 200, _WIDTH_PX - 200))
            inside = (rows - centre[0]) ** 2 + (columns - centre[1]) ** 2 < (60 + 20 * number) ** 2
            image[inside] = random.uniform(0, 255, 3)
        image += random.normal(0, 4, image.shape)
        path = folder / "frames" / f"{second:05d}.jpg"
        Pillow.fromarray(image.clip(0, 255).astype(np.uint8)).save(path, quality=92)
    return video_frames(folder, VideoId("v"), _SECONDS)


def _show(service: SegmentService, frames: Sequence[Frame], second: int) -> None:
    order = [frames[each] for each in prefetch_order(second, len(frames))]
    service.show(order[0], order[1:])


def _prompts(count: int) -> list[Prompt]:
    random = np.random.default_rng(1)
    return [
        Prompt(
            points_xy=((random.uniform(0, _WIDTH_PX - 1), random.uniform(0, _HEIGHT_PX - 1)),),
            positive=(True,),
        )
        for _ in range(count)
    ]


def _warm(make: Callable[[], Segmenter], frames: Sequence[Frame]) -> dict[str, Any]:
    """All frames embedded; then clicks, each compared with the segmenter called by itself."""
    heard, alone = _Listener(), make()
    embedding = alone.embed(frames[0].load())
    service = SegmentService(make(), on_answer=heard.on_answer, on_readiness=heard.on_readiness)
    started = time.perf_counter()
    _show(service, frames, 0)
    heard.wait(lambda: heard.readiness and frames[0].key in heard.readiness.ready)
    first_ready = time.perf_counter() - started
    heard.wait(lambda: heard.readiness and len(heard.readiness.ready) == len(frames))
    all_ready = time.perf_counter() - started
    served, direct = [], []
    for prompt in _prompts(_CLICKS):
        began = time.perf_counter()
        served.append(heard.answered_at(service.ask(prompt), preview=False) - began)
        began = time.perf_counter()
        alone.segment(embedding, prompt)
        direct.append(time.perf_counter() - began)
    assert service.close(within_s=_PATIENCE_S)
    added = [one - other for one, other in zip(served, direct, strict=True)]
    return {
        "prefetch of 60 frames, s": all_ready,
        "frame on screen ready after, ms": first_ready * 1e3,
        "click to answer, ms": _spread(served),
        "segmenter by itself, ms": _spread(direct),
        "the service adds, ms (median)": statistics.median(added) * 1e3,
    }


def _cold(frames: Sequence[Frame]) -> dict[str, Any]:
    """Each click right after a switch; the slow segmenter needs half a second for its embedding."""
    heard = _Listener()
    service = SegmentService(
        FakeSegmenter(delay_embed_s=0.5),
        quick=make_segmenter("classical"),
        on_answer=heard.on_answer,
        on_readiness=heard.on_readiness,
    )
    switch, quick, proper = [], [], []
    for second, prompt in zip(range(0, 40, 2), _prompts(20), strict=True):
        began = time.perf_counter()
        service.show(frames[second], [])
        ticket = service.ask(prompt)
        switch.append(time.perf_counter() - began)
        proper.append(heard.answered_at(ticket, preview=False) - began)
        quick += [
            moment - began
            for moment, answer in heard.answers
            if answer.ticket == ticket and answer.preview
        ]
    service.close(within_s=_PATIENCE_S)
    return {
        "show and ask return after, ms": _spread(switch),
        "classical preview, ms": _spread(quick),
        "answer by a segmenter that embeds in 500 ms, ms": _spread(proper),
        "clicks with a preview": len(quick),
        "clicks": len(proper),
    }


class _Stored(FakeSegmenter):
    """Embeddings of SAM's size, 2 MiB, so that the disk's part is seen."""

    def __init__(self) -> None:
        super().__init__(is_storable=True)

    def embed(self, image: Any) -> Any:
        features = np.zeros(1 << 20, np.float16)
        features[:2] = image.shape[:2]
        return features


def _stored(frames: Sequence[Frame], folder: Path) -> dict[str, Any]:
    """The same video twice: embeddings written, then found."""
    ready = {}
    for name in ("made and written", "found on disk"):
        heard = _Listener()
        service = SegmentService(
            _Stored(),
            store=EmbeddingStore(folder),
            on_answer=heard.on_answer,
            on_readiness=heard.on_readiness,
        )
        began = time.perf_counter()
        _show(service, frames, 0)
        heard.wait(
            lambda heard=heard: heard.readiness and len(heard.readiness.ready) == len(frames)
        )
        ready[f"60 frames ready, {name}, s"] = time.perf_counter() - began
        service.close(within_s=_PATIENCE_S)
    return ready


class _Megabyte(FakeSegmenter):
    def embed(self, image: Any) -> Any:
        return np.full(1 << 18, image.shape[0], np.float32)


def _switches() -> dict[str, Any]:
    """Memory of this process over thousands of frames, by switches."""
    import psutil

    heard, process, limit = _Listener(), psutil.Process(), 8 << 20
    image = np.zeros((8, 8, 3), np.uint8)
    service = SegmentService(
        _Megabyte(),
        memory_limit_bytes=limit,
        on_answer=heard.on_answer,
        on_readiness=heard.on_readiness,
    )
    held, resident, took = [], [], []
    for switch in range(_SWITCHES):
        key = video_frames(Path(), VideoId(f"v{switch // 60}"), 60)[switch % 60].key
        frame = Frame(key=key, load=lambda: image, content_hash=str)
        began = time.perf_counter()
        service.show(frame, [])
        heard.wait(lambda key=key: heard.readiness and key in heard.readiness.ready)
        took.append(time.perf_counter() - began)
        held.append(service.bytes_held)
        resident.append(process.memory_info().rss)
    service.close(within_s=_PATIENCE_S)
    half = _SWITCHES // 2
    slope = np.polyfit(np.arange(half), np.array(resident[half:]) / 1024, 1)[0]
    return {
        "most held, MiB": max(held) / 2**20,
        "ceiling, MiB": limit / 2**20,
        "slope of resident memory over the second thousand, KiB a switch": float(slope),
        "switch to ready, ms": _spread(took),
    }


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return {"p50": statistics.median(seconds) * 1e3, "p95": cuts[-1] * 1e3}


if __name__ == "__main__":
    main()

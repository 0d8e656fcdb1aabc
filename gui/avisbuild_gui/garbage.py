"""Collecting Python's garbage between two events of the window, in its own thread.

Left to itself, Python collects in the middle of whatever allocates: a full collection with the annotator
loaded held up a keystroke by 140 ms, and one that a worker thread happens to cause would destroy Qt objects
outside of the thread they live in.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PyQt6.QtCore import QObject, QTimer

_EVERY_MS = 5_000
# A collection that takes longer than this has gone through libraries, which stay as they are: they are set
# aside. Only a few times, since what is set aside and goes later is not found.
_SLOW_S = 0.01
_MOST_SET_ASIDE = 4


class GarbageCollector(QObject):
    """Collects every few seconds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._set_aside = 0
        self.timer = QTimer(self)
        self.timer.setInterval(_EVERY_MS)
        self.timer.timeout.connect(self.collect)

    def collect(self) -> None:
        started = time.perf_counter()
        gc.collect()
        is_slow = time.perf_counter() - started > _SLOW_S
        if is_slow and self._set_aside < _MOST_SET_ASIDE:
            self._set_aside += 1
            gc.freeze()


@contextmanager
def collected_between_events() -> Iterator[GarbageCollector]:
    """Within, nothing is collected but by the collector's timer; needs an event loop in this thread."""
    was_enabled = gc.isenabled()
    gc.disable()
    collector = GarbageCollector()
    collector.collect()
    collector.timer.start()
    try:
        yield collector
    finally:
        collector.timer.stop()
        gc.unfreeze()
        if was_enabled:
            gc.enable()

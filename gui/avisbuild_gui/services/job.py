"""Work that must not hold up the window: one thread a job, heard of through queued signals."""

import atexit

# A library that imports this while the program ends, as librosa's do, could not any more.
import concurrent.futures.thread  # noqa: F401
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from PyQt6.QtCore import QObject, Qt, pyqtBoundSignal, pyqtSignal, pyqtSlot

from avisbuild.errors import AvisbuildError
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import text_of

_log = logging.getLogger(__name__)
# A process whose Python ends under a thread that runs native code, such as a compiler, crashes.
_LONGEST_END_S = 60.0
Slot = Callable[[object], None]


def queue(signal: pyqtBoundSignal, slot: Callable[..., None]) -> None:
    """Have `slot`, a method of a QObject, called in that object's thread, when its turn comes."""
    signal.connect(slot, Qt.ConnectionType.QueuedConnection)  # type: ignore[call-arg]


class Job(QObject):
    """A function in a thread of its own; `work` is given the job, to report and to ask whether to stop.

    Every slot is called in the thread that made the job, and not at all after `abandon`.
    """

    _reported = pyqtSignal(object)
    _done = pyqtSignal(object)
    _failed = pyqtSignal(str)

    def __init__(self, name: str, work: Callable[["Job"], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._abandoned = False
        self._slots: dict[str, Slot] = {}
        self._thread = threading.Thread(target=self._run, name=f"avisbuild-{name}", daemon=True)
        queue(self._reported, self._on_reported)
        queue(self._done, self._on_done)
        queue(self._failed, self._on_failed)

    def start(
        self,
        *,
        done: Slot,
        failed: Callable[[str], None],
        reported: Slot = lambda _: None,
    ) -> None:
        """Begin; exactly one of `done` (with the result) and `failed` (with a line) is called in the end."""
        self._slots = {
            "done": done,
            "reported": reported,
            "failed": lambda text: failed(str(text)),
        }
        self._thread.start()

    def should_stop(self) -> bool:
        """Whether the work is to end as soon as it can; what it has done so far is kept."""
        return self._stop.is_set()

    def report(self, what: object) -> None:
        """Called by the work: tell how far it is."""
        self._say(lambda: self._reported.emit(what))

    def stop(self) -> None:
        """Ask the work to end."""
        self._stop.set()

    def abandon(self) -> None:
        """Ask the work to end, and hear no more of it."""
        self._abandoned = True
        self.stop()

    @property
    def name(self) -> str:
        """What its thread is called."""
        return self._thread.name

    @property
    def has_ended(self) -> bool:
        """Whether its thread is no more."""
        return not self._thread.is_alive()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; whether it has ended."""
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return self.has_ended

    def _run(self) -> None:
        try:
            result = self._work(self)
        except AvisbuildError as error:
            self._say_failed(text_of(error))
        except Exception as error:  # noqa: BLE001 - nobody would hear of it in a thread
            level = logging.DEBUG if self._abandoned else logging.ERROR
            _log.log(level, "%s failed", self._thread.name, exc_info=True)
            text = tr("Internal error ({what}); what was committed is safe. Please report it.")
            self._say_failed(text.format(what=f"{type(error).__name__}: {error}"))
        else:
            self._say(lambda: self._done.emit(result))

    def _say_failed(self, text: str) -> None:
        self._say(lambda: self._failed.emit(text))

    @staticmethod
    def _say(tell: Callable[[], None]) -> None:
        # After the window has gone the job's Qt half may have gone, too, and with it its signals: even to
        # look one up is an error then. Nobody is left to tell.
        with suppress(RuntimeError):
            tell()

    @pyqtSlot(object)
    def _on_reported(self, what: object) -> None:
        self._tell("reported", what)

    @pyqtSlot(object)
    def _on_done(self, what: object) -> None:
        self._tell("done", what)
        self.deleteLater()

    @pyqtSlot(str)
    def _on_failed(self, text: str) -> None:
        self._tell("failed", text)
        self.deleteLater()

    def _tell(self, name: str, what: object) -> None:
        if not self._abandoned:
            self._slots[name](what)


class GivenUpJobs:
    """Jobs whose results nobody wants any more; kept until their threads have ended."""

    def __init__(self) -> None:
        self.running: list[Job] = []

    def add(self, job: Job) -> None:
        """Hear no more of a job."""
        job.abandon()
        self.running = [each for each in self.running if not each.has_ended]
        self.running.append(job)

    def join(self, timeout_s: float) -> None:
        """Wait for all of them together, and for no longer than this; the process itself ends after them."""
        until = time.monotonic() + timeout_s
        for job in self.running:
            if not job.join(max(0.0, until - time.monotonic())):
                what = job.name.removeprefix("avisbuild-")
                _log.warning("the window is closed; this ends first, in a minute at most: %s", what)
                atexit.register(job.join, _LONGEST_END_S)

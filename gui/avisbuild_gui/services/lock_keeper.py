"""Keeps the lock of the open video in a thread: a server that is slow never holds up the window (R36)."""

import logging
import threading
from collections.abc import Mapping

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.errors import AvisbuildError
from avisbuild.records import VideoId
from avisbuild.store import Project
from avisbuild.store.lock_keeping import Standing, VideoKeeper
from avisbuild.store.locks import BEAT_EVERY_S, Held
from avisbuild_gui.services.job import GivenUpJobs, Job

_log = logging.getLogger(__name__)
# How often one who waits for a video looks whether it is free.
LOOK_EVERY_S = 3.0


class LockKeeper(QObject):
    """Asks for the video that is wanted, says that one is still there, and lets go of it.

    A database that does not answer is asked again later; what is edited meanwhile it refuses or takes itself.

    Signals:
        stood(Standing): how it stands with the video that is wanted, told with every look.
        others_found(who else has which video, `Held` by VideoId): whenever that is not as before.
    """

    stood = pyqtSignal(object)
    others_found = pyqtSignal(object)

    def __init__(
        self, project: Project, *, owner: str, holder: str, jobs: GivenUpJobs, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._keeper = VideoKeeper(project, owner=owner, holder=holder)
        self._jobs = jobs
        self._is_asked = threading.Condition()
        self._has_changed = False
        self._takes_over = False
        self._wanted: VideoId | None = None
        self._told: Mapping[VideoId, Held] = {}
        self._job: Job | None = None
        self._may_write = not project.is_read_only

    def want(self, video_id: VideoId | None) -> None:
        """Hold this video, and none but it."""
        if video_id != self._wanted:
            self._ask(video_id)

    def take_over(self) -> None:
        """Take the wanted video if whoever has it is not heard of any more."""
        self._ask(self._wanted, takes_over=True)

    def look(self) -> None:
        """Look now how it stands, and not only when it is time."""
        self._ask(self._wanted)

    def close(self) -> None:
        """Let go of the video; the thread is waited for by whoever ends the session."""
        job, self._job = self._job, None
        if job is not None:
            self._jobs.add(job)
            with self._is_asked:
                self._wanted, self._has_changed = None, True
                self._is_asked.notify()

    def _ask(self, video_id: VideoId | None, *, takes_over: bool = False) -> None:
        if not self._may_write:
            return
        with self._is_asked:
            self._wanted, self._has_changed = video_id, True
            self._takes_over = takes_over
            self._is_asked.notify()
        if self._job is None:
            self._job = Job("lock", self._work, self)
            self._job.start(done=lambda _: None, failed=_log.error, reported=self._take)

    def _work(self, job: Job) -> None:
        pause_s = 0.0
        while not job.should_stop():
            wanted, takes_over = self._awaited(pause_s)
            try:
                standing = self._keeper.keep(wanted, takes_over=takes_over)
                others = self._keeper.others()
            except AvisbuildError as error:
                _log.info("no lock on %s: %s", wanted, error)
                pause_s = LOOK_EVERY_S
                continue
            except Exception:  # noqa: BLE001 - a heart that stops loses the video without a word
                _log.exception("no lock on %s", wanted)
                pause_s = LOOK_EVERY_S
                continue
            job.report((standing, others))
            has_it = standing is None or standing.is_mine
            pause_s = BEAT_EVERY_S if has_it else LOOK_EVERY_S
        try:
            self._keeper.keep(None)
        except AvisbuildError as error:
            _log.info("no lock let go: %s", error)

    def _awaited(self, pause_s: float) -> tuple[VideoId | None, bool]:
        """What is wanted once something is asked, or it is time."""
        with self._is_asked:
            self._is_asked.wait_for(lambda: self._has_changed, pause_s)
            self._has_changed = False
            takes_over, self._takes_over = self._takes_over, False
            return self._wanted, takes_over

    def _take(self, reported: object) -> None:
        assert isinstance(reported, tuple)
        standing, others = reported
        if isinstance(standing, Standing) and standing.video_id == self._wanted:
            self.stood.emit(standing)
        is_as_told = others.keys() == self._told.keys() and all(
            held.is_as(self._told[name]) for name, held in others.items()
        )
        if not is_as_told:
            self._told = others
            self.others_found.emit(others)

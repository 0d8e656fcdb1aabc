"""Small pictures of videos, read in a thread while one scrolls through their list."""

import threading
from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.errors import AvisbuildError
from avisbuild.records import VideoId
from avisbuild.records.video_folder import frame_path
from avisbuild.segment import Image
from avisbuild.segment.frames import load_image
from avisbuild.store import Project
from avisbuild_gui.services.job import GivenUpJobs, Job

LARGEST_PX = (108, 192)
# More than any screen has rows; who scrolls on wants those that came into sight last.
_MOST_WAITING = 128


class ThumbnailLoader(QObject):
    """Reads a frame of each video that is asked for, the last asked first; it keeps none.

    Signals:
        loaded(VideoId, Image or None where there is none).
    """

    loaded = pyqtSignal(str, object)

    def __init__(self, project: Project, jobs: GivenUpJobs, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._jobs = jobs
        self._job: Job | None = None
        self._waiting: dict[VideoId, Path] = {}
        self._lock = threading.Lock()

    def ask(self, wanted: Sequence[tuple[VideoId, int]]) -> None:
        """Read these seconds of these videos; `loaded` tells of each, unless too many come after it."""
        with self._lock:
            for video_id, second in wanted:
                self._waiting.pop(video_id, None)
                self._waiting[video_id] = frame_path(self._project.video_dir(video_id), second)
            for video_id in list(self._waiting)[:-_MOST_WAITING]:
                del self._waiting[video_id]
        self._begin()

    def close(self) -> None:
        """Read no more."""
        with self._lock:
            self._waiting.clear()
        if self._job is not None:
            self._jobs.add(self._job)
            self._job = None

    def _begin(self) -> None:
        if self._job is None and self._waiting:
            self._job = Job("thumbnails", self._read, self)
            self._job.start(done=self._done, failed=self._done, reported=self._tell)

    def _read(self, job: Job) -> None:
        while not job.should_stop():
            with self._lock:
                if not self._waiting:
                    return
                video_id, path = self._waiting.popitem()
            job.report((video_id, _picture(path)))

    def _tell(self, what: object) -> None:
        assert isinstance(what, tuple)
        self.loaded.emit(*what)

    def _done(self, _: object) -> None:
        self._job = None
        self._begin()


def _picture(path: Path) -> Image | None:
    try:
        return load_image(path, within=LARGEST_PX)
    except AvisbuildError:
        return None  # Its second says why, once one is there.

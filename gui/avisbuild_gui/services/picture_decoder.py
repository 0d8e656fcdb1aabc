"""Decodes the pictures of the open video ahead of what is shown, a job for each reel (R43)."""

import threading
from math import sqrt

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.records import VideoId
from avisbuild.store import Project
from avisbuild_gui.services.job import GivenUpJobs, Job
from avisbuild_gui.services.reel import LIMIT_BYTES, Reel
from avisbuild_pipelines.playable import Playable, open_playable

# A second has to fit into a reel, so that it can be played again; rates vary.
_SPARE = 1.2
# Where the machine is too slow, a late picture now and then is better than none at all.
_LONGEST_GAP_S = 0.25


class PictureDecoder(QObject):
    """Fills reels in threads. A source is opened once, by the first job that needs it.

    Signals:
        failed(why): the pictures could not be decoded, from some point on. stands_still(Message): why they
        do not move at all.
    """

    failed = pyqtSignal(str)
    stands_still = pyqtSignal(object)

    def __init__(self, project: Project, given_up: GivenUpJobs, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._given_up = given_up
        self._opening: _Opening | None = None
        self._jobs: dict[Reel, Job] = {}

    @property
    def moves(self) -> bool | None:
        """Whether the video's pictures move; None where that is not known yet."""
        playable = None if self._opening is None else self._opening.playable
        return None if playable is None else playable.pictures.is_moving

    def open(self, video_id: VideoId) -> None:
        """Take another video."""
        self.leave()
        self._opening = _Opening(self._project, video_id)

    def leave(self) -> None:
        """Let go of the video and of all reels."""
        for reel in list(self._jobs):
            self.drop(reel)
        if self._opening is not None:
            self._opening.is_left = True
        self._opening = None

    def begin(self, start_s: float, zoom: float) -> Reel:
        """A reel that is being filled from a time on; `zoom` is the size on screen, 1 for the frame's own."""
        opening = self._opening
        assert opening is not None
        reel = Reel(start_s)

        def work(job: Job) -> None:
            playable = opening.wait()
            if playable.notice is not None:
                job.report(playable.notice)
            pictures = playable.pictures
            for picture in pictures.play(
                start_s,
                scale=_scale(zoom, pictures.size, pictures.rate_hz),
                is_past=reel.is_past,
                longest_gap_s=_LONGEST_GAP_S,
                should_stop=lambda: job.should_stop() or reel.is_closed,
            ):
                if not reel.put(picture):
                    return

        job = Job("pictures", work, self)
        self._jobs[reel] = job
        job.start(done=lambda _: None, failed=self.failed.emit, reported=self.stands_still.emit)
        return reel

    def drop(self, reel: Reel) -> None:
        """Have a reel's job end; nothing more is heard of it."""
        reel.close()
        job = self._jobs.pop(reel, None)
        if job is not None:
            self._given_up.add(job)


class _Opening:
    """A video's pictures, opened by whoever waits for them first; not any more once it `is_left`.

    To open a source is to read all of it: who pages through videos does not wait for each.
    """

    def __init__(self, project: Project, video_id: VideoId) -> None:
        self._project = project
        self._video_id = video_id
        self._lock = threading.Lock()
        self.playable: Playable | None = None
        self.is_left = False

    def wait(self) -> Playable:
        with self._lock:
            if self.playable is None:
                self.playable = open_playable(self._project, self._video_id, lambda: self.is_left)
            return self.playable


def _scale(zoom: float, size: tuple[int, int], rate_hz: float) -> float:
    """How much smaller than frames pictures are made: as they are shown, and so that a second fits."""
    second_bytes = 3 * size[0] * size[1] * max(1.0, rate_hz) * _SPARE
    return min(1.0, zoom, sqrt(LIMIT_BYTES / second_bytes))

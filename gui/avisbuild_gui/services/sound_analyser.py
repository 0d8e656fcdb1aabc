"""What there is to see of a sound: worked out in a thread, for one recording at a time (R14)."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild_gui.services.job import GivenUpJobs, Job

if TYPE_CHECKING:
    from avisbuild.sound import SoundAnalysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A sound to analyse; `cache` is where analyses are kept, None where nothing may be written."""

    audio: Path
    second_count: int
    rate_hz: int
    cache: Path | None


class SoundAnalyser(QObject):
    """Analyses the sound of the video that is open, and drops that of the one before.

    Signals:
        analysed(SoundAnalysis, frozenset of the seconds that are likely silent). failed(why).
    """

    analysed = pyqtSignal(object, object)
    failed = pyqtSignal(str)

    def __init__(self, jobs: GivenUpJobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        # One analysis at a time: who runs through the videos would have twenty at once.
        self._one_at_a_time = threading.Lock()

    def begin(self, recording: Recording) -> None:
        """Analyse a recording; `analysed` or `failed` tells the end."""

        def work(job: Job) -> object:
            with self._one_at_a_time:
                return None if job.should_stop() else _analysed(recording)

        self._job = Job("sound", work, self)
        self._job.start(done=self._done, failed=self.failed.emit)

    def give_up(self) -> None:
        """Nobody wants the analysis that is under way."""
        if self._job is not None:
            self._jobs.add(self._job)
            self._job = None

    def _done(self, found: object) -> None:
        assert isinstance(found, tuple)
        self.analysed.emit(*found)


def _analysed(recording: Recording) -> "tuple[SoundAnalysis, frozenset[int]]":
    """An analysis, and the seconds that are likely silent; takes a second or two, unless it is cached."""
    from avisbuild.sound import analyse, silent_seconds

    analysis = analyse(
        recording.audio,
        second_count=recording.second_count,
        cache=recording.cache,
        sample_rate_hz=recording.rate_hz,
    )
    flags = silent_seconds(analysis)
    return analysis, frozenset(second for second, quiet in enumerate(flags) if quiet)

"""Which videos wait for one's review, and which came back to one: read in a thread, all at once."""

from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import VideoView
from avisbuild.records import RoundState, VideoId
from avisbuild.review.overview import has_annotated, next_to_review, review_rows, to_review
from avisbuild.store import Project
from avisbuild_gui.review.mode import ReviewMode
from avisbuild_gui.services.job import GivenUpJobs, Job
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.videos.videos import Videos


@dataclass(frozen=True, slots=True)
class ForMe:
    """`to_review` are the videos that one can review now, in the order of `avisbuild review next`.

    `returned` are those of one's own in which a reviewer has asked for changes.
    """

    to_review: tuple[VideoId, ...] = ()
    returned: tuple[VideoId, ...] = ()


class ToReview(QObject):
    """Reads both anew when a video has moved, here or elsewhere.

    Signals:
        changed(ForMe): for views.
    """

    changed = pyqtSignal(object)

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        videos: Videos,
        mode: ReviewMode,
        given_up: GivenUpJobs,
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._videos = videos
        self._mode = mode
        self._given_up = given_up
        self.found = ForMe()
        self._job: Job | None = None
        self._known: tuple[VideoId, RoundState, int] | None = None
        edits.others_edited.connect(self.read)
        state.view_arrived.connect(self._read_if_moved)

    def read(self) -> None:
        """Read them anew; what is being read already is out of date."""
        self.close()
        project, person = self._state.project, self._state.author
        self._job = Job("to-review", lambda _: videos_for(project, person), self)
        self._job.start(done=self._take, failed=self._notices.warn)

    @property
    def next_id(self) -> VideoId | None:
        """The next video that waits for one's review, another one than is open; None without one."""
        view, project = self._state.view, self._state.project
        here = None if view is None else view.video.video_id
        rows = [row for row in review_rows(project) if row.video_id != here]
        found = next_to_review(project, self._state.author, rows)
        return None if found is None else found.video_id

    def open_next(self) -> None:
        """Open the next video that waits for one's review, another one than is open."""
        with self._notices.attempt():
            found = self.next_id
            if found is not None:
                self._videos.open(found)
            elif self._mode.is_on or self._mode.waits:
                self._notices.say(tr("No other video waits for your review."))
            else:
                self._notices.say(tr("No video waits for your review."))

    def tell(self) -> None:
        """Say again what was found."""
        self.changed.emit(self.found)

    def close(self) -> None:
        """Hear no more of what is being read."""
        if self._job is not None:
            self._given_up.add(self._job)
            self._job = None

    def _read_if_moved(self, view: VideoView) -> None:
        number = 0 if view.round is None else view.round.number
        known = view.video.video_id, view.state, number
        before, self._known = self._known, known
        if before is not None and before[0] == known[0] and before != known:
            self.read()

    def _take(self, found: object) -> None:
        assert isinstance(found, ForMe)
        self._job = None
        self.found = found
        self._mode.use_waiting(found.to_review)
        self.changed.emit(found)


def videos_for(project: Project, person: str) -> ForMe:
    """What one person has to do with reviews, read from the project."""
    rows = review_rows(project)
    return ForMe(
        to_review=tuple(row.video_id for row in to_review(project, person, rows)),
        returned=tuple(
            row.video_id
            for row in rows
            if row.state is RoundState.CHANGES_REQUESTED
            and has_annotated(project, row.video_id, person)
        ),
    )

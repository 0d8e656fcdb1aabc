"""Which seconds of the open video were listened to: told at once, written in batches, no edit (R45)."""

from collections import Counter

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from avisbuild.annotation import VideoView
from avisbuild.annotation.listening import heard_by_anybody, note_heard
from avisbuild.checks.issue import Issue
from avisbuild.checks.listening import find_listening_issue, is_heard_enough, unheard_seconds
from avisbuild.errors import AvisbuildError
from avisbuild.records import Heard, VideoId
from avisbuild_gui.services.job import GivenUpJobs, Job
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.values import About, Severity

# What a kill takes at most; a write for each second would keep the disk awake.
_BATCH_MS = 3_000
_LONGEST_WAIT_S = 5.0
_SHORT_WAIT_S = 0.5


class HeardSeconds(QObject):
    """Notes what is played, in a thread of its own: pictures that move must not wait for a disk.

    A project that cannot be written is listened to all the same; what was heard is then known until the video
    is left.

    Signals:
        more_heard: somebody has listened to more of the open video, and what follows from that is to be said.
        heard_changed(frozenset of seconds that this person has heard, those that nobody has, as a tuple).
    """

    more_heard = pyqtSignal()
    heard_changed = pyqtSignal(object, object)

    def __init__(self, state: SessionState, notices: Notices, given_up: GivenUpJobs) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._given_up = given_up
        self._video_id: VideoId | None = None
        self._mine: frozenset[int] = frozenset()
        self._anybodys: frozenset[int] = frozenset()
        self._pending: Counter[int] = Counter()
        self._jobs: list[Job] = []
        self._has_warned = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_BATCH_MS)
        self._timer.timeout.connect(self._write)
        self._is_told = True
        state.view_arriving.connect(self._read_if_other_video)
        state.view_arrived.connect(lambda _: self._tell_if_read())
        state.video_left.connect(self._leave)

    @property
    def unheard(self) -> tuple[int, ...]:
        """The seconds of the open video that nobody has ever listened to."""
        view = self._state.view
        return () if view is None else unheard_seconds(view.video, self._anybodys)

    @property
    def mine(self) -> frozenset[int]:
        """The seconds of the open video that this person has listened to."""
        return self._mine

    def issues(self, view: VideoView) -> tuple[Issue, ...]:
        """What stands in the way of handing in the open video, where the recipe asks for more listening."""
        share = self._state.project.recipe.heard_share
        return find_listening_issue(view.video, self._anybodys, share)

    def is_enough(self, view: VideoView) -> bool:
        """Whether somebody has heard as much of the open video as the recipe asks for."""
        share, count = self._state.project.recipe.heard_share, view.video.second_count
        return is_heard_enough(count, count - len(self.unheard), share)

    def note(self, start_s: float, stop_s: float) -> None:
        """Whole seconds of the open video were played."""
        if self._video_id is None:
            return
        seconds = range(round(start_s), round(stop_s))
        self._pending.update(seconds)
        before = self._mine, self._anybodys
        self._mine |= frozenset(seconds)
        self._anybodys |= frozenset(seconds)
        if before != (self._mine, self._anybodys):
            self.more_heard.emit()
            self.tell()
        if not self._timer.isActive():
            self._timer.start()

    def go_to_unheard(self) -> None:
        """Go to the first second that nobody has listened to."""
        if self.unheard:
            self._state.go_to(self.unheard[0])

    def flush(self) -> None:
        """Have all that was heard in the project, for whoever reads it there next."""
        self._write()
        for job in self._jobs:
            job.join(_LONGEST_WAIT_S)

    def tell(self) -> None:
        """Say again what was heard."""
        self.heard_changed.emit(self._mine, self.unheard)

    def close(self) -> None:
        """Write what is left; threads that have not ended are waited for by whoever ends the session."""
        self._write()
        for job in self._jobs:
            self._given_up.add(job)
        self._jobs = []

    def _read_if_other_video(self, view: VideoView) -> None:
        if view.video.video_id == self._video_id:
            return
        self._video_id = view.video.video_id
        records: list[Heard] = []
        for job in self._jobs:
            job.join(_SHORT_WAIT_S)  # It may be writing what is read here.
        try:
            records = self._state.project.records(Heard, self._video_id)
        except AvisbuildError as error:
            self._notices.warn(text_of(error))
        author = self._state.author
        self._mine = frozenset(each.second for each in records if each.person == author)
        self._anybodys = heard_by_anybody(records)
        self._is_told = False

    def _tell_if_read(self) -> None:
        if not self._is_told:
            self._is_told = True
            self.tell()

    def _leave(self) -> None:
        self._write()
        self._video_id = None

    def _write(self) -> None:
        self._timer.stop()
        batch, self._pending = self._pending, Counter()
        video_id, state = self._video_id, self._state
        if not batch or video_id is None or state.project.is_read_only:
            return
        self._jobs = [each for each in self._jobs if not each.has_ended]
        job = Job("heard", lambda _: note_heard(state.project, video_id, state.author, batch), self)
        self._jobs.append(job)
        job.start(
            done=lambda known: self._take(video_id, known),
            failed=lambda text: self._put_back(video_id, batch, text),
        )

    def _take(self, video_id: VideoId, known: object) -> None:
        """What somebody else has heard meanwhile is known now, too."""
        assert isinstance(known, frozenset)
        self._has_warned = False
        if video_id == self._video_id and not known <= self._anybodys:
            self._anybodys |= known
            self.more_heard.emit()
            self.tell()

    def _put_back(self, video_id: VideoId, batch: Counter[int], text: str) -> None:
        """It goes with the next batch, as long as the video is open."""
        if video_id == self._video_id:
            self._pending.update(batch)
        if not self._has_warned:
            self._has_warned = True
            said = tr("What you listen to could not be noted: {reason}").format(reason=text)
            self._notices.say(said, Severity.WARNING, about=About.PROJECT)

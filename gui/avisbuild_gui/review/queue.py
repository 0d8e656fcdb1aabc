"""The queue of suspects of the video that one reviews, worst first: walked and dismissed by key (R27)."""

from collections.abc import Iterable

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from avisbuild.annotation import VideoView, commands
from avisbuild.checks.suspects import Findings, Suspect, SuspectKind
from avisbuild.checks.suspects.wording import suspect_message
from avisbuild.records import VideoId
from avisbuild.review.walk import Stop
from avisbuild_gui.review.mode import ReviewMode
from avisbuild_gui.review.walk import Walk
from avisbuild_gui.services.job import GivenUpJobs, Job
from avisbuild_gui.services.suspecting import suspecting
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.values import About

# Whoever corrects something in place makes several edits; the suspects are looked for after the last.
_REST_MS = 700


class SuspectQueue(QObject):
    """Looks for suspects in a thread while one reviews, and anew when the annotation has changed.

    Kinds that a person has switched off are found all the same, and not shown.

    Signals:
        changed(tuple of Suspect, or None while they are looked for for the first time): for views.
        reached(position): one went to a suspect. kinds_changed(frozenset of kinds that are off).
        not_looked_for(mapping of kinds to what they lack).
    """

    changed = pyqtSignal(object)
    reached = pyqtSignal(object)
    kinds_changed = pyqtSignal(object)
    not_looked_for = pyqtSignal(object)

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        *,
        mode: ReviewMode,
        walk: Walk,
        given_up: GivenUpJobs,
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._edits = edits
        self._mode = mode
        self._walk = walk
        self._given_up = given_up
        self.off: frozenset[SuspectKind] = frozenset()
        self.suspects: tuple[Suspect, ...] | None = None
        self._found: Findings | None = None
        self._at: Suspect | None = None
        self._looked_at: tuple[VideoId, object, object] | None = None
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._look)
        mode.switched.connect(lambda _: self._take_view())
        state.view_arrived.connect(lambda _: self._take_view())
        state.video_left.connect(self._forget)

    def step(self, step: int) -> None:
        """Go to the next suspect (1) or the one before (-1), round and round, and play its second."""
        if not self._mode.is_on:
            self._notices.say(tr("You do not review this video."))
        elif self.suspects is None:
            self._notices.say(tr("Suspects are still being looked for."))
        elif not self.suspects:
            self._notices.say(tr("Nothing is suspect."))
        else:
            at = self._position
            first = 0 if step > 0 else -1
            self.choose(first if at is None else (at + step) % len(self.suspects))

    def choose(self, position: int) -> None:
        """Go to a suspect of the list, and play its second."""
        if not self.suspects:
            return
        self._at = self.suspects[position]
        self.reached.emit(self._position)
        self._walk.go_to(Stop(self._at.place.instance_id or "", self._at.second))
        said = text_of(suspect_message(self._at))
        self._notices.say(said, action_id="dismiss_suspect", about=About.SECOND)

    def dismiss(self) -> None:
        """The suspect one stands at is right: hide it until what was looked at changes, and go on."""
        at, author = self._position, self._state.author
        if self._at is None or at is None:
            self._notices.say(tr("No suspect is chosen."), action_id="next_suspect")
            return
        suspect = self._at
        if self._edits.run(lambda _: commands.dismiss_suspect(suspect, author=author), as_is=True):
            self._at = None
            if self.suspects:
                self.choose(min(at, len(self.suspects) - 1))
            else:
                self._notices.say(tr("Nothing is suspect any more."), action_id="undo")

    def switch(self, kind: SuspectKind, *, on: bool) -> None:
        """Show the suspects of a kind, or do not."""
        self.use_off(self.off - {kind} if on else self.off | {kind})

    def use_off(self, kinds: Iterable[str]) -> None:
        """Show every kind but these; what is no kind is passed over."""
        known = {kind.value for kind in SuspectKind}
        self.off = frozenset(SuspectKind(kind) for kind in kinds if kind in known)
        self.kinds_changed.emit(self.off)
        self._show()

    def tell(self) -> None:
        """Say again what is suspect."""
        self.kinds_changed.emit(self.off)
        self.changed.emit(self.suspects)
        self.not_looked_for.emit({} if self._found is None else self._found.not_looked_for)
        self.reached.emit(self._position)

    def close(self) -> None:
        """Look for no more."""
        self._timer.stop()
        if self._job is not None:
            self._given_up.add(self._job)
            self._job = None

    @property
    def _position(self) -> int | None:
        at = self._at
        keys = [each.key for each in self.suspects or ()]
        return keys.index(at.key) if at is not None and at.key in keys else None

    def _take_view(self) -> None:
        view = self._state.view
        if view is None or not self._mode.is_on:
            self._forget()
            return
        self._show()
        now = view.video.video_id, view.tracks, view.silences
        if self._looked_at is None or now != self._looked_at:
            self._timer.start(0 if self._found is None else _REST_MS)

    def _look(self) -> None:
        view = self._state.view
        self.close()
        if view is None or not self._mode.is_on:
            return
        self._looked_at = view.video.video_id, view.tracks, view.silences
        self._job = Job("suspects", suspecting(self._state.project, view), self)
        self._job.start(done=self._take, failed=self._notices.warn)

    def _take(self, found: object) -> None:
        assert isinstance(found, Findings)
        self._job = None
        self._found = found
        self.not_looked_for.emit(found.not_looked_for)
        self._show()

    def _show(self) -> None:
        view, found = self._state.view, self._found
        before = self.suspects
        self.suspects = None
        if view is not None and found is not None:
            self.suspects = tuple(each for each in found.suspects if self._is_shown(view, each))
        if self.suspects != before:
            self._mode.count_suspects(None if self.suspects is None else len(self.suspects))
            self.changed.emit(self.suspects)

    def _is_shown(self, view: VideoView, suspect: Suspect) -> bool:
        is_hidden = any(suspect.is_hidden_by(each) for each in view.dismissals)
        return suspect.kind not in self.off and not is_hidden

    def _forget(self) -> None:
        self.close()
        self._found = self._at = self._looked_at = None
        if self.suspects is not None:
            self.suspects = None
            self._mode.count_suspects(None)
            self.changed.emit(None)

"""Going to other seconds, cells and issues; seconds confirmed as silent are passed over (R15)."""

from typing import Protocol

from avisbuild.annotation import VideoView, navigation
from avisbuild.checks.issue import Issue
from avisbuild_gui.session.core import SessionCore, SessionParts
from avisbuild_gui.texts import tr
from avisbuild_gui.values import Severity


class _Finder(Protocol):
    def __call__(self, view: VideoView, second: int, *, step: int) -> int | None: ...


class Moving(SessionCore):
    """Actions that change the place and nothing else, and the run of seconds that others work on."""

    def __init__(self, parts: SessionParts) -> None:
        self.issues: tuple[Issue, ...] = ()
        self._anchor: int | None = None
        super().__init__(parts)

    @property
    def selection(self) -> range:
        """The chosen run of seconds; the second on screen where none is chosen."""
        if self._anchor is None:
            return range(self.second, self.second + 1)
        return range(min(self._anchor, self.second), max(self._anchor, self.second) + 1)

    def tell_all(self) -> None:
        """The run, too: a key would change all of it."""
        super().tell_all()
        if self._anchor is not None:
            self._tell_selection()

    def next_second(self) -> None:
        """The second after this one."""
        self.step(1)

    def previous_second(self) -> None:
        """The second before this one."""
        self.step(-1)

    def step(self, step: int) -> None:
        """One second on or back; the run ends."""
        self.clear_selection()
        if self.view is not None:
            self.go_to(self.second + step)

    def first_second(self) -> None:
        """The beginning."""
        self.choose_second(0)

    def last_second(self) -> None:
        """The end."""
        if self.view is not None:
            self.choose_second(self.view.video.second_count - 1)

    def choose_second(self, second: int) -> None:
        """A second that was pointed at; the run ends."""
        self.clear_selection()
        self.go_to(second)

    def next_todo(self) -> None:
        """The next cell that sounds and has no mask: this identity's first."""
        self.step_to_todo(1)

    def previous_todo(self) -> None:
        """The unfinished cell before."""
        self.step_to_todo(-1)

    def step_to_todo(self, step: int) -> None:
        """Another unfinished cell, if there is one."""
        view = self.view
        if view is None:
            return
        found = navigation.next_todo(view, self.instance_id, self.second, step=step)
        if found is None:
            self._say_nothing_left(view)
        else:
            self.clear_selection()
            self.go_to(found[1], found[0])

    def next_sounding(self) -> None:
        """The next second in which anything sounds."""
        self._seek(navigation.next_sounding, 1)

    def previous_sounding(self) -> None:
        """The second before in which anything sounds."""
        self._seek(navigation.next_sounding, -1)

    def next_identity_change(self) -> None:
        """The next second in which other identities sound than before it."""
        self._seek(navigation.next_change, 1)

    def previous_identity_change(self) -> None:
        """The same, backward."""
        self._seek(navigation.next_change, -1)

    def next_issue(self) -> None:
        """The next thing to mend before the video can be handed in."""
        self._seek_issue(1)

    def previous_issue(self) -> None:
        """The thing to mend before."""
        self._seek_issue(-1)

    def choose_issue(self, position: int) -> None:
        """Go to an issue of the list."""
        if 0 <= position < len(self.issues):
            self._go_to_issue(self.issues[position])

    def extend_left(self) -> None:
        """The run of seconds, one more to the left."""
        self._extend(-1)

    def extend_right(self) -> None:
        """The run of seconds, one more to the right."""
        self._extend(1)

    def select_all(self) -> None:
        """The run of seconds is the whole video."""
        if self.view is not None:
            self.go_to(self.view.video.second_count - 1)
            self._anchor = 0
            self._tell_selection()

    def clear_selection(self) -> None:
        """No run of seconds but the one on screen."""
        if self._anchor is not None:
            self._anchor = None
            self.selection_changed.emit(0, 0)

    def _extend(self, step: int) -> None:
        anchor = self.second if self._anchor is None else self._anchor
        self.go_to(self.second + step)
        self._anchor = anchor
        self._tell_selection()

    def _tell_selection(self) -> None:
        self.selection_changed.emit(self.selection.start, self.selection.stop)

    def _seek(self, find: _Finder, step: int) -> None:
        if self.view is not None:
            found = find(self.view, self.second, step=step)
            if found is None:
                self.notice(tr("There is none in this direction."))
            else:
                self.choose_second(found)

    def _seek_issue(self, step: int) -> None:
        found = navigation.next_issue(self.issues, self.active_cell, step=step)
        if found is None:
            self.notice(tr("Nothing is amiss: the video can be handed in."))
        else:
            self._go_to_issue(found)

    def _go_to_issue(self, issue: Issue) -> None:
        self.issue_reached.emit(self.issues.index(issue))
        if issue.cell is not None:
            self.clear_selection()
            self.go_to(issue.cell[1], issue.cell[0])

    def _say_nothing_left(self, view: VideoView) -> None:
        if not view.instances:
            self.notice(tr("There is no identity yet."), action_id="ask_new_instance")
        elif self.issues:
            self.notice(tr("Every sounding cell has its mask."), action_id="next_issue")
        else:
            self.notice(tr("The video is complete."), Severity.INFO, action_id="hand_in")

    def _view_arrived(self, view: VideoView) -> None:
        super()._view_arrived(view)
        self.issues = view.issues()
        self.issues_changed.emit(self.issues)

    def _leave_video(self) -> None:
        super()._leave_video()
        self.clear_selection()

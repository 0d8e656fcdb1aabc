"""Going to other seconds, cells and issues; seconds confirmed as silent are passed over (R15)."""

from collections.abc import Callable

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import Cell, VideoView, navigation
from avisbuild.checks.issue import Issue
from avisbuild.records import RoundState
from avisbuild_gui.session.ended_walks import EndedWalks
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr


class Navigation(QObject):
    """Changes the place and nothing else, and the run of seconds that others work on.

    A run is chosen from where one stands, and choosing it moves nobody: the frame stays the one looked at.

    `step` is 1 for onward and -1 for back. `more_issues` finds what stands before handing in beside the
    video's own cells.

    Signals:
        selection_changed(start, stop): the chosen run of seconds, (0, 0) for none.
        issues_changed(tuple of Issue). issue_reached(position in it).
    """

    selection_changed = pyqtSignal(int, int)
    issues_changed = pyqtSignal(object)
    issue_reached = pyqtSignal(object)

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        ended: EndedWalks | None = None,
        *,
        more_issues: Callable[[VideoView], tuple[Issue, ...]] = lambda _: (),
    ) -> None:
        super().__init__(state)
        self._ended = ended
        self._more_issues = more_issues
        self._state = state
        self._notices = notices
        self.issues: tuple[Issue, ...] = ()
        self._run: tuple[int, int] | None = None
        state.view_arrived.connect(self._take)
        state.video_left.connect(self.clear_selection)

    @property
    def selection(self) -> range:
        """The chosen run of seconds; the second on screen where none is chosen."""
        first, to = self._run or (self._state.second, self._state.second)
        return range(min(first, to), max(first, to) + 1)

    def tell(self) -> None:
        """Say the run again: a key would change all of it."""
        if self._run is not None:
            self._tell_selection()

    def step(self, step: int) -> None:
        """Go one second on or back; the run ends."""
        self.choose_second(self._state.second + step)

    def first_second(self) -> None:
        """Go to the beginning."""
        self.choose_second(0)

    def last_second(self) -> None:
        """Go to the end."""
        view = self._state.view
        if view is not None:
            self.choose_second(view.video.second_count - 1)

    def choose_second(self, second: int) -> None:
        """Go to a second that was pointed at; the run ends."""
        self.clear_selection()
        self._state.go_to(second)

    def step_to_todo(self, step: int) -> None:
        """Go to another cell that sounds and has no mask: the active instance's first."""
        state, view = self._state, self._state.view
        if view is None:
            return
        found = navigation.next_todo(view, state.instance_id, state.second, step=step)
        if found is None:
            self._say_nothing_left(view)
        else:
            is_behind = step > 0 and found[0] == state.instance_id and found[1] < state.second
            self._go_to_cell(found)
            if is_behind:
                text = tr("Back at second {second}, which was left behind.")
                self._notices.say(text.format(second=found[1]))

    def step_to_sounding(self, step: int) -> None:
        """Go to another second in which anything sounds."""
        view = self._state.view
        if view is not None:
            self._go_if_found(navigation.next_sounding(view, self._state.second, step=step))

    def step_to_change(self, step: int) -> None:
        """Go to another second in which not the same instances sound as before it."""
        view = self._state.view
        if view is not None:
            self._go_if_found(navigation.next_change(view, self._state.second, step=step))

    def step_to_issue(self, step: int) -> None:
        """Go to another thing to mend before handing in; onward first to where propagation ended."""
        lost = self._ended.take_unseen() if self._ended is not None and step > 0 else None
        if lost is not None:
            at = [position for position, issue in enumerate(self.issues) if issue.cell == lost]
            if at:
                self.issue_reached.emit(at[0])
            self._go_to_cell(lost)
            return
        found = navigation.next_issue(self.issues, self._state.active_cell, step=step)
        if found is None:
            self._notices.say(tr("Nothing is amiss: the video can be handed in."))
        else:
            self.choose_issue(self.issues.index(found))

    def choose_issue(self, position: int) -> None:
        """Go to an issue of the list."""
        if 0 <= position < len(self.issues):
            self.issue_reached.emit(position)
            place = self.issues[position].place
            if place.second is not None and place.instance_id is not None:
                self._go_to_cell((place.instance_id, place.second))
            elif place.second is not None:
                self.choose_second(place.second)

    def find_issues_again(self) -> None:
        """Something else than the video has changed what stands before handing in."""
        view = self._state.view
        if view is not None:
            self._take(view)

    def extend(self, step: int) -> None:
        """Make the run of seconds reach one further in this direction; one stays where one is."""
        view, second = self._state.view, self._state.second
        if view is not None:
            first, to = self._run or (second, second)
            self._run = first, min(max(to + step, 0), view.video.second_count - 1)
            self._tell_selection()

    def select_all(self) -> None:
        """Choose the whole video; one stays where one is."""
        view = self._state.view
        if view is not None:
            self._run = 0, view.video.second_count - 1
            self._tell_selection()

    def clear_selection(self) -> None:
        """Choose no run of seconds but the one on screen."""
        if self._run is not None:
            self._run = None
            self.selection_changed.emit(0, 0)

    def _tell_selection(self) -> None:
        self.selection_changed.emit(self.selection.start, self.selection.stop)

    def _go_to_cell(self, cell: Cell) -> None:
        self.clear_selection()
        self._state.go_to(cell[1], cell[0])

    def _go_if_found(self, second: int | None) -> None:
        if second is None:
            self._notices.say(tr("There is none in this direction."))
        else:
            self.choose_second(second)

    def _say_nothing_left(self, view: VideoView) -> None:
        if not view.instances:
            self._notices.say(tr("There is no instance yet."), action_id="ask_new_instance")
        elif self.issues:
            self._notices.say(tr("Every sounding cell has its mask."), action_id="next_issue")
        elif unsettled := view.unsettled_seconds:
            text = tr(
                "All masked; {count} of {total} seconds neither sound nor are confirmed silent, "
                "first {second}."
            )
            total = view.video.second_count
            said = text.format(count=len(unsettled), total=total, second=unsettled[0])
            self._notices.say(said, action_id=_what_follows(view))
        else:
            self._notices.say(tr("The video is complete."), action_id=_what_follows(view))

    def _take(self, view: VideoView) -> None:
        self.issues = (*self._more_issues(view), *view.issues())
        self.issues_changed.emit(self.issues)


def _what_follows(view: VideoView) -> str:
    """The action that ends one's work on a video: who reviews it hands nothing in, but accepts it."""
    return "accept_review" if view.state is RoundState.IN_REVIEW else "hand_in"

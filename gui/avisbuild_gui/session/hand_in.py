"""Handing the open video in, once nothing is amiss (R17)."""

from avisbuild.annotation import commands
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr


class HandIn:
    """Hands a video in, or goes to what stands in the way."""

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        navigation: Navigation,
        kept: KeptDrafts,
    ) -> None:
        self._state = state
        self._notices = notices
        self._edits = edits
        self._navigation = navigation
        self._kept = kept

    def hand_in(self) -> None:
        """Hand the video in if no draft is open and nothing is to mend; else go there."""
        state, issues = self._state, self._navigation.issues
        if state.view is None:
            return
        if waiting := self._kept.waiting_seconds:
            if state.second not in waiting:
                self._navigation.choose_second(waiting[0])
            self._notices.warn(tr("A draft is open: commit it with Enter, or drop it with Esc."))
        elif issues:
            text = tr("{count} to mend before the video can be handed in.")
            if state.active_cell not in [issue.cell for issue in issues]:
                self._navigation.choose_issue(0)
            self._notices.warn(text.format(count=len(issues)), action_id="next_issue")
        elif self._edits.run(lambda view: commands.submit(view, author=state.author), as_is=True):
            self._notices.say(tr("Handed in."), action_id="next_open_video")

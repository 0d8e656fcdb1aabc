"""Handing the open video in, once nothing is amiss (R17)."""

from avisbuild.annotation import commands
from avisbuild.checks.issue import Issue
from avisbuild.records import RoundState
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.heard import HeardSeconds
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.videos.videos import Videos


class HandIn:
    """Hands a video in, or goes to what stands in the way."""

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        navigation: Navigation,
        kept: KeptDrafts,
        heard: HeardSeconds,
        videos: Videos,
    ) -> None:
        self._state = state
        self._notices = notices
        self._edits = edits
        self._navigation = navigation
        self._kept = kept
        self._heard = heard
        self._videos = videos

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
            if not any(map(self._is_at, issues)):
                self._navigation.choose_issue(0)
            self._notices.warn(text.format(count=len(issues)), action_id="next_issue")
        elif self._submit():
            self._tell(is_accepted=state.view.state is RoundState.ACCEPTED)

    def _is_at(self, issue: Issue) -> bool:
        if issue.cell is None:
            return issue.place.second == self._state.second
        return issue.cell == self._state.active_cell

    def _tell(self, *, is_accepted: bool) -> None:
        if not self._videos.is_last:
            text = tr("Handed in and accepted.") if is_accepted else tr("Handed in.")
            self._notices.say(text, action_id="next_open_video")
        elif is_accepted:
            self._notices.say(
                tr("Handed in and accepted. It was the last: `avisbuild export` writes a release.")
            )
        else:
            self._notices.say(tr("Handed in. It was the last."))

    def _submit(self) -> bool:
        self._heard.flush()
        author, recipe = self._state.author, self._state.project.recipe
        return self._edits.run(
            lambda view: commands.submit(
                view,
                author=author,
                heard_share=recipe.heard_share,
                review_rounds=recipe.review_rounds,
            ),
            as_is=True,
        )

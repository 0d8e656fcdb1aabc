"""Beginning a review, accepting, returning and giving back, a key each; what is missing is said first."""

from collections.abc import Callable, Iterator

from PyQt6.QtCore import QObject

from avisbuild.annotation import Command, VideoView
from avisbuild.records import RoundState
from avisbuild.review import moves
from avisbuild.review.rules import ReviewRules
from avisbuild.review.walk import WalkOrder
from avisbuild_gui.review.mode import ReviewMode
from avisbuild_gui.review.walk import Walk
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.heard import HeardSeconds
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr


class Verdicts(QObject):
    """Moves the open video through its review. Each move is one step of undo.

    What stands in the way is gone to. What a reviewer may pass over is said once, and the same key again
    passes over it; anything else that is done between lets the question fall.
    """

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        navigation: Navigation,
        kept: KeptDrafts,
        heard: HeardSeconds,
        *,
        mode: ReviewMode,
        walk: Walk,
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._edits = edits
        self._navigation = navigation
        self._kept = kept
        self._heard = heard
        self._mode = mode
        self._walk = walk
        self._asked = ""
        state.view_arrived.connect(lambda _: self.drop_question())
        state.place_arrived.connect(lambda _: self.drop_question())

    @property
    def _rules(self) -> ReviewRules:
        return ReviewRules.of(self._state.project.recipe)

    def begin(self) -> None:
        """Begin the review that the open video waits for, at the first thing to judge."""
        author, rules = self._state.author, self._rules
        if self._run(lambda view: moves.begin_review(view, author=author, rules=rules)):
            self._walk.begin()
            text = tr("You review this video. What is right is left behind with one key.")
            self._notices.say(text, action_id="walk_next")

    def accept(self) -> None:
        """Accept the video where nothing stands in the way; what was not looked at is said before."""
        view = self._state.view
        if view is None or not self._reviews() or self._is_held_up(view) or self._asks("accept"):
            return
        self._heard.flush()
        author, rules = self._state.author, self._rules
        if self._run(lambda view: moves.accept(view, author=author, rules=rules)):
            self._tell_accepted()

    def return_(self) -> None:
        """Send the video back for changes; a comment has to say which."""
        view = self._state.view
        if view is None or not self._reviews() or self._goes_to_draft():
            return
        if not view.open_comments:
            text = tr("Nothing says what is to be changed: pin a comment first.")
            self._notices.warn(text)
            return
        if self._asks("return"):
            return
        author = self._state.author
        if self._run(lambda view: moves.return_(view, author=author)):
            text = tr("Returned with {count} comments.").format(count=len(view.open_comments))
            self._notices.say(text, action_id="next_to_review")

    def give_back(self) -> None:
        """Let somebody else review the video: it waits again."""
        if self._reviews() and self._run(moves.give_back):
            self._notices.say(tr("The video waits for a reviewer again."), action_id="undo")

    def drop_question(self) -> None:
        """What was said to be missing is to be said again before it is passed over."""
        self._asked = ""

    def _reviews(self) -> bool:
        if not self._mode.is_on:
            text = tr("You do not review this video.")
            waits = self._mode.waits
            self._notices.say(text, action_id="begin_review" if waits else "next_to_review")
        return self._mode.is_on

    def _goes_to_draft(self) -> bool:
        waiting = self._kept.waiting_seconds
        if waiting:
            if self._state.second not in waiting:
                self._navigation.choose_second(waiting[0])
            self._notices.warn(tr("A draft is open: commit it with Enter, or drop it with Esc."))
        return bool(waiting)

    def _is_held_up(self, view: VideoView) -> bool:
        """Whether something stands in the way of accepting, which is said, and gone to."""
        if self._goes_to_draft():
            return True
        if issues := self._navigation.issues:
            self._navigation.choose_issue(0)
            text = tr("{count} to mend before the video can be accepted.")
            self._notices.warn(text.format(count=len(issues)), action_id="next_issue")
        elif open_ones := view.open_comments:
            text = tr("{count} comments are open: resolve them, or return the video.")
            if len(open_ones) == 1:
                text = tr("A comment is open: resolve it, or return the video.")
            self._notices.warn(text.format(count=len(open_ones)), action_id="return_review")
        return bool(self._navigation.issues or view.open_comments)

    def _asks(self, verdict: str) -> bool:
        """Say what is missing, and whether that is to be confirmed by the same key first."""
        missing = tr(", ").join(self._missing())
        if not missing or self._asked == verdict:
            return False
        if verdict == "accept":
            text = tr("Once more accepts it all the same: {missing}.")
        else:
            text = tr("Once more returns it all the same: {missing}.")
        action_id = "accept_review" if verdict == "accept" else "return_review"
        self._notices.warn(text.format(missing=missing), action_id=action_id)
        self._asked = verdict
        return True

    def _missing(self) -> Iterator[str]:
        view, stand = self._state.view, self._mode.stand
        if view is None:
            return
        if left := len(self._walk.left):
            by_cell = self._walk.order is WalkOrder.CELLS
            text = (
                tr("{left} of {total} cells not looked at")
                if by_cell
                else tr("{left} of {total} seconds not looked at")
            )
            yield text.format(left=left, total=stand.to_see)
        if stand.suspects:
            yield tr("suspects: {count}").format(count=stand.suspects)
        if unheard := view.video.second_count - len(self._heard.mine):
            yield tr("seconds not listened to: {count}").format(count=unheard)

    def _run(self, make: Callable[[VideoView], Command]) -> bool:
        return self._edits.run(make, as_is=True)

    def _tell_accepted(self) -> None:
        view = self._state.view
        if view is not None and view.state is RoundState.ACCEPTED:
            text = tr("Accepted.")
        else:
            number = 1 if view is None else moves.review_number(view)
            text = tr("Accepted; it waits for review {number}.").format(number=number)
        self._notices.say(text, action_id="next_to_review")

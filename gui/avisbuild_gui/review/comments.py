"""The comments of the open video: the one that one is at, and what is done with them (R24)."""

from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import VideoView, commands
from avisbuild.records import Comment, CommentReason, InstanceId, RoundState
from avisbuild.review.comment_places import CommentPlace, next_comment, place_at, place_of_cell
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsOfVideo:
    """All comments of the open video, by number, and the number of the one that one is at (0: at none)."""

    comments: tuple[Comment, ...] = ()
    current: int = 0

    @property
    def open_count(self) -> int:
        """How many nobody has resolved."""
        return sum(not each.resolved for each in self.comments)


class Comments(QObject):
    """Whoever sees a video may comment on it and settle comments; each is one step of undo.

    One is at a comment once one has gone to it or made it, until its second is left.

    Signals:
        comments_changed(CommentsOfVideo): for views.
        menu_asked(CommentPlace): what is wrong there is to be chosen.
    """

    comments_changed = pyqtSignal(object)
    menu_asked = pyqtSignal(object)

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        navigation: Navigation,
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._edits = edits
        self._navigation = navigation
        self._pointer: tuple[float, float] | None = None
        self.told = CommentsOfVideo()
        self.current = 0
        state.video_left.connect(self._leave_video)
        state.view_arrived.connect(self._take)
        state.video_opened.connect(self._greet)
        state.place_arrived.connect(lambda _: self._leave_second())

    def tell(self) -> None:
        """Say again what there is."""
        self.comments_changed.emit(self.told)

    def point(self, x: float, y: float) -> None:
        """The pointer is at a point of the frame."""
        self._pointer = x, y

    def leave(self) -> None:
        """The pointer has left the frame."""
        self._pointer = None

    def ask(self) -> None:
        """Ask what is wrong: at the pointer, or with the active instance where it is elsewhere."""
        if self._pointer is not None:
            self.ask_at(*self._pointer)
        elif (view := self._state.view) is not None and not self._notices.refuses_change():
            state = self._state
            self.menu_asked.emit(place_of_cell(view, state.second, state.instance_id))

    def ask_at(self, x: float, y: float) -> None:
        """Ask what is wrong at a point of the frame."""
        view, state = self._state.view, self._state
        if view is not None and state.second >= 0 and not self._notices.refuses_change():
            self.menu_asked.emit(place_at(view, state.second, state.instance_id, (x, y)))

    def add(
        self, place: CommentPlace, reason: CommentReason | None, *, text: str = "", rule: str = ""
    ) -> bool:
        """Pin a comment; whether it was done. One is at it from then on."""
        author = self._state.author
        is_done = self._edits.run(
            lambda view: commands.add_comment(
                view,
                author=author,
                reason=reason,
                text=text,
                rule=rule,
                instance_id=place.instance_id,
                second=place.second,
                point_xy=place.point_xy,
            ),
            as_is=True,
        )
        view = self._state.view
        if is_done and view is not None and view.comments:
            made = view.comments[-1]
            self._be_at(made.number)
            self._notices.say(
                tr("Comment {number} is pinned.").format(number=made.number), action_id="undo"
            )
        return is_done

    def step(self, step: int) -> None:
        """Go to the next open comment (1), or the one before (-1)."""
        view, state = self._state.view, self._state
        if view is None:
            return
        found = next_comment(view.comments, self.current, state.second, step=step)
        if found is None:
            self._notices.say(tr("No comment is open."))
        else:
            self.choose(found.number)

    def choose(self, number: int) -> None:
        """Go to a comment: to its second and its instance, where it is about one."""
        view = self._state.view
        found = None if view is None else _numbered(view, number)
        if view is None or found is None:
            return
        known = found.instance_id in view.by_id
        instance_id = InstanceId(found.instance_id) if found.instance_id and known else None
        self._navigation.clear_selection()
        self._state.go_to(self._state.second if found.second is None else found.second, instance_id)
        self._be_at(number)

    def toggle_resolved(self) -> None:
        """Say that the comment one is at is done; or, where it was, that it is not."""
        view = self._state.view
        found = None if view is None else _numbered(view, self.current)
        if found is None:
            self._notices.say(tr("Go to a comment first."), action_id="next_comment")
            return
        number, author = found.number, self._state.author
        if found.resolved:
            self._edits.run(lambda view: commands.reopen_comment(view, number), as_is=True)
        elif self._edits.run(
            lambda view: commands.resolve_comment(view, number, author=author), as_is=True
        ):
            self._say_left(number)

    def remove(self) -> None:
        """Take the comment one is at away, if it is one's own."""
        number, author = self.current, self._state.author
        if not number:
            self._notices.say(tr("Go to a comment first."), action_id="next_comment")
        else:
            self._edits.run(
                lambda view: commands.remove_comment(view, number, author=author), as_is=True
            )

    def _say_left(self, number: int) -> None:
        view = self._state.view
        left = 0 if view is None else len(view.open_comments)
        if left:
            text = tr("Comment {number} is resolved; still open: {count}.")
            self._notices.say(text.format(number=number, count=left), action_id="next_comment")
        else:
            text = tr("Comment {number} is resolved; none is open.")
            self._notices.say(text.format(number=number))

    def _be_at(self, number: int) -> None:
        self.current = number
        self._tell_if_changed()

    def _leave_second(self) -> None:
        view = self._state.view
        found = None if view is None else _numbered(view, self.current)
        if found is not None and found.second not in (None, self._state.second):
            self._be_at(0)

    def _leave_video(self) -> None:
        self._pointer = None
        self._be_at(0)

    def _greet(self, view: VideoView) -> None:
        """A video came back with comments: say so to whoever is to mend it."""
        count = len(view.open_comments)
        if count and view.state in (RoundState.CHANGES_REQUESTED, RoundState.ANNOTATING):
            text = tr("Open comments of a review: {count}.")
            self._notices.say(text.format(count=count), action_id="next_comment")

    def _take(self, view: VideoView) -> None:
        if _numbered(view, self.current) is None:
            self.current = 0
        self._tell_if_changed()

    def _tell_if_changed(self) -> None:
        view = self._state.view
        now = CommentsOfVideo(comments=() if view is None else view.comments, current=self.current)
        if now != self.told:
            self.told = now
            self.comments_changed.emit(now)


def _numbered(view: VideoView, number: int) -> Comment | None:
    return next((each for each in view.comments if each.number == number), None)

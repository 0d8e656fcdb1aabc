"""Connects comments with what shows them: pins on the frame, marks in the grid, the list, the quick menu."""

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QPoint, pyqtBoundSignal

from avisbuild.annotation import Cell, VideoView
from avisbuild.records import Comment, CommentReason, InstanceId
from avisbuild.review.comment_places import CommentPlace
from avisbuild_gui.review.comments import CommentsOfVideo
from avisbuild_gui.review.widgets.comment_rows import CommentRow
from avisbuild_gui.review.widgets.panel import Page
from avisbuild_gui.session_parts import Session
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.comments import comment_details, comment_text, place_text
from avisbuild_gui.values import ShownPin
from avisbuild_gui.workspace import Workspace

Join = Callable[[pyqtBoundSignal, Callable[..., Any]], None]


def join_comments(join: Join, session: Session, workspace: Workspace) -> None:
    """Feed every view of comments, and hear what is done in them; `join` connects, and can be cut."""
    wiring = _CommentWiring(session, workspace)
    comments, canvas = session.comments, workspace.canvas
    join(comments.comments_changed, wiring.show)
    join(comments.menu_asked, wiring.ask)
    join(session.state.place_changed, lambda *_: wiring.show_pins())
    join(session.state.view_changed, lambda _: wiring.show(comments.told))
    join(session.state.video_left, workspace.comment_menu.dismiss)
    join(session.review.switched, lambda is_on: canvas.comment_with_right(on=is_on))
    join(workspace.comment_menu.chosen, wiring.pin)
    join(workspace.comments.comment_chosen, comments.choose)
    join(canvas.pin_clicked, comments.choose)
    join(canvas.comment_asked, comments.ask_at)
    join(canvas.hovered, comments.point)
    join(canvas.left, comments.leave)
    canvas.comment_with_right(on=session.review.is_on)


def show_panel(session: Session, workspace: Workspace) -> None:
    """What a reviewer has beside the frame; an annotator has it while comments wait to be dealt with."""
    is_reviewing = session.review.is_on or session.round_diff.is_on
    drafts, waiting = session.drafts.here is not None, session.comments.told.open_count
    workspace.show_review(
        shown=is_reviewing or bool(waiting), with_candidates=drafts or not is_reviewing
    )
    workspace.review.show_count(Page.COMMENTS, waiting)


class _CommentWiring:
    """What is shown of the open video's comments, and the place that the quick menu is about."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        self._session = session
        self._workspace = workspace
        self._place: CommentPlace | None = None
        self._shown = 0

    def show(self, known: CommentsOfVideo) -> None:
        view = self._session.state.view
        if view is None:
            return
        recipe = self._session.state.project.recipe
        rows = [
            CommentRow(
                number=each.number,
                text=comment_text(each, view),
                details=comment_details(each, view, recipe),
                is_resolved=each.resolved,
            )
            for each in known.comments
        ]
        self._workspace.comments.show_rows(rows, known.current)
        show_panel(self._session, self._workspace)
        if known.current not in (0, self._shown):
            self._workspace.review.show_page(Page.COMMENTS)
        self._shown = known.current
        self._show_marks(known.comments, view)
        self.show_pins()

    def show_pins(self) -> None:
        """Those of the second on screen."""
        known, second = self._session.comments.told, self._session.state.second
        pins = [
            ShownPin(
                number=each.number,
                x=each.point_x,
                y=each.point_y,
                is_resolved=each.resolved,
                is_current=each.number == known.current,
            )
            for each in known.comments
            if each.second == second and each.point_x is not None and each.point_y is not None
        ]
        self._workspace.canvas.show_pins(pins)

    def ask(self, place: CommentPlace) -> None:
        """Open the quick menu beside its point, or over the frame's middle."""
        session, workspace = self._session, self._workspace
        view = session.state.view
        if view is None:
            return
        self._place = place
        canvas = workspace.canvas
        at = canvas.rect().center() if place.point_xy is None else canvas.place_of(place.point_xy)
        workspace.comment_menu.ask(
            tr("Comment on {place}").format(
                place=place_text(view, place.second, place.instance_id)
            ),
            session.state.project.recipe.guideline,
            canvas.mapTo(workspace, QPoint(at)),
            without_instance=_without_instance(view, place),
        )

    def pin(self, reason: str, text: str, rule: str, is_about_instance: bool) -> None:
        """Pin what was chosen in the menu."""
        if self._place is None:
            return
        place, self._place = self._place, None
        if not is_about_instance:
            place = CommentPlace(second=place.second, point_xy=place.point_xy)
        known = CommentReason(reason) if reason else None
        self._session.comments.add(place, known, text=text, rule=rule)

    def _show_marks(self, comments: tuple[Comment, ...], view: VideoView) -> None:
        marks: dict[Cell, str] = {}
        for each in comments:
            if not each.resolved and each.second is not None:
                known = each.instance_id in view.by_id and each.instance_id
                cell = InstanceId(known or ""), each.second
                said = f"{each.number}: {comment_text(each, view)}"
                marks[cell] = f"{marks[cell]}; {said}" if cell in marks else said
        self._workspace.grid.show_comments(marks)


def _without_instance(view: VideoView, place: CommentPlace) -> str:
    if place.instance_id is None:
        return ""
    return tr("Comment on {place}").format(place=place_text(view, place.second, None))

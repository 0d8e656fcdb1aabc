"""Connects what a reviewer sees with the parts of the session that a review has."""

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import pyqtBoundSignal

from avisbuild.checks.suspects import Suspect, SuspectKind
from avisbuild.checks.suspects.wording import (
    kind_message,
    not_looked_for_messages,
    suspect_message,
)
from avisbuild.segment import Image
from avisbuild_gui.comment_wiring import join_comments, show_panel
from avisbuild_gui.review.mode import ReviewStand
from avisbuild_gui.review.round_diff import ShownDiff
from avisbuild_gui.review.widgets.panel import Page
from avisbuild_gui.session_parts import Session
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.workspace import Workspace

Join = Callable[[pyqtBoundSignal, Callable[..., Any]], None]


def join_review(join: Join, session: Session, workspace: Workspace) -> None:
    """Feed the strip and the panel, and hear what is done in them; `join` connects, and can be cut."""

    def show_room(*_: object) -> None:
        show_panel(session, workspace)

    def show_stand(stand: ReviewStand) -> None:
        workspace.strip.show_stand(stand)
        show_room()
        workspace.review.show_count(Page.SUSPECTS, stand.suspects)

    join(session.review.stand_changed, show_stand)
    join(session.drafts.draft_changed, show_room)
    join(session.round_diff.diff_changed, show_room)
    join(session.walk.look_asked, workspace.canvas.look_at)
    join(session.walk.seen_changed, workspace.grid.show_seen)
    _join_suspects(join, session, workspace)
    _join_round_diff(join, session, workspace)
    join_comments(join, session, workspace)


def _join_suspects(join: Join, session: Session, workspace: Workspace) -> None:
    queue, page = session.suspects, workspace.suspects

    def show_suspects(found: tuple[Suspect, ...] | None) -> None:
        page.show_suspects(
            None if found is None else [text_of(suspect_message(each)) for each in found]
        )

    def show_reached(position: int | None) -> None:
        page.show_current(position)
        if position is not None:
            workspace.review.show_page(Page.SUSPECTS)

    def show_kinds(off: frozenset[SuspectKind]) -> None:
        page.show_kinds([(kind.value, text_of(kind_message(kind))) for kind in SuspectKind], off)

    join(queue.changed, show_suspects)
    join(queue.reached, show_reached)
    join(queue.kinds_changed, show_kinds)
    join(
        queue.not_looked_for,
        lambda missing: page.show_missing(list(map(text_of, not_looked_for_messages(missing)))),
    )
    join(page.suspect_chosen, queue.choose)
    join(page.kind_switched, lambda kind, on: queue.switch(SuspectKind(kind), on=bool(on)))


def _join_round_diff(join: Join, session: Session, workspace: Workspace) -> None:
    diff, page, view = session.round_diff, workspace.changes, workspace.compared

    def show_diff(shown: ShownDiff | None) -> None:
        was_shown = view.isVisibleTo(workspace.canvas)
        page.show_diff(shown)
        view.show_diff(shown)
        workspace.review.show_count(Page.CHANGES, None if shown is None else len(shown.rows))
        if shown is None:
            workspace.review.leave_page(Page.CHANGES)
        elif not was_shown:
            workspace.review.show_page(Page.CHANGES)
            show_frame(session.state.image, session.cache.message)
            diff.tell_sides()

    def show_frame(image: Image | None, message: str) -> None:
        if diff.is_on:
            view.show_frame(image, message)

    join(session.frames.frame_changed, show_frame)
    join(session.look.look_changed, view.set_look)
    join(diff.diff_changed, show_diff)
    join(diff.sides_changed, view.show_sides)
    join(diff.row_changed, page.show_current)
    join(diff.look_asked, view.look_at)
    join(diff.blink.side_changed, view.show_side)
    join(diff.blink.changed, lambda: view.show_one(one=diff.blink.is_on))
    join(page.asked, diff.toggle)
    join(page.row_chosen, diff.choose)
    join(page.moments_chosen, diff.compare)

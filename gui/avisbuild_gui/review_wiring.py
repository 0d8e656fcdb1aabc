"""Connects what a reviewer sees with the parts of the session that a review has."""

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import pyqtBoundSignal

from avisbuild_gui.review.mode import ReviewStand
from avisbuild_gui.review.widgets.panel import Page
from avisbuild_gui.session_parts import Session
from avisbuild_gui.workspace import Workspace

Join = Callable[[pyqtBoundSignal, Callable[..., Any]], None]


def join_review(join: Join, session: Session, workspace: Workspace) -> None:
    """Feed the strip and the panel, and hear what is done in them; `join` connects, and can be cut."""

    def show_stand(stand: ReviewStand) -> None:
        workspace.strip.show_stand(stand)
        is_on, waiting = session.review.is_on, bool(stand.open_comments)
        workspace.show_review(shown=is_on or waiting, alone=is_on)
        workspace.review.show_count(Page.COMMENTS, stand.open_comments)
        workspace.review.show_count(Page.SUSPECTS, stand.suspects)

    join(session.review.stand_changed, show_stand)
    join(session.walk.look_asked, workspace.canvas.look_at)

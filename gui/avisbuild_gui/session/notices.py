"""What is said to the person in a line, and whether everything that was done is on disk (R35)."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.errors import AvisbuildError
from avisbuild.messages.printable import printable
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.locks import held_text
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.values import About, Severity

_log = logging.getLogger(__name__)

_OF_VIDEO = (About.DRAFT, About.SECOND, About.VIDEO)


@dataclass
class Outcome:
    """How an attempt ended."""

    is_good: bool = True


class Notices(QObject):
    """Says what a person has to know; errors that they can cause become notices here.

    Signals:
        noticed(text, Severity, id of the action that the notice offers, or "").
        withdrawn: what the last notice was about has been left, and the notice goes with it.
        saved_changed(whether all is on disk, why not; or what else is to be said of it).
    """

    noticed = pyqtSignal(str, object, str)
    withdrawn = pyqtSignal()
    saved_changed = pyqtSignal(bool, str)

    def __init__(self, state: SessionState, kept: KeptDrafts) -> None:
        super().__init__(state)
        self._state = state
        self._kept = kept
        self._trouble = ""
        self._about = About.PROJECT
        state.video_leaving.connect(lambda: self._withdraw(*_OF_VIDEO))
        state.second_left.connect(lambda: self._withdraw(About.DRAFT, About.SECOND))

    def say(
        self,
        text: str,
        severity: Severity = Severity.INFO,
        *,
        action_id: str = "",
        about: About = About.VIDEO,
    ) -> None:
        """Say one line; `action_id` is what it offers to do. What strangers wrote in it is made harmless."""
        self._about = about
        self.noticed.emit(printable(text), severity, action_id)

    def warn(self, text: str, *, action_id: str = "", about: About = About.VIDEO) -> None:
        """Say one line that stays until it is closed, or what it is about is left."""
        self.say(text, Severity.WARNING, action_id=action_id, about=about)

    def withdraw_remark(self) -> None:
        """Take back what was said of the draft's last gesture: the next one has begun."""
        self._withdraw(About.DRAFT)

    def refuses_change(self) -> bool:
        """Whether nothing can be changed in this project, or in the open video; it is said, then."""
        if self._state.project.is_read_only:
            text = tr("The project is read-only; nothing can be changed.")
            self.warn(text, about=About.PROJECT)
            return True
        return self.refuses_edit()

    def refuses_edit(self) -> bool:
        """Whether the open video is another's to edit; it is said, then."""
        held = self._state.held_by
        if held is None:
            return False
        offer = "take_over_video" if held.is_stale else ""
        self.warn(held_text(held, author=self._state.author), action_id=offer)
        return True

    @contextmanager
    def attempt(self) -> Iterator[Outcome]:
        """Turn an error that a person can cause into one notice; nothing is lost by it."""
        outcome = Outcome()
        try:
            yield outcome
        except AvisbuildError as error:
            _log.info("not done: %s", error)
            outcome.is_good = False
            # What the rules refuse is no trouble with saving; what the database or the disk refuses is.
            text = text_of(error)
            is_trouble = error.__cause__ is not None
            self._trouble = text if is_trouble else self._trouble
            self.say(text, Severity.ERROR, about=About.PROJECT if is_trouble else About.VIDEO)
        else:
            self._trouble = ""
        self.tell_saved()

    @property
    def is_saved(self) -> bool:
        """Whether everything that was done is on disk."""
        return not self._trouble

    def tell_saved(self) -> None:
        """Say whether everything is on disk; a draft that holds something is on none."""
        draft = self._kept.here
        if self.is_saved and draft is not None and draft.is_touched:
            self.saved_changed.emit(True, tr("draft"))
        elif self._state.project.is_read_only:
            self.saved_changed.emit(False, tr("read-only"))
        elif self.is_saved and self._state.held_by is not None:
            self.saved_changed.emit(True, tr("read-only"))
        else:
            self.saved_changed.emit(self.is_saved, self._trouble)

    def _withdraw(self, *left: About) -> None:
        if self._about in left:
            self._about = About.PROJECT
            self.withdrawn.emit()

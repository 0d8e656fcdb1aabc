"""What the line over the frame says, and what its button does."""

from PyQt6.QtCore import QObject

from avisbuild_gui.actions import ActionSet
from avisbuild_gui.panels import NoticeBar
from avisbuild_gui.session_parts import Session
from avisbuild_gui.texts import tr
from avisbuild_gui.values import Severity


class NoticeLine(QObject):
    """Notices come and go; a question that is open, and work that goes on, come back after them.

    Else the next number key would answer a question that nobody sees any more.
    """

    def __init__(self, session: Session, actions: ActionSet, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self._bar: NoticeBar | None = None
        self._question = ""
        self._work = ""
        self._lock = ("", "")
        self._offered = ""
        self._is_standing = False
        self._notice = ("", Severity.INFO, "")
        session.notices.noticed.connect(self.show_notice)
        session.notices.withdrawn.connect(self._withdraw)
        session.instances.question_changed.connect(self._take_question)
        session.propagation.working_changed.connect(self._take_work)
        session.lock.standing_changed.connect(self._take_lock)
        session.drafts.draft_changed.connect(self._withdraw_offer)

    def use_bar(self, bar: NoticeBar) -> None:
        """Show everything in this bar from here on, in place of the one before; what is on screen stays."""
        has_notice = self._bar is not None and not self._bar.isHidden() and not self._is_standing
        self._bar = bar
        self._is_standing = False
        bar.action_asked.connect(self._take_offer)
        bar.closed.connect(self._closed)
        bar.dismissed.connect(self._dismissed)
        if has_notice:
            self.show_notice(*self._notice)

    def show_notice(
        self, text: str, severity: Severity = Severity.INFO, action_id: str = ""
    ) -> None:
        """Say one line, with a button for the action it offers."""
        self._notice = text, severity, action_id
        self._show(text, severity, action_id, self._offer(action_id), is_standing=False)

    def show_effect(self, text: str) -> None:
        """What the entry of a menu under the pointer would change (R21); "" when there is none."""
        if text:
            self.show_notice(text)
        elif not self._is_standing:
            self._clear()

    def _take_question(self, text: str) -> None:
        self._question = text
        self._show_standing()

    def _take_work(self, text: str) -> None:
        self._work = text
        self._show_standing()

    def _take_lock(self, text: str, action_id: str) -> None:
        self._lock = text, action_id
        self._show_standing()

    def _offer(self, action_id: str) -> str:
        """The words of the button for an action, with its key; "" for none."""
        if not action_id:
            return ""
        key = self._actions.key_map.key_text(action_id)
        return self._actions.action(action_id).text() + (f" ({key})" if key else "")

    def _show_standing(self) -> None:
        """The question, what is at work, or who has the video; the line goes with the last of them."""
        if self._question:
            self._show(self._question, Severity.WARNING, "escape", tr("Cancel"), is_standing=True)
        elif self._work:
            self._show(self._work, Severity.WARNING, "escape", tr("Stop"), is_standing=True)
        elif self._lock[0]:
            text, action_id = self._lock
            offer = self._offer(action_id)
            self._show(text, Severity.WARNING, action_id, offer, is_standing=True)
        elif self._is_standing:
            self._clear()

    def _show(
        self, text: str, severity: Severity, action_id: str, offer: str, *, is_standing: bool
    ) -> None:
        self._offered, self._is_standing = action_id, is_standing
        if self._bar is not None:
            self._bar.show_notice(text, severity, action=offer)

    def _withdraw(self) -> None:
        if not self._is_standing:
            self._clear()

    def _clear(self) -> None:
        self._offered = ""
        if self._bar is not None:
            self._bar.clear()

    def _closed(self) -> None:
        """The cross on a question is an answer, too: none of them."""
        if self._is_standing:
            self._session.instances.drop_question()
            self._session.lock.drop_question()

    def _dismissed(self) -> None:
        if not self._is_standing:
            self._show_standing()

    def _take_offer(self) -> None:
        offered, self._offered = self._offered, ""
        if offered:
            self._actions.perform(offered)
        if self._bar is not None and self._bar.isHidden():
            self._show_standing()

    def _withdraw_offer(self, draft: object) -> None:
        """Editing was offered, and has begun."""
        if draft is not None and self._offered == "edit_mask":
            self._clear()

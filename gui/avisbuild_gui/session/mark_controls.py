"""Hiding and locking single instances: for one person, and no part of the project (R42)."""

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation.instance_marks import InstanceMarks
from avisbuild.records import InstanceId
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr


class MarkControls(QObject):
    """Changes the marks in the state, which `Edits` keeps to: nothing changes what is locked.

    Signals:
        marks_changed(InstanceMarks).
    """

    marks_changed = pyqtSignal(object)

    def __init__(self, state: SessionState, notices: Notices) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices

    def toggle_hidden_active(self) -> None:
        """Hide the active instance, or show it again."""
        if self._state.instance_id is not None:
            self.toggle_hidden(self._state.instance_id)

    def toggle_locked_active(self) -> None:
        """Lock the active instance, or unlock it."""
        if self._state.instance_id is not None:
            self.toggle_locked(self._state.instance_id)

    def toggle_hidden(self, instance_id: InstanceId) -> None:
        """Hide an instance's masks in every second, or show them again."""
        marks = self._state.marks.with_hidden_toggled(instance_id)
        if instance_id in marks.hidden:
            self._say(tr("{name} is hidden."), instance_id, "toggle_hidden")
        self.use(marks)

    def toggle_locked(self, instance_id: InstanceId) -> None:
        """Lock an instance against every change, or unlock it."""
        marks = self._state.marks.with_locked_toggled(instance_id)
        if instance_id in marks.locked:
            text = tr("{name} is locked: nothing changes it until it is unlocked.")
            self._say(text, instance_id, "toggle_locked")
        self.use(marks)

    def use(self, marks: InstanceMarks) -> None:
        """Take other marks, as those of the last time."""
        self._state.marks = marks
        self.tell()

    def tell(self) -> None:
        """Say the marks again."""
        self.marks_changed.emit(self._state.marks)

    def _say(self, text: str, instance_id: InstanceId, action_id: str) -> None:
        view = self._state.view
        if view is not None and instance_id in view.by_id:
            # What takes it back is a key of the active instance.
            is_active = instance_id == self._state.instance_id
            name = view.name(instance_id)
            self._notices.say(text.format(name=name), action_id=action_id if is_active else "")

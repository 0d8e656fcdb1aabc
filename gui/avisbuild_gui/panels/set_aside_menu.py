"""The menu of one video: why it may be set aside, or that it can be taken back."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QInputDialog, QMenu, QWidget

from avisbuild.annotation.summary import SummaryRow
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.set_aside import reason_text, suggested_reasons
from avisbuild_gui.theme import Theme, icon


class SetAsideMenu(QMenu):
    """A menu that deletes itself when it closes; each reason has its number as a key.

    Signals:
        reason_chosen: why the video is to be set aside, as the project keeps it. take_back_chosen.
    """

    reason_chosen = pyqtSignal(str)
    take_back_chosen = pyqtSignal()

    def __init__(self, row: SummaryRow, theme: Theme, parent: QWidget) -> None:
        super().__init__(row.video_id, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._video_id = row.video_id
        if row.is_set_aside:
            take_back = self.addAction(icon("undo", theme), tr("Take the video back"))
            assert take_back is not None
            take_back.triggered.connect(lambda _: self.take_back_chosen.emit())
            return
        self._add(tr("Set the video aside")).setEnabled(False)
        self.addSeparator()
        for number, reason in enumerate(suggested_reasons(), start=1):
            self._add(f"&{number}  {reason_text(reason)}").setData(reason)
        self._add(tr("Another reason ...")).setData("")
        self.triggered.connect(self._choose)

    def choose_first(self) -> None:
        """Have the arrow keys and Enter begin at the first entry."""
        actions = [each for each in self.actions() if each.isEnabled() and not each.isSeparator()]
        self.setActiveAction(actions[0])

    def _add(self, text: str) -> QAction:
        action = self.addAction(text)
        assert action is not None
        return action

    def _choose(self, action: QAction) -> None:
        reason = action.data()
        if not reason:
            title, question = tr("Set the video aside"), tr("Why is {video} set aside?")
            asked = question.format(video=self._video_id)
            reason, is_given = QInputDialog.getText(self.parentWidget(), title, asked)
            reason = reason.strip() if is_given else ""
        if reason:
            self.reason_chosen.emit(reason)

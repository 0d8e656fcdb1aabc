"""The menu of one instance: what may be repaired, and what each repair would touch (R21)."""

from enum import StrEnum

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QAction, QIcon
from PyQt6.QtWidgets import QMenu, QWidget

from avisbuild.annotation import VideoView
from avisbuild.records import InstanceId
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.effects import delete_effect, merge_effect, split_effect, swap_effect
from avisbuild_gui.theme import Theme, chip_icon, icon, instance_colour


class Repair(StrEnum):
    """What can be done to an instance."""

    CATEGORY = "category"
    MERGE = "merge"
    SPLIT = "split"
    SWAP = "swap"
    DELETE = "delete"


class RepairMenu(QMenu):
    """A menu that deletes itself when it closes.

    Signals:
        repair_asked: a Repair, and the other instance where it takes two ("" else).
        effect_previewed: what the entry under the pointer would touch, "" when the menu closes.
    """

    repair_asked = pyqtSignal(Repair, str)
    effect_previewed = pyqtSignal(str)

    def __init__(
        self, view: VideoView, instance_id: InstanceId, second: int, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(view.name(instance_id), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        self._add(self, Repair.CATEGORY, icon("rename", theme), tr("Change category"))
        merge = self._submenu("merge", tr("Merge into"))
        split_text = tr("Split at second {second}").format(second=second)
        effect = split_effect(view, instance_id, second)
        split = self._add(self, Repair.SPLIT, icon("split", theme), split_text, effect=effect)
        split.setEnabled(bool(effect))
        swap = self._submenu("swap", tr("Swap from second {second} with").format(second=second))
        for position, other in enumerate(view.instances):
            other_id = other.instance_id
            if other_id != instance_id:
                chip, name = chip_icon(instance_colour(position), theme), view.name(other_id)
                effect = merge_effect(view, instance_id, other_id)
                self._add(merge, Repair.MERGE, chip, name, effect=effect, other=other_id)
                effect = swap_effect(view, instance_id, other_id, second)
                self._add(swap, Repair.SWAP, chip, name, effect=effect, other=other_id)
        for submenu in (merge, swap):
            submenu.setEnabled(not submenu.isEmpty())
            submenu.hovered.connect(self._preview)
        self.addSeparator()
        effect = delete_effect(view, instance_id)
        self._add(self, Repair.DELETE, icon("delete", theme), tr("Delete"), effect=effect)
        self.triggered.connect(self._ask)
        self.hovered.connect(self._preview)
        self.aboutToHide.connect(self._hide_preview)

    def _submenu(self, sign: str, text: str) -> QMenu:
        submenu = QMenu(text, self)
        submenu.setIcon(icon(sign, self._theme))
        self.addMenu(submenu)
        return submenu

    def _add(
        self,
        menu: QMenu,
        repair: Repair,
        sign: QIcon,
        text: str,
        *,
        effect: str = "",
        other: str = "",
    ) -> QAction:
        action = QAction(sign, f"{text}\t{effect}" if effect else text, menu)
        action.setData((repair, other, effect))
        menu.addAction(action)
        return action

    def _ask(self, action: QAction) -> None:
        repair, other, _ = action.data()
        self.repair_asked.emit(repair, other)

    def _preview(self, action: QAction) -> None:
        if action.data() is not None:  # A submenu's own entry has none.
            self.effect_previewed.emit(action.data()[2])

    def _hide_preview(self) -> None:
        self.effect_previewed.emit("")

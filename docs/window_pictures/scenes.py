"""The states of the window, each reached by what a person would press."""

from collections.abc import Callable

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QDialog, QLineEdit

from avisbuild_gui.panels import InstancePanel
from window_pictures.stage import Stage

ALT = Qt.KeyboardModifier.AltModifier


def empty(stage: Stage) -> None:
    stage.shot("project-without-video")
    stage.press("F1")
    stage.shot("project-without-video-keys")


def fresh(stage: Stage) -> None:
    stage.shot("video-without-instance")
    stage.press("Ctrl+Z")
    stage.shot("notice-nothing-to-undo")
    stage.press("N")
    stage.shot("notice-with-offer")
    stage.press("3")
    stage.shot("notice-no-such-number")
    stage.press("I")
    stage.shot("category-picker")
    stage.type("gui")
    stage.shot("category-picker-typed")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    stage.click(160, 90)
    stage.shot("draft-of-nobody")
    stage.press("Return")
    stage.shot("draft-asks-for-category")


def instances(stage: Stage) -> None:
    stage.shot("annotated")
    panel = next(each for each in stage.window.findChildren(InstancePanel) if each.isVisible())
    panel.view.customContextMenuRequested.emit(QPoint(20, 10))
    menu = QApplication.activePopupWidget()
    stage.shot("menu-of-an-instance", menu)
    menu.close()
    stage.press("2")
    stage.shot("second-instance-active")
    stage.press("Home", "Shift+Right", "Shift+Right")
    stage.shot("range-of-seconds")
    stage.press("M")
    stage.shot("question-merge")
    stage.press("Esc", "Ctrl+M")
    stage.shot("question-swap")
    stage.press("Esc", "Esc", "F2")
    stage.shot("category-asked-anew")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    stage.press("Shift+M")
    stage.shot("notice-split")
    stage.press("Ctrl+Delete")
    stage.shot("notice-deleted")
    stage.press("Ctrl+Z")
    stage.shot("notice-undone")


def drafts(stage: Stage) -> None:
    stage.press("1", "Home", "D", "D", "D")
    stage.click(100, 80)
    stage.shot("draft-with-candidates")
    stage.press("Tab")
    stage.shot("draft-second-candidate")
    stage.click(112, 80, ALT)
    stage.shot("draft-with-negative-click")
    stage.press("Esc")
    stage.drag((60, 40), (100, 80), (160, 130))
    stage.shot("draft-of-a-box")
    stage.press("Esc", "W")
    stage.drag((60, 40), (100, 80), (160, 100))
    stage.shot("brush")
    stage.press("E")
    stage.drag((90, 40), (100, 100))
    stage.shot("eraser")
    stage.press("Shift+W")
    stage.shot("brush-mode")
    stage.press("Ctrl+Return")
    stage.shot("notice-draft-is-open")
    stage.press("Esc", "V")
    stage.shot("hand")
    stage.press("P", "Home")
    stage.click(60, 90)
    stage.shot("notice-mask-is-locked")
    stage.press("Shift+E")
    stage.shot("mask-being-edited")


def proposals(stage: Stage) -> None:
    stage.press("1", "Home", "D", "D", "G")
    stage.shot("proposal-copied")
    stage.press("Y")
    stage.shot("proposal-accepted")
    stage.press("Home", "D", "D", "T")
    QTest.qWait(1_500)
    stage.shot("propagated")
    stage.press("Shift+Y")
    stage.shot("proposals-accepted")


def silences(stage: Stage) -> None:
    QTest.qWait(1_500)
    stage.shot("silences-suggested")
    stage.press("K")
    stage.shot("silence-accepted")
    stage.press("Shift+K")
    stage.shot("silences-all-accepted")
    stage.press("Home", "L")
    stage.shot("second-silent-by-hand")


def looks(stage: Stage) -> None:
    stage.press("Home", "O")
    stage.shot("outlines-only")
    stage.press("O", "H")
    stage.shot("masks-hidden")
    stage.press("H", "-", "-", "Ctrl+=", "Ctrl+=")
    stage.shot("closer-and-less-opaque")
    stage.press("F", "Shift+L")
    stage.shot("legend-toggled")
    stage.press("Ctrl++", "Ctrl++")
    stage.shot("larger-text")
    stage.press("Ctrl+_", "Ctrl+_", "Space")
    stage.shot("playing")
    stage.press("Ctrl+F")
    stage.type("be")
    stage.shot("videos-filtered")


def handing_in(stage: Stage) -> None:
    stage.press("Ctrl+Return")
    stage.shot("issues-to-mend")
    stage.press("Q")
    stage.shot("next-issue")
    stage.press("PgDown")
    stage.press("Ctrl+A", "L", "Ctrl+Return")
    stage.shot("handed-in")
    stage.press("Home", "L")
    stage.shot("handed-in-and-changed")


def help_and_keys(stage: Stage) -> None:
    stage.press("F1")
    stage.shot("all-keys")
    stage.press("Esc")
    QTest.keyClick(QApplication.focusWidget() or stage.window, Qt.Key.Key_Escape)
    stage.press("Ctrl+,")
    (editor,) = (each for each in stage.window.findChildren(QDialog) if each.isVisible())
    stage.shot("change-keys", editor)
    QTest.keyClicks(editor.findChild(QLineEdit), "ask")
    stage.shot("change-keys-filtered", editor)
    editor.reject()


def lost_frame(stage: Stage) -> None:
    QTest.qWait(2_000)  # What the segmenter has to say is said after a while.
    stage.shot("frame-missing")
    stage.press("PgDown")
    QTest.qWait(1_000)
    stage.shot("sound-missing")


def read_only(stage: Stage) -> None:
    stage.shot("read-only")
    stage.press("1", "S")
    stage.shot("notice-error-read-only")
    stage.press("T")
    stage.shot("notice-warning-read-only")


def loading(stage: Stage) -> None:
    QTest.qWait(2_000)
    stage.shot("segmenter-loading")
    stage.click(160, 90)
    stage.shot("draft-waits-for-segmenter")
    stage.press("Return")
    stage.shot("notice-segmenter-at-work")


def annotate(stage: Stage) -> None:
    """What most states start from: two instances, every sounding state, some masks."""
    stage.add("dog")
    stage.press("Home", "Shift+Right", "Shift+Right", "Shift+Right", "Shift+Right", "S", "Home")
    for x in (60, 90):
        stage.click(x, 90)
        stage.press("Shift+Return", "D")
    stage.add("cat")
    stage.press("Home", "S", "D", "S", "D", "X", "D", "C", "D", "U", "Home")
    stage.click(220, 100)
    stage.press("Shift+Return", "Home", "1")


SCENES: dict[str, tuple[str, Callable[[Stage], None]]] = {
    "empty": ("without videos", empty),
    "fresh": ("fresh", fresh),
    "instances": ("annotated", instances),
    "drafts": ("annotated", drafts),
    "proposals": ("annotated", proposals),
    "silences": ("annotated", silences),
    "looks": ("annotated", looks),
    "handing_in": ("annotated", handing_in),
    "help_and_keys": ("annotated", help_and_keys),
    "lost_frame": ("lacking media", lost_frame),
    "read_only": ("annotated", read_only),
    "loading": ("fresh", loading),
}

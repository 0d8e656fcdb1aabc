"""What tests of the real window share: keys, clicks on pixels of the frame, an instance."""

from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.session_parts import Session


def press(window: QWidget, *keys: str) -> None:
    for key in keys:
        QTest.keySequence(window, QKeySequence(key))


def point_of(window: MainWindow, x: float, y: float) -> QPoint:
    """Where a pixel of the frame is in the canvas."""
    canvas = window.workspace.canvas
    zoom, (centre_x, centre_y) = canvas.zoom_and_centre()
    viewport = canvas.viewport()
    assert viewport is not None
    middle = QPointF(viewport.rect().center())
    return (middle + QPointF((x - centre_x) * zoom, (y - centre_y) * zoom)).toPoint()


def click(
    window: MainWindow,
    x: float,
    y: float,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.mouseClick(
        window.workspace.canvas.viewport(),
        Qt.MouseButton.LeftButton,
        modifiers,
        point_of(window, x, y),
    )


def add_dog(window: MainWindow, qtbot: QtBot) -> None:
    """By keys alone: I, a few letters, Enter."""
    press(window, "I")
    field = window.workspace.picker.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "dog")
    QTest.keyClick(field, Qt.Key.Key_Return)
    view = window.session.state.view
    assert view is not None
    assert [view.name(each.instance_id) for each in view.instances] == ["dog_1"]


def answered(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: session.drafts.here is not None and not session.drafts.here.needs_answer,
        timeout=10_000,
    )

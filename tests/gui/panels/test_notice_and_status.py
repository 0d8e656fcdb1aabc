"""The line of message and the line at the foot: what they say, and that nothing jumps."""

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.panels import NoticeBar, StatusLine
from avisbuild_gui.theme import DARK, LIGHT
from avisbuild_gui.values import Severity

LEFT = Qt.MouseButton.LeftButton
NO_BUTTON, NO_KEYS = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def notice(qtbot: QtBot) -> NoticeBar:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 400)
    notice = NoticeBar(LIGHT, host)
    notice.host = host  # type: ignore[attr-defined]  # kept alive with the notice
    host.show()
    return notice


def test_a_notice_that_only_informs_goes_away_by_itself(notice: NoticeBar, qtbot: QtBot) -> None:
    notice.timer.setInterval(20)
    notice.show_notice("saved")
    assert notice.isVisible()
    with qtbot.waitSignal(notice.dismissed):
        pass
    assert notice.isHidden()


@pytest.mark.parametrize("severity", [Severity.WARNING, Severity.ERROR])
def test_a_warning_stays_until_it_is_closed(
    notice: NoticeBar, qtbot: QtBot, severity: Severity
) -> None:
    notice.show_notice("first")
    notice.show_notice("disk full", severity)
    assert not notice.timer.isActive()
    with qtbot.waitSignal(notice.dismissed):
        qtbot.mouseClick(notice.close_button, LEFT)
    assert notice.isHidden()


def test_a_box_that_is_drawn_from_a_notice_is_drawn_on_the_frame_below(qtbot: QtBot) -> None:
    """Objects reach up to where notices stand: no gesture is to vanish there."""
    canvas = FrameCanvas(LIGHT)
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    canvas.show_frame(np.full((120, 160, 3), 128, np.uint8))
    notice = NoticeBar(LIGHT, canvas)
    notice.show_notice("a notice over the frame")
    QApplication.processEvents()
    words, boxes = notice.label, []
    canvas.box_drawn.connect(lambda *box: boxes.append(box))
    start = words.rect().center()
    qtbot.mousePress(words, LEFT, pos=start)
    for step in range(1, 5):
        at = QPointF(start + QPoint(10 * step, 20 * step))
        moved = QMouseEvent(
            QEvent.Type.MouseMove, at, words.mapToGlobal(at), NO_BUTTON, LEFT, NO_KEYS
        )
        QApplication.sendEvent(words, moved)
    qtbot.mouseRelease(words, LEFT, pos=start + QPoint(40, 80))
    assert len(boxes) == 1
    assert notice.isVisible()


def test_its_action_is_asked_for_and_takes_it_away(notice: NoticeBar, qtbot: QtBot) -> None:
    notice.show_notice("the video changed", Severity.WARNING, action="Read again")
    assert notice.action_button.text() == "Read again"
    with qtbot.waitSignal(notice.action_asked):
        qtbot.mouseClick(notice.action_button, LEFT)
    assert notice.isHidden()
    notice.show_notice("no action here")
    assert notice.action_button.isHidden()


def test_a_long_message_stays_one_line_inside_the_window(notice: NoticeBar) -> None:
    text = "cannot read the frame\n" * 30
    notice.show_notice(text, Severity.ERROR)
    host = notice.parentWidget()
    assert host is not None
    assert host.rect().contains(notice.geometry())
    assert notice.height() < 3 * notice.fontMetrics().height()
    notice.grab()
    assert notice.label.toolTip() == " ".join(text.split())
    host.resize(300, 200)
    QApplication.processEvents()
    assert host.rect().contains(notice.geometry())


def test_severities_differ_by_sign_and_word(notice: NoticeBar) -> None:
    """R40: nothing depends on colour alone."""
    looks, words = set(), set()
    for severity in Severity:
        notice.show_notice("the same", severity)
        looks.add(_shape(notice))
        words.add(notice.accessibleName())
    assert len(looks) == len(words) == len(Severity)


def _shape(notice: NoticeBar) -> bytes:
    image = notice.sign.pixmap().toImage().createAlphaMask()
    bits = image.constBits()
    assert bits is not None
    return bytes(bits.asarray(image.sizeInBytes()))


def test_a_notice_takes_no_keyboard(notice: NoticeBar, qtbot: QtBot) -> None:
    notice.show_notice("x", Severity.ERROR, action="Do it")
    for button in (notice.action_button, notice.close_button):
        assert button.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.fixture
def status(qtbot: QtBot) -> StatusLine:
    status = StatusLine(LIGHT)
    qtbot.addWidget(status)
    status.resize(1366, 28)
    status.show()
    return status


def test_the_status_says_what_matters(status: StatusLine) -> None:
    status.show_segmenter("SAM ViT-H", 41, 60)
    status.show_second(18, 60)
    status.show_todo(7)
    status.show_saved(saved=True)
    status.show_sound(available=True)
    assert [segment.text for segment in status.parts] == [
        "SAM ViT-H ready 41/60",
        "second 18/60",
        "7 to do",
        "saved",
        "",
        "",
        "sound",
    ]


def test_the_status_says_how_close_one_is_and_how_large_the_mask(status: StatusLine) -> None:
    status.show_zoom(2.504)
    status.show_area(1234, 160 * 90)
    assert (status.zoom.text, status.area.text) == (
        "zoom 250 %",
        "mask 1234 px, 8.6 % of the frame",
    )
    status.show_area(None, 160 * 90)
    assert status.area.text == ""


def test_a_segmenter_that_is_being_loaded_is_no_fault(status: StatusLine) -> None:
    """R34: it has no name yet, and why one waits is told by the pointer."""
    status.show_segmenter("", 0, 60, "SAM ViT-H is being loaded")
    assert status.segmenter.text == "loading the segmenter"
    assert status.segmenter.toolTip() == "SAM ViT-H is being loaded"


def test_what_is_wrong_is_said_in_words(status: StatusLine) -> None:
    """R34, R35: a fallback and a failed save are told, with their reason."""
    status.show_segmenter("classical", 0, 0, "out of GPU memory")
    status.show_saved(saved=False, text="disk full")
    status.show_sound(available=False, text="no audio device")
    assert [status.saved.text, status.sound.text] == ["not saved", "no sound"]
    assert [segment.toolTip() for segment in (status.segmenter, status.saved, status.sound)] == [
        "out of GPU memory",
        "disk full",
        "no audio device",
    ]


def test_nothing_to_do_is_said_only_where_every_second_is_settled(status: StatusLine) -> None:
    """R45: cells first, then what is amiss, then seconds of which nobody has said anything."""
    texts = []
    for counts in ((2, 3, 4), (0, 3, 4), (0, 0, 4), (0, 0, 0)):
        status.show_todo(*counts)
        texts.append(status.todo.text)
    assert texts == ["2 to do", "3 to mend", "4 s unsettled", "nothing to do"]


def test_counting_moves_no_segment(status: StatusLine) -> None:
    """R32: no jumping views."""
    status.show_segmenter("SAM ViT-H", 60, 60)
    status.show_second(59, 60)
    status.show_todo(120)
    QApplication.processEvents()
    before = [segment.x() for segment in status.parts]
    status.show_segmenter("SAM ViT-H", 1, 60)
    status.show_second(1, 60)
    status.show_todo(3)
    status.show_sound(available=False, text="no audio device")  # grows: all are laid out anew
    QApplication.processEvents()
    assert [segment.x() for segment in status.parts] == before


def test_keys_that_do_not_fit_are_left_out_and_stand_in_the_tooltip(status: StatusLine) -> None:
    hints = [(f"Ctrl+{number}", "do something useful") for number in range(20)]
    status.show_hints(hints)
    status.grab()
    assert "Ctrl+19 do something useful" in status.hints.toolTip()
    status.resize(300, 28)
    QApplication.processEvents()
    status.grab()
    status.set_theme(DARK)
    status.grab()


def test_the_foot_takes_no_keyboard(status: StatusLine, qtbot: QtBot) -> None:
    qtbot.mouseClick(status, LEFT, pos=QPoint(5, 5))
    assert not any(widget.hasFocus() for widget in status.findChildren(QWidget))

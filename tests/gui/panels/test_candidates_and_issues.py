"""Candidates as pictures, issues as rows that lead there."""

from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPointF, Qt
from PyQt6.QtGui import QEnterEvent
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from avisbuild.records import RoundState
from avisbuild.segment import Candidates
from avisbuild_gui.panels import CandidatePanel, IssueList
from avisbuild_gui.panels.thumbnails import crop_around, thumbnail
from avisbuild_gui.theme import LIGHT

LEFT = Qt.MouseButton.LeftButton


def discs(*radii: int) -> Candidates:
    rows, columns = np.mgrid[:360, :640]
    masks = np.stack([(columns - 400) ** 2 + (rows - 150) ** 2 < radius**2 for radius in radii])
    scores = tuple(0.9 - 0.1 * n for n in range(len(radii)))
    return Candidates(masks=masks, scores=scores, are_predicted_ious=True)


@pytest.fixture
def panel(qtbot: QtBot) -> CandidatePanel:
    panel = CandidatePanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(260, 120)
    panel.show()
    return panel


def test_each_candidate_is_shown_with_its_score_and_the_chosen_one_marked(
    panel: CandidatePanel,
) -> None:
    """R28: a key cycles the three; here they are side by side."""
    image = np.full((360, 640, 3), 200, np.uint8)
    panel.show_candidates(discs(80, 50, 20), 1, image)
    assert [button.isChecked() for button in panel.buttons] == [False, True, False]
    name = panel.buttons[2].accessibleName()
    assert name == "Candidate 3; the model expects an IoU of 70 %"
    pictures = [button.grab().toImage() for button in panel.buttons]
    lights = [
        sum(picture.pixelColor(x, 30).lightness() for x in range(picture.width()))
        for picture in pictures
    ]
    assert lights[0] > lights[2]
    panel.show_chosen(0)
    assert [button.isChecked() for button in panel.buttons] == [True, False, False]


def test_a_score_that_is_no_predicted_iou_is_not_shown_as_a_percentage(
    panel: CandidatePanel,
) -> None:
    image = np.full((360, 640, 3), 200, np.uint8)
    panel.show_candidates(replace(discs(80, 50), are_predicted_ious=False), 0, image)
    silent = panel.buttons[1].grab().toImage()
    assert panel.buttons[1].accessibleName() == "Candidate 2"
    panel.show_candidates(discs(80, 50), 0, image)
    assert panel.buttons[1].grab().toImage() != silent


def test_a_click_asks_for_a_candidate_and_marks_nothing_itself(
    panel: CandidatePanel, qtbot: QtBot
) -> None:
    panel.show_candidates(discs(80, 50, 20))
    with qtbot.waitSignal(panel.candidate_chosen) as chosen:
        qtbot.mouseClick(panel.buttons[2], LEFT)
    assert chosen.args == [2]
    assert [button.isChecked() for button in panel.buttons] == [True, False, False]
    assert not any(button.hasFocus() for button in panel.buttons)


def test_the_candidate_under_the_pointer_is_shown_large_on_the_picture(qtbot: QtBot) -> None:
    window, panel = QWidget(), CandidatePanel(LIGHT)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    panel.setParent(window)
    panel.setGeometry(1100, 600, 260, 120)
    window.show()
    image = np.full((360, 640, 3), (30, 200, 60), np.uint8)
    panel.show_candidates(discs(80, 50, 20), 0, image)
    assert panel.close_up is None
    point_at(panel.buttons[1])
    close_up = panel.close_up
    assert close_up is not None
    assert close_up.isVisible()
    assert min(close_up.width(), close_up.height()) > 4 * panel.buttons[1].width()
    assert window.rect().contains(close_up.geometry())
    assert not close_up.geometry().intersects(panel.geometry())
    middle = close_up.grab().toImage().pixelColor(close_up.rect().center())
    assert middle.getRgb()[:3] == (30, 200, 60)
    panel.show_candidates(None)
    assert not close_up.isVisible()
    panel.show_candidates(discs(80, 50, 20), 0, image)
    assert close_up.isVisible()
    QApplication.sendEvent(panel.buttons[1], QEvent(QEvent.Type.Leave))
    assert not close_up.isVisible()


def point_at(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QEnterEvent(middle, middle, widget.mapToGlobal(middle)))


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_fewer_or_more_than_three_keep_the_panel_as_high_as_it_is(
    panel: CandidatePanel, qtbot: QtBot, count: int
) -> None:
    height = panel.sizeHint().height()
    panel.show_candidates(discs(*range(10, 10 + count)) if count else None)
    assert [button.isEnabled() for button in panel.buttons] == [n < count for n in range(3)]
    assert panel.sizeHint().height() == height
    with qtbot.assertNotEmitted(panel.candidate_chosen):
        if count < 3:
            qtbot.mouseClick(panel.buttons[2], LEFT)


def test_a_thumbnail_shows_the_object_bright_its_edge_coloured_and_the_rest_dim() -> None:
    candidates = discs(60)
    image = np.full((360, 640, 3), 200, np.uint8)
    crop = crop_around(candidates.masks)
    picture = thumbnail(candidates.masks[0], image, crop, size=(90, 60), edge_rgb=(1, 2, 3))
    height, width, _ = picture.shape
    assert height <= 90
    assert width == 60
    assert picture[height // 2, width // 2].tolist() == [200, 200, 200]
    assert picture[0, 0].max() < 100
    assert (picture == (1, 2, 3)).all(axis=2).any()


def test_an_empty_or_tiny_frame_has_a_thumbnail_too() -> None:
    for shape in ((1, 1), (5, 3), (200, 300)):
        masks = np.zeros((1, *shape), bool)
        crop = crop_around(masks)
        assert crop == (0, 0, *shape)
        assert thumbnail(masks[0], None, crop, size=(40, 40), edge_rgb=(0, 0, 0)).size


def test_a_click_on_an_issue_leads_there(qtbot: QtBot) -> None:
    """R17: each failure is a clickable list row."""
    issues = IssueList(LIGHT)
    qtbot.addWidget(issues)
    issues.resize(200, 300)
    issues.show()
    issues.show_issues([f"guitar_1, second {n}: sounds and has no mask" for n in range(40)])
    assert issues.heading.text() == "Before handing in: 40"
    where = issues.view.visualRect(issues.model.index(4)).center()
    with qtbot.waitSignal(issues.issue_chosen) as chosen:
        qtbot.mouseClick(issues.view.viewport(), LEFT, pos=where)
    assert chosen.args == [4]
    tooltip = issues.model.data(issues.model.index(4), Qt.ItemDataRole.ToolTipRole)
    assert tooltip == "guitar_1, second 4: sounds and has no mask"
    assert not issues.view.hasFocus()


def test_issues_that_go_leave_the_list_where_it_was(qtbot: QtBot) -> None:
    issues = IssueList(LIGHT)
    qtbot.addWidget(issues)
    issues.resize(200, 150)
    issues.show()
    texts = [f"row {n}" for n in range(80)]
    issues.show_issues(texts)
    issues.show_current(60)
    QApplication.processEvents()
    bar = issues.view.verticalScrollBar()
    assert bar is not None
    before = bar.value()
    issues.show_issues([*texts[:60], *texts[61:]])
    QApplication.processEvents()
    assert bar.value() == before > 0
    issues.show_issues([])
    assert issues.heading.text() == "Ready to hand in"
    issues.show_issues([], state=RoundState.SUBMITTED)
    assert issues.heading.text() == "Handed in"
    issues.show_issues([], state=RoundState.ACCEPTED)
    assert issues.heading.text() == "Accepted"
    issues.grab()


def test_seconds_that_nobody_has_heard_are_counted_below_and_lead_to_the_first(
    qtbot: QtBot,
) -> None:
    """R45: no issue, so the video may be handed in; the line goes when everything was heard."""
    issues = IssueList(LIGHT)
    qtbot.addWidget(issues)
    issues.resize(200, 150)
    issues.show()
    assert not issues.unheard.isVisible()
    issues.show_unheard(11, 61)
    assert issues.unheard.text() == "11 of 61 seconds were never listened to"
    assert issues.heading.text() == "Ready to hand in"
    with qtbot.waitSignal(issues.unheard_chosen):
        qtbot.mouseClick(issues.unheard, LEFT)
    issues.show_unheard(0, 61)
    assert not issues.unheard.isVisible()


def test_the_mark_goes_with_the_issue_it_was_on(qtbot: QtBot) -> None:
    """An issue that has moved up into the row is not the one that one is at."""
    issues = IssueList(LIGHT)
    qtbot.addWidget(issues)
    issues.show_issues(["a", "b", "c"])
    issues.show_current(1)
    issues.show_issues(["a", "b"])
    assert issues._delegate.current == 1
    issues.show_issues(["a", "c"])
    assert issues._delegate.current is None

"""The page of changes: which moments are compared, how much differs, and each difference in two lines."""

from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from avisbuild.messages import Message
from avisbuild.records import InstanceId, RoundState
from avisbuild.review.diff import RoundChanges
from avisbuild.review.handovers import Handover
from avisbuild.store import NOW
from avisbuild_gui.review.round_diff import DiffRow, ShownDiff
from avisbuild_gui.review.widgets.round_diff_page import RoundDiffPage, row_texts
from avisbuild_gui.theme import LIGHT

_HANDED_IN = Handover(sequence=5, state=RoundState.SUBMITTED, review=0, person="ann", at="")
_BEGUN = Handover(sequence=6, state=RoundState.IN_REVIEW, review=1, person="bob", at="")
_ROWS = (
    DiffRow(
        what=Message("mask-went"),
        name="dog_1",
        second=3,
        instance_id=InstanceId("a"),
        agreement=0.0,
        author="bob",
    ),
    DiffRow(what=Message("instance-went", name="cat_1"), author="bob"),
)
_SHOWN = ShownDiff(
    handovers=(_HANDED_IN, _BEGUN),
    start=6,
    stop=NOW,
    changes=RoundChanges(video_id="pond", silences=(1,)),
    rows=_ROWS,
)


def test_a_row_says_where_what_and_by_whom() -> None:
    assert [row_texts(each) for each in _ROWS] == [
        ("dog_1, second 3", "mask removed · bob"),
        ("cat_1: removed", "bob"),
    ]


def test_two_moments_are_chosen_in_either_order(qtbot: QtBot) -> None:
    page = RoundDiffPage(LIGHT)
    qtbot.addWidget(page)
    page.show_diff(_SHOWN)
    texts = [page.start.itemText(index) for index in range(page.start.count())]
    assert texts == ["The beginning", "Handed in · ann", "Review 1 begun · bob", "Now"]
    assert (page.start.currentData(), page.stop.currentData()) == (6, NOW)
    page.stop.setCurrentIndex(1)
    with qtbot.waitSignal(page.moments_chosen) as told:
        page.stop.activated.emit(1)
    assert told.args == [5, 6]


def test_without_a_comparison_it_offers_one(qtbot: QtBot) -> None:
    page = RoundDiffPage(LIGHT)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.asked):
        qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    page.show_diff(_SHOWN)
    assert not page.button.isVisibleTo(page)
    assert page.model.rowCount() == 2
    page.show_diff(None)
    assert page.model.rowCount() == 0

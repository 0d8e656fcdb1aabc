"""R36: the conflicts of a share in the window; both versions are seen, a key decides each, all is merged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from core.store.values import rle
from gui.annotator_case import FIRST, HEIGHT_PX, WIDTH_PX, Sitting
from gui.conftest import Sit
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Provenance,
    Sounding,
    SoundingSpan,
)
from avisbuild.store import Project
from avisbuild_gui.review.widgets.conflict_dialog import ConflictDialog
from avisbuild_gui.review.widgets.merging import MergeWindow
from avisbuild_gui.theme import LIGHT
from avisbuild_pipelines.sharing import pack, unpack

_REX = InstanceId("rex")


def _mask(second: int, corner: int) -> Mask:
    found = rle(corner, size=(HEIGHT_PX, WIDTH_PX))
    provenance = Provenance(source=MaskSource.BRUSH, author="ann")
    return Mask(instance_id=_REX, second=second, rle=found, provenance=provenance)


def _draw(project: Project, author: str, *masks: Mask) -> None:
    with project.edit(author=author, action="Draw", video_id=FIRST) as edit:
        edit.put(*masks)


@pytest.fixture
def share(project: Project, tmp_path: Path) -> Path:
    """A share in which bea drew what ann drew otherwise here, and one more mask."""
    rex = Instance(instance_id=_REX, video_id=FIRST, category_id=CategoryId(1), number=1)
    with project.edit(author="ann", action="Begin", video_id=FIRST) as edit:
        edit.add(rex)
        edit.set_sounding(SoundingSpan(instance_id=_REX, start=0, stop=3, state=Sounding.SOUNDING))
        edit.put(_mask(0, 1), _mask(1, 1))
    pack(project, tmp_path / "a.share", [FIRST], author="ann", has_media=False)
    folder = unpack(tmp_path / "a.share", tmp_path / "far").folder
    with Project.open(folder) as far:
        _draw(far, "bea", _mask(0, 20), _mask(1, 20), _mask(2, 20))
    _draw(project, "ann", _mask(0, 40), _mask(1, 40))
    return folder


@pytest.fixture
def merging(sit: Sit, share: Path, qtbot: QtBot) -> Iterator[tuple[Sitting, MergeWindow]]:
    """The share's conflicts over a window."""
    sitting = sit(author="ann")
    window = QWidget()
    qtbot.addWidget(window)
    found = MergeWindow(sitting.session.conflicts, window, lambda: LIGHT)
    found.begin(share)
    yield sitting, found
    found.close()


def _dialog(window: MergeWindow) -> ConflictDialog:
    assert window.dialog is not None
    return window.dialog


def _corners(project: Project) -> dict[int, int]:
    """Where each second's mask is, as this test draws them."""
    known = {rle(corner, size=(HEIGHT_PX, WIDTH_PX)): corner for corner in (1, 20, 40)}
    return {each.second: known[each.rle] for each in project.records(Mask)}


def test_both_versions_are_shown_and_a_key_decides_each(
    merging: tuple[Sitting, MergeWindow], project: Project, qtbot: QtBot
) -> None:
    sitting, window = merging
    dialog = _dialog(window)
    assert dialog.heading.text() == f"{FIRST}: person_1 in second 0"
    assert [each.mask_count for each in dialog.pictures.values()] == [1, 1]
    assert not dialog.merge_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    assert dialog.heading.text() == f"{FIRST}: person_1 in second 1"
    qtbot.keyClick(dialog, Qt.Key.Key_Up)
    assert dialog.list.currentRow() == 0
    qtbot.keyClick(dialog, Qt.Key.Key_Down)
    qtbot.keyClick(dialog, Qt.Key.Key_2)
    assert _corners(project) == {0: 40, 1: 40}
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert _corners(project) == {0: 40, 1: 20, 2: 20}
    assert window.dialog is None
    assert sitting.texts[-1].startswith("Merged, rows changed: 2; as it was: ")
    assert sitting.session.state.view is None or sitting.session.state.view.has_mask(_REX, 2)


def test_leaving_the_conflicts_merges_nothing(
    merging: tuple[Sitting, MergeWindow], project: Project, qtbot: QtBot
) -> None:
    sitting, window = merging
    head = project.journal.head()
    qtbot.keyClick(_dialog(window), Qt.Key.Key_2)
    qtbot.keyClick(_dialog(window), Qt.Key.Key_Escape)
    assert project.journal.head() == head
    assert sitting.texts[-1] == "Nothing was merged; the share can be merged again at any time."
    assert window.dialog is None


def test_what_is_no_share_is_a_notice(merging: tuple[Sitting, MergeWindow], tmp_path: Path) -> None:
    sitting, window = merging
    window.close()
    (tmp_path / "notes.txt").write_text("no share")
    window.begin(tmp_path / "notes.txt")
    assert "is no share of a project" in sitting.texts[-1]
    assert window.dialog is None

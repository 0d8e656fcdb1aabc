"""Lasso, polygon and scissors: what they do to the draft, and how each step is taken back."""

import numpy as np
import pytest
from gui.annotator_case import FIRST, Sitting
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from avisbuild import masks
from avisbuild.store import Project
from avisbuild_gui.action_table import session_actions
from avisbuild_gui.values import ShownOutline, Tool

_SQUARE = ((20.0, 20.0), (60.0, 20.0), (60.0, 50.0), (20.0, 50.0))


def _draw(
    sitting: Sitting,
    anchors: tuple[tuple[float, float], ...] = _SQUARE,
    *,
    erases: bool = False,
    tool: Tool = Tool.POLYGON,
) -> None:
    """Set anchors with a tool, without closing the outline."""
    sitting.session.look.use_tool(tool)
    for x, y in anchors:
        sitting.session.outlining.add_anchor(x, y, erases=erases)


def _press(sitting: Sitting, action_id: str) -> None:
    """Do what the keys of an action do."""
    actions = {each.action_id: each for each in session_actions(sitting.session)}
    actions[action_id].run()


def _shown(sitting: Sitting) -> NDArray[np.bool_]:
    mask = sitting.session.drafts.shown_mask
    assert mask is not None
    return mask


@pytest.fixture
def seen(sitting: Sitting) -> list[ShownOutline | None]:
    """Every outline that was said."""
    found: list[ShownOutline | None] = []
    sitting.session.outlining.outline_changed.connect(found.append)
    return found


def test_enter_closes_a_polygon_and_commits_nothing_yet(sitting: Sitting, project: Project) -> None:
    """R42: the next Enter commits."""
    sitting.add("dog", 0)
    _draw(sitting)
    head = project.journal.head()
    _press(sitting, "commit_and_next")
    assert project.journal.head() == head
    assert _shown(sitting).sum() == 41 * 31
    assert sitting.session.outlining.here is None
    _press(sitting, "commit_and_next")
    rle = project.tracks(FIRST)[0].masks[0]
    assert rle is not None
    assert masks.area(rle) == 41 * 31


def test_what_began_with_alt_takes_away_and_never_adds(sitting: Sitting) -> None:
    """R42."""
    sitting.add("dog", 0)
    _draw(sitting)
    sitting.session.outlining.close()
    before = _shown(sitting).copy()
    _draw(sitting, ((40.0, 10.0), (90.0, 10.0), (90.0, 80.0), (40.0, 80.0)), erases=True)
    sitting.session.outlining.close()
    after = _shown(sitting)
    assert not (after & ~before).any()
    assert after.sum() == 20 * 31


def test_a_lasso_is_one_step_of_undo(sitting: Sitting) -> None:
    sitting.add("dog", 0)
    outlining = sitting.session.outlining
    outlining.begin_lasso(20, 20, erases=False)
    for x, y in _SQUARE[1:]:
        outlining.extend_lasso(x, y)
    outlining.end_lasso()
    assert _shown(sitting).sum() == 41 * 31
    _press(sitting, "undo")
    assert sitting.session.drafts.shown_mask is None
    _press(sitting, "redo")
    assert _shown(sitting).sum() == 41 * 31


def test_a_lasso_shows_that_it_takes_away(
    sitting: Sitting, seen: list[ShownOutline | None]
) -> None:
    sitting.add("dog", 0)
    sitting.session.outlining.begin_lasso(20, 20, erases=True)
    assert seen[-1] is not None
    assert seen[-1].erases
    sitting.session.escape()
    assert seen[-1] is None


def test_undo_and_backspace_take_back_the_last_anchor_and_escape_the_outline(
    sitting: Sitting, seen: list[ShownOutline | None]
) -> None:
    """R42: and none of them touches the draft meanwhile."""
    sitting.add("dog", 0)
    sitting.click()
    before = _shown(sitting).copy()
    _draw(sitting)
    _press(sitting, "undo")
    _press(sitting, "pop_prompt")
    assert seen[-1] is not None
    assert seen[-1].anchors == _SQUARE[:2]
    _press(sitting, "undo")
    _press(sitting, "redo")
    assert seen[-1] is not None
    assert len(seen[-1].anchors) == 2
    _press(sitting, "escape")
    assert seen[-1] is None
    assert np.array_equal(_shown(sitting), before)
    _press(sitting, "escape")
    assert sitting.session.drafts.here is None


def test_a_vertex_can_be_dragged_until_enter(sitting: Sitting) -> None:
    sitting.add("dog", 0)
    _draw(sitting)
    for x in (50.0, 30.0, 40.0):
        sitting.session.outlining.move_anchor(1, x, 20)
        sitting.session.outlining.move_anchor(2, x, 50)
    sitting.session.outlining.release_anchor()
    sitting.session.outlining.move_anchor(1, 40, 20)
    sitting.session.outlining.release_anchor()
    assert sitting.session.outlining.close()
    assert _shown(sitting).sum() == 21 * 31


def test_a_drag_that_is_cancelled_goes_back(
    sitting: Sitting, seen: list[ShownOutline | None]
) -> None:
    sitting.add("dog", 0)
    _draw(sitting)
    sitting.session.outlining.move_anchor(1, 100, 80)
    sitting.session.outlining.cancel_gesture()
    assert seen[-1] is not None
    assert seen[-1].anchors == _SQUARE


def test_a_committed_mask_is_locked_for_outlines_too(sitting: Sitting) -> None:
    """R31: it is said at the first anchor, before anything is drawn in vain."""
    sitting.add("dog", 0)
    sitting.mask(0)
    _draw(sitting)
    sitting.session.outlining.begin_lasso(20, 20, erases=False)
    sitting.session.outlining.end_lasso()
    assert sitting.session.outlining.here is None
    assert sitting.session.drafts.here is None
    assert sitting.notices[-1][2] == "edit_mask"
    sitting.session.drafts.edit_mask()
    _draw(sitting)
    assert sitting.session.outlining.close()
    assert _shown(sitting)[20:51, 20:61].all()


def test_two_anchors_enclose_nothing_and_stay(sitting: Sitting) -> None:
    sitting.add("dog", 0)
    _draw(sitting, _SQUARE[:2])
    _press(sitting, "commit_and_next")
    assert sitting.texts[-1] == "The outline encloses nothing yet."
    assert sitting.session.outlining.here is not None
    assert sitting.session.drafts.here is None


def test_an_outline_waits_in_its_second(sitting: Sitting, seen: list[ShownOutline | None]) -> None:
    sitting.add("dog", 0, 1)
    _draw(sitting, _SQUARE[:3])
    sitting.session.navigation.step(1)
    assert seen[-1] is None
    assert "outline at second 0 is kept" in sitting.texts[-1]
    sitting.session.navigation.step(-1)
    assert seen[-1] is not None
    assert seen[-1].anchors == _SQUARE[:3]


def test_scissors_follow_an_edge_once_the_map_is_there(
    sitting: Sitting, qtbot: QtBot, seen: list[ShownOutline | None]
) -> None:
    """R42: straight before that, so that nothing waits; polygon and back makes it straight and back."""
    session = sitting.session
    sitting.add("dog", 0)
    rows, columns = np.mgrid[:90, :160]
    disc = np.hypot(columns - 80, rows - 45) <= 30
    session.state.image = np.where(disc[..., None], 220, 30).repeat(3, 2).astype(np.uint8)
    _draw(sitting, ((50.0, 45.0),), tool=Tool.SCISSORS)
    session.outlining.point(80, 15)
    assert seen[-1] is not None
    assert seen[-1].ahead == ((80, 15),)
    qtbot.waitUntil(lambda: seen[-1] is not None and len(seen[-1].ahead) > 1, timeout=10_000)
    _draw(sitting, ((80.0, 15.0), (110.0, 45.0), (80.0, 75.0)), tool=Tool.SCISSORS)
    session.look.use_tool(Tool.POLYGON)
    assert seen[-1] is not None
    assert len(seen[-1].path) == 4
    session.look.use_tool(Tool.SCISSORS)
    assert session.outlining.close()
    assert (_shown(sitting) ^ disc).sum() < 0.06 * disc.sum()

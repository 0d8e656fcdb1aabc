"""When a preview is asked for under the pointer, and when it is shown (R06, R28)."""

from types import SimpleNamespace

import pytest
from drawn_views import drawn_view
from gui.part_fakes import DrawnState, NotedSegmenter, noted

from avisbuild.annotation import Draft
from avisbuild_gui.session.hover import Hover
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.values import Tool


def _hover(lane: str) -> tuple[Hover, DrawnState, KeptDrafts, NotedSegmenter]:
    state, segmenter = DrawnState(drawn_view(lane)), NotedSegmenter()
    kept = KeptDrafts(state)
    return Hover(state, kept, segmenter), state, kept, segmenter


@pytest.mark.parametrize(
    ("lane", "tool", "is_asked"),
    [
        ("o", Tool.POINT, True),
        ("o", Tool.BRUSH, False),
        ("#", Tool.POINT, False),
        ("p", Tool.POINT, False),
    ],
    ids=["free", "another tool", "a mask is locked", "a click would correct the proposal"],
)
def test_a_preview_is_asked_for_where_a_click_would_give_one(lane, tool, is_asked) -> None:
    hover, state, _, segmenter = _hover(lane)
    state.tool = tool
    hover.move(3, 2)
    assert bool(segmenter.previews) is is_asked


def test_nothing_is_previewed_over_what_is_drawn() -> None:
    hover, state, kept, segmenter = _hover("o")
    draft = Draft(state.active_cell, (4, 6))
    kept.keep(draft)
    hover.move(3, 2)
    draft.add_point(3, 2, positive=True)
    hover.move(3, 2)
    assert segmenter.previews == [(3, 2)]


def test_an_answer_that_comes_after_the_pointer_has_left_shows_nothing() -> None:
    hover, _, _, segmenter = _hover("o")
    shown = noted(hover.hover_changed)
    answer = SimpleNamespace(candidates=SimpleNamespace(masks=["a mask"]))
    hover.move(3, 2)
    segmenter.hovered.emit(answer)
    hover.leave()
    segmenter.hovered.emit(answer)
    assert shown == [("a mask",), (None,), (None,)]

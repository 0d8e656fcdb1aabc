"""Drafts stay with their seconds."""

from drawn_views import drawn_view
from gui.part_fakes import DrawnState

from avisbuild.annotation import Draft
from avisbuild_gui.session.kept_drafts import KeptDrafts


def _draft(state: DrawnState, *, clicked: bool = True) -> Draft:
    draft = Draft(state.active_cell, (4, 6))
    if clicked:
        draft.add_point(1, 1, positive=True)
    return draft


def test_a_draft_is_there_again_when_one_comes_back_to_its_second_of_its_video() -> None:
    state = DrawnState(drawn_view("oo"))
    kept = KeptDrafts(state)
    draft = _draft(state)
    kept.keep(draft)
    state.go_to(1)
    assert kept.here is None
    state.show(drawn_view("oo", video="another"))
    state.go_to(0)
    assert kept.here is None
    state.show(drawn_view("oo"))
    assert kept.here is draft


def test_seconds_wait_for_drafts_that_hold_something() -> None:
    state = DrawnState(drawn_view("ooo"))
    kept = KeptDrafts(state)
    for second, clicked in ((2, True), (1, False), (0, True)):
        state.go_to(second)
        kept.keep(_draft(state, clicked=clicked))
    assert kept.waiting_seconds == (0, 2)
    state.go_to(1)
    taken_back = _draft(state)
    taken_back.pop_prompt()
    kept.keep(taken_back)
    assert kept.waiting_seconds == (0, 2)
    state.go_to(0)
    assert kept.drop()
    assert not kept.drop()
    assert kept.waiting_seconds == (2,)


def test_a_draft_of_a_mask_that_stands_edits_it() -> None:
    state = DrawnState(drawn_view("#o"))
    kept = KeptDrafts(state)
    kept.keep(_draft(state))
    assert kept.edited == "i0"
    state.go_to(1)
    kept.keep(_draft(state))
    assert kept.edited is None

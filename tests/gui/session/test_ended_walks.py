"""Where propagation lost an instance stays marked until somebody has dealt with it."""

from drawn_views import drawn_view
from gui.part_fakes import DrawnState, SaidNotices, noted

from avisbuild.propagation import EndReason
from avisbuild.records import InstanceId
from avisbuild_gui.session.ended_walks import EndedWalks
from avisbuild_gui.session.navigation import Navigation

PERSON, GUITAR = InstanceId("i0"), InstanceId("i1")


def test_a_cell_is_dealt_with_by_a_mask_or_a_proposal_or_when_it_needs_none() -> None:
    """R46: the reason stays on screen."""
    state = DrawnState(drawn_view("#ooo"))
    ended = EndedWalks(state)
    told = noted(ended.changed)
    for second in (1, 2, 3):
        ended.add((PERSON, second), EndReason.HIDDEN)
    state.show(drawn_view("#ooo"))
    assert len(ended.reasons) == 3
    state.show(drawn_view("#opo"))
    assert list(ended.reasons) == [(PERSON, 1), (PERSON, 3)]
    state.show(drawn_view("##p."))
    assert (dict(ended.reasons), told[-1]) == ({}, ({},))


def test_undoing_what_dealt_with_a_cell_brings_its_reason_back() -> None:
    state = DrawnState(drawn_view("#oo"))
    ended = EndedWalks(state)
    told = noted(ended.changed)
    ended.add((PERSON, 1), EndReason.HIDDEN)
    state.show(drawn_view("##o"))
    assert (told[-1], ended.take_unseen()) == (({},), None)
    state.show(drawn_view("#oo"))
    assert told[-1] == ({(PERSON, 1): EndReason.HIDDEN},)
    assert (ended.take_unseen(), ended.take_unseen()) == ((PERSON, 1), None)


def test_a_cell_that_was_masked_while_propagation_ran_is_no_loss() -> None:
    state = DrawnState(drawn_view("##o"))
    ended = EndedWalks(state)
    ended.add((PERSON, 1), EndReason.HIDDEN)
    ended.add((InstanceId("gone"), 1), EndReason.HIDDEN)
    assert (dict(ended.reasons), ended.take_unseen()) == ({}, None)


def test_it_goes_with_its_video_and_where_propagation_goes_over_it_anew() -> None:
    state = DrawnState(drawn_view("#oo", "#oo"))
    ended = EndedWalks(state)
    ended.add((PERSON, 1), EndReason.CUT)
    ended.add((GUITAR, 1), EndReason.LEFT)
    ended.forget(PERSON, range(1, 3))
    assert dict(ended.reasons) == {(GUITAR, 1): EndReason.LEFT}
    state.video_left.emit()
    assert (dict(ended.reasons), ended.take_unseen()) == ({}, None)


def test_the_next_issue_is_where_it_was_lost_and_then_the_others_in_turn() -> None:
    """R46: the next key goes there."""
    state = DrawnState(drawn_view("#oooo"))
    ended = EndedWalks(state)
    navigation = Navigation(state, SaidNotices(), ended)
    state.show(drawn_view("#oooo"))
    reached = noted(navigation.issue_reached)
    ended.add((PERSON, 3), EndReason.HIDDEN)
    navigation.step_to_issue(1)
    assert (state.second, reached) == (3, [(2,)])
    navigation.step_to_issue(1)
    assert state.second == 4
    navigation.step_to_issue(1)
    assert state.second == 1

"""Where keys go, and the run of seconds that they choose."""

from dataclasses import replace

import pytest
from drawn_views import drawn_view
from gui.part_fakes import DrawnState, SaidNotices, noted

from avisbuild.records import Round, RoundState, VideoId
from avisbuild_gui.session.navigation import Navigation


def _navigation(*lanes: str, silences=frozenset()) -> tuple[Navigation, DrawnState, SaidNotices]:
    view = drawn_view(*lanes, silences=silences)
    state, notices = DrawnState(view), SaidNotices()
    navigation = Navigation(state, notices)
    state.show(view)
    return navigation, state, notices


def test_a_run_grows_from_where_one_stands_without_moving_one_and_a_step_ends_it() -> None:
    navigation, state, _ = _navigation("......")
    told = noted(navigation.selection_changed)
    navigation.choose_second(2)
    navigation.extend(1)
    navigation.extend(1)
    assert (navigation.selection, state.second) == (range(2, 5), 2)
    navigation.step(1)
    assert (navigation.selection, state.second) == (range(3, 4), 3)
    assert told == [(2, 4), (2, 5), (0, 0)]


def test_a_run_may_grow_backward_over_where_one_stands() -> None:
    navigation, state, _ = _navigation("......")
    navigation.choose_second(3)
    navigation.extend(1)
    navigation.extend(-1)
    navigation.extend(-1)
    assert (navigation.selection, state.second) == (range(2, 4), 3)


@pytest.mark.parametrize(("step", "expected"), [(1, range(1, 3)), (-1, range(2))])
def test_a_run_ends_at_the_ends_of_the_video(step: int, expected: range) -> None:
    navigation, _, _ = _navigation("...")
    navigation.choose_second(1)
    for _ in range(5):
        navigation.extend(step)
    assert navigation.selection == expected


def test_the_whole_video_is_a_run_until_the_video_is_left_and_one_stays_in_ones_second() -> None:
    navigation, state, _ = _navigation("......")
    navigation.choose_second(2)
    navigation.select_all()
    assert (navigation.selection, state.second) == (range(6), 2)
    navigation.extend(-1)
    assert navigation.selection == range(5)
    state.video_left.emit()
    assert navigation.selection == range(2, 3)


@pytest.mark.parametrize(
    ("lanes", "expected"),
    [
        ((), ("There is no instance yet.", "ask_new_instance")),
        (("##", ".."), ("Every sounding cell has its mask.", "next_issue")),
        (("##",), ("The video is complete.", "hand_in")),
    ],
    ids=["no instance", "one never sounds", "complete"],
)
def test_where_nothing_is_to_do_it_is_said_what_comes_next(lanes, expected) -> None:
    navigation, _, notices = _navigation(*lanes)
    navigation.step_to_todo(1)
    assert notices.said == [expected]


def test_whoever_reviews_a_complete_video_is_offered_to_accept_it_and_not_to_hand_it_in() -> None:
    navigation, state, notices = _navigation("##")
    assert state.view is not None
    reviewed = Round(video_id=VideoId("v"), number=2, state=RoundState.IN_REVIEW, person="bo")
    state.show(replace(state.view, round=reviewed))
    navigation.step_to_todo(1)
    assert notices.said == [("The video is complete.", "accept_review")]


def test_a_key_goes_to_what_is_to_do_of_another_instance() -> None:
    navigation, state, _ = _navigation("##.", "..o")
    navigation.step_to_todo(1)
    assert state.active_cell == ("i1", 2)


def test_going_back_to_a_second_that_was_left_behind_is_said() -> None:
    navigation, state, notices = _navigation("o#o")
    state.second = 1
    navigation.step_to_todo(1)
    assert (state.second, notices.said) == (2, [])
    navigation.step_to_todo(1)
    assert state.second == 0
    assert notices.said == [("Back at second 0, which was left behind.", "")]


def test_a_silent_second_is_passed_over_and_the_end_is_said() -> None:
    navigation, state, notices = _navigation(".#.#", silences=frozenset({1}))
    navigation.step_to_sounding(1)
    assert state.second == 3
    navigation.step_to_sounding(1)
    assert (state.second, notices.said) == (3, [("There is none in this direction.", "")])


def test_issues_are_told_after_every_edit_and_reached_by_key() -> None:
    navigation, state, notices = _navigation("##")
    told, reached = noted(navigation.issues_changed), noted(navigation.issue_reached)
    navigation.step_to_issue(1)
    assert notices.said == [("Nothing is amiss: the video can be handed in.", "")]
    state.show(drawn_view("#o"))
    navigation.step_to_issue(1)
    assert state.active_cell == ("i0", 1)
    assert [len(issues) for (issues,) in told] == [1]
    assert reached == [(0,)]

"""The moments of a change, and where one is after it."""

from drawn_views import drawn_view
from gui.part_fakes import DrawnState
from PyQt6.QtCore import pyqtSignal

from avisbuild_gui.session.state import SessionState

_MOMENTS = [name for name, each in vars(SessionState).items() if isinstance(each, pyqtSignal)]


def _heard(state: SessionState) -> list[str]:
    found: list[str] = []
    for name in _MOMENTS:
        getattr(state, name).connect(lambda *_, name=name: found.append(name))
    return found


def test_another_second_is_left_shown_and_reached_in_this_order() -> None:
    state = DrawnState(drawn_view("###"))
    heard = _heard(state)
    state.go_to(2)
    assert heard == [
        "second_left",
        "second_entered",
        "place_arriving",
        "place_changed",
        "place_arrived",
    ]
    assert state.active_cell == ("i0", 2)


def test_another_instance_of_the_same_second_is_no_other_second() -> None:
    state = DrawnState(drawn_view("###", "..."))
    heard = _heard(state)
    state.go_to(0, "i1")
    assert heard == ["place_arriving", "place_changed", "place_arrived"]
    assert state.instance_id == "i1"


def test_a_second_beyond_the_video_is_none() -> None:
    state = DrawnState(drawn_view("###"))
    heard = _heard(state)
    state.go_to(3)
    state.go_to(-1)
    assert (state.second, heard) == (0, [])


def test_where_the_active_instance_has_gone_the_first_is_active_before_views_hear() -> None:
    state = DrawnState(drawn_view("###", "..."))
    state.go_to(1, "i1")
    heard = _heard(state)
    state.show(drawn_view("###"))
    assert heard == ["view_arriving", "place_changed", "view_changed", "view_arrived"]
    assert state.instance_id == "i0"


def test_a_draft_may_choose_its_instance_before_the_place_is_told() -> None:
    state = DrawnState(drawn_view("###", "..."))
    told: list[object] = []

    def choose(is_other_second: bool) -> None:
        state.instance_id = "i1"

    state.place_arriving.connect(choose)
    state.place_changed.connect(lambda second, instance_id: told.append((second, instance_id)))
    state.go_to(1)
    assert told == [(1, "i1")]


def test_what_is_to_be_written_is_before_a_video_is_left() -> None:
    state = DrawnState(drawn_view("###"))
    heard = _heard(state)
    state.close()
    assert heard == ["video_leaving", "video_left"]
    assert state.is_closed


def test_without_a_video_there_is_nothing_to_say_again() -> None:
    state = DrawnState()
    heard = _heard(state)
    state.tell_video()
    state.tell_place()
    state.go_to(0)
    assert heard == []
    assert not state.has_mask(("i0", 0))

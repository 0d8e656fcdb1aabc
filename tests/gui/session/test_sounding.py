"""Which state a key gives, and to which seconds."""

import pytest
from drawn_views import drawn_view
from gui.part_fakes import DrawnState, NotedEdits, SaidNotices

from avisbuild.annotation import commands
from avisbuild.records import Sounding
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.sounding import SoundingStates


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    """What was marked: (instance, seconds, state)."""
    found: list[tuple] = []
    real = commands.set_sounding

    def noted(view, *what):
        found.append(what)
        return real(view, *what)

    monkeypatch.setattr(commands, "set_sounding", noted)
    return found


def _sounding(*lanes: str, works: bool = True) -> tuple[SoundingStates, Navigation, SaidNotices]:
    state, notices = DrawnState(drawn_view(*lanes)), SaidNotices()
    navigation = Navigation(state, notices)
    edits = NotedEdits(state, works=works)
    return SoundingStates(state, notices, edits, navigation), navigation, notices


@pytest.mark.parametrize(
    ("lane", "wanted", "expected"),
    [
        (".", Sounding.SOUNDING, Sounding.SOUNDING),
        ("#", Sounding.SOUNDING, Sounding.SILENT),
        ("#", Sounding.OFFSCREEN, Sounding.OFFSCREEN),
        (">", Sounding.OFFSCREEN, Sounding.SILENT),
        ("~", Sounding.OCCLUDED, Sounding.SILENT),
        ("?", Sounding.UNSURE, Sounding.SILENT),
    ],
)
def test_a_key_gives_its_state_or_takes_it_away(marked, lane, wanted, expected) -> None:
    sounding, _, _ = _sounding(lane)
    sounding.mark(wanted)
    assert marked == [("i0", range(1), expected)]


@pytest.mark.parametrize(
    ("lane", "expected"), [("##.", Sounding.SOUNDING), ("###", Sounding.SILENT)]
)
def test_a_run_is_taken_away_only_where_all_of_it_has_the_state(marked, lane, expected) -> None:
    sounding, navigation, _ = _sounding(lane)
    navigation.extend(1)
    navigation.extend(1)
    sounding.toggle()
    assert marked == [("i0", range(3), expected)]
    assert len(navigation.selection) == 1


def test_a_run_stays_where_the_edit_was_refused(marked) -> None:
    sounding, navigation, _ = _sounding("...", works=False)
    navigation.extend(1)
    sounding.toggle()
    assert navigation.selection == range(2)


def test_without_an_instance_it_is_said_how_to_make_one(marked) -> None:
    sounding, _, notices = _sounding()
    sounding.toggle()
    assert notices.said == [("There is no instance yet.", "ask_new_instance")]
    assert marked == []


def test_painting_gives_all_cells_what_the_first_does_not_have(marked) -> None:
    sounding, _, _ = _sounding("#..", "...")
    sounding.paint_span("i0", 0, 3)
    sounding.paint_span("i1", 1, 3)
    sounding.paint_span("gone", 0, 1)
    assert marked == [
        ("i0", range(3), Sounding.SILENT),
        ("i1", range(1, 3), Sounding.SOUNDING),
    ]

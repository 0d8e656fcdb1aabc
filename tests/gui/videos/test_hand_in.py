"""What stands in the way of handing in is shown, in this order: drafts, issues (R17)."""

from dataclasses import replace
from types import SimpleNamespace

from drawn_views import drawn_view
from gui.part_fakes import DrawnState, NotedEdits, SaidNotices

from avisbuild.records import Round, RoundState
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.videos.hand_in import HandIn

_HEARD = SimpleNamespace(flush=lambda: None)
_VIDEOS = SimpleNamespace(is_last=False)


def _hand_in(lane: str, waiting: tuple[int, ...] = ()) -> tuple[DrawnState, SaidNotices, list[str]]:
    state, notices = DrawnState(), SaidNotices()
    navigation, edits = Navigation(state, notices), NotedEdits(state)
    state.show(drawn_view(lane))
    state.instance_id = "i0"
    drafts = SimpleNamespace(waiting_seconds=waiting)
    HandIn(state, notices, edits, navigation, drafts, _HEARD, _VIDEOS).hand_in()
    return state, notices, edits.kinds


def test_a_draft_that_waits_is_shown_first() -> None:
    state, notices, kinds = _hand_in("##o", waiting=(1,))
    assert (state.second, kinds) == (1, [])
    assert notices.said[0][0].startswith("A draft is open")


def test_an_issue_is_shown_and_the_next_one_offered() -> None:
    state, notices, kinds = _hand_in("##o")
    assert (state.active_cell, kinds) == (("i0", 2), [])
    text = "1 to mend before the video can be handed in."
    assert notices.said == [(text, "next_issue")]


def test_where_nothing_is_amiss_it_is_handed_in() -> None:
    _, notices, kinds = _hand_in("##.")
    assert kinds == ["hand-in"]
    assert notices.said == [("Handed in.", "next_open_video")]


def test_where_nobody_reviews_it_is_said_to_be_accepted() -> None:
    view = drawn_view("##.")
    state, notices = DrawnState(view), SaidNotices()
    state.project.recipe.review_rounds = 0

    class Accepting(NotedEdits):
        def run(self, make, **options) -> bool:
            accepted = Round(
                video_id=view.video.video_id, number=1, state=RoundState.ACCEPTED, person="ann"
            )
            state.show(replace(view, round=accepted))
            return super().run(make, **options)

    edits = Accepting(state)
    drafts, navigation = SimpleNamespace(waiting_seconds=()), Navigation(state, notices)
    for is_last in (False, True):
        videos = SimpleNamespace(is_last=is_last)
        HandIn(state, notices, edits, navigation, drafts, _HEARD, videos).hand_in()
    last = "Handed in and accepted. It was the last: `avisbuild export` writes a release."
    assert notices.said == [("Handed in and accepted.", "next_open_video"), (last, "")]

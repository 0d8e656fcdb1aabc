"""Review mode: on while the open video is in review by oneself, and what is said of it all the time."""

from dataclasses import replace

import pytest
from drawn_views import drawn_view
from gui.part_fakes import DrawnState, noted

from avisbuild.annotation import VideoView
from avisbuild.records import Round, RoundState
from avisbuild.review.walk import WalkOrder
from avisbuild_gui.review.mode import ReviewMode, ReviewPlace
from avisbuild_gui.review.widgets.strip import stand_text


def _view(state: RoundState, person: str, number: int = 2) -> VideoView:
    view = drawn_view("##.")
    last = Round(video_id=view.video.video_id, number=number, state=state, person=person)
    return replace(view, round=last)


@pytest.mark.parametrize(
    ("state", "person", "place"),
    [
        (RoundState.IN_REVIEW, "ann", ReviewPlace.MINE),
        (RoundState.IN_REVIEW, "mia", ReviewPlace.OTHERS),
        (RoundState.SUBMITTED, "mia", ReviewPlace.WAITS),
        (RoundState.SUBMITTED, "ann", ReviewPlace.NONE),
        (RoundState.CHANGES_REQUESTED, "mia", ReviewPlace.RETURNED),
        (RoundState.ANNOTATING, "ann", ReviewPlace.NONE),
    ],
)
def test_the_mode_is_on_for_a_video_that_one_reviews_oneself(
    state: RoundState, person: str, place: ReviewPlace
) -> None:
    session = DrawnState()
    mode = ReviewMode(session)
    switched = noted(mode.switched)
    mode.use_waiting({"v"} if person == "mia" else ())  # one's own work waits for others
    session.show(_view(state, person))
    assert mode.stand.place is place
    assert mode.is_on is (place is ReviewPlace.MINE)
    assert switched == ([(True,)] if mode.is_on else [])


def test_the_strip_says_all_of_it_in_words() -> None:
    session = DrawnState()
    session.project.recipe.review_rounds = 2
    mode = ReviewMode(session)
    session.show(_view(RoundState.IN_REVIEW, "ann"))
    mode.count_seen(3, 40, WalkOrder.CELLS)
    mode.count_suspects(3)
    said = "Review 1 of 2 · ann · 3/40 cells seen · suspects 3 · comments 0 open"
    assert stand_text(mode.stand) == said
    mode.use_waiting({"v"})
    session.show(_view(RoundState.SUBMITTED, "mia", number=1))
    assert stand_text(mode.stand) == "Review 1 of 2 waits to be begun"

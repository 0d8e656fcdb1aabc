"""A review from its begin to its verdict, by what the keys do; every move can be undone."""

from gui.annotator_case import FIRST, OTHER, Sitting
from gui.conftest import Sit
from gui.review.conftest import HandIn
from pytestqt.qtbot import QtBot

from avisbuild.annotation import commands
from avisbuild.records import RoundState
from avisbuild_gui.review.mode import ReviewPlace


def _reviewing(sit: Sit, hand_in: HandIn, qtbot: QtBot) -> Sitting:
    """Mia, who reviews what eva has handed in."""
    hand_in()
    sitting = sit(author="mia")
    qtbot.waitUntil(lambda: sitting.session.review.waits)
    sitting.session.verdicts.begin()
    assert sitting.session.review.is_on
    return sitting


def _state(sitting: Sitting) -> RoundState:
    view = sitting.session.state.view
    assert view is not None
    return view.state


def _walk_all(sitting: Sitting) -> None:
    for _ in range(len(sitting.session.walk.left)):
        sitting.session.walk.next()


def test_what_was_handed_in_waits_for_others_alone(sit: Sit, hand_in: HandIn, qtbot: QtBot) -> None:
    hand_in()
    mia, eva = sit(author="mia"), sit(author="eva")
    qtbot.waitUntil(lambda: mia.session.to_review.found.to_review == (FIRST,))
    assert mia.session.review.stand.place is ReviewPlace.WAITS
    eva.session.verdicts.begin()
    assert _state(eva) is RoundState.SUBMITTED
    assert "eva" in eva.texts[-1]


def test_a_review_is_walked_accepted_and_taken_back(
    sit: Sit, hand_in: HandIn, qtbot: QtBot
) -> None:
    sitting = _reviewing(sit, hand_in, qtbot)
    _walk_all(sitting)
    sitting.session.verdicts.accept()
    assert "seconds not listened to: " in sitting.texts[-1]  # nothing was played to its end
    sitting.session.verdicts.accept()
    assert sitting.texts[-1] == "Accepted; it waits for review 2."
    assert _state(sitting) is RoundState.SUBMITTED
    assert not sitting.session.review.is_on
    sitting.session.outline_first.undo()
    assert _state(sitting) is RoundState.IN_REVIEW
    assert sitting.session.review.is_on


def test_what_was_not_looked_at_is_said_before_it_is_accepted(
    sit: Sit, hand_in: HandIn, qtbot: QtBot
) -> None:
    sitting = _reviewing(sit, hand_in, qtbot)
    sitting.session.walk.next()
    sitting.session.verdicts.accept()
    assert "3 of 4 cells not looked at" in sitting.texts[-1]
    assert _state(sitting) is RoundState.IN_REVIEW
    sitting.session.navigation.step(1)  # anything else lets the question fall
    sitting.session.verdicts.accept()
    assert _state(sitting) is RoundState.IN_REVIEW
    sitting.session.verdicts.accept()
    assert _state(sitting) is RoundState.SUBMITTED  # for the second review


def test_an_issue_that_the_reviewer_made_is_gone_to_before_accepting(
    sit: Sit, hand_in: HandIn, qtbot: QtBot
) -> None:
    sitting = _reviewing(sit, hand_in, qtbot)
    sitting.session.navigation.choose_second(4)
    sitting.session.sounding.toggle()
    assert _state(sitting) is RoundState.IN_REVIEW  # corrected in place
    sitting.session.navigation.choose_second(0)
    sitting.session.verdicts.accept()
    assert sitting.session.state.second == 4
    assert sitting.texts[-1] == "1 to mend before the video can be accepted."


def test_a_video_is_returned_with_a_comment_that_says_what_to_change(
    sit: Sit, hand_in: HandIn, qtbot: QtBot
) -> None:
    sitting = _reviewing(sit, hand_in, qtbot)
    session = sitting.session
    session.verdicts.return_()
    assert _state(sitting) is RoundState.IN_REVIEW
    assert "pin a comment" in sitting.texts[-1]
    session.edits.run(
        lambda view: commands.add_comment(view, text="the tail is missing", author="mia"),
        as_is=True,
    )
    assert session.review.stand.open_comments == 1
    session.verdicts.accept()
    assert "A comment is open" in sitting.texts[-1]
    session.verdicts.return_()
    session.verdicts.return_()
    assert _state(sitting) is RoundState.CHANGES_REQUESTED
    assert session.review.stand.place is ReviewPlace.RETURNED
    eva = sit(author="eva")
    qtbot.waitUntil(lambda: eva.session.to_review.found.returned == (FIRST,))


def test_who_looks_at_what_another_reviews_can_change_nothing(
    sit: Sit, hand_in: HandIn, qtbot: QtBot
) -> None:
    _reviewing(sit, hand_in, qtbot)
    otto = sit(author="otto")
    assert otto.session.review.stand.place is ReviewPlace.OTHERS
    otto.session.sounding.toggle()
    assert "mia" in otto.texts[-1]
    otto.session.walk.next()
    assert otto.texts[-1] == "You do not review this video."


def test_the_next_video_to_review_is_one_key_away(sit: Sit, hand_in: HandIn, qtbot: QtBot) -> None:
    hand_in(OTHER)
    sitting = sit(author="mia")
    sitting.session.to_review.open_next()
    view = sitting.session.state.view
    assert view is not None
    assert view.video.video_id == OTHER
    qtbot.waitUntil(lambda: sitting.session.review.waits)
    sitting.session.to_review.open_next()
    assert sitting.texts[-1] == "No other video waits for your review."

"""Errors become notices; what is not on disk is said (R35)."""

import pytest
from drawn_views import drawn_view
from gui.part_fakes import DrawnState, noted

from avisbuild.annotation import Draft
from avisbuild.errors import AvisbuildError
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.values import About, Severity


@pytest.fixture
def notices() -> Notices:
    state = DrawnState(drawn_view("oo"))
    return Notices(state, KeptDrafts(state))


def _fail(notices: Notices, cause: Exception | None) -> bool:
    with notices.attempt() as outcome:
        raise AvisbuildError("the disk is full; make room") from cause
    return outcome.is_good


def test_what_the_disk_refuses_is_said_and_not_saved_until_something_works(notices) -> None:
    said, saved = noted(notices.noticed), noted(notices.saved_changed)
    assert not _fail(notices, OSError("no space left"))
    assert [(text, severity) for text, severity, _ in said] == [
        ("the disk is full; make room", "error")
    ]
    with notices.attempt() as outcome:
        pass
    assert outcome.is_good
    assert saved == [(False, "the disk is full; make room"), (True, "")]


def test_a_name_in_a_notice_steers_nothing(notices) -> None:
    said = noted(notices.noticed)
    notices.warn("dog\u202e\x1b is locked")
    assert said[0][0] == r"dog\u202e\x1b is locked"


def test_what_a_rule_refuses_is_no_trouble_with_saving(notices) -> None:
    assert not _fail(notices, None)
    assert notices.is_saved


def test_a_draft_that_holds_something_is_on_no_disk() -> None:
    state = DrawnState(drawn_view("oo"))
    kept = KeptDrafts(state)
    notices = Notices(state, kept)
    saved = noted(notices.saved_changed)
    draft = Draft(state.active_cell, (4, 6))
    kept.keep(draft)
    notices.tell_saved()
    draft.add_point(1, 1, positive=True)
    notices.tell_saved()
    assert saved == [(True, ""), (True, "draft")]


def test_a_read_only_project_says_so_when_something_is_to_be_changed(notices) -> None:
    assert not notices.refuses_change()
    notices._state.project.is_read_only = True
    said, saved = noted(notices.noticed), noted(notices.saved_changed)
    assert notices.refuses_change()
    notices.tell_saved()
    assert said[0][0] == "The project is read-only; nothing can be changed."
    assert saved == [(False, "read-only")]


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (About.DRAFT, ["gesture"]),
        (About.SECOND, ["second"]),
        (About.VIDEO, ["video"]),
        (About.PROJECT, []),
    ],
)
def test_a_notice_goes_when_what_it_is_about_is_left(notices, about, expected) -> None:
    gone: list[str] = []
    left = ""
    notices.withdrawn.connect(lambda: gone.append(left))
    notices.say("spoilt", Severity.ERROR, about=about)
    left = "gesture"
    notices.withdraw_remark()
    left = "second"
    notices._state.second_left.emit()
    left = "video"
    notices._state.video_leaving.emit()
    notices._state.video_leaving.emit()
    assert gone == expected


@pytest.mark.parametrize(("cause", "expected"), [(None, 1), (OSError("full"), 0)])
def test_what_the_disk_refuses_is_about_no_video(notices, cause, expected) -> None:
    gone = noted(notices.withdrawn)
    _fail(notices, cause)
    notices._state.video_leaving.emit()
    assert len(gone) == expected

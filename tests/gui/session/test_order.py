"""Who hears of a change in which order: what views are fed, signal by signal (decision 99)."""

import pytest
from gui.annotator_case import OTHER, Sitting
from PyQt6.QtCore import QObject, pyqtSignal
from pytestqt.qtbot import QtBot

from avisbuild_gui.session_parts import Session

# Come from other threads, when they are done.
_LATE = {"readiness_changed", "playhead_changed"}


def _heard(session: Session) -> list[str]:
    """What views hear of any part from here on: `frames.frame_changed` and so on."""
    found: list[str] = []
    for part, holder in vars(session).items():
        if not isinstance(holder, QObject):
            continue
        for name, each in vars(type(holder)).items():
            is_for_views = name.endswith(("_changed", "_opened", "_available", "noticed"))
            if isinstance(each, pyqtSignal) and is_for_views and name not in _LATE:
                told = f"{part}.{name}"
                getattr(holder, name).connect(lambda *_, told=told: found.append(told))
    found.clear()
    return found


@pytest.fixture
def sitting(sitting: Sitting, qtbot: QtBot) -> Sitting:
    """Two instances, the second active; the sound is analysed, and nothing is under way."""
    sitting.add("cat", 0)
    sitting.add("dog", 0, 1)
    qtbot.waitUntil(lambda: sitting.session.sound.analysis is not None, timeout=60_000)
    return sitting


_DRAFT_TOLD = [
    "hover.hover_changed",
    "layers.masks_changed",
    "drafts.draft_changed",
    "notices.saved_changed",
    "history.history_changed",
]


def test_another_second_shows_its_frame_before_anything_on_it(sitting: Sitting) -> None:
    heard = _heard(sitting.session)
    sitting.session.navigation.step(1)
    assert heard == [
        "frames.frame_changed",
        "state.place_changed",
        "layers.masks_changed",
        *_DRAFT_TOLD,
    ]


def test_an_edit_is_told_to_views_first_and_then_what_follows_from_it(sitting: Sitting) -> None:
    heard = _heard(sitting.session)
    sitting.session.sounding.toggle()
    assert heard == [
        "notices.saved_changed",  # nobody else has edited the project
        "state.view_changed",
        "layers.masks_changed",
        "history.history_changed",
        "videos.row_changed",
        "navigation.issues_changed",
        "sound.suggestions_changed",
        "notices.saved_changed",
    ]


def test_an_open_question_is_asked_anew_after_all_that(sitting: Sitting) -> None:
    sitting.session.instances.ask_swap()
    heard = _heard(sitting.session)
    sitting.session.sounding.toggle()
    assert heard[-3:] == [
        "sound.suggestions_changed",
        "instances.question_changed",
        "notices.saved_changed",
    ]
    heard.clear()
    sitting.session.navigation.step(1)
    assert heard == [
        "frames.frame_changed",
        "state.place_changed",
        "layers.masks_changed",
        "instances.question_changed",
        *_DRAFT_TOLD,
    ]


def test_where_the_active_instance_goes_its_question_and_place_go_before_the_view(
    sitting: Sitting,
) -> None:
    sitting.session.instances.ask_swap()
    heard = _heard(sitting.session)
    sitting.session.instances.delete_active()
    assert heard[1:4] == [
        "instances.question_changed",
        "state.place_changed",
        "state.view_changed",
    ]


def test_leaving_a_video_ends_the_run_then_the_question_then_the_draft(sitting: Sitting) -> None:
    session = sitting.session
    session.drafts.click(80, 45, positive=True)
    session.navigation.extend(1)
    session.navigation.extend(-1)
    session.instances.ask_swap()
    heard = _heard(session)
    session.videos.open(OTHER)
    assert heard == [
        "navigation.selection_changed",
        "instances.question_changed",
        "notices.noticed",  # the draft is kept
        "state.view_changed",
        "history.history_changed",
        "heard.heard_changed",
        "navigation.issues_changed",
        "sound.suggestions_changed",
        "state.video_opened",
        "frames.frame_changed",
        "state.place_changed",
        "layers.masks_changed",
        "sound.sound_available",
        "sound.sound_changed",
        "sound.suggestions_changed",
        *_DRAFT_TOLD,
        "notices.saved_changed",
    ]

"""The open video is set aside with a reason, told, and taken back; one that is pointed at is opened first."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from drawn_views import drawn_view
from gui.part_fakes import DrawnState, NotedEdits, SaidNotices, noted

from avisbuild.records import SetAside
from avisbuild_gui.videos.setting_aside import SettingAside


def _part(
    *, reason: str = "", opens: bool = True, is_read_only: bool = False
) -> tuple[SettingAside, DrawnState, NotedEdits, SaidNotices]:
    view = drawn_view("##.")
    if reason:
        aside = SetAside(video_id=view.video.video_id, reason=reason, person="bo")
        view = replace(view, set_aside=aside)
    state, notices = DrawnState(view if opens else None), SaidNotices(is_read_only=is_read_only)
    edits = NotedEdits(state)
    videos: Any = SimpleNamespace(choose=lambda _: opens or state.show(view))
    return SettingAside(state, notices, edits, videos), state, edits, notices


def test_the_reason_is_asked_before_anything_is_done() -> None:
    part, state, edits, _ = _part()
    asked = noted(part.reason_asked)
    part.toggle()
    assert (asked, edits.kinds) == ([(state.view.video.video_id,)], [])
    part.set_aside(state.view.video.video_id, "no sound match")
    assert edits.kinds == ["set-aside"]


def test_what_is_aside_is_taken_back_by_the_same_key() -> None:
    part, _, edits, notices = _part(reason="dark")
    part.toggle()
    assert edits.kinds == ["take-back"]
    assert notices.said == [("The video is no longer set aside.", "")]


def test_after_it_the_next_video_is_offered() -> None:
    part, state, _, notices = _part()
    part.set_aside(state.view.video.video_id, "no sound match")
    assert notices.said == [("Set aside: no sound match.", "next_open_video")]


def test_a_video_of_the_list_is_opened_first() -> None:
    part, state, edits, _ = _part(opens=False)
    part.set_aside(drawn_view("##.").video.video_id, "dark")
    assert state.view is not None
    assert edits.kinds == ["set-aside"]


def test_one_that_is_aside_says_so_when_it_is_opened() -> None:
    _, state, _, notices = _part(reason="dark")
    state.video_opened.emit(state.view)
    assert notices.said == [("This video is set aside: dark.", "toggle_set_aside")]


def test_a_reason_of_a_stranger_is_harmless() -> None:
    _, state, _, notices = _part(reason="a\x1b[2J\u202eb")
    state.video_opened.emit(state.view)
    assert notices.said[0][0] == r"This video is set aside: a\x1b[2J\u202eb."


@pytest.mark.parametrize("reason", ["", "dark"])
def test_nothing_is_asked_or_done_in_a_project_that_cannot_be_written(reason: str) -> None:
    part, _, edits, _ = _part(reason=reason, is_read_only=True)
    asked = noted(part.reason_asked)
    part.toggle()
    assert (asked, edits.kinds) == ([], [])

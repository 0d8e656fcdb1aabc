"""How far the segmenter is: said when it changes, of the open video alone."""

from types import SimpleNamespace

from drawn_views import drawn_view
from gui.part_fakes import DrawnState, NotedSegmenter, SaidNotices, noted
from pytestqt.qtbot import QtBot

from avisbuild.messages import Message
from avisbuild.records import VideoId
from avisbuild.segment import FrameKey
from avisbuild_gui.session.readiness import SegmenterReadiness


def _ready(*seconds: int, video: str = "v", notice: Message | None = None) -> SimpleNamespace:
    keys = frozenset(FrameKey(video_id=VideoId(video), second=each) for each in seconds)
    return SimpleNamespace(title=Message("said", text="SAM"), ready=keys, notice=notice)


def test_frames_of_the_open_video_count_and_what_was_said_is_not_repeated(qtbot: QtBot) -> None:
    state, segmenter = DrawnState(drawn_view("####")), NotedSegmenter()
    part = SegmenterReadiness(state, SaidNotices(), segmenter)
    told = noted(part.readiness_changed)
    for each in (_ready(0, 1), _ready(0, 1), _ready(0, 1, video="other")):
        segmenter.ready.emit(each)
    state.show(drawn_view("####", video="other"))
    assert told == [("SAM", 2, 4, ""), ("SAM", 0, 4, ""), ("SAM", 2, 4, "")]
    part.tell()
    assert len(told) == 4


def test_what_is_over_at_once_is_not_worth_a_line(qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr("avisbuild_gui.session.readiness._PATIENCE_MS", 50)
    state, notices, segmenter = DrawnState(drawn_view("#")), SaidNotices(), NotedSegmenter()
    part = SegmenterReadiness(state, notices, segmenter)
    segmenter.ready.emit(_ready(notice=Message("said", text="loading")))
    segmenter.ready.emit(_ready())
    qtbot.wait(150)
    assert notices.said == []
    segmenter.ready.emit(_ready(notice=Message("said", text="no GPU")))
    qtbot.waitUntil(lambda: notices.said == [("no GPU", "")])
    part.close()

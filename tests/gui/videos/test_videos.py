"""From one video of the list to the next."""

import pytest
from gui.part_fakes import DrawnState, NotedEdits, SaidNotices, noted

from avisbuild.errors import ProjectError
from avisbuild.records import Round, RoundState, Video, VideoId
from avisbuild.store import Overview
from avisbuild_gui.videos.videos import Videos

_TODO, _DONE = RoundState.TODO, RoundState.SUBMITTED


class _State(DrawnState):
    """Opens whatever it is asked for, but for `broken`."""

    def __init__(self, states: dict[str, RoundState], aside: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.project.overview = lambda: Overview(
            videos=tuple(
                Video(video_id=VideoId(name), second_count=6, height_px=4, width_px=6)
                for name in states
            ),
            last_rounds={
                name: Round(video_id=VideoId(name), number=1, state=state, person="ann")
                for name, state in states.items()
            },
            cell_counts={},
            set_aside=dict.fromkeys(map(VideoId, aside), "too dark"),
        )

    def open_video(self, video_id, **_) -> None:
        if video_id == "broken":
            raise ProjectError("no")
        self.opened.append(video_id)


class _Frames:
    coming = None


def _videos(*aside: str, **states: RoundState) -> tuple[Videos, _State, SaidNotices, _Frames]:
    """Videos in these states, those named first set aside."""
    state, notices, frames = _State(states, aside), SaidNotices(), _Frames()
    videos = Videos(state, notices, NotedEdits(state), frames)
    videos.tell()
    return videos, state, notices, frames


def test_the_frames_of_the_video_after_are_prepared() -> None:
    videos, _, _, frames = _videos(a=_TODO, b=_TODO)
    videos.open(VideoId("a"))
    assert frames.coming.video_id == "b"
    videos.open(VideoId("b"))
    assert frames.coming is None


@pytest.mark.parametrize(("step", "opened"), [(1, ["a"]), (-1, [])])
def test_where_no_video_is_open_the_first_is_the_next(step: int, opened: list[str]) -> None:
    videos, state, _, _ = _videos(a=_TODO, b=_TODO)
    videos.step(step)
    assert state.opened == opened


def test_the_next_open_video_is_one_that_nobody_has_handed_in() -> None:
    videos, state, notices, _ = _videos(a=_DONE, b=_TODO, c=_DONE)
    videos.next_open()
    assert state.opened == ["b"]
    videos, state, notices, _ = _videos(a=_DONE, b=_DONE)
    videos.next_open()
    assert (state.opened, notices.said) == ([], [("No other video is left to annotate.", "")])


def test_the_list_is_read_anew_after_other_peoples_edits() -> None:
    state, notices = _State({"a": _TODO}), SaidNotices()
    edits = NotedEdits(state)
    videos = Videos(state, notices, edits, _Frames())
    told = noted(videos.rows_changed)
    edits.others_edited.emit()
    assert [[row.video_id for row in rows] for (rows,) in told] == [["a"]]


def test_keys_go_to_the_videos_that_the_filter_leaves_and_to_no_other() -> None:
    videos, state, notices, _ = _videos(a=_TODO, b=_TODO, c=_DONE, d=_TODO)
    videos.narrow([VideoId("b"), VideoId("d")])
    videos.step(1)
    videos.next_open()
    videos.step(-1)
    assert state.opened == ["b", "b"]
    assert notices.said == [("The filter leaves no other video in this direction.", "")]
    videos.narrow([VideoId("c")])
    videos.next_open()
    assert notices.said[1:] == [("The filter leaves no other video to annotate.", "")]
    videos.narrow(None)
    videos.step(1)
    assert state.opened == ["b", "b", "a"]


def test_one_that_is_set_aside_is_passed_over() -> None:
    videos, state, _, frames = _videos("a", "c", a=_TODO, b=_TODO, c=_TODO, d=_TODO)
    videos.step(1)
    videos.next_open()
    assert state.opened == ["b", "b"]
    videos.open(VideoId("b"))
    assert frames.coming.video_id == "d"


def test_where_the_filter_leaves_none_but_such_one_goes_through_them() -> None:
    videos, state, _, _ = _videos("a", "c", a=_TODO, b=_TODO, c=_TODO)
    videos.narrow(("b", "c"))
    videos.step(1)
    videos.narrow(("a", "c"))
    videos.step(1)
    assert state.opened == ["b", "a"]

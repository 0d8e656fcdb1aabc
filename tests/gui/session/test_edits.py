"""Commands are made for the video as it is now, and what came of them is said."""

from types import SimpleNamespace

import pytest
from drawn_views import drawn_view
from gui.part_fakes import DrawnState, SaidNotices, noted

from avisbuild.annotation import Command, VideoView
from avisbuild.messages import Message
from avisbuild.records import Round, RoundState
from avisbuild_gui.session.edits import Edits


class _Bench:
    """A video that others may have edited; a command that is run begins a round."""

    def __init__(self, state: RoundState, *, edited_by_others: bool = False) -> None:
        self.has_video, self.view = True, _view(state)
        self.ran: list[str] = []
        self._edited_by_others = edited_by_others

    def refresh(self) -> bool:
        return self._edited_by_others

    def run(self, command: Command) -> None:
        self.ran.append(command.label.kind)
        self.view = _view(RoundState.ANNOTATING)

    def run_as_is(self, command: Command) -> None:
        self.ran.append(f"{command.label.kind} as is")


def _view(state: RoundState) -> VideoView:
    view = drawn_view("#")
    found = Round(video_id=view.video.video_id, number=1, state=state, person="ann")
    return VideoView(**{**vars(view), "round": found})


def _command(_: VideoView) -> Command:
    return Command(label=Message("said", text="x"), carry_out=lambda *_: None)


def _edits(bench: object) -> tuple[Edits, SaidNotices]:
    state, notices = DrawnState(drawn_view("#")), SaidNotices()
    state.workbench = bench
    return Edits(state, notices), notices


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (RoundState.ANNOTATING, []),
        (
            RoundState.SUBMITTED,
            [("The video was handed in; it is being annotated again.", "undo")],
        ),
    ],
)
def test_an_edit_of_a_video_that_was_handed_in_is_said(before: RoundState, said) -> None:
    bench = _Bench(before)
    edits, notices = _edits(bench)
    assert edits.run(_command)
    assert (bench.ran, notices.said) == (["said"], said)


def test_a_command_that_decides_the_round_itself_is_left_to_do_so() -> None:
    bench = _Bench(RoundState.ANNOTATING)
    edits, _ = _edits(bench)
    assert edits.run(_command, as_is=True)
    assert bench.ran == ["said as is"]


def test_others_edits_are_read_before_ones_own_and_the_list_hears_of_them() -> None:
    bench = _Bench(RoundState.ANNOTATING, edited_by_others=True)
    edits, notices = _edits(bench)
    heard = noted(edits.others_edited)
    edits.run(_command)
    assert len(heard) == 1
    assert "Someone else has edited" in notices.said[0][0]


def test_without_a_video_nothing_is_run() -> None:
    edits, _ = _edits(SimpleNamespace(has_video=False))
    assert not edits.run(_command)

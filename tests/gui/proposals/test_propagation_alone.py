"""When a propagation starts, and what becomes of what it has found; the work itself is made up."""

from collections.abc import Callable

import pytest
from drawn_views import drawn_view
from gui.part_fakes import DrawnState, NotedEdits, SaidNotices, noted

from avisbuild.annotation.unwritten import UnwrittenProposals
from avisbuild.messages import Message
from avisbuild.propagation import EndReason
from avisbuild.records import InstanceId, Proposal, Rle
from avisbuild_gui.proposals import propagation as module
from avisbuild_gui.proposals.propagation import Propagation
from avisbuild_gui.session.ended_walks import EndedWalks
from avisbuild_gui.session.navigation import Navigation
from avisbuild_pipelines.propagating import LostInstance


class _Job:
    """A job that a test reports for."""

    def __init__(self, _name: str, _work: object, _parent: object) -> None:
        self.is_stopped = False

    def start(self, *, done: Callable, failed: Callable, reported: Callable) -> None:
        self.done, self.failed, self.report = done, failed, reported

    def should_stop(self) -> bool:
        return self.is_stopped

    def stop(self) -> None:
        self.is_stopped = True


class _Scene:
    def __init__(self, lane: str, *, is_read_only: bool = False) -> None:
        self.state = DrawnState(drawn_view(lane))
        self.notices = SaidNotices(is_read_only=is_read_only)
        self.edits, self.unwritten = NotedEdits(self.state), UnwrittenProposals()
        self.given_up: list[_Job] = []
        self.ended = EndedWalks(self.state)
        self.propagation = Propagation(
            self.state,
            self.notices,
            self.edits,
            Navigation(self.state, self.notices),
            unwritten=self.unwritten,
            ended=self.ended,
            given_up=type("GivenUp", (), {"add": self.given_up.append}),
        )
        self.working = noted(self.propagation.working_changed)

    @property
    def job(self) -> _Job:
        job = self.propagation._job
        assert isinstance(job, _Job)
        return job

    def find(self, second: int) -> None:
        self.job.report(
            Proposal(
                instance_id=InstanceId("i0"),
                second=second,
                rle=Rle((4, 6), b"0h0"),
                model="flow",
                confidence=0.9,
            )
        )


@pytest.fixture(autouse=True)
def _no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Job", _Job)


@pytest.mark.parametrize(
    ("lane", "said"),
    [
        ("oo", "There is no mask of this instance to begin from."),
        ("#.", "No sounding second without a mask lies there."),
    ],
)
def test_where_nothing_can_be_propagated_it_is_said(lane: str, said: str) -> None:
    scene = _Scene(lane)
    scene.propagation.propagate(1)
    assert (scene.notices.said, scene.propagation.is_working) == ([(said, "")], False)


def test_nothing_is_propagated_in_a_project_that_cannot_be_changed() -> None:
    scene = _Scene("#o", is_read_only=True)
    scene.propagation.propagate(1)
    assert not scene.propagation.is_working


def test_what_is_found_is_shown_at_once_and_written_at_the_end() -> None:
    scene = _Scene("#oo")
    scene.propagation.propagate(1)
    scene.find(1)
    assert (scene.unwritten.holds_any_of([("i0", 1)]), scene.edits.kinds) == (True, [])
    scene.job.done(None)
    assert scene.edits.kinds == ["suggest-masks"]
    assert not scene.unwritten.holds_any_of([("i0", 1)])
    assert scene.notices.said == [("Proposed: 1.", "accept_proposals")]
    assert [text for (text,) in scene.working] == [
        "Propagating…",
        "Propagating: 1 found; Esc stops, and keeps them.",
        "",
    ]


def test_what_is_accepted_is_written_before() -> None:
    scene = _Scene("#oo")
    scene.propagation.propagate(1)
    scene.find(1)
    assert scene.propagation.write_if_among([("i0", 2)])
    assert scene.edits.kinds == []
    assert scene.propagation.write_if_among([("i0", 1)])
    assert scene.edits.kinds == ["suggest-masks"]


def test_it_is_stopped_once_and_a_second_one_is_refused_until_then() -> None:
    scene = _Scene("#oo")
    scene.propagation.propagate(1)
    scene.propagation.propagate(1)
    assert scene.notices.said == [("Masks are being propagated already; Esc stops that.", "")]
    assert scene.propagation.stop()
    assert not scene.propagation.stop()


def test_what_was_stopped_before_it_found_anything_is_not_said_to_be_lost() -> None:
    """R46: propagation tells the truth."""
    scene = _Scene("#oo")
    scene.propagation.propagate(1)
    scene.propagation.stop()
    scene.job.done(None)
    assert scene.notices.said == [("Stopped before anything was found.", "")]


def test_leaving_the_video_keeps_what_was_found_and_waits_for_no_more() -> None:
    scene = _Scene("#oo")
    scene.propagation.propagate(1)
    scene.find(1)
    scene.state.video_leaving.emit()
    assert (len(scene.given_up), scene.edits.kinds) == (1, ["suggest-masks"])
    assert not scene.propagation.is_working
    video_id = scene.state.view.video.video_id
    said = f"Propagating in {video_id} ended as you left it: 1 proposed."
    assert scene.notices.said == [(said, "")], "nothing is offered: another video is on screen"


def test_it_ends_with_the_instance_whose_mask_it_was() -> None:
    scene = _Scene("#oo")
    scene.propagation.propagate(1)
    scene.find(1)
    scene.state.show(drawn_view())
    assert (len(scene.given_up), scene.edits.kinds) == (1, [])
    assert scene.working[-1] == ("",)


def test_losing_the_object_at_once_is_said() -> None:
    scene = _Scene("#oo")
    scene.propagation.propagate(1)
    scene.job.done(None)
    said = ["Nothing could be propagated: the object was lost at once."]
    assert [text for text, _ in scene.notices.said] == said
    scene.propagation.propagate(1)
    scene.job.failed("the recording is damaged")
    said.append("the recording is damaged")
    assert [text for text, _ in scene.notices.said] == said, "nothing was lost there"


def test_where_and_why_it_was_lost_is_said_and_the_next_issue_is_offered() -> None:
    """R46: walks say why they ended."""
    scene = _Scene("#oooo")
    scene.propagation.propagate(1)
    scene.find(1)
    lost = LostInstance(instance_id=InstanceId("i0"), second=3, lost_at=2, reason=EndReason.LEFT)
    scene.job.report(lost)
    scene.job.report(Message("pictures-bridged", count=3, seconds="4"))
    scene.job.done(None)
    text = (
        "Proposed: 1. Lost at second 2: left the frame. "
        "3 pictures could not be decoded and were bridged, in seconds 4."
    )
    assert scene.notices.said == [(text, "next_issue")]
    assert dict(scene.ended.reasons) == {("i0", 3): EndReason.LEFT}, "where one goes to"
    scene.propagation.propagate(1)
    assert dict(scene.ended.reasons) == {}

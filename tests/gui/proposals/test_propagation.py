"""Masks are copied and propagated to other seconds as proposals, and counted when a person takes them."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from gui.annotator_case import FIRST, Sitting
from pytestqt.qtbot import QtBot

from avisbuild.annotation import CellSign, Command, commands
from avisbuild.errors import ProjectError
from avisbuild.media.deadline import Deadline
from avisbuild.records import Proposal, Sounding
from avisbuild.store import Project
from avisbuild_gui.services import propagating
from avisbuild_gui.values import MaskKind
from avisbuild_pipelines import propagating as pipelines_propagating


def test_a_mask_is_copied_as_a_proposal_and_accepted_by_one_key(sitting: Sitting) -> None:
    """R19, R20: G copies the mask before; Y makes it one's own; nothing counts before."""
    session = sitting.session
    dog = sitting.add("dog", 0, 1, 2)
    layers = []
    sitting.mask(0)
    session.layers.masks_changed.connect(layers.append)
    session.navigation.choose_second(1)
    session.proposals.copy_nearest(-1)
    assert session.state.view is not None
    assert session.state.view.mask_at(dog, 1) is None
    assert layers[-1][0].kind is MaskKind.PROPOSAL
    session.proposals.accept_here()
    assert session.state.view.mask_at(dog, 1) == session.state.view.mask_at(dog, 0)
    assert session.state.second == 2


def test_accepting_a_range_leaves_what_does_not_sound_as_it_is_and_counts_the_rest(
    sitting: Sitting, project: Project
) -> None:
    """R20: a silent second gets no state and no mask that nobody looked at; the notice says how many."""
    session = sitting.session
    dog = sitting.add("dog", 0, 1, 3)
    sitting.mask(0)
    mask = project.tracks(FIRST)[0].masks[0]
    assert mask is not None
    suggested = [
        Proposal(instance_id=dog, second=second, rle=mask, model="flow", confidence=0.9)
        for second in (1, 2, 3)
    ]
    session.edits.run(lambda view: commands.add_proposals(view, suggested))
    session.proposals.accept_all()
    track = project.tracks(FIRST)[0]
    assert [each is not None for each in track.masks[:4]] == [True, True, False, True]
    assert track.states[2] is Sounding.SILENT
    assert [each.second for each in project.records(Proposal, FIRST)] == [2]
    assert sitting.texts[-1] == (
        "Accepted: 2. Left as proposals, since nothing sounds in view there: 1."
    )
    session.navigation.choose_second(2)
    session.proposals.accept_here()  # this one alone was looked at
    track = project.tracks(FIRST)[0]
    assert (track.states[2], track.masks[2]) == (Sounding.SOUNDING, mask)


def test_a_mask_before_gives_the_segmenter_its_box_and_middle(sitting: Sitting) -> None:
    """R19: the box of the disc that the fake segmenter made around (80, 45), and a click in its middle."""
    session = sitting.session
    sitting.add("dog", 0, 1)
    sitting.mask(0)
    session.navigation.choose_second(1)
    session.proposals.prompt_from_previous()
    sitting.answered()
    assert session.drafts.here is not None
    prompt = session.drafts.here.prompt
    assert prompt.box_xyxy == (69, 34, 91, 56)
    assert prompt.points_xy == ((80, 45),)


def test_propagating_suggests_for_sounding_cells_alone_and_overwrites_nothing(
    sitting: Sitting, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R20: from second 0 to the last sounding cell before the next mask, one step of undo."""
    session = sitting.session
    dog = sitting.add("dog", 0, 1, 3, 5)
    sitting.mask(0)
    sitting.mask(5, x=40)
    asked = []

    def propose(*_: object, from_second: int, seconds: range, **__: object):
        asked.append((from_second, seconds))
        for second in seconds:
            yield Proposal(
                instance_id=dog, second=second, rle=kept[0], model="flow", confidence=0.9
            )

    monkeypatch.setattr(propagating, "propose", propose)
    kept = project.tracks(FIRST)[0].masks
    session.navigation.choose_second(0)
    before = project.journal.head().sequence
    session.propagation.propagate(1)
    qtbot.waitUntil(lambda: not session.propagation.is_working, timeout=60_000)
    assert project.tracks(FIRST)[0].masks == kept
    assert asked == [(0, range(1, 4))]
    assert [each.second for each in project.records(Proposal, FIRST)] == [1, 3]
    assert project.journal.head().sequence == before + 1
    assert session.state.view is not None
    assert session.state.view.mask_at(dog, 1) is None


def test_a_mask_is_really_propagated(sitting: Sitting, project: Project, qtbot: QtBot) -> None:
    """R19, R20: through the pictures, by the real walk; what it finds is laid beside the masks."""
    session = sitting.session
    sitting.add("dog", 0, 1, 2)
    sitting.mask(2)
    session.propagation.propagate(-1)
    qtbot.waitUntil(lambda: not session.propagation.is_working, timeout=60_000)
    found = project.records(Proposal, FIRST)
    assert {each.second for each in found} <= {0, 1}
    assert bool(found) == any("Proposed" in text for text in sitting.texts)
    # The test's videos are pictures without a recording, and the person is told what that means.
    assert bool(found) == any("a second apart" in text for text in sitting.texts)


def test_a_recording_that_nobody_allowed_is_named_with_the_command_and_work_goes_on(
    sitting: Sitting, project: Project, qtbot: QtBot, tmp_path: Path
) -> None:
    """A stranger's record names a private video: it is not read, and the frames of the seconds do."""
    private = tmp_path / "home/private.mp4"
    private.parent.mkdir()
    private.write_bytes(b"not to be read")
    folder = project.sources_dir / "s"
    folder.mkdir()
    (folder / "source.json").write_text(json.dumps({"media": str(private), "reference": True}))
    with project.edit(author="x", action="x") as edit:
        edit.put(replace(project.video(FIRST), source_key="s"))
    session = sitting.session
    sitting.add("dog", 0, 1, 2)
    sitting.mask(2)
    session.propagation.propagate(-1)
    qtbot.waitUntil(lambda: not session.propagation.is_working, timeout=60_000)
    cure = f"avisbuild project allow {private.parent} --project {project.folder}"
    assert any(cure in text and "a second apart" in text for text in sitting.texts)


def test_what_was_found_before_the_stop_is_kept(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """R20: Esc ends the propagation; the proposals that were found by then are there."""
    session = sitting.session
    dog = sitting.add("dog", 0, 1, 2, 3)
    sitting.mask(0)
    rle = project.tracks(FIRST)[0].masks[0]

    def propose(*_: object, should_stop, **__: object):
        yield Proposal(instance_id=dog, second=1, rle=rle, model="flow", confidence=0.9)
        while not should_stop():
            pass

    monkeypatch.setattr(propagating, "propose", propose)
    session.navigation.choose_second(0)
    said: list[str] = []
    session.propagation.working_changed.connect(said.append)
    session.propagation.propagate(1)
    qtbot.waitUntil(lambda: any("1 found" in text for text in said), timeout=10_000)
    session.escape()
    qtbot.waitUntil(lambda: not session.propagation.is_working, timeout=10_000)
    assert [each.second for each in project.records(Proposal, FIRST)] == [1]


def test_esc_does_not_wait_for_a_long_recording_to_be_looked_through(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """R46: it is said that it was stopped, and not that anything was lost."""
    session = sitting.session
    sitting.add("dog", 0, 1)
    sitting.mask(0)

    def look_for_ever(*_: object, should_stop) -> None:
        deadline = Deadline(60, "source.mp4", should_stop)
        while True:
            deadline.check()

    monkeypatch.setattr(pipelines_propagating.SourceFrames, "open", look_for_ever)
    monkeypatch.setattr(pipelines_propagating, "kept_source", lambda *_: Path("source.mp4"))
    session.navigation.choose_second(0)
    session.propagation.propagate(1)
    session.escape()
    qtbot.waitUntil(lambda: not session.propagation.is_working, timeout=10_000)
    assert sitting.texts[-1] == "Stopped before anything was found."


class _Walk:
    """Finds the next second's proposal when the test says so, with the mask of second 0."""

    def __init__(self, sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        self._desk = sitting
        self.dog = sitting.add("dog", 0, 1, 2, 3)
        sitting.mask(0)
        sitting.session.navigation.choose_second(0)
        self.steps = threading.Semaphore(0)
        rle = project.tracks(FIRST)[0].masks[0]

        def propose(*_: object, seconds: range, should_stop, **__: object):
            for second in seconds:
                while not self.steps.acquire(timeout=0.01):
                    if should_stop():
                        return
                yield Proposal(
                    instance_id=self.dog, second=second, rle=rle, model="flow", confidence=0.9
                )

        monkeypatch.setattr(propagating, "propose", propose)

    def begin(self, qtbot: QtBot) -> None:
        """Begin to propagate forward, until the proposal of second 1 is shown."""
        self._desk.session.propagation.propagate(1)
        self.steps.release()
        qtbot.waitUntil(lambda: _proposed(self._desk) == [1], timeout=10_000)


def _proposed(sitting: Sitting) -> list[int]:
    """The seconds that show a proposal."""
    view = sitting.session.state.view
    assert view is not None
    return sorted(second for _, second in view.proposals)


def test_each_proposal_is_shown_as_it_is_found_and_all_are_one_step_of_undo(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """R20: the grid and the frame show a second's proposal while the next is looked for."""
    session = sitting.session
    walk = _Walk(sitting, project, monkeypatch)
    session.navigation.choose_second(1)
    signs, layers = [], []
    session.state.view_changed.connect(lambda view: signs.append(view.signs(walk.dog)))
    session.layers.masks_changed.connect(layers.append)
    before = project.journal.head().sequence
    walk.begin(qtbot)
    assert session.propagation.is_working
    assert signs[-1][1] is CellSign.PROPOSED
    assert layers[-1][0].kind is MaskKind.PROPOSAL
    assert project.journal.head().sequence == before
    walk.steps.release()
    qtbot.waitUntil(lambda: _proposed(sitting) == [1, 2], timeout=10_000)
    walk.steps.release()
    qtbot.waitUntil(lambda: not session.propagation.is_working, timeout=10_000)
    assert project.journal.head().sequence == before + 1
    assert [each.second for each in project.records(Proposal, FIRST)] == [1, 2, 3]
    session.commits.undo()
    assert project.records(Proposal, FIRST) == []
    assert _proposed(sitting) == []
    session.commits.redo()
    assert _proposed(sitting) == [1, 2, 3]


def test_a_proposal_is_accepted_while_the_propagation_goes_on(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """R19, R20: Y on the first second found; the rest comes, and is laid beside the masks."""
    session = sitting.session
    walk = _Walk(sitting, project, monkeypatch)
    walk.begin(qtbot)
    session.navigation.choose_second(1)
    session.proposals.accept_here()
    assert session.state.view is not None
    assert session.state.view.mask_at(walk.dog, 1) is not None
    walk.steps.release(2)
    qtbot.waitUntil(lambda: not session.propagation.is_working, timeout=10_000)
    assert [each.second for each in project.records(Proposal, FIRST)] == [2, 3]
    assert "Proposed: 3." in sitting.texts


def test_what_is_shown_is_dropped_and_the_rest_still_comes(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    session = sitting.session
    walk = _Walk(sitting, project, monkeypatch)
    walk.begin(qtbot)
    session.proposals.drop_all()
    assert _proposed(sitting) == []
    walk.steps.release(2)
    qtbot.waitUntil(lambda: not session.propagation.is_working, timeout=10_000)
    assert _proposed(sitting) == [2, 3]


def test_a_mask_made_meanwhile_stands_and_gets_no_proposal(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """R20: human masks are immutable to it, whenever they were made."""
    session = sitting.session
    walk = _Walk(sitting, project, monkeypatch)
    walk.begin(qtbot)
    sitting.mask(1, x=40)
    made = project.tracks(FIRST)[0].masks[1]
    assert _proposed(sitting) == []
    session.escape()
    qtbot.waitUntil(lambda: not session.propagation.is_working, timeout=10_000)
    assert project.tracks(FIRST)[0].masks[1] == made
    assert project.records(Proposal, FIRST) == []
    assert [severity for _, severity, _ in sitting.notices if severity == "error"] == []


def test_the_propagation_ends_with_the_instance(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    session = sitting.session
    walk = _Walk(sitting, project, monkeypatch)
    walk.begin(qtbot)
    session.instances.delete_active()
    assert not session.propagation.is_working
    assert project.records(Proposal, FIRST) == []
    session.commits.undo()
    assert _proposed(sitting) == []
    assert [severity for _, severity, _ in sitting.notices if severity == "error"] == []


def test_what_was_found_is_kept_when_another_video_is_opened(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """R20: leaving a video, or the window, is a stop like any other."""
    session = sitting.session
    walk = _Walk(sitting, project, monkeypatch)
    walk.begin(qtbot)
    session.videos.step(1)
    assert _proposed(sitting) == []
    assert [each.second for each in project.records(Proposal, FIRST)] == [1]
    session.videos.step(-1)
    assert _proposed(sitting) == [1]


def test_proposals_that_cannot_be_written_are_shown_no_longer(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """R35: the disk is full when the propagation ends; what is on screen is what is on disk."""
    session = sitting.session
    walk = _Walk(sitting, project, monkeypatch)
    walk.begin(qtbot)
    monkeypatch.setattr(commands, "add_proposals", _full_disk)
    session.escape()
    qtbot.waitUntil(lambda: not session.propagation.is_working, timeout=10_000)
    assert _proposed(sitting) == []
    assert sitting.notices[-1][1] == "error"


def _full_disk(*_: object) -> Command:
    raise ProjectError("the disk is full")

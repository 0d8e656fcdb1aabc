"""Masks are carried to other seconds as proposals, and counted when a person takes them."""

import pytest
from annotator_case import FIRST, Sitting
from pytestqt.qtbot import QtBot

from avisbuild.records import Proposal
from avisbuild.store import Project
from avisbuild_gui.canvas import MaskKind


def test_a_mask_is_carried_as_a_proposal_and_accepted_by_one_key(desk: Sitting) -> None:
    """R19, R20: G copies the mask before; Y makes it one's own; nothing counts before."""
    session = desk.session
    dog = desk.add("dog", 0, 1, 2)
    layers = []
    desk.mask(0)
    session.masks_changed.connect(layers.append)
    session.choose_second(1)
    session.carry_previous()
    assert session.view is not None
    assert session.view.mask_of(dog, 1) is None
    assert layers[-1][0].kind is MaskKind.PROPOSAL
    session.accept_proposal()
    assert session.view.mask_of(dog, 1) == session.view.mask_of(dog, 0)
    assert session.second == 2


def test_a_mask_before_gives_the_segmenter_its_box_and_middle(desk: Sitting) -> None:
    """R19: the box of the disc that the fake segmenter made around (80, 45), and a click in its middle."""
    session = desk.session
    desk.add("dog", 0, 1)
    desk.mask(0)
    session.choose_second(1)
    session.prompt_from_previous()
    desk.answered()
    assert session.draft is not None
    prompt = session.draft.prompt
    assert prompt.box_xyxy == (69, 34, 91, 56)
    assert prompt.points_xy == ((80, 45),)


def test_carrying_suggests_for_sounding_cells_alone_and_overwrites_nothing(
    desk: Sitting, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R20: from second 0 to the last sounding cell before the next mask, one step of undo."""
    from avisbuild_gui.session import proposing

    session = desk.session
    dog = desk.add("dog", 0, 1, 3, 5)
    desk.mask(0)
    desk.mask(5, x=40)
    asked = []

    def propose(*_: object, from_second: int, seconds: range, **__: object):
        asked.append((from_second, seconds))
        for second in seconds:
            yield Proposal(
                instance_id=dog, second=second, rle=kept[0], model="flow", confidence=0.9
            )

    monkeypatch.setattr(proposing, "propose", propose)
    kept = project.tracks(FIRST)[0].masks
    session.choose_second(0)
    before = project.journal.head().sequence
    session.propagate_forward()
    qtbot.waitUntil(lambda: not session.is_working, timeout=60_000)
    assert project.tracks(FIRST)[0].masks == kept
    assert asked == [(0, range(1, 4))]
    assert [each.second for each in project.proposals(FIRST)] == [1, 3]
    assert project.journal.head().sequence == before + 1
    assert session.view is not None
    assert session.view.mask_of(dog, 1) is None


def test_a_mask_is_really_carried(desk: Sitting, project: Project, qtbot: QtBot) -> None:
    """R19, R20: through the pictures, by the real walk; what it finds is laid beside the masks."""
    session = desk.session
    desk.add("dog", 0, 1, 2)
    desk.mask(2)
    session.propagate_backward()
    qtbot.waitUntil(lambda: not session.is_working, timeout=60_000)
    found = project.proposals(FIRST)
    assert {each.second for each in found} <= {0, 1}
    assert bool(found) == any("Suggested" in text for text in desk.texts)
    # The test's videos are pictures without a recording, and the person is told what that means.
    assert bool(found) == any("a second apart" in text for text in desk.texts)


def test_what_was_found_before_the_stop_is_kept(
    desk: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """R20: Esc ends the carrying; the proposals that were found by then are there."""
    from avisbuild_gui.session import proposing

    session = desk.session
    dog = desk.add("dog", 0, 1, 2, 3)
    desk.mask(0)
    rle = project.tracks(FIRST)[0].masks[0]

    def propose(*_: object, should_stop, **__: object):
        yield Proposal(instance_id=dog, second=1, rle=rle, model="flow", confidence=0.9)
        while not should_stop():
            pass

    monkeypatch.setattr(proposing, "propose", propose)
    session.choose_second(0)
    said: list[str] = []
    session.working_changed.connect(said.append)
    session.propagate_forward()
    qtbot.waitUntil(lambda: any("1 found" in text for text in said), timeout=10_000)
    session.escape()
    qtbot.waitUntil(lambda: not session.is_working, timeout=10_000)
    assert [each.second for each in project.proposals(FIRST)] == [1]

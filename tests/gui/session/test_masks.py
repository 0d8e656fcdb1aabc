"""Clicks and commits, through the session alone."""

import numpy as np
import pytest
from gui.annotator_case import FIRST, Sitting
from pytestqt.qtbot import QtBot

from avisbuild import masks
from avisbuild.annotation.commands import Overlap
from avisbuild.records import CategoryId, Mask, MaskSource, RoundState, Sounding
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.store import Project


def test_commit_goes_to_the_next_unfinished_cell_of_the_same_instance(sitting: Sitting) -> None:
    """R10: one click and one key; two instances sound, and it stays with the one."""
    session = sitting.session
    cat = sitting.add("cat", 1, 2)
    dog = sitting.add("dog", 0, 2, 4)
    session.navigation.choose_second(0)
    sitting.click()
    session.commits.commit_and_go_on()
    assert (session.state.second, session.state.instance_id) == (2, dog)
    sitting.click()
    session.commits.commit_and_go_on()
    assert (session.state.second, session.state.instance_id) == (4, dog)
    sitting.click()
    session.commits.commit_and_go_on()
    assert session.state.instance_id == cat
    assert session.state.second in (1, 2)


def test_what_is_saved_is_what_was_shown_to_the_pixel(sitting: Sitting, project: Project) -> None:
    """R12: a mask in two parts with a hole stays so."""
    session = sitting.session
    dog = sitting.add("dog", 0)
    sitting.click(40, 45)
    sitting.click(40, 45, positive=False)
    session.drafts.begin_stroke(120, 20, erases=False)
    session.drafts.end_stroke()
    shown = session.drafts.shown_mask
    assert shown is not None
    shown = shown.copy()
    assert session.commits.commit()
    (track,) = project.tracks(FIRST)
    rle = track.masks[0]
    assert rle is not None
    assert np.array_equal(masks.decode(rle), shown)
    assert session.state.view is not None
    assert session.state.view.provenances[dog, 0].source is MaskSource.BRUSH


def test_an_answer_for_a_frame_no_longer_shown_is_never_painted(sit, qtbot: QtBot) -> None:
    """R06: the frame is left while the segmenter works; nothing of it comes to the next one."""
    sitting = sit(segmenter=FakeSegmenter(delay_segment_s=0.15))
    session = sitting.session
    sitting.add("dog", 0, 1)
    drafts: list[object] = []
    session.drafts.click(40, 45, positive=True)
    session.navigation.step(1)
    session.drafts.draft_changed.connect(drafts.append)
    qtbot.wait(400)
    assert drafts == []
    assert session.drafts.here is None
    session.navigation.step(-1)
    sitting.answered()
    assert session.drafts.shown_mask is not None


def test_the_newest_prompt_wins(sit) -> None:
    """R06: two clicks in quick succession give the mask of both, whatever was answered in between."""
    sitting = sit(segmenter=FakeSegmenter(delay_segment_s=0.1))
    sitting.add("dog", 0)
    sitting.session.drafts.click(40, 45, positive=True)
    sitting.session.drafts.click(120, 45, positive=True)
    sitting.answered()
    shown = sitting.session.drafts.shown_mask
    assert shown is not None
    assert shown[45, 120]
    assert not shown[45, 40]


def test_a_mask_that_is_not_there_yet_is_not_committed(sit) -> None:
    """R06, R12: Enter before the answer commits nothing, and says so; nor the mask of fewer clicks."""
    sitting = sit(segmenter=FakeSegmenter(delay_segment_s=0.2))
    sitting.add("dog", 0)
    sitting.session.drafts.click(40, 45, positive=True)
    assert not sitting.session.commits.commit()
    sitting.answered()
    sitting.session.drafts.click(44, 45, positive=False)
    assert sitting.session.drafts.shown_mask is not None
    assert not sitting.session.commits.commit()
    assert "still at work" in sitting.texts[-1]
    sitting.answered()
    assert sitting.session.commits.commit()


def test_a_new_mask_is_the_active_instances_and_a_new_instance_needs_its_own_key(
    sitting: Sitting,
) -> None:
    """R11: a click without an instance makes none; Enter asks, and the draft becomes the chosen one's."""
    session = sitting.session
    asked: list[object] = []
    session.instances.category_asked.connect(asked.append)
    sitting.click()
    assert session.state.view is not None
    assert session.state.view.instances == ()
    assert not session.commits.commit()
    assert asked == [None]
    session.instances.choose_category(CategoryId(1))
    assert len(session.state.view.instances) == 1
    assert session.commits.commit()
    assert session.state.instance_id is not None
    assert session.state.view.mask_at(session.state.instance_id, 0) is not None


def test_committing_says_that_it_sounds(sitting: Sitting) -> None:
    """R10: the cell is done with it, whatever it was before."""
    dog = sitting.add("dog")
    sitting.mask(3)
    assert sitting.session.state.view is not None
    assert sitting.session.state.view.sounding_at(dog, 3) is Sounding.SOUNDING


@pytest.mark.parametrize("mode", list(Overlap))
def test_pixels_of_others_are_shared_kept_or_taken(sitting: Sitting, mode: Overlap) -> None:
    """R29: what is shown beside others is what is committed."""
    session = sitting.session
    cat, dog = sitting.add("cat", 0), sitting.add("dog", 0)
    session.instances.choose(cat)
    sitting.mask(0, x=80)
    session.instances.choose(dog)
    while session.drafts.overlap is not mode:
        session.drafts.cycle_overlap()
    sitting.click(94, 45)  # beside the cat; the answer reaches over it
    shown = session.drafts.shown_mask
    assert shown is not None
    shown = shown.copy()
    assert session.commits.commit()
    view = session.state.view
    assert view is not None
    cats, dogs = view.mask_at(cat, 0), view.mask_at(dog, 0)
    assert cats is not None
    assert dogs is not None
    assert np.array_equal(masks.decode(dogs), shown)
    both = (masks.decode(cats) & masks.decode(dogs)).any()
    assert both == (mode is Overlap.SHARE)
    told = view.provenances[dog, 0].prompts
    assert ('"others":"left out"' in told) == (mode is Overlap.KEEP_OTHERS)


def test_a_mask_keeps_its_prompts_and_the_time_spent(sit, project: Project) -> None:
    """R37: who, how, with what, and for how long."""
    time_s = [100.0]
    sitting = sit(now=lambda: time_s[0])
    sitting.add("dog", 0)
    time_s[0] += 3
    sitting.click(40, 45)
    time_s[0] += 4
    assert sitting.session.commits.commit()
    (mask,) = project.records(Mask, FIRST)
    assert mask.provenance.author == "ann"
    assert mask.provenance.model == "fake"
    assert "[[40,45]]" in mask.provenance.prompts
    assert mask.provenance.seconds_spent == pytest.approx(7)


def test_a_video_is_not_handed_in_over_an_open_draft(sitting: Sitting, project: Project) -> None:
    """R17."""
    sitting.add("dog")
    sitting.session.sounding.mark(Sounding.OFFSCREEN)
    sitting.session.navigation.choose_second(1)
    sitting.click()
    sitting.session.hand_in.hand_in()
    assert "draft is open" in sitting.notices[-1][0]
    view = sitting.session.state.view
    assert view is not None
    assert project.states()[view.video.video_id] is RoundState.ANNOTATING


def test_editing_a_video_that_was_handed_in_is_said(sitting: Sitting) -> None:
    sitting.add("dog")
    sitting.session.sounding.mark(Sounding.OFFSCREEN)
    sitting.session.hand_in.hand_in()
    sitting.session.navigation.choose_second(2)
    sitting.session.sounding.mark(Sounding.OFFSCREEN)
    assert "annotated again" in sitting.notices[-1][0]
    assert sitting.notices[-1][2] == "undo"

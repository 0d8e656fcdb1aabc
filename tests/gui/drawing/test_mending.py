"""Masks and proposals are mended: what was right stays, and what a gesture did not do is said (R41, R42)."""

from dataclasses import replace

import numpy as np
import pytest
from gui.drawing.drafts_case import DraftsScene, Pixels, pixels, video_with
from gui.part_fakes import noted
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from avisbuild.annotation.commands import Overlap
from avisbuild.annotation.commands.proposals import COPIED_MODEL
from avisbuild.records import MaskSource
from avisbuild.segment import Prompt
from avisbuild.segment.fake import FakeSegmenter

_HAT = pixels("......", ".##...", ".##...", "......")
_BODY = pixels("......", ".####.", ".####.", "......")
_ARM = pixels(".....#", ".....#", ".....#", ".....#")
_PROMPT = Prompt(box_xyxy=(0, 0, 3, 3))
_NOTHING = np.zeros((4, 6), np.bool_)


def _on(lane: str = "p", mask: Pixels = _HAT, other: Pixels | None = None) -> DraftsScene:
    return DraftsScene(video_with(lane, mask, other=other))


def test_a_click_on_a_proposal_mends_it() -> None:
    """R41: it stands in the draft, and what was right stays."""
    scene = _on()
    scene.drafts.click(3, 2, positive=True)
    assert (scene.shown == _HAT).all()
    assert scene.segmenter.asked[-1].standing is not None
    scene.answer(_BODY & ~_HAT)
    assert (scene.shown == _BODY).all()
    told = scene.drafts.here.provenance(author="", round_number=1, seconds_spent=0)
    assert (told.source, told.model) == (MaskSource.CLICK, "given")


def test_a_stroke_on_a_proposal_mends_it() -> None:
    """R41: it does not take its place."""
    scene = _on()
    layers = []
    scene.layers.masks_changed.connect(layers.append)
    scene.state.brush_diameter_px = 1.0
    scene.drafts.begin_stroke(4, 1, erases=False)
    scene.drafts.end_stroke()
    assert (scene.shown == _HAT | pixels("......", "....#.", "......", "......")).all()
    assert layers[-1] == (), "it is shown once, as the draft"
    told = scene.drafts.here.provenance(author="", round_number=1, seconds_spent=0)
    assert (told.source, told.model) == (MaskSource.BRUSH, "test")


def test_a_draft_on_a_proposal_of_which_all_was_taken_back_is_none() -> None:
    scene = _on("po")
    scene.drafts.click(3, 2, positive=True)
    assert scene.kept.edited == "i0"
    scene.drafts.here.undo()
    assert (scene.kept.edited, scene.drafts.waiting_seconds) == (None, ())
    scene.state.go_to(0, "i1")
    assert scene.drafts.here is None


def test_a_click_on_a_proposal_that_is_taken_back_leaves_no_draft_behind() -> None:
    scene = _on("po")
    scene.drafts.click(3, 2, positive=True)
    scene.answer(_BODY)
    scene.drafts.pop_prompt()
    assert (scene.shown == _HAT).all()
    scene.state.go_to(1)
    assert (scene.drafts.waiting_seconds, scene.notices.said) == ((), [])


def test_a_draft_that_nothing_was_made_of_goes_with_its_proposal() -> None:
    scene = _on("p")
    scene.drafts.click(3, 2, positive=True)
    scene.state.show(video_with("p", _BODY))
    assert scene.drafts.here is not None
    scene.drafts.here.undo()
    scene.state.show(video_with("o", _BODY))
    assert scene.drafts.here is None


def test_candidates_are_merged_with_what_stands() -> None:
    scene = _on()
    scene.drafts.click(3, 2, positive=True)
    scene.answer(_NOTHING, _BODY)
    assert (scene.shown == _HAT).all()
    scene.drafts.step_candidate(1)
    assert (scene.shown == _BODY).all()


@pytest.mark.parametrize(
    ("place", "positive", "answer", "action"),
    [
        ((1, 1), True, _BODY, ""),
        ((3, 1), True, _NOTHING, "use_brush"),
        ((5, 3), False, _NOTHING, ""),
        ((1, 1), False, _BODY, "use_eraser"),
    ],
    ids=["it is there", "it is not counted in", "it is not there", "it is counted in"],
)
def test_a_click_that_changes_nothing_is_said_with_what_to_do_instead(
    place: tuple[int, int], positive: bool, answer: Pixels, action: str
) -> None:
    """R41."""
    scene = _on()
    scene.drafts.click(*place, positive=positive)
    scene.answer(answer)
    assert (scene.shown == _HAT).all()
    assert [offered for _, offered in scene.notices.said] == [action]


def test_a_box_that_adds_nothing_is_not_taken_for_the_click_before_it() -> None:
    """R41: a click on a wrong place, and then a box around the object."""
    scene = _on("o")
    scene.drafts.click(1, 1, positive=True)
    scene.answer(_HAT)
    scene.drafts.draw_box(3, 0, 5, 3)
    scene.answer(_HAT)
    assert scene.notices.said == [("The segmenter finds nothing more in the box.", "")]


def test_a_click_that_changes_something_is_not_remarked_on() -> None:
    scene = _on()
    scene.drafts.click(3, 1, positive=True)
    scene.answer(_BODY)
    assert scene.notices.said == []


def test_a_part_is_added_and_taken_away_by_an_answer_of_its_own() -> None:
    """R42."""
    scene = _on()
    scene.drafts.click_part(5, 0, positive=True)
    assert scene.segmenter.asked[-1].standing is None
    scene.drafts.click(3, 1, positive=True)
    assert scene.notices.said[-1][0].startswith("The segmenter is still at work")
    scene.answer(_ARM)
    assert (scene.shown == _HAT | _ARM).all()
    scene.drafts.click_part(1, 1, positive=False)
    scene.answer(_BODY)
    assert (scene.shown == _ARM).all()
    scene.drafts.click_part(3, 1, positive=True)
    scene.answer(_NOTHING)
    assert scene.notices.said[-1] == ("The segmenter found nothing there: paint it.", "use_brush")


def test_pixels_of_others_are_left_out_unless_they_are_taken() -> None:
    """R42: their owner is named, and the key that takes."""
    scene = _on("o", other=_ARM)
    scene.drafts.click(5, 2, positive=True)
    assert scene.segmenter.asked == []
    assert scene.notices.said == [("guitar_1 has this pixel, and keeps it.", "cycle_brush_mode")]
    scene.drafts.click(3, 2, positive=True)
    scene.answer(_BODY | _ARM)
    assert (scene.shown == _BODY).all()
    scene.drafts.cycle_overlap()
    assert scene.drafts.overlap is Overlap.STEAL
    assert (scene.shown == _BODY | _ARM).all()
    scene.drafts.click(5, 2, positive=True)
    assert len(scene.segmenter.asked) == 2


def test_what_a_mended_mask_shared_with_another_before_stays() -> None:
    """R41: everything else stays, to the pixel."""
    scene = _on("#", mask=_BODY | _ARM, other=_ARM)
    scene.drafts.edit_mask()
    assert (scene.shown == _BODY | _ARM).all()
    scene.drafts.start_afresh()
    scene.drafts.click(3, 2, positive=True)
    scene.answer(_BODY | _ARM)
    assert (scene.shown == _BODY).all()


def test_others_masks_are_left_out_as_soon_as_they_are_there() -> None:
    """R12: what is shown is what is committed."""
    scene = _on("o", other=None)
    scene.drafts.click(3, 2, positive=True)
    scene.answer(_BODY | _ARM)
    scene.state.show(video_with("o", _HAT, other=_ARM))
    assert (scene.shown == _BODY).all()


def test_starting_afresh_leaves_the_proposal_out_and_is_taken_back() -> None:
    """R41."""
    scene = _on()
    scene.drafts.start_afresh()
    assert scene.drafts.shown_mask is None
    scene.drafts.draw_box(0, 0, 5, 3)
    assert scene.segmenter.asked[-1].standing is None
    scene.answer(_ARM)
    assert (scene.shown == _ARM).all()
    scene.drafts.here.undo()
    scene.drafts.here.undo()
    assert (scene.shown == _HAT).all()


def test_what_is_locked_is_not_begun_afresh() -> None:
    """R31."""
    scene = _on("#o")
    scene.drafts.start_afresh()
    assert (scene.drafts.here, scene.notices.said[-1][1]) == (None, "edit_mask")
    scene.state.go_to(1)
    scene.drafts.start_afresh()
    assert scene.drafts.here is None


def test_a_prompt_from_the_second_before_begins_without_the_proposal() -> None:
    scene = _on()
    scene.drafts.use_prompt(_PROMPT)
    assert scene.segmenter.asked == [_PROMPT]


def test_regions_are_painted_beside_others_and_masks_replaced() -> None:
    scene = _on("p", other=_ARM)
    assert scene.drafts.paint(_BODY | _ARM, erases=False)
    assert (scene.shown == _BODY).all()
    scene.drafts.replace(_HAT)
    assert (scene.shown == _HAT).all()
    scene.drafts.here.undo()
    scene.drafts.here.undo()
    assert (scene.shown == _HAT).all()
    assert not scene.drafts.here.can_undo


masks = arrays(np.bool_, (12, 16))


@settings(max_examples=15, deadline=None)
@given(
    mask=masks,
    other=masks,
    clicks=st.lists(
        st.tuples(st.integers(0, 15), st.integers(0, 11), st.booleans(), st.booleans()), max_size=5
    ),
)
def test_no_click_on_a_proposal_takes_away_what_was_right(
    mask: Pixels, other: Pixels, clicks: list[tuple[int, int, bool, bool]]
) -> None:
    """R41, R42: through the session, with a segmenter; nothing that another has is gained."""
    mask[0, 0] = other[-1, -1] = True
    scene, fake = _on("p", mask=mask, other=other), FakeSegmenter()
    embedding = fake.embed(np.zeros((12, 16, 3), np.uint8))
    for x, y, positive, is_part in clicks:
        before = mask if scene.drafts.here is None else scene.shown.copy()
        asked = len(scene.segmenter.asked)
        (scene.drafts.click_part if is_part else scene.drafts.click)(x, y, positive=positive)
        if len(scene.segmenter.asked) > asked:
            scene.answer(*fake.segment(embedding, scene.segmenter.asked[-1]).masks)
        after = mask if scene.drafts.here is None else scene.shown
        assert not ((before & ~after) if positive else (after & ~before)).any()
        assert not (after & other & ~mask).any()
    while scene.drafts.here is not None and scene.drafts.here.undo():
        pass
    assert scene.drafts.here is None or (scene.shown == mask).all()


def test_a_prompt_on_an_emptied_draft_takes_the_preview_away() -> None:
    """R06: what a click would have given lies on no draft, also where all clicks were taken back before."""
    scene = _on("o")
    scene.drafts.click(1, 1, positive=True)
    scene.drafts.pop_prompt()
    shown = noted(scene.hover.hover_changed)
    scene.drafts.draw_box(0, 0, 3, 3)
    assert shown == [(None,)]


def test_what_was_said_of_a_click_goes_with_the_next_gesture() -> None:
    """R41: it was true of that click alone."""
    scene = _on("o")
    gestures = (
        lambda: scene.drafts.click(1, 1, positive=True),
        lambda: scene.drafts.begin_stroke(1, 1, erases=False),
        lambda: scene.drafts.paint(np.ones((4, 6), np.bool_), erases=True),
    )
    for number, gesture in enumerate(gestures, 1):
        gesture()
        assert scene.notices.withdrawn == number


def test_a_copy_that_was_opened_is_committed_as_a_copy() -> None:
    scene = _on("p")
    view = scene.state.view
    copies = {cell: replace(each, model=COPIED_MODEL) for cell, each in view.proposals.items()}
    scene.state.show(replace(view, proposals=copies))
    scene.drafts.edit_mask()
    made = scene.drafts.here.provenance(author="ann", round_number=1, seconds_spent=0.0)
    assert made.source is MaskSource.COPIED

"""A draft: prompts and strokes, each to be taken back, and what is told of them when it is committed."""

import json

import numpy as np
import pytest
from core.annotation.draft_gestures import CELL, EMBEDDING, FAKE, answer, click, shown, stroke
from core.annotation.small_project import SIZE, pixels, square
from core.prompt_text import prompt_in

from avisbuild.annotation import Draft
from avisbuild.masks import decode
from avisbuild.records import MaskSource, Provenance
from avisbuild.segment import Candidates, Prompt
from avisbuild.segment.corrections import corrected


def test_a_new_draft_is_empty_and_has_nothing_to_undo() -> None:
    draft = Draft(CELL, SIZE)
    assert draft.is_empty
    assert not draft.is_touched
    assert draft.mask is None
    assert draft.rle() is None
    assert not draft.undo()
    assert not draft.redo()


def test_clicks_and_a_box_are_one_prompt_and_the_answer_is_the_mask() -> None:
    draft = Draft(CELL, SIZE)
    draft.add_point(10, 9, positive=True)
    draft.add_point(3, 3, positive=False)
    draft.set_box((1, 2, 20, 15))
    assert draft.needs_answer
    assert draft.prompt == Prompt(
        points_xy=((10, 9), (3, 3)), positive=(True, False), box_xyxy=(1, 2, 20, 15)
    )
    assert answer(draft)
    assert not draft.needs_answer
    assert np.array_equal(shown(draft), FAKE.segment(EMBEDDING, draft.prompt).masks[0])


def test_an_answer_to_an_earlier_prompt_is_never_shown() -> None:
    """R06: the latest prompt wins, and a stale answer is not painted."""
    draft = Draft(CELL, SIZE)
    draft.add_point(5, 5, positive=True)
    stale = draft.prompt
    draft.add_point(20, 9, positive=True)
    found = FAKE.segment(EMBEDDING, stale)
    assert not draft.receive(stale, found, segmenter="fake")
    assert draft.mask is None
    assert draft.needs_answer


def test_an_answer_of_another_size_is_never_shown() -> None:
    draft = Draft(CELL, SIZE)
    draft.add_point(5, 5, positive=True)
    other = Candidates(masks=np.ones((1, 9, 9), np.bool_), scores=(1.0,))
    assert not draft.receive(draft.prompt, other, segmenter="fake")
    assert draft.mask is None


def test_a_better_answer_to_the_same_prompt_takes_the_place_of_the_quick_one() -> None:
    draft = Draft(CELL, SIZE)
    click(draft, 10, 9)
    better = Candidates(masks=pixels(square(3))[None], scores=(1.0,))
    assert draft.receive(draft.prompt, better, segmenter="sam_vit_h")
    assert np.array_equal(shown(draft), pixels(square(3)))
    assert draft.provenance(author="", round_number=1, seconds_spent=0).model == "sam_vit_h"


@pytest.mark.parametrize("gesture", ["choose", "stroke"])
def test_what_one_works_on_does_not_change_under_ones_hand(gesture: str) -> None:
    draft = Draft(CELL, SIZE)
    click(draft, 10, 9)
    if gesture == "choose":
        draft.choose(2)
    else:
        stroke(draft, (20, 9))
    before = shown(draft).copy()
    better = Candidates(masks=pixels(square(3))[None], scores=(1.0,))
    assert not draft.receive(draft.prompt, better, segmenter="sam_vit_h")
    assert np.array_equal(shown(draft), before)


def test_while_the_segmenter_works_the_last_answer_stays() -> None:
    """R32: the picture does not flicker between two clicks."""
    draft = Draft(CELL, SIZE)
    click(draft, 10, 9)
    before = shown(draft).copy()
    draft.add_point(12, 9, positive=True)
    assert draft.needs_answer
    assert np.array_equal(shown(draft), before)


def test_candidates_are_cycled_round_and_each_choice_is_a_step() -> None:
    """R28: a key cycles the candidates."""
    draft = Draft(CELL, SIZE)
    draft.choose(1)
    assert not draft.can_undo
    click(draft, 10, 9)
    areas = []
    for place in range(4):
        draft.choose(place)
        areas.append(int(shown(draft).sum()))
    assert areas[0] == areas[3]
    assert len(set(areas)) == 3
    assert draft.chosen == 0
    draft.undo()
    assert draft.chosen == 2
    assert int(shown(draft).sum()) == areas[2]


def test_the_last_click_or_box_is_popped_whichever_came_last() -> None:
    """R28: last-prompt pop."""
    draft = Draft(CELL, SIZE)
    assert not draft.pop_prompt()
    draft.add_point(5, 5, positive=True)
    draft.set_box((1, 1, 9, 9))
    draft.add_point(7, 7, positive=False)
    prompts = []
    while draft.pop_prompt():
        prompts.append(draft.prompt)
    click_1 = Prompt(points_xy=((5, 5),), positive=(True,))
    assert prompts == [click_1.with_box((1, 1, 9, 9)), click_1, Prompt()]
    assert draft.mask is None
    draft.undo()
    assert draft.prompt == click_1


def test_a_prompt_that_was_given_whole_is_popped_too() -> None:
    draft = Draft(CELL, SIZE)
    whole = Prompt(points_xy=((5, 5), (6, 6)), positive=(True, True), box_xyxy=(1, 1, 9, 9))
    draft.set_prompt(whole)
    counts = []
    while draft.pop_prompt():
        counts.append(len(draft.prompt.points_xy) + (draft.prompt.box_xyxy is not None))
    assert counts == [2, 1, 0] or counts[-1] == 0


def test_gestures_count_in_their_order_a_click_keeps_the_strokes_and_a_stroke_the_click() -> None:
    """R41."""
    draft = Draft(CELL, SIZE)
    click(draft, 10, 9)
    stroke(draft, (28, 3))
    stroke(draft, (10, 9), erases=True)
    assert shown(draft)[3, 28]
    assert not shown(draft)[9, 10]
    click(draft, 20, 9)
    assert shown(draft)[3, 28]
    assert shown(draft)[9, 20]
    assert not shown(draft)[9, 10]
    stroke(draft, (20, 9), erases=True)
    click(draft, 28, 3, positive=False)
    assert not shown(draft)[9, 20]
    assert not shown(draft)[3, 28]


def test_a_stroke_in_progress_outlives_an_answer_and_is_dropped_by_undo() -> None:
    draft = Draft(CELL, SIZE)
    draft.add_point(10, 9, positive=True)
    draft.begin_stroke(28, 3, diameter_px=5, erases=False)
    assert answer(draft)
    assert shown(draft)[3, 28]
    assert shown(draft)[9, 10]
    box = draft.extend_stroke(29, 5)
    assert shown(draft)[5, 29]
    assert box[0] <= 26
    assert draft.undo()
    assert not shown(draft)[3, 28]
    assert draft.prompt
    assert draft.extend_stroke(1, 1) == (0, 0, 0, 0)


def test_a_click_in_the_middle_of_a_stroke_ends_it() -> None:
    draft = Draft(CELL, SIZE)
    draft.begin_stroke(28, 3, diameter_px=5, erases=False)
    draft.add_point(10, 9, positive=True)
    draft.undo()
    assert shown(draft)[3, 28]


def test_the_brush_leaves_the_pixels_of_others_alone() -> None:
    """R29: "do not touch other instances"."""
    draft, others = Draft(CELL, SIZE), np.zeros(SIZE, np.bool_)
    others[:, 16:] = True
    draft.begin_stroke(10, 9, diameter_px=9, erases=False, keep_out=others)
    draft.extend_stroke(25, 9)
    draft.end_stroke()
    assert shown(draft)[9, 15]
    assert not (shown(draft) & others).any()


def test_a_committed_mask_is_edited_in_a_draft_and_stays_as_it_was() -> None:
    """R31: what is committed changes only through a draft that was begun on purpose."""
    before = pixels(square(4)).copy()
    draft = Draft(CELL, SIZE, base=square(4))
    assert draft.is_touched
    assert np.array_equal(shown(draft), before)
    stroke(draft, (5, 5), (9, 9))
    assert shown(draft).sum() > before.sum()
    assert draft.undo()
    assert draft.rle() == square(4)
    assert not draft.undo()


def test_a_click_on_an_edited_mask_adds_to_it_and_undo_brings_the_mask_back() -> None:
    """R41."""
    draft = Draft(CELL, SIZE, base=square(0))
    draft.add_point(20, 9, positive=True)
    assert draft.prompt.standing == square(0)
    assert np.array_equal(shown(draft), pixels(square(0)))
    answer(draft)
    found = FAKE.segment(EMBEDDING, draft.prompt).masks[0]
    assert np.array_equal(shown(draft), pixels(square(0)) | found)
    draft.undo()
    assert draft.rle() == square(0)


def test_what_is_committed_is_what_is_shown() -> None:
    """R12: to the pixel."""
    draft = Draft(CELL, SIZE)
    click(draft, 10, 9)
    stroke(draft, (2, 2), (30, 16))
    stroke(draft, (10, 9), erases=True)
    rle = draft.rle()
    assert rle is not None
    assert np.array_equal(decode(rle), shown(draft))


def test_provenance_tells_the_prompts_the_model_and_the_time() -> None:
    """R37: prompts, model and weights, source, author, round and seconds; enough to decode it again."""
    draft = Draft(CELL, SIZE)
    click(draft, 10, 9)
    click(draft, 14, 9)
    draft.choose(1)
    told = draft.provenance(author="ann", round_number=2, seconds_spent=4.25)
    prompt = prompt_in(told.prompts)
    assert prompt == draft.prompt
    again = FAKE.segment(EMBEDDING, prompt).masks[json.loads(told.prompts)["candidate"]]
    assert prompt.standing is not None
    again = corrected(pixels(prompt.standing), again, *prompt.points_xy[-1], positive=True)
    assert np.array_equal(again, shown(draft))
    assert told == Provenance(
        source=MaskSource.CLICK,
        author="ann",
        model="fake",
        weights_sha256="ab",
        prompts=told.prompts,
        round_number=2,
        seconds_spent=4.25,
    )


def test_what_a_hand_has_changed_is_told_as_brushed() -> None:
    """R37: the source says whether the prompt alone gives the pixels."""
    draft = Draft(CELL, SIZE)
    stroke(draft, (5, 5))
    told = draft.provenance(author="ann", round_number=1, seconds_spent=1)
    assert (told.source, told.model, told.prompts) == (MaskSource.BRUSH, "", "")
    click(draft, 10, 9)
    told = draft.provenance(author="ann", round_number=1, seconds_spent=1)
    assert (told.source, told.model) == (MaskSource.BRUSH, "fake")
    assert prompt_in(told.prompts) == draft.prompt


def test_an_edited_mask_keeps_where_it_came_from_and_its_time() -> None:
    """R37, R31."""
    origin = Provenance(
        source=MaskSource.PROPAGATED, author="bo", model="flow", prompts="{}", seconds_spent=5.0
    )
    draft = Draft(CELL, SIZE, base=square(2), base_provenance=origin)
    told = draft.provenance(author="ann", round_number=3, seconds_spent=2.0)
    assert (told.source, told.model, told.author) == (MaskSource.PROPAGATED, "flow", "ann")
    assert (told.seconds_spent, told.round_number) == (7.0, 3)
    stroke(draft, (5, 5))
    told = draft.provenance(author="ann", round_number=3, seconds_spent=2.0)
    assert (told.source, told.model) == (MaskSource.BRUSH, "flow")


def test_a_box_over_a_draft_is_asked_about_alone_whatever_was_clicked_elsewhere() -> None:
    """R41: with a click beside it, the segmenter answered that click once more, and the box added nothing."""
    draft = Draft(CELL, SIZE)
    click(draft, 3, 3)
    before = shown(draft).copy()
    draft.set_box((18, 8, 26, 14))
    assert draft.question == Prompt(box_xyxy=(18, 8, 26, 14), standing=draft.question.standing)
    answer(draft)
    assert before[3, 3]
    assert (shown(draft) & ~before)[8:15, 18:27].any()
    assert not (before & ~shown(draft)).any()
    told = draft.provenance(author="ann", round_number=1, seconds_spent=1.0)
    assert prompt_in(told.prompts) == draft.question
    assert draft.pop_prompt()
    assert np.array_equal(shown(draft), before)

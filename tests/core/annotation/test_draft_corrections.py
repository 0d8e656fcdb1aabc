"""A correction never takes away what was right (R41): the laws of clicks, boxes, parts and regions."""

import json

import numpy as np
import pytest
from core.annotation.small_project import SIZE, pixels, square
from core.prompt_text import prompt_in
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from avisbuild.annotation import Draft
from avisbuild.masks import decode, encode
from avisbuild.records import InstanceId, MaskSource, Provenance
from avisbuild.segment import Candidates, Prompt

CELL = (InstanceId("rex"), 3)
SMALL = (6, 8)
small_masks = arrays(np.bool_, SMALL)
places = st.tuples(st.floats(-0.5, SMALL[1] - 0.5), st.floats(-0.5, SMALL[0] - 0.5))


def answer(draft: Draft, *found: NDArray[np.bool_]) -> None:
    made = Candidates(masks=np.stack(found), scores=(0.5,) * len(found))
    assert draft.receive(draft.question, made, segmenter="given", weights_sha256="cd")


def shown(draft: Draft) -> NDArray[np.bool_]:
    assert draft.mask is not None
    return draft.mask


def disc(x: float, y: float, radius: float = 3.0) -> NDArray[np.bool_]:
    rows, columns = np.ogrid[: SIZE[0], : SIZE[1]]
    inside: NDArray[np.bool_] = (rows - y) ** 2 + (columns - x) ** 2 <= radius**2
    return inside


@settings(max_examples=60)
@given(
    base=small_masks,
    found=small_masks,
    place=places,
    word=st.sampled_from(["+", "-", "box", "part+", "part-"]),
)
def test_plus_never_removes_minus_never_adds_and_undo_gives_back_every_pixel(
    base: NDArray[np.bool_], found: NDArray[np.bool_], place: tuple[float, float], word: str
) -> None:
    """R41: whatever stands, whatever the segmenter says, wherever one clicks."""
    base[0, 0] = True
    draft = Draft(CELL, SMALL, base=encode(base))
    if word == "box":
        draft.set_box((0, 0, *place))
    elif word.startswith("part"):
        draft.add_part(*place, positive=word == "part+")
    else:
        draft.add_point(*place, positive=word == "+")
    assert np.array_equal(shown(draft), base)
    answer(draft, found, ~found)
    for chosen in (1, 0):
        draft.choose(chosen)
        assert draft.merged_candidates is not None
        assert np.array_equal(draft.merged_candidates.masks[chosen], shown(draft))
        gone, new = base & ~shown(draft), shown(draft) & ~base
        assert not (new if word.endswith("-") else gone).any()
    assert draft.answer_changed_nothing == np.array_equal(shown(draft), base)
    while draft.undo():
        pass
    assert np.array_equal(shown(draft), base)


@settings(max_examples=40)
@given(
    script=st.lists(
        st.tuples(
            st.sampled_from(["+", "-", "box", "brush", "erase", "whole"]), places, small_masks
        ),
        max_size=6,
    ),
    late=st.booleans(),
)
def test_from_the_second_prompt_on_the_draft_itself_stands(
    script: list[tuple[str, tuple[float, float], NDArray[np.bool_]]], *, late: bool
) -> None:
    """R41: the same law holds gesture by gesture, for answers at once and for one that comes at the end."""
    draft = Draft(CELL, SMALL)
    pictures: list[bytes | None] = [None]
    for word, place, found in script:
        before = None if draft.mask is None else draft.mask.copy()
        is_first_box = (
            word == "box" and draft.prompt.box_xyxy is not None and not draft.prompt.points_xy
        )
        _gesture(draft, word, place, found)
        if draft.needs_answer and not late:
            answer(draft, found)
        after = np.zeros(SMALL, np.bool_) if draft.mask is None else draft.mask
        if before is not None and before.any() and not is_first_box and word != "whole":
            wrong = after & ~before if word in ("-", "erase") else before & ~after
            assert not wrong.any()
        if draft.can_undo:
            pictures.append(None if draft.mask is None else draft.mask.tobytes())
    if draft.needs_answer:
        answer(draft, np.ones(SMALL, np.bool_))
        pictures[-1] = shown(draft).tobytes()
    seen = [None if draft.mask is None else draft.mask.tobytes()]
    while draft.undo():
        seen.append(None if draft.mask is None else draft.mask.tobytes())
    assert set(seen) <= {*pictures}
    assert seen[-1] is None


def _gesture(
    draft: Draft, word: str, place: tuple[float, float], region: NDArray[np.bool_]
) -> None:
    if word == "box":
        draft.set_box((0, 0, *place))
    elif word in ("brush", "erase"):
        draft.paint(region, erases=word == "erase")
    elif word == "whole":
        draft.replace(region)
    else:
        draft.add_point(*place, positive=word == "+")


def test_clicks_that_nobody_has_answered_yet_are_answered_together() -> None:
    draft = Draft(CELL, SIZE, base=square(0))
    draft.add_point(10, 9, positive=True)
    draft.paint(disc(28, 3, 1), erases=False)
    draft.add_point(20, 9, positive=True)
    assert draft.prompt.standing == square(0)
    answer(draft, disc(10, 9) | disc(20, 9))
    assert np.array_equal(
        shown(draft), pixels(square(0)) | disc(10, 9) | disc(20, 9) | disc(28, 3, 1)
    )


def test_a_box_in_place_of_the_only_box_is_a_first_box_again() -> None:
    draft = Draft(CELL, SIZE)
    draft.set_box((0, 0, 9, 9))
    answer(draft, disc(5, 5))
    draft.set_box((10, 0, 20, 9))
    assert draft.prompt.standing is None
    assert np.array_equal(shown(draft), disc(5, 5)), (
        "what was shown stays until the answer is there"
    )
    answer(draft, disc(15, 5))
    assert np.array_equal(shown(draft), disc(15, 5))
    draft.add_point(25, 9, positive=True)
    answer(draft, disc(25, 9))
    draft.set_box((0, 0, 9, 9))
    assert draft.prompt.standing == encode(disc(15, 5) | disc(25, 9))
    answer(draft, disc(5, 5))
    assert np.array_equal(shown(draft), disc(15, 5) | disc(25, 9) | disc(5, 5))


def test_an_empty_answer_takes_nothing_away() -> None:
    """R41: a segmenter that found nothing has said nothing against the mask."""
    draft = Draft(CELL, SIZE, base=square(0))
    draft.add_point(1, 1, positive=False)
    answer(draft, np.zeros(SIZE, np.bool_))
    assert np.array_equal(shown(draft), pixels(square(0)))
    assert draft.answer_changed_nothing


def test_a_part_is_asked_about_by_its_click_alone() -> None:
    """R42: the arm beyond the guitar, and the stool that is no part of the player."""
    draft = Draft(CELL, SIZE)
    draft.add_point(5, 5, positive=True)
    answer(draft, disc(5, 5))
    draft.add_part(20, 9, positive=True)
    assert draft.question == Prompt(points_xy=((20, 9),), positive=(True,))
    assert draft.asks_for_part
    answer(draft, disc(20, 9) | disc(28, 14, 2))
    assert np.array_equal(shown(draft), disc(5, 5) | disc(20, 9)), (
        "the part that holds the click alone"
    )
    told = draft.provenance(author="", round_number=1, seconds_spent=0)
    assert prompt_in(told.prompts) == draft.prompt
    assert json.loads(told.prompts)["part"] is True
    draft.add_part(6, 5, positive=False)
    assert draft.question == Prompt(points_xy=((6, 5),), positive=(True,))
    answer(draft, disc(6, 5, 2))
    assert np.array_equal(shown(draft), (disc(5, 5) & ~disc(6, 5, 2)) | disc(20, 9))


def test_the_last_click_is_taken_back_from_under_a_stroke() -> None:
    draft = Draft(CELL, SIZE, base=square(0))
    draft.add_point(10, 9, positive=True)
    answer(draft, disc(10, 9))
    draft.paint(disc(28, 3, 1), erases=False)
    draft.add_point(20, 9, positive=True)
    answer(draft, disc(20, 9))
    draft.paint(disc(28, 14, 1), erases=False)
    assert draft.pop_prompt()
    rest = pixels(square(0)) | disc(28, 3, 1) | disc(28, 14, 1)
    assert np.array_equal(shown(draft), rest | disc(10, 9))
    assert not draft.needs_answer
    assert draft.pop_prompt()
    assert np.array_equal(shown(draft), rest)
    assert not draft.pop_prompt()


def test_starting_afresh_puts_out_what_stands_and_is_undone() -> None:
    """R41: one key begins from nothing instead."""
    draft = Draft(CELL, SIZE, base=square(0))
    draft.add_point(10, 9, positive=True)
    answer(draft, disc(10, 9))
    before = shown(draft).copy()
    assert draft.start_afresh()
    assert not draft.start_afresh()
    assert (draft.mask, draft.base, draft.prompt) == (None, None, Prompt())
    draft.add_point(20, 9, positive=True)
    assert draft.prompt.standing is None
    answer(draft, disc(20, 9))
    assert np.array_equal(shown(draft), disc(20, 9))
    assert draft.provenance(author="", round_number=1, seconds_spent=0).source is MaskSource.CLICK
    draft.undo()
    draft.undo()
    assert np.array_equal(shown(draft), before)
    assert draft.base == square(0)


def test_a_region_is_painted_or_replaced_in_one_step_of_undo() -> None:
    draft = Draft(CELL, SIZE, base=square(0))
    before = shown(draft).copy()
    assert draft.paint(disc(20, 9), erases=False)
    assert draft.paint(before, erases=True)
    assert np.array_equal(shown(draft), disc(20, 9))
    assert draft.replace(disc(20, 9, 2) | disc(5, 9, 2))
    assert np.array_equal(shown(draft), disc(20, 9, 2) | disc(5, 9, 2))
    assert not draft.replace(shown(draft).copy())
    assert not draft.paint(np.zeros(SIZE, np.bool_), erases=False)
    draft.undo()
    assert np.array_equal(shown(draft), disc(20, 9))
    draft.undo()
    draft.undo()
    assert np.array_equal(shown(draft), before)
    assert not draft.can_undo
    for change in (lambda mask: draft.paint(mask, erases=False), draft.replace):
        with pytest.raises(ValueError, match="size"):
            change(np.zeros((3, 3), np.bool_))


def test_provenance_of_a_mended_mask_holds_what_stood_before_the_click_and_whose_it_was() -> None:
    """R37."""
    origin = Provenance(source=MaskSource.PROPAGATED, model="flow", seconds_spent=5.0)
    draft = Draft(CELL, SIZE, base=square(2), base_provenance=origin)
    draft.add_point(20, 9, positive=True)
    answer(draft, disc(20, 9))
    told = draft.provenance(author="ann", round_number=1, seconds_spent=1.0, leaves_out_others=True)
    assert (told.source, told.model, told.seconds_spent) == (MaskSource.CLICK, "given", 6.0)
    document = json.loads(told.prompts)
    assert document["standing_source"] == "propagated"
    assert document["others"] == "left out"
    standing = prompt_in(told.prompts).standing
    assert standing is not None
    assert np.array_equal(decode(standing), pixels(square(2)))

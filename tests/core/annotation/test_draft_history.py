"""Undo and redo within a draft: to the pixel, and in bounded memory (R13)."""

import numpy as np
from core.annotation.draft_gestures import CELL, answer, click, shown, stroke
from core.annotation.small_project import SIZE, square
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.annotation import Draft
from avisbuild.annotation.draft_history import MOST_STATES
from avisbuild.segment import Candidates, Prompt


def test_memory_of_a_draft_is_bounded_and_old_answers_come_back_as_they_were() -> None:
    """R13: candidates of far steps are let go; the shown one of each is kept."""
    draft = Draft(CELL, SIZE)
    seen = []
    for step in range(40):
        click(draft, 2 + step % 28, 3 + step % 12)
        seen.append(shown(draft).copy())
    kept = 0
    while True:
        assert np.array_equal(shown(draft), seen.pop())
        assert not draft.needs_answer
        kept += draft.candidates is not None
        draft.undo()
        if not seen:
            break
    assert kept <= 9
    for step in range(MOST_STATES + 50):
        draft.set_prompt(Prompt(points_xy=((step, 1.0),), positive=(True,)))
    undone = 0
    while draft.undo():
        undone += 1
    assert undone == MOST_STATES - 1


def test_memory_is_bounded_also_where_clicks_were_taken_back_to_a_forgotten_answer() -> None:
    """R13."""
    draft = Draft(CELL, SIZE)
    for turn in range(3):
        for step in range(12):
            click(draft, 2 + step, 3 + turn)
        while draft.candidates is not None:
            assert draft.pop_prompt()
    held = []
    while draft.undo():
        held.append(draft.candidates)
    assert len({id(each) for each in held if each is not None}) <= 9


gestures = st.lists(
    st.one_of(
        st.tuples(st.just("click"), st.integers(0, 31), st.integers(0, 17)),
        st.tuples(st.just("not"), st.integers(0, 31), st.integers(0, 17)),
        st.tuples(st.just("box"), st.integers(1, 31), st.integers(1, 17)),
        st.tuples(st.just("brush"), st.integers(-5, 40), st.integers(-5, 25)),
        st.tuples(st.just("erase"), st.integers(-5, 40), st.integers(-5, 25)),
        st.tuples(st.just("choose"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("pop"), st.just(0), st.just(0)),
        st.tuples(st.just("undo"), st.just(0), st.just(0)),
        st.tuples(st.just("redo"), st.just(0), st.just(0)),
    ),
    max_size=40,
)


@given(script=gestures, with_base=st.booleans())
def test_every_gesture_is_taken_back_and_done_again(
    script: list[tuple[str, int, int]], *, with_base: bool
) -> None:
    """R13: prompts, strokes and choices undo to the start and redo to the end, to the pixel."""
    draft = Draft(CELL, SIZE, base=square(6) if with_base else None)
    pictures, place = [_picture(draft)], 0
    for word, x, y in script:
        if word in ("undo", "redo"):
            done = draft.undo() if word == "undo" else draft.redo()
            place += (-1 if word == "undo" else 1) if done else 0
        elif _gesture(draft, word, x, y):
            place += 1
            pictures[place:] = [_picture(draft)]
        assert _picture(draft) == pictures[place]
    while draft.redo():
        place += 1
    assert place == len(pictures) - 1
    assert _picture(draft) == pictures[-1]
    while draft.undo():
        place -= 1
        assert _picture(draft) == pictures[place]
    assert place == 0


def test_candidates_take_little_memory_however_many_prompts_are_taken_back() -> None:
    """What is shown of each stays, and is not asked for again."""
    size = (2160, 3840)
    draft = Draft(CELL, size)
    for x in range(4):
        draft.add_point(x, 2, positive=True)
    given = []
    while draft.can_undo:
        mask = np.zeros((3, *size), np.bool_)
        mask[:, :40, : 40 + len(given)] = True
        given.append(Candidates(masks=mask, scores=(0.5, 0.4, 0.3)))
        assert draft.receive(draft.question, given[-1], segmenter="given")
        draft.undo()
    kept = []
    while draft.redo():
        assert not draft.needs_answer
        kept.append(draft.candidates is not None)
    assert 1 <= sum(kept) <= 2
    draft.rest()
    while draft.undo():
        assert draft.candidates is None


def _gesture(draft: Draft, word: str, x: int, y: int) -> bool:
    before = draft.can_undo, draft.prompt, draft.chosen
    if word in ("click", "not"):
        click(draft, x, y, positive=word == "click")
    elif word == "box":
        draft.set_box((0, 0, x, y))
        answer(draft)
    elif word in ("brush", "erase"):
        stroke(draft, (x, y), (y, x), erases=word == "erase")
    elif word == "choose":
        if draft.candidates is None:
            return False
        draft.choose(x)
    elif not draft.pop_prompt():
        return False
    elif draft.prompt:
        answer(draft)
    return before is not None


def _picture(draft: Draft) -> tuple[bytes | None, Prompt, int]:
    mask = None if draft.mask is None else draft.mask.tobytes()
    return mask, draft.prompt, draft.chosen

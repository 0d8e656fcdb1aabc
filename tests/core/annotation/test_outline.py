"""An outline in the making: anchors added, dragged, taken back, each one step."""

from hypothesis import given
from hypothesis import strategies as st

from avisbuild.annotation.outline import Outline


def _triangle() -> Outline:
    outline = Outline(erases=False)
    for anchor in ((1.0, 1.0), (9.0, 1.0), (5.0, 7.0)):
        outline.add(anchor)
    return outline


def test_taking_back_the_last_anchor_leaves_the_others() -> None:
    outline = _triangle()
    assert outline.pop()
    assert outline.anchors == ((1.0, 1.0), (9.0, 1.0))
    assert outline.undo()
    assert len(outline.anchors) == 3


def test_a_drag_is_one_step_and_moves_one_anchor() -> None:
    outline = _triangle()
    for x in (2.0, 3.0, 4.0):
        outline.move(0, (x, 2.0))
    assert outline.is_moving
    outline.end_move()
    assert outline.anchors == ((4.0, 2.0), (9.0, 1.0), (5.0, 7.0))
    assert outline.undo()
    assert outline.anchors[0] == (1.0, 1.0)
    assert outline.redo()
    assert outline.anchors[0] == (4.0, 2.0)


def test_undo_in_a_drag_drops_the_drag() -> None:
    outline = _triangle()
    outline.move(1, (30.0, 30.0))
    assert outline.undo()
    assert outline.anchors == _triangle().anchors


def test_the_second_press_of_a_double_click_adds_no_anchor() -> None:
    outline = _triangle()
    outline.add((5.0, 7.0))
    assert len(outline.anchors) == 3
    assert outline.undo()
    assert len(outline.anchors) == 2


def test_a_new_step_forgets_what_was_taken_back() -> None:
    outline = _triangle()
    outline.undo()
    outline.add((2.0, 9.0))
    assert not outline.redo()
    assert outline.anchors[-1] == (2.0, 9.0)


def test_nothing_is_left_to_take_back_at_the_beginning() -> None:
    outline = Outline(erases=True)
    assert not outline.undo()
    assert not outline.redo()
    assert not outline.pop()


@given(steps=st.lists(st.tuples(st.sampled_from("amp"), st.integers(0, 9), st.integers(0, 9))))
def test_undo_gives_back_every_state_in_turn_and_redo_again(
    steps: list[tuple[str, int, int]],
) -> None:
    """R13, R42."""
    outline, states = Outline(erases=False), [()]
    for what, x, y in steps:
        if what == "a":
            outline.add((x, y))
        elif what == "p":
            outline.pop()
        elif outline.anchors:
            outline.move(x % len(outline.anchors), (x, y))
            outline.end_move()
        if outline.anchors != states[-1]:
            states.append(outline.anchors)
    back = [outline.anchors]
    while outline.undo():
        back.append(outline.anchors)
    assert back == states[::-1]
    while outline.redo():
        pass
    assert outline.anchors == states[-1]

"""What presses, moves and releases mean, without a window."""

import pytest

from avisbuild_gui.canvas.camera import Xy
from avisbuild_gui.canvas.gestures import Button, Gestures, Touch
from avisbuild_gui.values import Tool

Box = tuple[float, float, float, float]
LEFT, MIDDLE, RIGHT = Button.LEFT, Button.MIDDLE, Button.RIGHT


class Recorder:
    """Writes down what gestures ask for."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []
        self.band: Box | None = None

    def click(self, frame_xy: Xy, positive: bool) -> None:
        self.done.append(("click", *frame_xy, positive))

    def click_part(self, frame_xy: Xy, positive: bool) -> None:
        self.done.append(("part", *frame_xy, positive))

    def show_band(self, box_xyxy: Box | None) -> None:
        self.band = box_xyxy

    def draw_box(self, box_xyxy: Box) -> None:
        self.done.append(("box", *box_xyxy))

    def begin_stroke(self, frame_xy: Xy, erase: bool) -> None:
        self.done.append(("down", *frame_xy, erase))

    def move_stroke(self, frame_xy: Xy) -> None:
        self.done.append(("move", *frame_xy))

    def end_stroke(self) -> None:
        self.done.append(("up",))

    def pan(self, dx: float, dy: float) -> None:
        self.done.append(("pan", dx, dy))


@pytest.fixture
def asked() -> Recorder:
    return Recorder()


@pytest.fixture
def gestures(asked: Recorder) -> Gestures:
    """On a frame of 100 x 80, seen at twice its size."""
    made = Gestures(asked, drag_distance_px=4.0)
    made.frame = (100, 80)
    made.brush_radius_px = 6.0
    return made


def at(x: float, y: float, *, zoom: float = 2, **keys: bool) -> Touch:
    return Touch(view_xy=(x * zoom, y * zoom), frame_xy=(x, y), **keys)


@pytest.mark.parametrize(
    ("button", "alt", "positive"),
    [(LEFT, False, True), (LEFT, True, False), (RIGHT, False, False), (RIGHT, True, False)],
)
def test_left_is_part_of_the_object_alt_or_right_is_not(
    asked: Recorder, gestures: Gestures, button: Button, alt: bool, positive: bool
) -> None:
    """R28."""
    gestures.press(button, at(10.25, 20, alt=alt))
    assert asked.done == []
    gestures.release(button, at(10.25, 20, alt=alt))
    assert asked.done == [("click", 10.25, 20, positive)]
    assert gestures.is_idle


@pytest.mark.parametrize(
    ("button", "alt", "positive"), [(LEFT, False, True), (LEFT, True, False), (RIGHT, False, False)]
)
def test_with_shift_a_click_is_about_a_part_and_a_drag_is_a_box_all_the_same(
    asked: Recorder, gestures: Gestures, button: Button, alt: bool, positive: bool
) -> None:
    """R42."""
    gestures.press(button, at(10, 20, alt=alt, shift=True))
    gestures.release(button, at(10, 20, alt=alt))
    gestures.press(LEFT, at(20, 30, shift=True))
    gestures.move(at(40, 50, shift=True))
    gestures.release(LEFT, at(40, 50, shift=True))
    assert asked.done == [("part", 10, 20, positive), ("box", 20, 30, 40, 50)]


def test_a_trembling_click_is_a_click_where_it_began(asked: Recorder, gestures: Gestures) -> None:
    gestures.press(LEFT, at(10, 20))
    gestures.move(at(11.5, 19))
    gestures.release(LEFT, at(11.5, 19))
    assert asked.done == [("click", 10, 20, True)]


def test_far_zoomed_in_a_trembling_click_is_no_box(asked: Recorder, gestures: Gestures) -> None:
    gestures.press(LEFT, at(10, 20, zoom=40))
    gestures.move(at(10.2, 20.2, zoom=40))
    gestures.release(LEFT, at(10.2, 20.2, zoom=40))
    assert asked.done == [("click", 10, 20, True)]


def test_a_drag_is_a_box_and_shows_while_it_lasts(asked: Recorder, gestures: Gestures) -> None:
    """R28."""
    gestures.press(LEFT, at(40, 50))
    gestures.move(at(20, 30))
    assert asked.band == (20, 30, 40, 50)
    gestures.move(at(39, 49))
    assert asked.band == (39, 49, 40, 50)
    gestures.move(at(-70, 30))
    gestures.release(LEFT, at(-70, 30))
    assert asked.band is None
    assert asked.done == [("box", 0, 30, 40, 50)]


def test_a_drag_along_a_line_is_nothing(asked: Recorder, gestures: Gestures) -> None:
    gestures.press(LEFT, at(40, 50))
    gestures.move(at(80, 50))
    gestures.release(LEFT, at(80, 50))
    assert asked.done == []


def test_a_box_may_begin_beside_the_frame_but_a_click_there_is_nothing(
    asked: Recorder, gestures: Gestures
) -> None:
    gestures.press(LEFT, at(-9, -9))
    gestures.release(LEFT, at(-9, -9))
    assert asked.done == []
    gestures.press(LEFT, at(-9, -9))
    gestures.move(at(30, 20))
    gestures.release(LEFT, at(30, 20))
    assert asked.done == [("box", 0, 0, 30, 20)]


def test_clicks_on_the_rim_are_within_the_frame(asked: Recorder, gestures: Gestures) -> None:
    for touch in (at(-0.4, -0.4), at(99.4, 79.4)):
        gestures.press(LEFT, touch)
        gestures.release(LEFT, touch)
    assert asked.done == [("click", 0, 0, True), ("click", 99, 79, True)]


@pytest.mark.parametrize(
    ("tool", "button", "alt", "erase"),
    [
        (Tool.BRUSH, LEFT, False, False),
        (Tool.BRUSH, LEFT, True, True),
        (Tool.BRUSH, RIGHT, False, True),
        (Tool.ERASER, LEFT, False, True),
        (Tool.ERASER, LEFT, True, False),
        (Tool.ERASER, RIGHT, False, False),
    ],
)
def test_brush_adds_eraser_takes_and_alt_or_right_turns_them_round(
    asked: Recorder, gestures: Gestures, tool: Tool, button: Button, alt: bool, erase: bool
) -> None:
    """R29."""
    gestures.tool = tool
    gestures.press(button, at(10.5, 20.25, alt=alt))
    gestures.move(at(12.75, 21, alt=not alt))
    gestures.release(button, at(12.75, 21))
    assert asked.done == [("down", 10.5, 20.25, erase), ("move", 12.75, 21), ("up",)]


def test_a_brush_reaches_over_the_rim_by_its_radius(asked: Recorder, gestures: Gestures) -> None:
    """R29."""
    gestures.tool = Tool.BRUSH
    gestures.press(LEFT, at(-7, 20))
    gestures.release(LEFT, at(-7, 20))
    assert asked.done == []
    gestures.press(LEFT, at(-5, 20))
    gestures.move(at(-500, 500))
    gestures.release(LEFT, at(-500, 500))
    assert asked.done == [("down", -5, 20, False), ("move", -6, 85), ("up",)]


@pytest.mark.parametrize(
    ("tool", "button", "pan_key"),
    [
        *[(tool, MIDDLE, False) for tool in Tool],
        *[(tool, LEFT, True) for tool in Tool],
        (Tool.PAN, LEFT, False),
    ],
)
def test_middle_button_or_key_push_the_view_with_any_tool(
    asked: Recorder, gestures: Gestures, tool: Tool, button: Button, pan_key: bool
) -> None:
    gestures.tool = tool
    gestures.press(button, at(10, 20, pan_key=pan_key))
    gestures.move(at(13, 20))
    gestures.move(at(13, 15))
    assert gestures.is_panning
    gestures.release(button, at(13, 15))
    assert asked.done == [("pan", 6, 0), ("pan", 0, -10)]


def test_another_button_neither_begins_nor_ends_anything_meanwhile(
    asked: Recorder, gestures: Gestures
) -> None:
    gestures.tool = Tool.BRUSH
    gestures.press(LEFT, at(10, 10))
    gestures.press(RIGHT, at(11, 11))
    gestures.release(RIGHT, at(11, 11))
    gestures.move(at(12, 12))
    gestures.release(LEFT, at(12, 12))
    assert [step[0] for step in asked.done] == ["down", "move", "up"]


def test_a_button_that_went_up_unseen_loses_no_click(asked: Recorder, gestures: Gestures) -> None:
    """R06: as after a double click over something else."""
    gestures.press(LEFT, at(10, 10))
    gestures.press(LEFT, at(30, 30, alt=True))
    gestures.release(LEFT, at(30, 30))
    assert asked.done == [("click", 10, 10, True), ("click", 30, 30, False)]


def test_what_is_cancelled_leaves_no_box_and_no_click_but_ends_a_stroke(
    asked: Recorder, gestures: Gestures
) -> None:
    gestures.press(LEFT, at(10, 10))
    gestures.move(at(50, 50))
    gestures.cancel()
    gestures.release(LEFT, at(50, 50))
    assert (asked.done, asked.band) == ([], None)
    gestures.tool = Tool.BRUSH
    gestures.press(LEFT, at(10, 10))
    gestures.cancel()
    gestures.move(at(20, 20))
    assert asked.done == [("down", 10, 10, False), ("up",)]


def test_without_a_frame_nothing_happens(asked: Recorder, gestures: Gestures) -> None:
    gestures.frame = None
    gestures.press(LEFT, at(10, 10))
    gestures.move(at(50, 50))
    gestures.release(LEFT, at(50, 50))
    assert asked.done == []

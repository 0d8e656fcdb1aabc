"""Tool, brush and look, within bounds."""

import pytest
from gui.part_fakes import DrawnState, noted

from avisbuild_gui.session.look import LookControls
from avisbuild_gui.values import LARGEST_BRUSH_PX, SMALLEST_BRUSH_PX, Look, Tool


@pytest.fixture
def look() -> LookControls:
    return LookControls(DrawnState())


@pytest.mark.parametrize(
    ("steps", "expected"), [(1, 30.0), (-50, SMALLEST_BRUSH_PX), (50, LARGEST_BRUSH_PX)]
)
def test_a_brush_grows_by_a_quarter_within_bounds(look: LookControls, steps, expected) -> None:
    told = noted(look.brush_changed)
    look.scale_brush(steps)
    assert told == [(pytest.approx(expected),)]


def test_opacity_stays_between_nothing_and_all(look: LookControls) -> None:
    told = noted(look.look_changed)
    for _ in range(12):
        look.step_opacity(1)
    for _ in range(12):
        look.step_opacity(-1)
    shown = [each.opacity for (each,) in told]
    assert (shown[0], max(shown), shown[-1]) == (0.52, 1.0, 0.0)


def test_hiding_and_outlines_are_toggled_apart(look: LookControls) -> None:
    told = noted(look.look_changed)
    look.toggle_hide_all()
    look.toggle_outlines()
    look.toggle_hide_all()
    assert [(each.hide_all, each.outlines_only) for (each,) in told] == [
        (True, False),
        (True, True),
        (False, True),
    ]


def test_a_step_closer_and_one_back_cancel_out_and_fit_is_nought(look: LookControls) -> None:
    told = noted(look.zoom_asked)
    look.zoom(1)
    look.zoom(-1)
    look.zoom_to_fit()
    assert [factor for (factor,) in told] == [1.25, pytest.approx(1 / 1.25), 0.0]


def test_everything_is_said_again(look: LookControls) -> None:
    look.use_tool(Tool.BRUSH)
    tool, brush, shown = (
        noted(each) for each in (look.tool_changed, look.brush_changed, look.look_changed)
    )
    look.tell()
    assert (tool, brush, shown) == ([(Tool.BRUSH,)], [(24.0,)], [(Look(),)])


def test_the_waveform_is_shown_higher_in_steps_and_then_as_it_was(look: LookControls) -> None:
    told = noted(look.wave_zoomed)
    for _ in range(3):
        look.zoom_wave()
    look.tell()
    assert told == [(4,), (16,), (1,), (1,)]

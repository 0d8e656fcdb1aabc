"""Seconds and lanes in pixels and back, without a window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild_gui.sounding_grid.geometry import (
    LaneStack,
    StripRows,
    TimeAxis,
    ruler_step,
    run_between,
)


@st.composite
def axes(draw: st.DrawFn) -> TimeAxis:
    axis = TimeAxis.fit(
        second_count=draw(st.integers(1, 600)),
        width_px=draw(st.integers(1, 4000)),
        least_cell_px=draw(st.floats(1.0, 40.0)),
    )
    for _ in range(draw(st.integers(0, 3))):
        axis = axis.zoomed(draw(st.floats(0.2, 5.0)), draw(st.floats(0, axis.width_px)))
    return axis.scrolled(draw(st.floats(-100, 30_000)))


@given(axes(), st.data())
def test_every_pixel_of_a_cell_belongs_to_its_second(axis: TimeAxis, data: st.DataObject) -> None:
    second = data.draw(st.integers(0, axis.second_count - 1))
    left, right = axis.edge(second), axis.edge(second + 1)
    for x in (left, (left + right - 1) // 2, right - 1, right - 0.01):
        if left <= x < right:  # A cell may be narrower than a pixel.
            assert axis.second_at(x) == second


@given(axes())
def test_cells_lie_side_by_side_without_gap_or_overlap(axis: TimeAxis) -> None:
    edges = [axis.edge(second) for second in range(axis.second_count + 1)]
    assert edges == sorted(edges)
    assert edges[-1] - edges[0] == axis.full_px
    assert axis.second_at(edges[0] - 1) is None
    assert axis.second_at(edges[-1]) is None


@given(axes(), st.floats(-5_000, 40_000))
def test_beside_all_cells_the_nearest_is_the_first_or_last(axis: TimeAxis, x: float) -> None:
    second = axis.nearest_second(x)
    assert 0 <= second < axis.second_count
    if x < axis.edge(0):
        assert second == 0
    elif x >= axis.edge(axis.second_count):
        assert second == axis.second_count - 1
    else:
        assert second == axis.second_at(x)


@given(axes(), st.integers(-50, 4000), st.integers(0, 300))
def test_the_seconds_of_a_stretch_are_those_that_its_pixels_touch(
    axis: TimeAxis, left: int, width: int
) -> None:
    touched = {axis.second_at(x) for x in range(left, left + width)} - {None}
    between = axis.seconds_between(left, left + width)
    assert touched <= set(between)
    for second in set(between) - touched:  # Only cells narrower than a pixel hide between pixels.
        assert axis.edge(second) == axis.edge(second + 1)


@given(axes(), st.floats(0.3, 4.0), st.floats(0, 1))
def test_zooming_keeps_the_moment_under_the_pointer(
    axis: TimeAxis, factor: float, share: float
) -> None:
    x = share * axis.width_px
    closer = axis.zoomed(factor, x)
    if 0 < closer.scroll_px < closer.most_scroll_px:  # At the ends there is nothing beyond to show.
        before = (x + axis.scroll_px) / axis.cell_px
        assert closer.x_at(before) == pytest.approx(x, abs=1.0)


@given(axes(), st.data())
def test_a_second_asked_for_is_in_sight_and_one_in_sight_moves_nothing(
    axis: TimeAxis, data: st.DataObject
) -> None:
    second = data.draw(st.integers(0, axis.second_count - 1))
    shown = axis.showing(second)
    if axis.cell_px <= axis.width_px / 2:
        assert shown.edge(second) >= 0
        assert shown.edge(second + 1) <= axis.width_px
    assert shown.showing(second) == shown or axis.cell_px > axis.width_px / 2


def test_a_minute_fits_1366_pixels_beside_the_names_and_stays_legible() -> None:
    """R18: the whole minute is in sight."""
    axis = TimeAxis.fit(second_count=60, width_px=1366 - 174 - 12, least_cell_px=8)
    assert axis.most_scroll_px == 0
    assert axis.cell_px >= 8
    assert axis.edge(60) == axis.width_px


def test_ten_minutes_scroll_rather_than_become_illegible() -> None:
    axis = TimeAxis.fit(second_count=600, width_px=1200, least_cell_px=8)
    assert axis.cell_px == 8
    assert axis.most_scroll_px == 600 * 8 - 1200


def test_a_fitted_axis_follows_the_width_and_a_zoomed_one_keeps_its_cells() -> None:
    fitted = TimeAxis.fit(second_count=60, width_px=600, least_cell_px=8)
    assert fitted.resized(1200).cell_px == 20
    zoomed = fitted.zoomed(3, 300)
    assert zoomed.resized(1200).cell_px == zoomed.cell_px == 30


@given(
    st.integers(1, 40), st.integers(10, 60), st.integers(1, 500), st.integers(-10, 3000), st.data()
)
def test_every_pixel_of_a_lane_belongs_to_it(
    lane_count: int, lane_px: int, height_px: int, scroll_px: int, data: st.DataObject
) -> None:
    stack = LaneStack(lane_count=lane_count, lane_px=lane_px, height_px=height_px)
    stack = stack.scrolled(scroll_px)
    lane = data.draw(st.integers(0, lane_count - 1))
    top = stack.top(lane)
    assert stack.lane_at(top) == stack.lane_at(top + lane_px - 1) == lane
    assert lane in stack.lanes_between(top, top + 1)
    shown = stack.showing(lane)
    if height_px >= lane_px:
        assert shown.top(lane) >= 0
        assert shown.top(lane) + lane_px <= height_px
    assert stack.lane_at(stack.top(lane_count)) is None


@given(st.integers(10, 60), st.integers(50, 2000))
def test_the_rows_of_the_strip_lie_below_each_other_and_leave_room_for_lanes(
    line_px: int, room_px: int
) -> None:
    rows = StripRows.fit(line_px=line_px, room_px=room_px)
    assert 0 < rows.silence_top < rows.wave_top < rows.spectrogram_top < rows.full_px
    assert rows.full_px <= max(room_px - 8 * line_px, room_px / 3, 5 * line_px)
    assert rows.is_silence(rows.silence_top)
    assert not rows.is_silence(rows.wave_top)


@pytest.mark.parametrize(
    ("cell_px", "step"),
    [(60, 1), (20, 2), (8, 5), (1.4, 30)],
    ids=["wide", "usual", "narrow", "all"],
)
def test_numbers_on_the_ruler_stand_well_apart(cell_px: float, step: int) -> None:
    assert ruler_step(cell_px, 22) == step
    assert step * cell_px > 22


def test_a_run_is_the_same_from_either_end() -> None:
    assert run_between(3, 7) == run_between(7, 3) == (3, 8)

"""Where the frame lies in the view, without a window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild_gui.canvas.camera import (
    Camera,
    box_between,
    clamped,
    fitted,
    is_on_frame,
    kept_on_frame,
    panned,
    scroll_xy,
    to_frame,
    to_view,
    zoomed,
)

FRAME, VIEW = (1920, 1080), (1300, 760)
places = st.tuples(st.floats(-0.5, 1919.4), st.floats(-0.5, 1079.4))
view_points = st.tuples(st.floats(0, 1299), st.floats(0, 759))
cameras = st.builds(Camera, st.floats(0.1, 64.0), places)


def test_the_middle_of_a_shown_pixel_is_a_whole_number() -> None:
    camera = Camera(8.0, (10.0, 20.0))
    left, top = scroll_xy(camera, VIEW)
    middle = (10 * 8 + 4 - left, 20 * 8 + 4 - top)
    assert to_frame(camera, middle, VIEW) == (10.0, 20.0)
    assert to_view(camera, (10.0, 20.0), VIEW) == middle


@given(cameras, view_points)
def test_there_and_back_is_the_same_point(camera: Camera, point: tuple[float, float]) -> None:
    assert to_view(camera, to_frame(camera, point, VIEW), VIEW) == pytest.approx(point, abs=1e-6)


@given(cameras, view_points, st.floats(0.1, 64.0))
def test_what_is_under_the_pointer_stays_there_when_zooming(
    camera: Camera, point: tuple[float, float], zoom: float
) -> None:
    under = to_frame(camera, point, VIEW)
    after = to_view(zoomed(camera, zoom, point, VIEW), under, VIEW)
    assert after == pytest.approx(point, abs=0.51)  # Scroll bars know whole pixels.


def test_a_hundred_steps_in_and_out_end_where_they_began() -> None:
    start = Camera(0.7, (900.0, 500.0))
    camera = start
    for factor in [1.2] * 20 + [1 / 1.2] * 20:
        camera = zoomed(camera, camera.zoom * factor, (650.0, 380.0), VIEW)
    assert camera.zoom == pytest.approx(start.zoom)
    # Each step may be off by half a pixel of the window, but in the middle of the view by none.
    assert camera.centre_xy == pytest.approx(start.centre_xy, abs=0.8)


@pytest.mark.parametrize("view", [(1300, 760), (300, 900), (2500, 300), (5, 5)])
def test_fitted_shows_all_of_the_frame(view: tuple[int, int]) -> None:
    camera = fitted(FRAME, view)
    if min(view) > 20:
        assert min(to_view(camera, (-0.5, -0.5), view)) >= 9
        right, bottom = to_view(camera, (1919.5, 1079.5), view)
        assert right <= view[0] - 9
        assert bottom <= view[1] - 9
    assert camera.centre_xy == (959.5, 539.5)


@given(cameras, st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50))))
def test_pushed_by_whole_pixels_the_picture_moves_by_just_these(
    camera: Camera, pushes: list[tuple[int, int]]
) -> None:
    before = scroll_xy(camera, VIEW)
    moved = camera
    for dx, dy in pushes:
        moved = panned(moved, dx, dy)
    after = scroll_xy(moved, VIEW)
    way = [sum(push[axis] for push in pushes) for axis in range(2)]
    # A middle that lies just between two pixels may be rounded to either.
    assert [before[axis] - after[axis] for axis in range(2)] == pytest.approx(way, abs=1)


def test_the_middle_of_the_view_never_leaves_the_frame() -> None:
    camera = kept_on_frame(Camera(1000.0, (-5000.0, 5000.0)), FRAME, VIEW)
    assert camera == Camera(64.0, (-0.5, 1079.5))
    assert kept_on_frame(Camera(1e-6, (0.0, 0.0)), FRAME, VIEW).zoom > 0.05


def test_a_box_lies_on_the_frame_whichever_way_it_is_dragged() -> None:
    assert box_between((30, 5), (10, 50), FRAME) == (10, 5, 30, 50)
    assert box_between((-40, -3.5), (5000, 2000), FRAME) == (0, 0, 1919, 1079)


def test_points_beyond_the_frame_are_taken_back_to_it() -> None:
    assert clamped((-0.4, 1079.3), FRAME) == (0, 1079)
    assert clamped((-90, 12.25), FRAME, 8) == (-8, 12.25)


@pytest.mark.parametrize(
    ("point", "expected"),
    [((-0.5, -0.5), True), ((-0.6, 5), False), ((1919.4, 1079.4), True), ((1919.5, 3), False)],
)
def test_the_frame_ends_with_its_outermost_pixels(
    point: tuple[float, float], expected: bool
) -> None:
    assert is_on_frame(point, FRAME) is expected


def test_a_zoom_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a zoom above 0"):
        Camera(0.0, (1, 1))

"""The camera goes to what is to be looked at, and stays where it shows that well."""

from avisbuild_gui.canvas.camera import fitted, showing, to_view

_FRAME, _VIEW = (640, 360), (640, 360)


def _side_px(camera, box) -> float:
    (left, _), (right, _) = (to_view(camera, xy, _VIEW) for xy in (box[:2], box[2:]))
    return right - left


def test_something_small_is_shown_in_the_middle_and_large_enough() -> None:
    box = (500.0, 300.0, 540.0, 330.0)
    camera = showing(fitted(_FRAME, _VIEW), box, _FRAME, _VIEW)
    assert camera.centre_xy == (520.0, 315.0)
    assert _side_px(camera, box) > 150


def test_the_view_stays_while_what_moves_is_seen_well() -> None:
    box = (500.0, 300.0, 540.0, 330.0)
    camera = showing(fitted(_FRAME, _VIEW), box, _FRAME, _VIEW)
    assert showing(camera, (505.0, 298.0, 545.0, 328.0), _FRAME, _VIEW) == camera
    assert showing(camera, (100.0, 100.0, 140.0, 130.0), _FRAME, _VIEW) != camera


def test_what_fills_the_frame_is_never_shown_smaller_than_the_whole() -> None:
    close = showing(fitted(_FRAME, _VIEW), (0.0, 0.0, 20.0, 20.0), _FRAME, _VIEW)
    assert showing(close, (0.0, 0.0, 640.0, 360.0), _FRAME, _VIEW) == fitted(_FRAME, _VIEW)

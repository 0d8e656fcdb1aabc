"""What is chosen for a desktop that does not say: here the size of text."""

import pytest

from avisbuild_gui.system import text_scale


@pytest.mark.parametrize(
    ("physical", "logical", "size", "expected"),
    [
        (96.1, 96, (1366, 768), 1.0),
        (96.1, 96, (1920, 1080), 1.0),
        (96.04, 96, (3840, 2160), 2.0),
        (96.04, 192, (3840, 2160), 1.0),
        (163, 96, (3840, 2160), 163 / 96),
        (103.7, 96, (3840, 2160), 1.0),
        (4877, 96, (3840, 2160), 2.0),
        (92, 96, (2560, 1080), 1.0),
        (96.04, 96, (5120, 1440), 1440 / 1080),
    ],
    ids=[
        "a small laptop",
        "most people's screen",
        "4K that does not know its size",
        "4K that the desktop enlarges",
        "4K of 27 inches",
        "4K of 43 inches, as large as four of most people's",
        "a television that gives its shape in millimetres",
        "a wide screen",
        "a very wide one",
    ],
)
def test_text_is_larger_where_the_screen_is_denser(physical, logical, size, expected) -> None:
    width, height = size
    scale = text_scale(physical_dpi=physical, logical_dpi=logical, width_px=width, height_px=height)
    assert scale == pytest.approx(expected)

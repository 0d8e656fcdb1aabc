"""Where names stand, without a window."""

from avisbuild_gui.canvas.label_layout import lay_out_labels

VIEW = (400.0, 300.0)
LABEL = (60.0, 20.0)


def places(*boxes: tuple[float, float, float, float]) -> list[tuple[float, float] | None]:
    return lay_out_labels(boxes, [LABEL] * len(boxes), VIEW, gap=5)


def test_a_name_stands_above_its_mask() -> None:
    """R30: nothing depends on colour alone, and no name covers its object."""
    assert places((100, 100, 200, 200)) == [(100, 75)]


def test_at_the_upper_rim_it_stands_below_and_over_the_whole_height_beside() -> None:
    assert places((100, 10, 200, 200)) == [(100, 205)]
    assert places((100, -10, 200, 310)) == [(205, 0)]
    assert places((100, -10, 390, 310)) == [(35, 0)]


def test_a_name_stays_in_view() -> None:
    assert places((380, 100, 500, 200)) == [(340, 75)]
    assert places((-300, 100, 20, 200)) == [(0, 75)]


def test_a_mask_that_fills_the_view_has_its_name_on_it_and_one_out_of_it_has_none() -> None:
    fills = (-10, -10, 410, 310)
    on_it = lay_out_labels([fills], [LABEL], VIEW, gap=5, spots=[[(2, 3), (200, 150)]])
    assert on_it == [(0, 0)]
    two = lay_out_labels([fills] * 2, [LABEL] * 2, VIEW, gap=5, spots=[[(200, 150)]] * 2)
    assert two == [(170, 140), None]
    assert places((500, 100, 600, 200)) == [None]


def test_names_do_not_lie_on_each_other_and_the_first_has_its_way() -> None:
    first, second = places((100, 100, 200, 200), (110, 100, 220, 180))
    assert first == (100, 75)
    assert second is not None
    assert second != (110, 75)


def test_a_name_goes_where_it_covers_the_least_of_the_others() -> None:
    assert places((100, 100, 200, 200), (90, 40, 220, 98))[0] == (100, 205)

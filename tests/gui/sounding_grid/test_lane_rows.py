"""What the lanes show of a video, as plain values."""

from dataclasses import replace

from drawn_views import drawn_view

from avisbuild.annotation import CellSign
from avisbuild_gui.sounding_grid.lane_rows import changed_cells, lanes_from_view, same_shape


def test_lanes_agree_with_the_view_about_every_cell() -> None:
    """R16: all five states, and what masks and proposals make of them."""
    view = drawn_view("#op.x>~?", "........", "x#x#p#p#")
    for lane in lanes_from_view(view):
        assert lane.signs == view.signs(lane.instance_id)
    assert set(lanes_from_view(view)[0].signs) == set(CellSign) - {CellSign.SILENT_MASKED}


def test_a_mask_in_silence_is_stray_unless_the_recipe_keeps_it() -> None:
    view = drawn_view("#x.")
    assert lanes_from_view(view)[0].signs[1] is CellSign.STRAY
    kept = lanes_from_view(replace(view, keep_silent_masks=True))[0]
    assert kept.signs == (CellSign.MASKED, CellSign.SILENT_MASKED, CellSign.SILENT)


def test_counts_are_of_seconds_that_sound_in_view() -> None:
    lane = lanes_from_view(drawn_view("#op.x>~?"))[0]
    assert (lane.name, lane.sounding_count, lane.todo_count) == ("person_1", 3, 2)


def test_only_cells_that_differ_are_said_to() -> None:
    before, after = (
        lanes_from_view(drawn_view("#o..", "####")),
        lanes_from_view(drawn_view("##.p", "####")),
    )
    assert same_shape(before, after)
    assert list(changed_cells(before[0], after[0])) == [1, 3]
    assert list(changed_cells(before[1], after[1])) == []


def test_another_number_of_lanes_or_seconds_is_another_shape() -> None:
    lanes = lanes_from_view(drawn_view("#o..", "####"))
    assert not same_shape(lanes, lanes_from_view(drawn_view("#o..")))
    assert not same_shape(lanes, lanes_from_view(drawn_view("#o...", "#####")))

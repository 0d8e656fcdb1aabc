"""A cell, or a second, on which a comment is open has a mark and says what it is."""

from gui.sounding_grid.grid_case import PERSON, cell_point

from avisbuild.records import InstanceId
from avisbuild_gui.sounding_grid import SoundingGrid


def test_cells_and_seconds_are_marked_while_a_comment_is_open(grid: SoundingGrid) -> None:
    before = grid.lanes.grab().toImage(), grid.strip.grab().toImage()
    grid.show_comments({(PERSON, 22): "2: boundary", (InstanceId(""), 3): "5: missing"})
    lanes, strip = grid.lanes.grab().toImage(), grid.strip.grab().toImage()
    box = grid.lanes.cell_rect(0, 22)
    corner = box.bottomRight() - type(box.bottomRight())(5, 7)
    assert lanes.pixelColor(corner).name() == grid.lanes.theme.error
    assert lanes.pixelColor(box.center()) == before[0].pixelColor(box.center())
    assert strip != before[1]
    assert grid.lanes.hint_at(cell_point(grid, 0, 22))[0].endswith(". 2: boundary")
    place = grid.strip.column_rect(3).center()
    assert grid.strip.hint_at(place)[0].endswith(". 5: missing")
    grid.show_comments({})
    assert (grid.lanes.grab().toImage(), grid.strip.grab().toImage()) == before

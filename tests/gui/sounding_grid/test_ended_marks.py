"""A cell at which propagation lost an instance has a mark in its corner and says why."""

from gui.sounding_grid.grid_case import GUITAR, PERSON, cell_point

from avisbuild_gui.sounding_grid import SoundingGrid


def test_the_cell_is_marked_until_it_is_dealt_with_and_says_why(grid: SoundingGrid) -> None:
    """R46: the reason stays on screen."""
    box = grid.lanes.cell_rect(0, 22)
    corner = box.topLeft()
    corner += type(corner)(3, 4)
    before = grid.lanes.grab().toImage()
    grid.show_ended({(PERSON, 22): "Lost at second 22: hidden", (GUITAR, 3): "elsewhere"})
    marked = grid.lanes.grab().toImage()
    assert marked.pixelColor(corner).name() == grid.lanes.theme.warning
    assert before.pixelColor(corner) != marked.pixelColor(corner)
    assert marked.pixelColor(box.center()) == before.pixelColor(box.center())
    text, _ = grid.lanes.hint_at(cell_point(grid, 0, 22))
    assert text.endswith(". Lost at second 22: hidden")
    assert "Lost" not in grid.lanes.hint_at(cell_point(grid, 0, 23))[0]
    grid.show_ended({})
    assert grid.lanes.grab().toImage() == before

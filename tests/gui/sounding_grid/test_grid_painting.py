"""What the sounding grid paints, and that it paints no more than has changed."""

import pytest
from drawn_views import drawn_sound, drawn_view
from gui.sounding_grid.grid_case import (
    CTRL,
    GUITAR,
    MINUTE,
    PERSON,
    Repainted,
    cell_point,
    on_screen,
    painted,
    strip_point,
    wheel,
)
from PyQt6.QtCore import QPoint, QRect
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtWidgets import QApplication

from avisbuild_gui.sounding_grid import SoundingGrid
from avisbuild_gui.sounding_grid.heard_marks import heard_colour
from avisbuild_gui.theme import DARK, LIGHT, Theme


def test_silence_confirmed_and_suggested_say_so_and_look_different(grid: SoundingGrid) -> None:
    """R14: always shown as suggestions."""
    grid.show_video(drawn_view(*MINUTE, silences=frozenset({50})))
    grid.show_suggestions(frozenset({50, 52}))
    assert "confirmed" in grid.strip.hint_at(strip_point(grid, 50))[0]
    assert "probably" in grid.strip.hint_at(strip_point(grid, 52))[0]
    assert grid.strip.hint_at(strip_point(grid, 54))[0] == "second 54"
    image = painted(grid.strip)
    looks = []
    for second in (50, 52, 54):
        box = grid.strip.column_rect(second).adjusted(2, 0, -2, 0)
        row = QRect(
            box.left(), grid.strip.rows.silence_top, box.width(), grid.strip.rows.silence_px
        )
        looks.append(image.copy(row).convertToFormat(QImage.Format.Format_Grayscale8))
    assert looks[0] != looks[1] != looks[2] != looks[0]
    grid.show_suggestions(frozenset({52}))
    assert painted(grid.strip) == image, "a confirmed second is no suggestion any more"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_seconds_that_were_listened_to_are_marked_at_the_foot_of_the_ruler(
    grid: SoundingGrid, theme: Theme
) -> None:
    """R45: this person's; the tooltip says of the others whether anybody has."""
    grid.set_theme(theme)
    before = painted(grid.strip)
    grid.show_heard(frozenset({10, 11, 20}), (0, 1, 2))
    image = painted(grid.strip)
    y = grid.strip.rows.ruler_px - 1
    colours = [image.pixel(strip_point(grid, each).x() + 3, y) for each in (10, 11, 20, 21, 30)]
    assert colours[0] == colours[1] == colours[2] == heard_colour(theme).rgb()
    assert colours[3] == before.pixel(strip_point(grid, 21).x() + 3, y) != colours[0]
    hints = [grid.strip.hint_at(QPoint(strip_point(grid, each).x(), 2))[0] for each in (10, 1, 30)]
    assert [hint.split(" · ")[1] for hint in hints] == [
        "you have listened to it",
        "nobody has listened to it",
        "others have listened to it",
    ]
    grid.show_heard(frozenset(), ())
    assert painted(grid.strip) == before


def test_cells_of_keys_that_are_held_look_as_if_they_sounded(
    grid: SoundingGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R44: live, and as they were when nothing is held any more."""
    before = painted(grid.lanes)
    seen = Repainted(grid.lanes, monkeypatch)
    grid.show_held({PERSON: (40, 41)})
    QApplication.processEvents()
    assert seen.region.contains(cell_point(grid, 0, 40))
    assert not seen.region.contains(cell_point(grid, 0, 45))
    cells = [grid.lanes.cell_rect(0, second) for second in range(60)]
    alike = next(each for each in range(20, 30) if cells[each].size() == cells[41].size())
    image = painted(grid.lanes)
    assert image.copy(cells[41]) == image.copy(cells[alike]) != image.copy(cells[42])
    grid.show_held({})
    assert painted(grid.lanes) == before


def test_a_toggle_paints_its_cell_and_its_name_only(
    grid: SoundingGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R07: what makes a toggle cheap."""
    before, after = MINUTE[0], "#" * 20 + "o" * 9 + "." * 31
    seen = Repainted(grid.lanes, monkeypatch)
    grid.show_video(drawn_view(after, MINUTE[1]))
    QApplication.processEvents()
    assert before != after
    cell, head = grid.lanes.cell_rect(0, 29), grid.lanes.head_rect(0)
    assert seen.region.contains(cell.center())
    assert seen.region.contains(head.center())
    assert not seen.region.contains(cell_point(grid, 0, 40))
    assert not seen.region.contains(cell_point(grid, 1, 29))


def test_a_view_that_is_the_same_paints_nothing(
    grid: SoundingGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = [Repainted(part, monkeypatch) for part in (grid.lanes, grid.strip)]
    grid.show_video(drawn_view(*MINUTE))
    grid.show_place(5, PERSON)
    grid.show_suggestions(frozenset())
    QApplication.processEvents()
    assert [each.area_px for each in seen] == [0, 0]


def test_the_playhead_paints_a_thin_line_only(
    grid: SoundingGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R18: the playhead is where the sound is."""
    grid.show_playhead(7.0)
    seen = Repainted(grid.strip, monkeypatch)
    grid.show_playhead(7.04)
    QApplication.processEvents()
    assert 0 < seen.region.boundingRect().width() <= 10
    image = painted(grid.strip)
    x = grid.strip.head_px + round(grid.strip.axis.x_at(7.04))
    assert image.pixelColor(x, 30) == QColor(LIGHT.playhead)
    grid.show_playhead(None)
    assert painted(grid.strip).pixelColor(x, 30) != QColor(LIGHT.playhead)


def test_what_moves_on_leaves_nothing_behind(grid: SoundingGrid) -> None:
    """Only what changes is painted, and yet the screen is as if all had been."""
    before = on_screen(grid)
    grid.show_place(33, GUITAR)
    grid.show_selection(33, 40)
    grid.show_playhead(33.5)
    grid.show_video(drawn_view("#" * 60, "." * 60, silences=frozenset({7, 8})))
    grid.show_suggestions(frozenset({20}))
    between = on_screen(grid)
    assert between != before
    grid.update()
    for part in (grid.strip, grid.lanes):
        part.update()
    assert on_screen(grid) == between
    grid.show_playhead(None)
    grid.show_selection(0, 0)
    grid.show_place(5, PERSON)
    grid.show_video(drawn_view(*MINUTE))
    grid.show_suggestions(frozenset())
    assert on_screen(grid) == before


def test_the_current_column_and_the_chosen_cell_stand_out(grid: SoundingGrid) -> None:
    image = painted(grid.lanes)
    column = grid.lanes.column_rect(5)
    accent = QColor(LIGHT.accent)
    assert image.pixelColor(column.left(), grid.lanes.stack.full_px + 5) == accent
    cell = grid.lanes.cell_rect(0, 5)
    assert image.pixelColor(cell.center().x(), cell.top()) == accent


def test_a_selection_is_shown_in_the_active_lane(grid: SoundingGrid) -> None:
    """R07: Shift and the arrow keys, which the window handles, show what they chose."""
    before = painted(grid.lanes)
    grid.show_selection(10, 14)
    after = painted(grid.lanes)
    inside, outside = cell_point(grid, 0, 12), cell_point(grid, 0, 15)
    assert before.pixelColor(inside) != after.pixelColor(inside)
    assert before.pixelColor(outside) == after.pixelColor(outside)
    assert before.pixelColor(cell_point(grid, 1, 12)) == after.pixelColor(cell_point(grid, 1, 12))


def test_names_hold_still_while_scrolling_sideways(grid: SoundingGrid) -> None:
    heads = grid.lanes.head_rect(0)
    before = painted(grid.lanes).copy(heads)
    wheel(grid.lanes, QPoint(800, 20), 6, CTRL)
    assert painted(grid.lanes).copy(heads) == before


def test_a_theme_changes_every_part(grid: SoundingGrid) -> None:
    """R40: light and dark."""
    grid.set_theme(DARK)
    for part in (grid.strip, grid.lanes, grid.legend):
        corner = painted(part).pixelColor(5, 2)
        assert corner.lightness() < 128


def test_sound_stands_above_its_second(grid: SoundingGrid) -> None:
    """R18: waveform and level bars line up with the cells; seconds 0 (silent) and 9 (loud) alternate."""
    image = painted(grid.strip)
    rows = grid.strip.rows
    y = rows.wave_top + rows.wave_px // 5
    for second in (0, 9, 10, 19, 50, 59):
        box = grid.strip.column_rect(second)
        colours = {image.pixelColor(x, y).name() for x in range(box.left() + 3, box.right() - 3)}
        assert (QColor(LIGHT.waveform).name() in colours) == (second % 10 == 9), second


def test_what_is_quiet_is_seen_when_the_waveform_is_shown_higher(grid: SoundingGrid) -> None:
    """At first the loudest moment fills the row; the row's name says how many times as high it is now."""
    rows = grid.strip.rows

    def heights() -> list[int]:
        image, colour = painted(grid.strip), QColor(LIGHT.waveform).name()
        columns = [grid.strip.column_rect(second).center().x() for second in (1, 9)]
        return [
            sum(
                image.pixelColor(x, rows.wave_top + y).name() == colour for y in range(rows.wave_px)
            )
            for x in columns
        ]

    quiet, loud = heights()
    assert loud == rows.wave_px > 4 * quiet
    grid.strip.zoom_wave(4)
    assert heights()[0] > 2 * quiet
    grid.strip.zoom_wave(1)
    assert heights() == [quiet, loud]
    grid.show_sound(drawn_sound("12" * 30))
    assert heights() == [rows.wave_px, rows.wave_px]

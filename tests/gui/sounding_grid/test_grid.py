"""The sounding grid with real mouse events: what is seen and what is said."""

import pytest
from drawn_views import drawn_sound, drawn_view
from PyQt6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PyQt6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QRegion, QWheelEvent
from PyQt6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from avisbuild.records import InstanceId
from avisbuild_gui.sounding_grid import SoundingGrid
from avisbuild_gui.theme import DARK, LIGHT

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PERSON, GUITAR = InstanceId("i0"), InstanceId("i1")
MINUTE = ("#" * 20 + "o" * 10 + "." * 30, "." * 40 + "p" * 20)


class Heard:
    """Everything that a grid says, in order."""

    def __init__(self, grid: SoundingGrid) -> None:
        self.said: list[tuple[object, ...]] = []
        for name in (
            "second_chosen",
            "instance_chosen",
            "cell_toggled",
            "span_painted",
            "silence_toggled",
            "play_asked",
        ):
            getattr(grid, name).connect(lambda *what, name=name: self.said.append((name, *what)))


@pytest.fixture
def grid(qtbot: QtBot) -> SoundingGrid:
    grid = SoundingGrid(LIGHT)
    qtbot.addWidget(grid)
    grid.resize(1366, 300)
    grid.show()
    grid.show_video(drawn_view(*MINUTE))
    grid.show_sound(drawn_sound("0123456789" * 6))
    grid.show_place(5, PERSON)
    QApplication.processEvents()
    return grid


def cell_point(grid: SoundingGrid, lane: int, second: int) -> QPoint:
    return grid.lanes.cell_rect(lane, second).center()


def strip_point(grid: SoundingGrid, second: int, row: str = "wave") -> QPoint:
    x = grid.strip.column_rect(second).center().x()
    return QPoint(
        x, (grid.strip.rows.wave_top if row == "wave" else grid.strip.rows.silence_top) + 3
    )


def drag(widget: QWidget, qtbot: QtBot, start: QPoint, *stops: QPoint) -> None:
    qtbot.mousePress(widget, LEFT, NONE, start)
    for stop in stops:
        _move(widget, stop)
    qtbot.mouseRelease(widget, LEFT, NONE, stops[-1])


def _move(widget: QWidget, point: QPoint) -> None:
    where = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, widget.mapToGlobal(where), Qt.MouseButton.NoButton, LEFT, NONE
    )
    QApplication.sendEvent(widget, event)


def wheel(widget: QWidget, point: QPoint, notches: int, keys: Qt.KeyboardModifier = NONE) -> None:
    where = QPointF(point)
    event = QWheelEvent(
        where, widget.mapToGlobal(where), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, bool(0),
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def painted(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def test_a_click_on_the_strip_goes_to_that_second(grid: SoundingGrid, qtbot: QtBot) -> None:
    """R18: click to seek, at every second."""
    heard = Heard(grid)
    for second in range(60):
        qtbot.mouseClick(grid.strip, LEFT, NONE, strip_point(grid, second))
    assert heard.said == [("second_chosen", second) for second in range(60)]


def test_a_drag_on_the_strip_scrubs(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    drag(grid.strip, qtbot, *(strip_point(grid, second) for second in (10, 10, 11, 13)))
    assert heard.said == [("second_chosen", 10), ("second_chosen", 11), ("second_chosen", 13)]


def test_a_double_click_on_the_strip_asks_to_play(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    qtbot.mouseDClick(grid.strip, LEFT, NONE, strip_point(grid, 30))
    assert heard.said[-1] == ("play_asked", 30)


def test_a_click_in_the_row_of_silence_toggles_it(grid: SoundingGrid, qtbot: QtBot) -> None:
    """R14: accepted singly."""
    heard = Heard(grid)
    qtbot.mouseClick(grid.strip, LEFT, NONE, strip_point(grid, 42, "silence"))
    assert heard.said == [("silence_toggled", 42)]


def test_a_click_on_a_cell_chooses_it_and_nothing_else(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    qtbot.mouseClick(grid.lanes, LEFT, NONE, cell_point(grid, 1, 45))
    assert heard.said == [("instance_chosen", GUITAR), ("second_chosen", 45)]


def test_a_click_on_the_chosen_cell_toggles_it(grid: SoundingGrid, qtbot: QtBot) -> None:
    """R07: one gesture toggles "identity k sounds in this second"."""
    heard = Heard(grid)
    qtbot.mouseClick(grid.lanes, LEFT, NONE, cell_point(grid, 0, 5))
    assert heard.said == [("cell_toggled", PERSON, 5)]


def test_ctrl_and_a_click_toggle_a_cell_from_afar(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    qtbot.mouseClick(grid.lanes, LEFT, CTRL, cell_point(grid, 1, 0))
    assert heard.said == [("cell_toggled", GUITAR, 0)]


def test_a_drag_along_a_lane_paints_a_span_whatever_lane_it_ends_in(
    grid: SoundingGrid, qtbot: QtBot
) -> None:
    """R07: a drag fills a range."""
    heard = Heard(grid)
    drag(grid.lanes, qtbot, cell_point(grid, 1, 12), cell_point(grid, 1, 9), cell_point(grid, 0, 7))
    assert heard.said == [("span_painted", GUITAR, 7, 13)]


def test_a_drag_beyond_the_last_second_ends_there(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    drag(grid.lanes, qtbot, cell_point(grid, 0, 55), QPoint(grid.lanes.width() + 300, 5))
    assert heard.said == [("span_painted", PERSON, 55, 60)]


def test_shift_and_a_click_paint_from_the_chosen_second(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    qtbot.mouseClick(grid.lanes, LEFT, SHIFT, cell_point(grid, 0, 9))
    assert heard.said == [("span_painted", PERSON, 5, 10)]


def test_the_right_button_takes_a_drag_back(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    before = painted(grid.lanes)
    qtbot.mousePress(grid.lanes, LEFT, NONE, cell_point(grid, 0, 12))
    _move(grid.lanes, cell_point(grid, 0, 18))
    assert painted(grid.lanes) != before
    qtbot.mousePress(grid.lanes, Qt.MouseButton.RightButton, NONE, cell_point(grid, 0, 18))
    qtbot.mouseRelease(grid.lanes, LEFT, NONE, cell_point(grid, 0, 18))
    assert heard.said == []
    assert painted(grid.lanes) == before


def test_a_click_on_a_name_chooses_the_identity(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    qtbot.mouseClick(grid.lanes, LEFT, NONE, grid.lanes.head_rect(1).center())
    assert heard.said == [("instance_chosen", GUITAR)]


def test_a_cell_says_what_it_is(grid: SoundingGrid) -> None:
    text, area = grid.lanes.hint_at(cell_point(grid, 0, 22))
    assert text == "person_1, second 22: sounding, no mask yet"
    assert area == grid.lanes.cell_rect(0, 22)
    where = cell_point(grid, 0, 22)
    help_event = QHelpEvent(QEvent.Type.ToolTip, where, grid.lanes.mapToGlobal(where))
    QApplication.sendEvent(grid.lanes, help_event)
    assert QToolTip.text() == text
    QToolTip.hideText()


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


class Repainted:
    """Which parts of a widget are painted while it lasts."""

    def __init__(self, widget: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
        self.region = QRegion()
        paint = type(widget).paintEvent

        def note(event: object) -> None:
            self.region = self.region.united(event.region())  # type: ignore[attr-defined]
            paint(widget, event)  # type: ignore[arg-type]

        QApplication.processEvents()
        monkeypatch.setattr(widget, "paintEvent", note)

    @property
    def area_px(self) -> int:
        """How many pixels the bounds of what was painted cover."""
        box = self.region.boundingRect()
        return box.width() * box.height()


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
    x = grid.strip.head_px + round(grid.strip.axis.x_of(7.04))
    assert image.pixelColor(x, 30) == QColor(LIGHT.playhead)
    grid.show_playhead(None)
    assert painted(grid.strip).pixelColor(x, 30) != QColor(LIGHT.playhead)


def on_screen(grid: SoundingGrid) -> QImage:
    """What has been painted so far; unlike `painted`, nothing is painted anew for it."""
    QApplication.processEvents()
    screen = grid.screen()
    assert screen is not None
    return screen.grabWindow(grid.winId()).toImage()


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


def test_ten_minutes_of_thirty_identities_scroll_to_where_one_works(qtbot: QtBot) -> None:
    grid = SoundingGrid(DARK)
    qtbot.addWidget(grid)
    grid.resize(1366, 300)
    grid.show()
    grid.show_video(drawn_view(*("#" * 600,) * 30))
    QApplication.processEvents()
    assert grid.along.isVisible()
    assert grid.down.isVisible()
    grid.show_place(400, InstanceId("i25"))
    lanes = grid.lanes
    cell = lanes.cell_rect(25, 400)
    assert lanes.rect().contains(cell)
    assert grid.strip.axis == lanes.axis
    before = lanes.axis.scroll_px, lanes.stack.scroll_px
    grid.show_place(401, InstanceId("i25"))
    grid.show_place(402, InstanceId("i24"))
    assert (lanes.axis.scroll_px, lanes.stack.scroll_px) == before


def test_an_edit_moves_nothing(qtbot: QtBot) -> None:
    """R32: no jumping views; zoom and place survive what is edited."""
    grid = SoundingGrid(LIGHT)
    qtbot.addWidget(grid)
    grid.resize(900, 260)
    grid.show()
    grid.show_video(drawn_view(*("#" * 300,) * 20))
    QApplication.processEvents()
    wheel(grid.lanes, QPoint(500, 30), 3, CTRL)
    wheel(grid.lanes, QPoint(500, 30), -2)
    before = grid.lanes.axis, grid.lanes.stack
    grid.show_video(drawn_view("o" * 300, *("#" * 300,) * 19))
    assert (grid.lanes.axis, grid.lanes.stack) == before


def test_the_wheel_scrolls_zooms_and_stays_within_bounds(grid: SoundingGrid) -> None:
    point = QPoint(800, 20)
    fitted = grid.lanes.axis
    second = grid.lanes.second_under(point)
    for _ in range(30):
        wheel(grid.lanes, point, 1, CTRL)
    assert grid.lanes.axis.cell_px > 3 * fitted.cell_px
    assert grid.lanes.second_under(point) == second
    assert grid.strip.axis == grid.lanes.axis
    scrolled = grid.lanes.axis.scroll_px
    wheel(grid.strip, point, -1, SHIFT)
    assert grid.lanes.axis.scroll_px > scrolled
    assert grid.along.value() == grid.lanes.axis.scroll_px
    for _ in range(60):
        wheel(grid.lanes, point, -1, CTRL)
    assert grid.lanes.axis.cell_px == pytest.approx(fitted.cell_px)
    grid.zoom_to_fit()
    assert grid.lanes.axis == fitted


def test_another_video_is_shown_whole_again(grid: SoundingGrid) -> None:
    wheel(grid.lanes, QPoint(800, 20), 5, CTRL)
    grid.show_suggestions(frozenset({3}))
    grid.show_video(drawn_view("#" * 40, video="other"))
    assert grid.lanes.axis.second_count == 40
    assert grid.lanes.axis.is_fitted
    assert grid.strip.hint_at(strip_point(grid, 3))[0] == "second 3"
    grid.show_video(None)
    assert grid.lanes.lanes == ()
    painted(grid)


def test_names_hold_still_while_scrolling_sideways(grid: SoundingGrid) -> None:
    heads = grid.lanes.head_rect(0)
    before = painted(grid.lanes).copy(heads)
    wheel(grid.lanes, QPoint(800, 20), 6, CTRL)
    assert painted(grid.lanes).copy(heads) == before


def test_the_legend_can_be_hidden_and_gives_its_room_to_the_lanes(grid: SoundingGrid) -> None:
    height = grid.lanes.height()
    grid.show_legend(shown=False)
    QApplication.processEvents()
    assert grid.lanes.height() > height
    assert grid.lanes.stack.height_px == grid.lanes.height()


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


def test_nothing_takes_the_keyboard(grid: SoundingGrid, qtbot: QtBot) -> None:
    """Keys are the window's."""
    qtbot.mouseClick(grid.lanes, LEFT, NONE, cell_point(grid, 0, 3))
    for widget in (grid, *grid.findChildren(QWidget)):
        assert not widget.hasFocus()
        assert widget.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_screen_reader_is_told_where_one_is(grid: SoundingGrid) -> None:
    assert grid.lanes.accessibleDescription() == "person_1, second 5: sounding, masked"
    assert grid.lanes.accessibleName()
    assert grid.strip.accessibleName()

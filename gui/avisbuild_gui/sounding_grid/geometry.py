"""Where seconds and lanes lie, in pixels: plain numbers, no window.

x counts from the left edge of the area that shows seconds, y from the top of the area that shows lanes.
Edges of cells are whole pixels, so that two widgets with the same axis line up to the pixel.
"""

from dataclasses import dataclass, replace
from typing import Self

# A second is never wider than this many times the narrowest legible cell, however far one zooms in.
_MOST_ZOOM = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """`second_count` seconds of `cell_px` pixels each, of which `width_px` are in sight from `scroll_px` on.

    `cell_px` need not be whole, but is 1 at least. As long as nobody zoomed the axis `is_fitted`: it
    follows the width.
    """

    second_count: int = 1
    width_px: int = 1
    least_cell_px: float = 8.0
    cell_px: float = 8.0
    scroll_px: int = 0
    is_fitted: bool = True

    @classmethod
    def fit(cls, *, second_count: int, width_px: int, least_cell_px: float) -> Self:
        """All seconds in the width where they stay legible, else the narrowest legible ones."""
        count, width = max(1, second_count), max(1, width_px)
        return cls(
            second_count=count,
            width_px=width,
            least_cell_px=least_cell_px,
            cell_px=max(1.0, width / count, least_cell_px),
        )

    @property
    def full_px(self) -> int:
        """The width of all seconds."""
        return round(self.second_count * self.cell_px)

    @property
    def most_scroll_px(self) -> int:
        """How far one can scroll."""
        return max(0, self.full_px - self.width_px)

    def edge(self, second: int) -> int:
        """The left edge of a second; that of `second_count` is the right edge of the last."""
        return round(second * self.cell_px) - self.scroll_px

    def x_at(self, moment_s: float) -> float:
        """Where a moment lies."""
        return moment_s * self.cell_px - self.scroll_px

    def second_at(self, x: float) -> int | None:
        """The second whose cell is under `x`, None beside all."""
        if not self.edge(0) <= x < self.edge(self.second_count):
            return None
        return self.nearest_second(x)

    def nearest_second(self, x: float) -> int:
        """The second under `x`, or the first or last one beside which it lies."""
        second = int((x + self.scroll_px) // self.cell_px)
        second = min(max(second, 0), self.second_count - 1)
        if x < self.edge(second):  # Edges are rounded, so the quotient can be one off.
            return max(second - 1, 0)
        if x >= self.edge(second + 1):
            return min(second + 1, self.second_count - 1)
        return second

    def seconds_between(self, left: float, right: float) -> range:
        """The seconds that [left, right) touches."""
        if right <= left or right <= self.edge(0) or left >= self.edge(self.second_count):
            return range(0)
        return range(self.nearest_second(left), self.nearest_second(right - 1e-6) + 1)

    def scrolled(self, scroll_px: float) -> Self:
        """Scrolled to `scroll_px`, no further than there is something to show."""
        return replace(self, scroll_px=min(max(0, round(scroll_px)), self.most_scroll_px))

    def zoomed(self, factor: float, x: float) -> Self:
        """Cells `factor` times as wide, the moment under `x` staying where it is."""
        fitting = max(1.0, self.width_px / self.second_count)
        widest = max(fitting, self.least_cell_px * _MOST_ZOOM)
        cell_px = min(max(self.cell_px * factor, fitting), widest)
        moment = (x + self.scroll_px) / self.cell_px
        closer = replace(self, cell_px=cell_px, is_fitted=False)
        return closer.scrolled(moment * cell_px - x)

    def resized(self, width_px: int) -> Self:
        """The same for another width: fitted again, or with the zoom and the scroll position it has."""
        width = max(1, width_px)
        if self.is_fitted:
            fresh = self.fit(
                second_count=self.second_count, width_px=width, least_cell_px=self.least_cell_px
            )
            return fresh.scrolled(self.scroll_px / self.cell_px * fresh.cell_px)
        cell_px = max(self.cell_px, width / self.second_count)
        return replace(self, width_px=width, cell_px=cell_px).scrolled(self.scroll_px)

    def showing(self, second: int) -> Self:
        """Scrolled so that `second` is in sight with a little around it; not at all where it is already."""
        left, right = self.edge(second), self.edge(second + 1)
        if left >= 0 and right <= self.width_px:
            return self
        margin = min(2 * self.cell_px, self.width_px / 4)
        if left < 0:
            return self.scrolled(self.scroll_px + left - margin)
        return self.scrolled(self.scroll_px + right + margin - self.width_px)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneStack:
    """`lane_count` lanes of `lane_px` pixels each, of which `height_px` are in sight from `scroll_px` on."""

    lane_count: int = 0
    lane_px: int = 22
    height_px: int = 1
    scroll_px: int = 0

    @property
    def full_px(self) -> int:
        """The height of all lanes."""
        return self.lane_count * self.lane_px

    @property
    def most_scroll_px(self) -> int:
        """How far one can scroll."""
        return max(0, self.full_px - self.height_px)

    def top(self, lane: int) -> int:
        """The upper edge of a lane."""
        return lane * self.lane_px - self.scroll_px

    def lane_at(self, y: float) -> int | None:
        """The lane under `y`, None below all."""
        lane = int((y + self.scroll_px) // self.lane_px)
        return lane if 0 <= lane < self.lane_count else None

    def lanes_between(self, top: float, bottom: float) -> range:
        """The lanes that [top, bottom) touches."""
        first = max(0, int((top + self.scroll_px) // self.lane_px))
        last = int((bottom + self.scroll_px - 1e-6) // self.lane_px)
        return range(first, min(last + 1, self.lane_count)) if bottom > top else range(0)

    def scrolled(self, scroll_px: float) -> Self:
        """Scrolled to `scroll_px`, no further than there is something to show."""
        return replace(self, scroll_px=min(max(0, round(scroll_px)), self.most_scroll_px))

    def showing(self, lane: int) -> Self:
        """Scrolled so that `lane` is whole in sight; not at all where it is already."""
        top = self.top(lane)
        if top < 0:
            return self.scrolled(self.scroll_px + top)
        below = top + self.lane_px - self.height_px
        return self.scrolled(self.scroll_px + below) if below > 0 else self


# Room for four instances and the legend, in lines of text.
_LINES_FOR_LANES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class StripRows:
    """The rows of the strip from the top: second numbers, silence, waveform, spectrogram; their heights."""

    ruler_px: int
    silence_px: int
    wave_px: int
    spectrogram_px: int

    @classmethod
    def fit(cls, *, line_px: int, room_px: int) -> Self:
        """Rows for text of `line_px`; they take what some lanes leave of the room, and at least a third.

        How many lanes there are makes no difference, so that nothing moves when one is added.
        """
        fixed = line_px + max(10, round(line_px * 0.8))
        beside_lanes = room_px - fixed - _LINES_FOR_LANES * line_px
        pictures = min(max(room_px // 3 - fixed, beside_lanes, 3 * line_px), 12 * line_px)
        wave = pictures // 2
        return cls(
            ruler_px=line_px,
            silence_px=fixed - line_px,
            wave_px=wave,
            spectrogram_px=pictures - wave,
        )

    @property
    def full_px(self) -> int:
        """The height of the strip."""
        return self.spectrogram_top + self.spectrogram_px

    @property
    def silence_top(self) -> int:
        return self.ruler_px

    @property
    def wave_top(self) -> int:
        return self.ruler_px + self.silence_px

    @property
    def spectrogram_top(self) -> int:
        return self.wave_top + self.wave_px

    def is_ruler(self, y: float) -> bool:
        """Whether `y` lies in the row of second numbers."""
        return y < self.silence_top

    def is_silence(self, y: float) -> bool:
        """Whether `y` lies in the row of silence."""
        return self.silence_top <= y < self.wave_top


def ruler_step(cell_px: float, label_px: float) -> int:
    """How many seconds lie from one number to the next: 1, 2, 5, 10, ..., so that labels stand well apart."""
    for step in (1, 2, 5, 10, 15, 30, 60, 120, 300):
        if step * cell_px >= label_px * 1.6:
            return step
    return 600


def run_between(one: int, other: int) -> tuple[int, int]:
    """The half-open run of seconds from one to the other, whichever is first."""
    return min(one, other), max(one, other) + 1

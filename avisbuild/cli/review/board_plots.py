"""The board's plots as SVG that stands in the page itself; colours come from the page's style."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from avisbuild.cli.review.board_tables import word_said
from avisbuild.report.markup import text_of
from avisbuild.review.board import StatePoint

# The plot's own units; the page scales it to its width.
_WIDTH, _HEIGHT = 960, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 10, 10, 24
_LABELS = 7
_LABEL_ROOM = 80
_HOUR = timedelta(hours=1)
_HOURS_IN_TWO_DAYS = 49


def stacked_bar(parts: Sequence[tuple[str, float, str]], *, most: float) -> str:
    """A bar of parts (class, length, what it is), as long as its sum is of `most`."""
    rectangles, at = [], 0.0
    for name, length, said in parts:
        width = 100 * length / most if most else 0.0
        rectangles.append(
            f'<rect class="{name}" x="{at:.2f}" y="0" width="{width:.2f}" height="10">'
            f"<title>{text_of(said)}</title></rect>"
        )
        at += width
    said = text_of("; ".join(said for _, _, said in parts))
    return (
        f'<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        f'aria-label="{said}">{"".join(rectangles)}</svg>'
    )


def state_plot(points: Sequence[StatePoint], states: Sequence[str], *, until: datetime) -> str:
    """Videos by state over time, as steps on top of each other: the last state, with what is done, lowest."""
    if not points:
        return ""
    begin = points[0].start
    end = max(until, begin + _HOUR)
    most = max(1, *(sum(point.videos.values()) for point in points))
    times = [*(point.start for point in points), end]
    across = [_LEFT + (_WIDTH - _LEFT - _RIGHT) * ((at - begin) / (end - begin)) for at in times]
    below = [0] * len(points)
    areas = []
    for state in reversed(states):
        above = [low + point.videos.get(state, 0) for low, point in zip(below, points, strict=True)]
        top = _steps(across, [_height_of(count, most) for count in above])
        bottom = _steps(across, [_height_of(count, most) for count in below])
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in [*top, *reversed(bottom)])
        areas.append(
            f'<polygon class="s-{state}" points="{path}"><title>{word_said(state)}</title></polygon>'
        )
        below = above
    return (
        f'<svg class="plot" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="Videos by state over time; the table below has the figures">'
        f"{''.join(areas)}{_counts_axis(most)}{_time_axis(begin, end)}</svg>"
    )


def _height_of(count: int, most: int) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * count / most


def _steps(across: Sequence[float], heights: Sequence[float]) -> list[tuple[float, float]]:
    """The corners of a line that keeps each height until the next begins."""
    return [
        corner
        for index, height in enumerate(heights)
        for corner in ((across[index], height), (across[index + 1], height))
    ]


def _counts_axis(most: int) -> str:
    step = next(size for size in _round_steps() if most / size <= 5)
    lines = []
    for count in range(0, most + 1, step):
        y = _height_of(count, most)
        lines.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="tick end" x="{_LEFT - 6}" y="{y + 4:.1f}">{count}</text>'
        )
    return "".join(lines)


def _round_steps() -> list[int]:
    return [size * 10**power for power in range(9) for size in (1, 2, 5)]


def _time_axis(begin: datetime, end: datetime) -> str:
    """A few whole days below the plot, or whole hours where it is about two days at most."""
    hours = (end - begin) / _HOUR
    unit, shown = (1, "%d %b %H:%M") if hours <= _HOURS_IN_TWO_DAYS else (24, "%Y-%m-%d")
    step = next(size * unit for size in _round_steps() if hours / (size * unit) <= _LABELS)
    texts = []
    for index in range(int(hours / step) + 1):
        at = begin + index * step * _HOUR
        x = _LEFT + (_WIDTH - _LEFT - _RIGHT) * ((at - begin) / (end - begin))
        if x < _WIDTH - _LABEL_ROOM:
            texts.append(f'<text class="tick" x="{x:.1f}" y="{_HEIGHT - 6}">{at:{shown}}</text>')
    return "".join(texts)

"""Writes the bands as one SVG: dark on white for any page, and the same bytes for the same bands."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from architecture_picture.bands import Band, Box
from architecture_picture.layout import lay_out

# Heading, fill and line of each band; a dot in the line's colour says that the band imports a box.
_LOOKS = {
    "avisbuild_gui": ("gui/avisbuild_gui", "#e3edfb", "#2f6fbf"),
    "avisbuild_pipelines": ("pipelines/avisbuild_pipelines", "#fdeedd", "#c8741a"),
    "avisbuild": ("avisbuild", "#e6f3e6", "#3d8b45"),
    "avisbuild_schemas": ("schemas/avisbuild_schemas", "#f0e8f7", "#7d4fa8"),
}
_INK, _PALE = "#1b1f24", "#59616b"
_MARGIN, _LEGEND, _HEADING, _GAP = 14, 34, 44, 34
_LINE, _LETTER, _LETTERS = 16, 7.3, 34  # px a line and a letter; letters a line at most


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """A box with its size in px."""

    box: Box
    lines: tuple[str, ...]

    @property
    def width(self) -> float:
        return max(92.0, max(map(len, self.lines)) * _LETTER + 20)

    @property
    def height(self) -> float:
        return (len(self.lines) + 1) * _LINE + 12


def draw(bands: Sequence[Band]) -> str:
    """Two bands beside each other, the next two below them."""
    parts: list[str] = []
    width, y = 0.0, float(_LEGEND + _MARGIN)
    for start in range(0, len(bands), 2):
        x, high = float(_MARGIN), 0.0
        for band in bands[start : start + 2]:
            drawing = _DrawnBand(band)
            parts += [f'<g transform="translate({x:.0f} {y:.0f})">', *drawing.parts(), "</g>"]
            x, high = x + drawing.width + _MARGIN, max(high, drawing.height)
        y, width = y + high + _MARGIN, max(width, x)
    return "\n".join([*_opening(width, y), *_legend(bands), *parts, "</svg>", ""])


def _opening(width: float, height: float) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' height="{height:.0f}" font-family="sans-serif" font-size="12">'
    )
    yield "<title>The packages of avisbuild in their layers, and who imports whom</title>"
    yield f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>'


def _legend(bands: Sequence[Band]) -> Iterator[str]:
    users = {user for band in bands for row in band.rows for box in row for user in box.used_by}
    x = float(_MARGIN)
    for band in bands:
        if band.package in users:
            heading, _, colour = _LOOKS[band.package]
            words = f"imported by {heading}"
            yield f'<circle cx="{x + 5:.0f}" cy="28" r="4" fill="{colour}"/>'
            yield f'<text x="{x + 15:.0f}" y="32" fill="{_INK}">{words}</text>'
            x += len(words) * _LETTER + 40


class _DrawnBand:
    def __init__(self, band: Band) -> None:
        self._band = band
        self._heading, self._fill, self._colour = _LOOKS[band.package]
        self._frames = {
            box.name: _Frame(box=box, lines=tuple(textwrap.wrap(", ".join(box.labels), _LETTERS)))
            for row in band.rows
            for box in row
        }
        self._layout = lay_out(
            [[box.name for box in row] for row in band.rows],
            band.arrows,
            {name: frame.width for name, frame in self._frames.items()},
        )
        heights = [max(self._frames[box.name].height for box in row) for row in band.rows]
        self._tops = [
            _HEADING + sum(heights[:index]) + _GAP * index for index in range(len(heights))
        ]
        self._bottoms = [top + high for top, high in zip(self._tops, heights, strict=True)]
        self.width = max(self._layout.width, len(self._heading) * _LETTER) + 2 * _MARGIN
        self.height = self._bottoms[-1] + _MARGIN

    def parts(self) -> Iterator[str]:
        yield (
            f'<rect width="{self.width:.0f}" height="{self.height:.0f}" rx="6" fill="none"'
            f' stroke="{self._colour}" stroke-opacity="0.5"/>'
        )
        yield f'<text x="{_MARGIN}" y="24" font-weight="bold" fill="{self._colour}">{self._heading}</text>'
        for arrow in self._band.arrows:
            yield self._arrow(arrow)
        for top, row in zip(self._tops, self._band.rows, strict=True):
            for box in row:
                yield from self._boxed(self._frames[box.name], top)

    def _boxed(self, frame: _Frame, top: float) -> Iterator[str]:
        middle = self._layout.centres[frame.box.name] + _MARGIN
        left = middle - frame.width / 2
        yield (
            f'<rect id="{frame.box.name}" x="{left:.0f}" y="{top:.0f}" width="{frame.width:.0f}"'
            f' height="{frame.height:.0f}" rx="4" fill="{self._fill}" stroke="{self._colour}"/>'
        )
        for index, line in enumerate(frame.lines, start=1):
            yield (
                f'<text x="{middle:.0f}" y="{top + 2 + index * _LINE:.0f}" text-anchor="middle"'
                f' fill="{_INK}">{line}</text>'
            )
        y = top + frame.height - 10
        yield (
            f'<text x="{middle:.0f}" y="{y:.0f}" text-anchor="middle" font-size="10" fill="{_PALE}">'
            f"{frame.box.line_count:,} lines</text>"
        )
        for index, user in enumerate(frame.box.used_by):
            yield f'<circle cx="{left + 9 + 11 * index:.0f}" cy="{top:.0f}" r="4" fill="{_LOOKS[user][2]}"/>'

    def _arrow(self, arrow: tuple[str, str]) -> str:
        first, last = arrow
        row = self._row_of(first)
        xs = [x + _MARGIN for x in self._layout.routes[arrow]]
        start = self._tops[row] + self._frames[first].height
        path = [f"M{xs[0]:.0f} {start:.0f}V{self._bottoms[row]:.0f}"]
        for step, (here, there) in enumerate(pairwise(xs)):
            above, below = self._bottoms[row + step], self._tops[row + step + 1]
            half = (above + below) / 2
            path.append(f"C{here:.0f} {half:.0f} {there:.0f} {half:.0f} {there:.0f} {below:.0f}")
            if step + 2 < len(xs):
                path.append(f"V{self._bottoms[row + step + 1]:.0f}")
        x, y = xs[-1], self._tops[row + len(xs) - 1]
        return (
            f'<path id="{first}:{last}" d="{"".join(path)}" fill="none" stroke="{_PALE}"/>'
            f'<path d="M{x:.0f} {y:.0f}l-3.5 -7h7z" fill="{_PALE}"/>'
        )

    def _row_of(self, name: str) -> int:
        return next(
            index
            for index, row in enumerate(self._band.rows)
            if any(box.name == name for box in row)
        )

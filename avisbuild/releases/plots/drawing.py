"""The plots, each a function from figures to a drawing; they know nothing of releases."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from avisbuild.report.colours import light
from avisbuild.report.figures import new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NARROW, _WIDE, _HEIGHT = 4.6, 9.6, 2.9
_ROW = 0.2
_COLOURS = ("blue", "amber", "green", "rose", "sky", "orange", "grey")
_LONGEST_LABEL = 24
_MOST_NUMBERED = 18
_STEPS = 40


def ring(shares: Mapping[str, float], *, middle: str = "") -> "Figure":
    """Shares in per cent as a ring, with their numbers beside it."""
    figure = new_figure(_NARROW, _HEIGHT)
    axes = figure.add_subplot()
    colours = [light(("grey", "sky", "blue")[number % 3]) for number in range(len(shares))]
    axes.pie(
        list(shares.values()),
        colors=colours,
        startangle=90,
        counterclock=False,
        wedgeprops={"width": 0.38, "edgecolor": light("card"), "linewidth": 1.5},
    )
    axes.text(0, 0, middle, ha="center", va="center", fontsize=10)
    handles = [_patch(colour) for colour in colours]
    labels = [f"{name}  {share:.2f} %" for name, share in shares.items()]
    axes.legend(handles, labels, loc="center left", bbox_to_anchor=(0.96, 0.5), fontsize=9)
    return figure


def bars(
    counts: Mapping[str, float], *, label: str, across: str = "", colour: str = "blue"
) -> "Figure":
    """A bar for each name, upright, with its number on it."""
    figure = new_figure(_NARROW, _HEIGHT)
    axes = figure.add_subplot()
    places = range(len(counts))
    drawn = axes.bar(places, list(counts.values()), color=light(colour), width=0.72)
    axes.bar_label(
        drawn, labels=[_number(value) for value in counts.values()], padding=2, fontsize=8
    )
    long = any(len(name) > 8 for name in counts) and len(counts) > 4
    axes.set_xticks(places, [_short(name) for name in counts], rotation=25 if long else 0)
    axes.set_ylabel(label)
    axes.set_xlabel(across)
    axes.set_xlim(min(-0.6, len(counts) / 2 - 2.5), max(len(counts) - 0.4, len(counts) / 2 + 1.5))
    axes.margins(y=0.14)
    _whole(axes, counts.values())
    _plain(axes)
    return figure


def paired_bars(
    pairs: Mapping[str, tuple[float, float]], names: tuple[str, str], *, is_log: bool = False
) -> "Figure":
    """Two bars for each name, side by side, the names below: the paper's panel (d)."""
    figure = new_figure(max(_WIDE, min(40.0, 0.32 * len(pairs))), 3.4)
    axes = figure.add_subplot()
    places = np.arange(len(pairs))
    for number, (name, colour) in enumerate(zip(names, ("blue", "amber"), strict=True)):
        values = [each[number] for each in pairs.values()]
        drawn = axes.bar(places + 0.4 * number - 0.2, values, 0.38, color=light(colour), label=name)
        labels = [_number(value) for value in values]
        axes.bar_label(drawn, labels=labels, padding=2, fontsize=6.5, rotation=90)
    axes.set_xticks(places, [_short(name) for name in pairs], rotation=45, ha="right")
    if is_log:
        axes.set_yscale("log")
    axes.set_xlim(-0.7, max(len(pairs) - 0.3, 0.7))
    axes.margins(y=0.2)
    axes.legend(loc="upper right", ncols=2)
    _plain(axes)
    return figure


def matrix(names: Sequence[str], pairs: Mapping[tuple[str, str], int]) -> "Figure":
    """How often two names meet, as squares with numbers; the darker, the more often."""
    side = max(4.2, 0.27 * len(names) + 1.6)
    figure = new_figure(side, side * 0.95)
    axes = figure.add_subplot()
    counts = np.array([[_met(pairs, one, two) for two in names] for one in names], float)
    most = max(1.0, counts.max(initial=0.0))
    for row, column in zip(*np.nonzero(counts), strict=True):
        strength = 0.15 + 0.85 * math.sqrt(counts[row, column] / most)
        place = (column - 0.5, row - 0.5)
        axes.add_patch(_rectangle(place, light("blue"), strength))
        if len(names) <= 2 * _MOST_NUMBERED:
            axes.text(
                column, row, _number(counts[row, column]), ha="center", va="center", fontsize=6.5,
                color="white" if strength > 0.55 else light("ink"),
            )  # fmt: skip
    axes.set_xticks(range(len(names)), [_short(name) for name in names], rotation=90)
    axes.set_yticks(range(len(names)), [_short(name) for name in names])
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_aspect("equal")
    axes.tick_params(length=0, labelsize=7.5)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure


def chord(names: Sequence[str], pairs: Mapping[tuple[str, str], int]) -> "Figure":
    """The same as ribbons between arcs on a circle, as the paper draws it; as wide as the count."""
    figure = new_figure(_WIDE * 0.66, _WIDE * 0.66)
    axes = figure.add_subplot()
    met = {pair: count for pair, count in pairs.items() if pair[0] != pair[1]}
    names = [name for name in names if any(name in pair for pair in met)]
    totals = {name: sum(count for pair, count in met.items() if name in pair) for name in names}
    gap = 0.02 * 2 * math.pi if len(names) > 1 else 0.0
    unit = (2 * math.pi - gap * len(names)) / max(1, sum(totals.values()))
    angle, free = 0.0, {}
    for number, name in enumerate(names):
        stop = angle + unit * totals[name]
        axes.add_patch(_arc(angle, stop, _colour(number)))
        _circle_label(axes, name, (angle + stop) / 2)
        free[name], angle = angle, stop + gap
    for (one, two), count in sorted(met.items(), key=lambda item: (-item[1], item[0])):
        width = unit * count
        axes.add_patch(_ribbon(free[one], free[two], width, _colour(names.index(one))))
        free[one] += width
        free[two] += width
    axes.set_xlim(-1.62, 1.62)
    axes.set_ylim(-1.62, 1.62)
    axes.set_aspect("equal")
    axes.axis("off")
    return figure


def histogram(
    values: Sequence[float], *, label: str, across: str, marks: Mapping[str, float]
) -> "Figure":
    """How many values lie where, with a line at each of the marks."""
    figure = new_figure(_NARROW, _HEIGHT)
    axes = figure.add_subplot()
    high = max([*values, 1e-9])
    axes.hist(
        list(values), bins=min(24, max(6, len(values) // 3)), range=(0, high), color=light("blue")
    )
    for (name, value), style in zip(marks.items(), ("-", "--", ":"), strict=False):
        axes.axvline(value, color=light("orange"), linestyle=style, label=f"{name} {value:.1f}")
    if marks:
        axes.legend(loc="upper right")
    _whole(axes, [])
    axes.set_ylabel(label)
    axes.set_xlabel(across)
    _plain(axes)
    return figure


def dots(rows: Mapping[str, tuple[float, Mapping[str, float]]], *, across: str) -> "Figure":
    """A line for each name: the share in all as a stroke, and that of each split as a dot."""
    figure = new_figure(_WIDE, max(_HEIGHT, _ROW * len(rows) + 1))
    axes = figure.add_subplot()
    splits = list(dict.fromkeys(split for _, parts in rows.values() for split in parts))
    places = np.arange(len(rows))
    axes.scatter(
        [whole for whole, _ in rows.values()],
        places,
        marker="|",
        s=90,
        color=light("ink"),
        label="all",
    )
    for number, split in enumerate(splits):
        shares = [parts[split] for _, parts in rows.values()]
        beside = 0.2 * (number - (len(splits) - 1) / 2)  # equal shares do not hide each other
        axes.scatter(shares, places + beside, s=26, color=_colour(number), label=split, alpha=0.9)
    axes.set_yticks(places, [_short(name) for name in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlabel(across)
    axes.grid(visible=True, axis="both", linewidth=0.6)
    axes.tick_params(length=0)
    axes.legend(loc="lower right", ncols=len(splits) + 1)
    return figure


def _whole(axes: "Axes", values: Iterable[float]) -> None:
    """No halves on an axis that counts."""
    from matplotlib.ticker import MaxNLocator

    if all(float(value).is_integer() for value in values):
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))


def _plain(axes: "Axes") -> None:
    axes.grid(visible=True, axis="y", linewidth=0.6)
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _colour(number: int) -> str:
    return light(_COLOURS[number % len(_COLOURS)])


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1]}…"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:.1f}"


def _met(pairs: Mapping[tuple[str, str], int], one: str, two: str) -> int:
    first, second = sorted((one, two))
    return pairs.get((first, second), 0)


def _patch(colour: str) -> Any:
    from matplotlib.patches import Patch

    return Patch(color=colour)


def _rectangle(place: tuple[float, float], colour: str, strength: float) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle(place, 1, 1, facecolor=colour, alpha=strength, linewidth=0)


def _on_circle(angle: float, radius: float = 1.0) -> tuple[float, float]:
    """Clockwise from the top."""
    return radius * math.sin(angle), radius * math.cos(angle)


def _arc(start: float, stop: float, colour: str) -> Any:
    from matplotlib.patches import Polygon

    angles = np.linspace(start, stop, _STEPS)
    outer = [_on_circle(angle, 1.07) for angle in angles]
    inner = [_on_circle(angle, 1.01) for angle in angles[::-1]]
    return Polygon(outer + inner, closed=True, facecolor=colour, linewidth=0)


def _ribbon(one: float, two: float, width: float, colour: str) -> Any:
    """From one arc to another through the middle of the circle."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    near = [_on_circle(one + width * step / 8) for step in range(9)]
    far = [_on_circle(two + width * step / 8) for step in range(9)]
    middle = (0.0, 0.0)
    vertices = [*near, middle, *far, middle, near[0]]
    codes = [
        Path.MOVETO, *[Path.LINETO] * 8, Path.CURVE3, Path.CURVE3, *[Path.LINETO] * 8, Path.CURVE3,
        Path.CURVE3,
    ]  # fmt: skip
    return PathPatch(Path(vertices, codes), facecolor=colour, alpha=0.5, linewidth=0)


def _circle_label(axes: "Axes", name: str, angle: float) -> None:
    x, y = _on_circle(angle, 1.12)
    degrees = 90 - math.degrees(angle)
    is_left = x < 0
    axes.text(
        x, y, _short(name), fontsize=8, rotation=degrees + 180 if is_left else degrees,
        rotation_mode="anchor", ha="right" if is_left else "left", va="center",
    )  # fmt: skip

"""String instruments, painted upright: the body around (0, 0), the neck up along y, one unit long."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from avisbuild.synth.canvas import Canvas, Colour, Point
from avisbuild.synth.figures.pose import tinted

_DARK: Colour = (52, 34, 26)
_STRING: Colour = (236, 230, 214)

_WAISTED = [
    (0.0, -0.255), (-0.13, -0.235), (-0.175, -0.13), (-0.135, -0.01), (-0.125, 0.06), (-0.145,
    0.13), (-0.105, 0.20), (0.0, 0.215),
]  # fmt: skip
_VIOLIN = [
    (0.0, -0.30), (-0.13, -0.275), (-0.165, -0.18), (-0.115, -0.09), (-0.085, -0.02), (-0.115,
    0.06), (-0.135, 0.14), (-0.085, 0.21), (0.0, 0.225),
]  # fmt: skip
_PEAR = [
    (0.0, -0.36),
    (-0.13, -0.33),
    (-0.185, -0.2),
    (-0.14, -0.03),
    (-0.075, 0.14),
    (-0.035, 0.28),
]
_ROUND = [(0.0, -0.23), (-0.16, -0.16), (-0.22, 0.0), (-0.16, 0.16), (0.0, 0.22)]


@dataclass(frozen=True, slots=True)
class Lute:
    """How a plucked or bowed instrument is built."""

    outline: tuple[Point, ...]
    neck_top: float
    neck_width: float
    strings: int
    wood: tuple[Colour, ...]
    hole: str


def _mirrored(half: list[Point]) -> tuple[Point, ...]:
    return tuple(half) + tuple((-x, y) for x, y in reversed(half) if abs(x) > 1e-6)


LUTES: dict[str, Lute] = {
    "guitar": Lute(_mirrored(_WAISTED), 0.66, 0.05, 6, ((196, 132, 62), (216, 170, 98), (122, 52,
        30), (58, 34, 26)), "round"),
    "ukulele": Lute(_mirrored(_WAISTED), 0.58, 0.055, 4, ((178, 112, 58), (206, 150, 84), (70,
        150, 150)), "round"),
    "banjo": Lute(_mirrored(_ROUND), 0.72, 0.045, 5, ((236, 226, 204),), "skin"),
    "pipa": Lute(_mirrored(_PEAR), 0.50, 0.06, 4, ((186, 122, 66), (150, 82, 46)), "none"),
    "violin": Lute(_mirrored(_VIOLIN), 0.56, 0.038, 4, ((156, 72, 30), (128, 52, 24), (182, 98, 44)), "f"),
    "cello": Lute(_mirrored(_VIOLIN), 0.58, 0.042, 4, ((142, 62, 28), (168, 84, 38)), "f"),
    "bass": Lute(_mirrored(_VIOLIN), 0.60, 0.042, 4, ((118, 52, 26), (90, 42, 24)), "f"),
}  # fmt: skip


def paint_lute(canvas: Canvas, kind: str, rng: np.random.Generator) -> None:
    """A guitar, ukulele, banjo, pipa, violin, cello or bass."""
    lute = LUTES[kind]
    wood = lute.wood[int(rng.integers(len(lute.wood)))]
    canvas.blob([(x * 1.035, y * 1.03) for x, y in lute.outline], tinted(wood, 0.55), volume=0.3)
    canvas.blob(lute.outline, wood, stuff="wood", grain=0.16, volume=0.45)
    _HOLES[lute.hole](canvas, wood)
    top, width = lute.neck_top, lute.neck_width
    foot = 0.10 if lute.hole != "f" else 0.02
    canvas.polygon(
        [(-width / 2, foot), (width / 2, foot), (width * 0.42, top), (-width * 0.42, top)], _DARK,
        stuff="wood",
    )  # fmt: skip
    _paint_head(canvas, lute, kind)
    bridge = -0.13
    canvas.line([(-0.055, bridge), (0.055, bridge)], 0.022, tinted(_DARK, 0.9))
    for number in range(lute.strings):
        x = (number / (lute.strings - 1) - 0.5) * width * 0.8
        canvas.line([(x * 1.4, bridge), (x, top)], 0.0045, _STRING, opacity=0.8)


def paint_erhu(canvas: Canvas, rng: np.random.Generator) -> None:
    """An erhu: a small hexagonal sound box, a long thin neck, two pegs to one side."""
    wood = ((92, 40, 24), (120, 58, 30))[int(rng.integers(2))]
    canvas.limb([(0, -0.1), (0, 0.88)], [0.026, 0.02], wood, stuff="wood")
    canvas.limb([(0, 0.88), (-0.03, 0.93), (-0.06, 0.94)], [0.024, 0.026, 0.02], wood)
    for y in (0.70, 0.78):
        canvas.limb([(-0.02, y), (-0.13, y + 0.02)], [0.018, 0.03], tinted(wood, 0.8))
    canvas.polygon(
        [(-0.095, -0.1), (-0.055, 0.0), (0.055, 0.0), (0.095, -0.1), (0.055, -0.2), (-0.055, -0.2)],
        wood, stuff="wood",
    )  # fmt: skip
    canvas.ellipse(0, -0.1, 0.06, 0.07, (186, 178, 150), stuff="fur", grain=0.2)
    for x in (-0.008, 0.008):
        canvas.line([(x, -0.12), (x * 0.6, 0.74)], 0.005, _STRING)


def paint_bow(canvas: Canvas, start: Point, stop: Point) -> None:
    """A bow between two points, in the present frame."""
    canvas.line([start, stop], 0.016, (86, 48, 28))
    canvas.line([(start[0], start[1] - 0.02), (stop[0], stop[1] - 0.012)], 0.008, (242, 238, 226))


def _paint_head(canvas: Canvas, lute: Lute, kind: str) -> None:
    top, width = lute.neck_top, lute.neck_width
    if lute.hole == "f":
        canvas.limb(
            [(0, top), (0, top + 0.09)], [width * 0.9, width * 0.7], tinted(lute.wood[0], 0.8)
        )
        canvas.ellipse(0, top + 0.105, 0.03, 0.03, tinted(lute.wood[0], 0.9))
    else:
        half = width * 0.85
        canvas.polygon(
            [(-width * 0.4, top), (width * 0.4, top), (half, top + 0.14), (-half, top + 0.14)],
            tinted(_DARK, 1.3), stuff="wood",
        )  # fmt: skip
        half *= 1.0 if kind != "pipa" else 1.2
    for side in (-1, 1):
        for y in (0.03, 0.07, 0.11)[: (lute.strings + 1) // 2]:
            canvas.ellipse(side * width * 1.05, top + y, 0.017, 0.012, (222, 216, 200), grain=0)


def _round_hole(canvas: Canvas, wood: Colour) -> None:
    canvas.ellipse(0, 0.035, 0.063, 0.063, tinted(wood, 0.5), volume=0)
    canvas.ellipse(0, 0.035, 0.052, 0.052, (28, 20, 16), volume=0, grain=0)
    canvas.blob(
        [(0.05, 0.0), (0.09, -0.06), (0.07, -0.11), (0.045, -0.05)], (44, 26, 20), volume=0,
        grain=0, opacity=0.8,
    )  # fmt: skip


def _f_holes(canvas: Canvas, wood: Colour) -> None:
    for side in (-1, 1):
        canvas.line(
            [(side * 0.055, -0.03), (side * 0.07, -0.08), (side * 0.062, -0.13), (side * 0.08,
            -0.17)], 0.012, tinted(wood, 0.22),
        )  # fmt: skip
    canvas.polygon([(-0.02, -0.15), (0.02, -0.15), (0.028, -0.27), (-0.028, -0.27)], (30, 24, 22))


def _skin(canvas: Canvas, wood: Colour) -> None:
    canvas.ellipse(0, 0, 0.235, 0.235, (150, 150, 156), stuff="metal", volume=0.8)
    canvas.ellipse(0, 0, 0.205, 0.205, wood, grain=0.06, volume=0.25)
    for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False):
        canvas.ellipse(
            0.222 * float(np.cos(angle)), 0.222 * float(np.sin(angle)), 0.012, 0.012, (88, 88, 94)
        )


def _no_hole(canvas: Canvas, wood: Colour) -> None:
    for y in (-0.05, 0.0, 0.05, 0.1, 0.15):
        canvas.line([(-0.05, y), (0.05, y)], 0.012, tinted(wood, 0.6))


_HOLES: dict[str, Callable[[Canvas, Colour], None]] = {
    "round": _round_hole,
    "f": _f_holes,
    "skin": _skin,
    "none": _no_hole,
}

"""Machines, seen from the side and heading to the right."""

import math

import numpy as np

from avisbuild.synth.canvas import Canvas, Colour
from avisbuild.synth.figures.pose import Pose, pick, tinted

_PAINTS: tuple[Colour, ...] = (
    (178, 32, 38), (34, 74, 142), (226, 226, 222), (44, 46, 52), (232, 176, 42), (40, 116, 92),
        (142, 146, 152),
)  # fmt: skip
_TYRE: Colour = (30, 30, 34)
_GLASS: Colour = (92, 122, 142)


def draw_car(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
    """A saloon or estate car; it shakes a little while its engine is heard."""
    paint, estate = pick(rng, _PAINTS), bool(rng.random() < 0.4)
    engine = pose.sounding(0)
    with canvas.moved(0, 0.02 * math.sin(4 * math.pi * engine) if engine is not None else 0.0):
        rear = -1.9 if estate else -1.35
        canvas.polygon([(-2.0, 0.3), (2.05, 0.3), (2.05, 0.55), (-2.05, 0.55)], (26, 26, 30))
        canvas.blob(
            [(-2.12, 0.42), (-2.14, 0.85), (-1.9, 1.0), (-0.6, 1.02), (1.1, 0.98), (1.95, 0.84),
            (2.18, 0.6), (2.12, 0.38), (0.6, 0.32), (-0.8, 0.32)], paint, stuff="metal", grain=0.06,
            volume=0.7,
        )  # fmt: skip
        canvas.blob(
            [(rear, 0.98), (rear + 0.3, 1.42), (-0.4, 1.52), (0.35, 1.46), (1.15, 0.98), (0, 0.92)],
            paint, stuff="metal", grain=0.06, volume=0.6,
        )  # fmt: skip
        for left, right, lean_left, lean_right in (
            (rear + 0.22, -0.28, 0.22, 0.0),
            (-0.18, 0.92, 0.0, -0.58),
        ):
            canvas.polygon(
                [(left, 1.02), (right, 1.02), (right + lean_right, 1.40), (left + lean_left, 1.40)],
                _GLASS, stuff="plain", grain=0.25, volume=0.6,
            )  # fmt: skip
        canvas.line([(-0.23, 1.0), (-0.23, 0.42)], 0.02, tinted(paint, 0.6))
        canvas.line([(1.0, 0.98), (0.92, 0.42)], 0.02, tinted(paint, 0.6))
        canvas.line([(-0.5, 0.86), (-0.34, 0.86)], 0.04, tinted(paint, 0.5))
        canvas.ellipse(2.04, 0.68, 0.09, 0.08, (252, 240, 190))
        canvas.ellipse(-2.08, 0.78, 0.06, 0.10, (196, 34, 34))
        canvas.polygon([(0.98, 1.05), (1.14, 1.05), (1.14, 1.15), (1.0, 1.15)], tinted(paint, 0.8))
    for x in (-1.28, 1.32):
        canvas.ellipse(x, 0.36, 0.44, 0.42, (18, 18, 20), volume=0)
        paint_wheel(canvas, x, 0.34, 0.34, pose.step)


def draw_lawn_mover(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
    """A ride-on lawn mower with its cutting deck."""
    paint = ((204, 44, 32), (46, 122, 52), (236, 132, 28))[int(rng.integers(3))]
    shake = pose.sounding(0)
    with canvas.moved(0, 0.015 * math.sin(4 * math.pi * shake) if shake is not None else 0.0):
        canvas.polygon(
            [(-0.45, 0.12), (0.42, 0.12), (0.36, 0.30), (-0.40, 0.30)],
            tinted(paint, 0.6),
            stuff="metal",
        )
        canvas.blob(
            [(-0.78, 0.34), (-0.80, 0.62), (-0.4, 0.66), (-0.2, 0.44), (0.2, 0.42), (0.26, 0.74),
            (0.5, 0.80), (0.86, 0.70), (0.92, 0.40), (0.5, 0.30)], paint, stuff="metal", grain=0.08,
            volume=0.7,
        )  # fmt: skip
        canvas.limb([(-0.52, 0.70), (-0.28, 0.70)], [0.12, 0.12], (34, 32, 34))
        canvas.limb([(-0.55, 0.72), (-0.62, 1.02)], [0.13, 0.10], (34, 32, 34))
        canvas.limb([(0.22, 0.74), (0.06, 1.02)], [0.04, 0.04], (40, 40, 44))
        canvas.ellipse(0.03, 1.04, 0.14, 0.045, (28, 28, 30), turn=28)
        canvas.ellipse(0.86, 0.58, 0.05, 0.06, (250, 236, 180))
        for x in (0.42, 0.50, 0.58, 0.66):
            canvas.line([(x, 0.48), (x + 0.03, 0.64)], 0.02, tinted(paint, 0.45))
    paint_wheel(canvas, -0.52, 0.30, 0.30, pose.step)
    paint_wheel(canvas, 0.62, 0.20, 0.20, pose.step)


def draw_tree_harvester(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
    """A forest harvester: engine, cab, crane and the harvesting head that dips while it works."""
    paint = ((232, 168, 28), (52, 112, 62), (206, 66, 32))[int(rng.integers(3))]
    work = pose.sounding(0)
    dip = 0.28 * math.sin(2 * math.pi * work) if work is not None else 0.0
    elbow, head = (1.45, 3.05 + dip * 0.4), (2.55, 1.75 + dip)
    canvas.limb(
        [(0.55, 1.35), (0.75, 2.5), elbow], [0.26, 0.22, 0.18], tinted(paint, 0.85), stuff="metal"
    )
    canvas.limb([elbow, head], [0.17, 0.12], tinted(paint, 0.95), stuff="metal")
    canvas.line([(0.62, 1.8), (1.3, 2.75 + dip * 0.4)], 0.06, (190, 192, 196))
    canvas.polygon(
        [(head[0] - 0.22, head[1] - 0.55), (head[0] + 0.22, head[1] - 0.55), (head[0] + 0.16,
        head[1] + 0.1), (head[0] - 0.16, head[1] + 0.1)], (62, 62, 66), stuff="metal", grain=0.2,
    )  # fmt: skip
    for side in (-1, 1):
        canvas.limb(
            [(head[0] + side * 0.2, head[1] - 0.3), (head[0] + side * 0.34, head[1] - 0.5),
            (head[0] + side * 0.14, head[1] - 0.72)], [0.08, 0.08, 0.04], (150, 40, 34),
        )  # fmt: skip
    canvas.polygon(
        [(-2.1, 0.72), (1.35, 0.72), (1.35, 1.0), (-2.1, 1.0)], (44, 44, 48), stuff="metal"
    )
    canvas.blob(
        [(-2.2, 0.95), (-2.22, 1.6), (-1.9, 1.75), (-0.75, 1.72), (-0.65, 0.98)], paint,
        stuff="metal", grain=0.08, volume=0.6,
    )  # fmt: skip
    for x in (-2.0, -1.85, -1.7, -1.55):
        canvas.line([(x, 1.12), (x, 1.5)], 0.05, tinted(paint, 0.45))
    canvas.polygon(
        [(-0.62, 0.98), (0.42, 0.98), (0.52, 1.5), (0.30, 2.35), (-0.58, 2.35)], tinted(paint, 0.9),
        volume=0.5,
    )  # fmt: skip
    canvas.polygon(
        [(-0.50, 1.45), (0.40, 1.45), (0.22, 2.25), (-0.48, 2.25)], _GLASS, grain=0.25, volume=0.6
    )
    canvas.line([(-0.1, 1.45), (-0.1, 2.25)], 0.05, tinted(paint, 0.5))
    for x in (-1.75, -0.85, 0.45, 1.25):
        paint_wheel(canvas, x, 0.52, 0.52, pose.step, lugs=True)


def draw_airplane(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
    """An airliner on its wheels."""
    stripe = pick(rng, _PAINTS[:2] + _PAINTS[4:6])
    white: Colour = (236, 238, 242)
    canvas.polygon(
        [(-4.5, 1.75), (-3.3, 1.75), (-4.9, 2.2), (-5.4, 2.2)], (190, 194, 200), volume=0.3
    )
    for x in (-0.9, -0.5, 3.4):
        canvas.limb([(x, 1.2), (x, 0.25)], [0.10, 0.08], (120, 122, 126))
    canvas.blob(
        [(5.0, 1.45), (4.75, 1.85), (4.0, 2.15), (2.5, 2.25), (-2.5, 2.25), (-4.2, 2.2), (-5.5,
            2.25), (-4.4, 1.55), (-2.6, 1.12), (2.5, 1.05), (4.3, 1.1)],
        white, stuff="metal", grain=0.05, volume=0.85,
    )  # fmt: skip
    canvas.polygon([(-5.3, 2.15), (-3.7, 2.22), (-4.9, 4.0), (-5.65, 4.0)], stripe, volume=0.4)
    canvas.polygon([(-4.5, 1.6), (4.6, 1.6), (4.78, 1.68), (-4.4, 1.70)], stripe, volume=0)
    for x in np.arange(-3.4, 3.6, 0.42):
        canvas.ellipse(float(x), 1.88, 0.09, 0.12, (58, 74, 92), volume=0.3, grain=0)
    canvas.polygon(
        [(4.05, 1.86), (4.62, 1.80), (4.45, 2.02), (4.05, 2.08)], (44, 58, 74), volume=0.3
    )
    canvas.polygon(
        [(1.3, 1.35), (-1.0, 1.35), (-2.9, 0.85), (-2.3, 0.82)],
        (176, 180, 188),
        stuff="metal",
        volume=0.4,
    )
    for x in (0.35,):
        canvas.blob(
            [(x + 0.75, 0.72), (x + 0.7, 1.08), (x, 1.12), (x - 0.75, 0.95), (x - 0.7, 0.74), (x,
            0.66)], (206, 208, 214), stuff="metal", volume=0.9,
        )  # fmt: skip
        canvas.ellipse(x + 0.68, 0.9, 0.09, 0.2, (40, 42, 48), volume=0.2)
    for x in (-0.9, -0.5, 3.4):
        paint_wheel(canvas, x, 0.22, 0.22, pose.step)


def paint_wheel(
    canvas: Canvas, x: float, y: float, radius: float, step: float | None, *, lugs: bool = False
) -> None:
    """A wheel whose spokes turn with the phase `step`."""
    turn = -2 * math.pi * (step or 0.0)
    canvas.ellipse(x, y, radius, radius, _TYRE, volume=0.4)
    if lugs:
        for number in range(10):
            angle = turn / 2 + 2 * math.pi * number / 10
            canvas.line(
                [(x + 0.8 * radius * math.cos(angle), y + 0.8 * radius * math.sin(angle)),
                (x + radius * math.cos(angle), y + radius * math.sin(angle))], 0.09, (58, 58, 60),
            )  # fmt: skip
    canvas.ellipse(x, y, radius * 0.62, radius * 0.62, (172, 174, 180), stuff="metal", volume=0.6)
    for number in range(5):
        angle = turn + 2 * math.pi * number / 5
        canvas.line(
            [(x, y), (x + 0.56 * radius * math.cos(angle), y + 0.56 * radius * math.sin(angle))],
            radius * 0.12, (84, 86, 92),
        )  # fmt: skip
    canvas.ellipse(x, y, radius * 0.16, radius * 0.16, (60, 60, 66))

"""Instruments one plays at: seen from the hall, the player behind them."""

import numpy as np

from avisbuild.synth.canvas import Canvas, Colour
from avisbuild.synth.figures.pose import tinted

_WOODS: tuple[Colour, ...] = ((30, 26, 28), (92, 48, 28), (122, 74, 44))


def paint_piano(canvas: Canvas, rng: np.random.Generator) -> None:
    """A piano with its keys to us: legs, case, key bed, fall board."""
    wood = _WOODS[int(rng.integers(3))]
    for x in (-0.66, 0.60):
        canvas.limb(
            [(x + 0.03, 0.62), (x + 0.03, 0.02)], [0.10, 0.06], tinted(wood, 0.8), stuff="wood"
        )
    canvas.polygon(
        [(-0.04, 0.62), (0.04, 0.62), (0.06, 0.06), (-0.06, 0.06)], tinted(wood, 0.6), stuff="wood"
    )
    for x in (-0.03, 0.03):
        canvas.line([(x, 0.09), (x, 0.03)], 0.03, (206, 172, 88))
    canvas.polygon(
        [(-0.78, 0.60), (0.78, 0.60), (0.80, 0.82), (-0.80, 0.82)], wood, stuff="wood", grain=0.2
    )
    canvas.polygon(
        [(-0.72, 0.80), (0.72, 0.80), (0.68, 0.95), (-0.68, 0.95)], (246, 244, 236), volume=0.15
    )
    for number in range(1, 29):
        share = number / 29 * 2 - 1
        canvas.line([(0.72 * share, 0.80), (0.68 * share, 0.95)], 0.006, (120, 118, 112))
        if number % 7 not in (0, 3):
            canvas.line([(0.707 * share, 0.85), (0.68 * share, 0.95)], 0.026, (22, 20, 22))
    for side in (-1, 1):
        canvas.polygon(
            [(side * 0.72, 0.79), (side * 0.82, 0.79), (side * 0.78, 1.0), (side * 0.68, 1.0)],
            wood, stuff="wood",
        )  # fmt: skip
    canvas.polygon(
        [(-0.78, 0.77), (0.78, 0.77), (0.78, 0.81), (-0.78, 0.81)], tinted(wood, 1.35), stuff="wood"
    )


def paint_guzheng(canvas: Canvas, rng: np.random.Generator) -> None:
    """A long zither on two stands, its strings and bridges in view."""
    wood: Colour = ((104, 52, 30), (66, 36, 28), (140, 84, 48))[int(rng.integers(3))]
    for x in (-0.58, 0.58):
        for foot in (-0.14, 0.14):
            canvas.limb(
                [(x, 0.66), (x + foot, 0.02)], [0.05, 0.04], tinted(wood, 0.7), stuff="wood"
            )
    canvas.blob(
        [(-0.82, 0.66), (-0.3, 0.62), (0.3, 0.62), (0.82, 0.66), (0.84, 0.84), (0.3, 0.90), (-0.3,
            0.90), (-0.84, 0.84)],
        wood, stuff="wood", grain=0.22,
    )  # fmt: skip
    canvas.polygon(
        [(-0.72, 0.72), (0.72, 0.72), (0.70, 0.87), (-0.70, 0.87)], (196, 148, 92), stuff="wood"
    )
    for number in range(11):
        y = 0.735 + 0.012 * number
        canvas.line([(-0.71, y), (0.71, y)], 0.0045, (238, 232, 214), opacity=0.9)
        x = -0.45 + 0.085 * number
        canvas.polygon(
            [(x - 0.016, y - 0.01), (x + 0.016, y - 0.01), (x, y + 0.026)], (240, 232, 210)
        )

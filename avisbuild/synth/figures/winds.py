"""Wind instruments, painted from the mouthpiece at (0, 0) downwards along -y, in metres."""

import math

import numpy as np

from avisbuild.synth.canvas import Canvas, Colour
from avisbuild.synth.figures.pose import tinted

_BRASS: tuple[Colour, ...] = ((224, 176, 66), (206, 152, 52), (214, 208, 196))
_SILVERS: tuple[Colour, ...] = ((206, 210, 216), (222, 206, 160), (196, 200, 214))
_SILVER: Colour = _SILVERS[0]
_BLACK: Colour = (34, 32, 36)


def paint_flute(canvas: Canvas, rng: np.random.Generator) -> None:
    """A transverse flute, 0.66 m of silver tube; the caller turns it level."""
    tube = _SILVERS[int(rng.integers(3))]
    canvas.limb(
        [(0, 0.08), (0, -0.60)], [0.034, 0.032], tube, stuff="metal", grain=0.15, volume=0.9
    )
    canvas.ellipse(0, 0.0, 0.024, 0.03, tinted(tube, 0.8))
    for y in np.linspace(-0.2, -0.52, 8):
        canvas.ellipse(0.006, float(y), 0.014, 0.012, tinted(tube, 0.55), volume=0.8)


def paint_clarinet(canvas: Canvas, rng: np.random.Generator) -> None:
    """A black tube with bright keys and a bell."""
    keys = _SILVERS[int(rng.integers(3))]
    canvas.limb([(0, 0), (0, -0.08), (0, -0.52)], [0.022, 0.038, 0.042], _BLACK, volume=0.9)
    canvas.polygon(
        [(-0.021, -0.5), (0.021, -0.5), (0.05, -0.64), (-0.05, -0.64)], _BLACK, volume=0.9
    )
    for y in (-0.08, -0.3, -0.5):
        canvas.line([(-0.024, y), (0.024, y)], 0.014, keys)
    for y in np.linspace(-0.14, -0.46, 8):
        canvas.ellipse(0.01, float(y), 0.013, 0.011, keys, volume=0.8)


def paint_bassoon(canvas: Canvas, rng: np.random.Generator) -> None:
    """A long reddish tube held aslant, with a thin crook to the mouth."""
    wood: Colour = ((110, 42, 28), (132, 60, 34))[int(rng.integers(2))]
    canvas.limb(
        [(0, 0), (0.03, 0.08), (0.09, 0.06), (0.10, -0.02)], [0.012, 0.014, 0.016, 0.02], _SILVER
    )
    canvas.limb([(0.1, 0.42), (0.1, -0.62)], [0.062, 0.075], wood, stuff="wood", volume=0.9)
    canvas.limb(
        [(0.155, -0.1), (0.155, -0.62)], [0.04, 0.055], tinted(wood, 0.85), stuff="wood", volume=0.9
    )
    for y, width in ((0.42, 0.072), (0.1, 0.075), (-0.6, 0.15)):
        canvas.line(
            [(0.1 - width / 2, y), (0.1 + width / 2 + (0.03 if y < -0.5 else 0), y)],
            0.03,
            (222, 214, 190),
        )
    for y in np.linspace(-0.05, -0.5, 7):
        canvas.ellipse(0.11, float(y), 0.017, 0.014, _SILVER, volume=0.8)


def paint_saxophone(canvas: Canvas, rng: np.random.Generator) -> None:
    """A conical brass tube that turns up into a wide bell."""
    brass = _BRASS[int(rng.integers(2))]
    canvas.limb([(0, 0), (0.05, 0.04), (0.08, 0.0)], [0.02, 0.026, 0.034], tinted(brass, 0.9))
    bow = [
        (0.08 + 0.085 * (1 - math.cos(a)), -0.50 - 0.085 * math.sin(a))
        for a in np.linspace(0, math.pi, 8)
    ]
    canvas.limb(
        [(0.08, 0.0), (0.08, -0.5), *bow, (0.26, -0.34)], [0.036, 0.075, *[0.085] * 8, 0.12], brass,
        stuff="metal", grain=0.16, volume=0.9,
    )  # fmt: skip
    canvas.polygon(
        [(0.205, -0.36), (0.31, -0.36), (0.37, -0.22), (0.165, -0.22)], brass, stuff="metal",
        volume=0.9,
    )  # fmt: skip
    canvas.ellipse(0.268, -0.22, 0.105, 0.028, tinted(brass, 0.45), volume=0.2)
    for y in np.linspace(-0.08, -0.46, 7):
        canvas.ellipse(0.085, float(y), 0.022, 0.018, tinted(brass, 1.2), volume=0.9)


def paint_trumpet(canvas: Canvas, rng: np.random.Generator) -> None:
    """A trumpet pointing down -y (the caller turns it level): tube, three valves, bell."""
    brass = _BRASS[int(rng.integers(3))]
    canvas.limb([(0, 0.0), (0, -0.5)], [0.018, 0.024], brass, volume=0.9)
    canvas.limb([(0.06, -0.12), (0.06, -0.40)], [0.02, 0.02], tinted(brass, 0.9), volume=0.9)
    canvas.limb([(0.0, -0.12), (0.06, -0.12)], [0.02, 0.02], brass)
    canvas.limb([(0.0, -0.40), (0.06, -0.40)], [0.02, 0.02], brass)
    for y in (-0.2, -0.25, -0.3):
        canvas.limb([(-0.04, y), (0.1, y)], [0.032, 0.032], tinted(brass, 0.95), volume=0.9)
        canvas.ellipse(-0.06, y, 0.012, 0.012, _SILVER)
    canvas.polygon(
        [(-0.012, -0.42), (0.012, -0.42), (0.03, -0.52), (0.078, -0.58), (-0.078, -0.58), (-0.03,
        -0.52)], brass, volume=0.9,
    )  # fmt: skip
    canvas.ellipse(0, -0.58, 0.08, 0.016, tinted(brass, 0.5), volume=0.2)


def paint_tuba(canvas: Canvas, rng: np.random.Generator) -> None:
    """A tuba held before the chest: an oval of tube and a wide bell above the head."""
    brass = _BRASS[int(rng.integers(2))]
    canvas.limb([(0, 0), (0.10, -0.02)], [0.018, 0.03], _SILVER)
    canvas.polygon(
        [(0.06, -0.2), (0.19, -0.2), (0.22, 0.18), (0.36, 0.36), (-0.06, 0.36), (0.05, 0.18)],
        brass, stuff="metal", grain=0.16, volume=0.9,
    )  # fmt: skip
    canvas.ellipse(0.15, 0.365, 0.215, 0.05, tinted(brass, 0.45), volume=0.3)
    ring = [
        (0.08 + 0.16 * math.cos(a), -0.36 + 0.25 * math.sin(a))
        for a in np.linspace(0, 2 * math.pi, 20)
    ]
    canvas.limb(ring, [0.105] * 20, brass, stuff="metal", grain=0.16, volume=0.9)
    inner = [
        (0.08 + 0.07 * math.cos(a), -0.36 + 0.13 * math.sin(a))
        for a in np.linspace(0, 2 * math.pi, 14)
    ]
    canvas.limb(inner, [0.045] * 14, tinted(brass, 0.85), volume=0.9)
    for x in (0.03, 0.08, 0.13):
        canvas.limb([(x, -0.28), (x, -0.44)], [0.036, 0.036], tinted(brass, 1.08), volume=0.9)


def paint_accordion(canvas: Canvas, rng: np.random.Generator, opened: float) -> None:
    """An accordion around (0, 0): two boxes and pleated bellows, `opened` 0..1."""
    body = ((158, 24, 34), (30, 30, 36), (24, 62, 122))[int(rng.integers(3))]
    half = 0.07 + 0.10 * opened
    pleats = 9
    for number in range(pleats):
        x0, x1 = (-half + 2 * half * (number + d) / pleats for d in (0, 1))
        shade = 1.25 if number % 2 else 0.7
        canvas.polygon(
            [(x0, -0.17), (x1, -0.17), (x1, 0.17), (x0, 0.17)],
            tinted((74, 66, 66), shade),
            volume=0.2,
        )
    for side in (-1, 1):
        x = side * (half + 0.06)
        canvas.blob(
            [(x - 0.065, -0.19), (x + 0.065, -0.19), (x + 0.07, 0), (x + 0.065, 0.19), (x - 0.065,
            0.19), (x - 0.06, 0)], body, volume=0.6,
        )  # fmt: skip
        canvas.line([(x - 0.05, 0.15), (x + 0.05, 0.15)], 0.012, (226, 214, 178))
    x = -(half + 0.10)
    canvas.polygon(
        [(x - 0.03, -0.18), (x + 0.03, -0.18), (x + 0.03, 0.18), (x - 0.03, 0.18)], (244, 242, 236),
        volume=0.2,
    )  # fmt: skip
    for y in np.linspace(-0.15, 0.15, 9):
        canvas.line([(x - 0.028, float(y)), (x + 0.006, float(y))], 0.014, _BLACK)
    for y in np.linspace(-0.13, 0.11, 5):
        canvas.ellipse(half + 0.06, float(y), 0.012, 0.012, (240, 236, 226))

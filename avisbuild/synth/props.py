"""Scenery in the foreground, wide and tall enough to hide what passes behind it."""

import math

import numpy as np

from avisbuild.synth.canvas import Canvas, Colour, Sprite
from avisbuild.synth.figures.pose import pick, tinted

PROP_OF = {
    "stage": "screen",
    "room": "screen",
    "meadow": "hedge",
    "street": "kiosk",
    "airfield": "hangar",
}


def paint_prop(name: str, width: float, height: float, px: float, seed: int) -> Sprite:
    """A folding screen, hedge, kiosk or hangar; sizes in units of `px` pixels."""
    box = (-width / 2 - 0.03, -0.02, width / 2 + 0.03, height + 0.04)
    canvas = Canvas(box=box, px_per_m=px, part_count=1, seed=seed)
    _PROPS[name](canvas, width, height, np.random.default_rng(seed))
    return canvas.finish()


def _screen(canvas: Canvas, width: float, height: float, rng: np.random.Generator) -> None:
    frame: Colour = pick(rng, ((96, 58, 36), (46, 40, 42), (150, 112, 72)))
    cloth: Colour = pick(rng, ((206, 190, 158), (126, 44, 48), (62, 92, 98), (182, 152, 96)))
    panels = max(2, round(width / 0.22))
    for number in range(panels):
        left, right = (-width / 2 + width * (number + d) / panels for d in (0, 1))
        drop = 0.012 * (1 if number % 2 else -1)
        corners = [
            (left, drop * 0.3),
            (right, -drop * 0.3),
            (right, height - drop),
            (left, height + drop),
        ]
        canvas.polygon(corners, tinted(frame, 0.9), stuff="wood")
        canvas.polygon(
            [(x * 0.97 + 0.03 * (left + right) / 2, 0.02 + y * 0.965) for x, y in corners],
            tinted(cloth, 1.05 if number % 2 else 0.85), stuff="cloth", grain=0.12,
        )  # fmt: skip
        for share in (0.3, 0.62):
            canvas.blob(
                [((left + right) / 2 + 0.03 * math.cos(a),
                height * share + 0.045 * math.sin(a)) for a in np.linspace(0, 6.28, 7)[:-1]],
                tinted(cloth, 0.62), opacity=0.6, volume=0.2,
            )  # fmt: skip


def _hedge(canvas: Canvas, width: float, height: float, rng: np.random.Generator) -> None:
    green: Colour = pick(rng, ((62, 98, 44), (78, 112, 52), (50, 84, 52)))
    canvas.polygon(
        [(-width / 2, 0), (width / 2, 0), (width / 2, height * 0.93), (-width / 2, height * 0.93)],
        green, stuff="leaves", grain=0.3, volume=0.3,
    )  # fmt: skip
    for x in np.linspace(-width / 2, width / 2, max(5, round(width / 0.05))):
        tall = height * (0.93 + 0.07 * float(rng.random()))
        canvas.ellipse(
            float(x) * 0.97, tall - 0.02, 0.035, 0.03, tinted(green, float(rng.uniform(0.9, 1.2))),
            stuff="leaves", grain=0.3,
        )  # fmt: skip
    for _ in range(round(width * height * 420)):
        x, y = float(rng.uniform(-0.48, 0.48)) * width, float(rng.uniform(0.03, 0.93)) * height
        canvas.ellipse(
            x, y, 0.018, 0.012, tinted(green, float(rng.uniform(0.65, 1.45))),
            turn=float(rng.uniform(0, 180)), grain=0, opacity=0.8,
        )  # fmt: skip


def _kiosk(canvas: Canvas, width: float, height: float, rng: np.random.Generator) -> None:
    wall: Colour = pick(rng, ((44, 92, 88), (146, 54, 44), (206, 168, 84)))
    half = width / 2
    canvas.polygon(
        [(-half, 0), (half, 0), (half, height * 0.88), (-half, height * 0.88)], wall, stuff="wood",
        volume=0.3,
    )  # fmt: skip
    canvas.polygon(
        [(-half * 0.82, height * 0.42), (half * 0.82, height * 0.42), (half * 0.82, height * 0.76),
        (-half * 0.82, height * 0.76)], (70, 78, 88), grain=0.2,
    )  # fmt: skip
    for number in range(6):
        x = -half * 0.72 + half * 1.44 * number / 5
        canvas.polygon(
            [(x - 0.02, height * 0.45), (x + 0.02, height * 0.45), (x + 0.02, height * 0.56),
            (x - 0.02, height * 0.56)], pick(rng, ((216, 90, 70), (232, 210, 120), (120, 160, 190),
            (236, 236, 230))),
        )  # fmt: skip
    stripes = 8
    for number in range(stripes):
        x0, x1 = (-half + width * (number + d) / stripes for d in (0, 1))
        canvas.polygon(
            [(x0, height * 0.76), (x1, height * 0.76), (x1 * 0.96, height), (x0 * 0.96, height)],
            (238, 232, 220) if number % 2 else (186, 46, 44), stuff="cloth",
        )  # fmt: skip
    canvas.polygon(
        [(-half, 0), (half, 0), (half, height * 0.06), (-half, height * 0.06)], tinted(wall, 0.5)
    )


def _hangar(canvas: Canvas, width: float, height: float, rng: np.random.Generator) -> None:
    steel: Colour = pick(rng, ((146, 156, 164), (120, 134, 126), (168, 160, 148)))
    half = width / 2
    roof = [
        (half * math.cos(a), height * 0.8 + height * 0.2 * math.sin(a))
        for a in np.linspace(0, math.pi, 14)
    ]
    canvas.polygon([(half, 0), *roof, (-half, 0)], steel, stuff="metal", grain=0.1, volume=0.3)
    for number in range(1, 24):
        x = -half + width * number / 24
        canvas.line([(x, 0), (x, height * 0.8)], 0.004, tinted(steel, 0.78))
    canvas.polygon(
        [(-half * 0.6, 0), (half * 0.6, 0), (half * 0.6, height * 0.62), (-half * 0.6,
        height * 0.62)], tinted(steel, 0.6), stuff="metal",
    )  # fmt: skip
    canvas.line([(0, 0), (0, height * 0.62)], 0.006, tinted(steel, 0.4))


_PROPS = {"screen": _screen, "hedge": _hedge, "kiosk": _kiosk, "hangar": _hangar}

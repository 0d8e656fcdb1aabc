"""People: seen from the front, standing or walking, with two-bone arms that reach for things."""

import math
from dataclasses import dataclass

import numpy as np

from avisbuild.synth.canvas import Canvas, Colour, Point
from avisbuild.synth.figures.pose import Pose, pick, tinted

SKINS: tuple[Colour, ...] = (
    (242, 205, 178),
    (224, 176, 140),
    (190, 134, 96),
    (141, 92, 62),
    (97, 63, 45),
)
HAIRS: tuple[Colour, ...] = (
    (35, 28, 26),
    (74, 48, 32),
    (122, 78, 42),
    (186, 148, 88),
    (150, 150, 152),
    (120, 46, 26),
)
SHIRTS: tuple[Colour, ...] = (
    (178, 44, 52), (36, 78, 138), (232, 228, 218), (44, 112, 92), (212, 152, 44), (88, 60, 118),
        (46, 48, 56), (206, 112, 96),
)  # fmt: skip
TROUSERS: tuple[Colour, ...] = (
    (38, 46, 66),
    (58, 54, 50),
    (96, 82, 66),
    (24, 26, 30),
    (70, 84, 104),
)
_UPPER_M, _FORE_M = 0.30, 0.29
SHOULDER_Y = 1.40


@dataclass(frozen=True, slots=True)
class Looks:
    """One person's colours and cut, drawn once so that every pose shows the same person."""

    skin: Colour
    hair: Colour
    shirt: Colour
    trousers: Colour
    hair_cut: int
    skirt: bool
    long_sleeves: bool
    width: float


def looks(rng: np.random.Generator) -> Looks:
    """A person at random."""
    return Looks(
        skin=pick(rng, SKINS),
        hair=pick(rng, HAIRS),
        shirt=pick(rng, SHIRTS),
        trousers=pick(rng, TROUSERS),
        hair_cut=int(rng.integers(4)),
        skirt=bool(rng.random() < 0.3),
        long_sleeves=bool(rng.random() < 0.55),
        width=float(rng.uniform(0.92, 1.1)),
    )


def paint_body(canvas: Canvas, who: Looks, pose: Pose) -> None:
    """Legs, torso and head; the arms come later, in front of what they hold."""
    if who.hair_cut == 2:
        canvas.blob(
            [(-0.13, 1.66), (0, 1.76), (0.13, 1.66), (0.16, 1.4), (0.1, 1.28), (-0.1, 1.28), (-0.16, 1.4)],
            tinted(who.hair, 0.85), stuff="fur", grain=0.2,
        )  # fmt: skip
    _paint_legs(canvas, who, pose)
    w = who.width
    torso = [
        (-0.07 * w, 1.47), (-0.20 * w, 1.42), (-0.215 * w, 1.3), (-0.17 * w, 1.06), (-0.175 * w, 0.86),
        (0.175 * w, 0.86), (0.17 * w, 1.06), (0.215 * w, 1.3), (0.20 * w, 1.42), (0.07 * w, 1.47),
    ]  # fmt: skip
    canvas.limb([(0, 1.42), (0, 1.53)], [0.12, 0.105], tinted(who.skin, 0.85))
    canvas.blob(torso, who.shirt, stuff="cloth", grain=0.13, volume=0.6)
    canvas.polygon([(-0.06, 1.475), (0.06, 1.475), (0, 1.37)], tinted(who.skin, 0.95))
    _paint_head(canvas, who, pose)


def paint_arm(canvas: Canvas, who: Looks, side: int, hand: Point) -> None:
    """An arm from the shoulder on `side` (-1 left of the picture, 1 right) to a hand, the elbow hanging."""
    shoulder = (side * 0.185 * who.width, SHOULDER_Y)
    elbow = _elbow(shoulder, hand)
    sleeve = who.shirt if who.long_sleeves else who.skin
    canvas.limb([elbow, hand], [0.085, 0.065], sleeve, stuff="cloth", volume=0.5)
    canvas.limb([shoulder, elbow], [0.115, 0.09], who.shirt, stuff="cloth", grain=0.13, volume=0.5)
    canvas.ellipse(hand[0], hand[1], 0.043, 0.05, who.skin)


def draw_person(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
    """A person alone; gestures and opens the mouth when sounding."""
    who = looks(rng)
    voice = pose.sounding(0)
    swing = 0.13 * math.sin(2 * math.pi * pose.step) if pose.step is not None else 0.0
    lift = 0.5 + 0.5 * math.sin(2 * math.pi * voice) if voice is not None else 0.0
    left = (-0.27 - 0.03 * lift - swing * 0.4, 0.84 + 0.05 * abs(swing))
    right = (0.27 - swing * 0.4, 0.84 + 0.05 * abs(swing))
    if voice is not None:
        right = (0.30 + 0.05 * lift, 1.08 + 0.16 * lift)
    paint_body(canvas, who, pose)
    paint_arm(canvas, who, -1, left)
    paint_arm(canvas, who, 1, right)


def _paint_legs(canvas: Canvas, who: Looks, pose: Pose) -> None:
    phase = 2 * math.pi * pose.step if pose.step is not None else None
    for side in (-1, 1):
        swing = 0.17 * math.sin(phase) * side if phase is not None else 0.0
        lift = max(0.0, 0.07 * math.cos(phase) * side) if phase is not None else 0.0
        hip, foot = (side * 0.085, 0.88), (side * 0.10 + swing, 0.06 + lift)
        knee = (side * 0.095 + swing * 0.55 + lift * 0.4, 0.48 + lift * 0.3)
        bare = who.skirt
        canvas.limb(
            [hip, knee, foot], [0.17, 0.13, 0.10], who.skin if bare else who.trousers, stuff="cloth"
        )
        toes = (foot[0] + side * 0.05, foot[1] - 0.03)
        canvas.limb(
            [(foot[0], foot[1] - 0.02), toes], [0.09, 0.07], tinted(who.trousers, 0.5), grain=0
        )
    if who.skirt:
        canvas.blob(
            [(-0.16, 0.95), (-0.25, 0.52), (-0.1, 0.48), (0.1, 0.48), (0.25, 0.52), (0.16, 0.95)],
            who.trousers, stuff="cloth", grain=0.16,
        )  # fmt: skip


def _paint_head(canvas: Canvas, who: Looks, pose: Pose) -> None:
    voice = pose.sounding(0)
    for side in (-1, 1):
        canvas.ellipse(side * 0.105, 1.60, 0.022, 0.036, tinted(who.skin, 0.9))
    canvas.blob(
        [(-0.098, 1.66), (-0.09, 1.55), (-0.035, 1.475), (0.035, 1.475), (0.09, 1.55), (0.098,
            1.66), (0, 1.74)],
        who.skin, grain=0.03,
    )  # fmt: skip
    for side in (-1, 1):
        canvas.ellipse(side * 0.04, 1.612, 0.017, 0.011, (250, 248, 244), volume=0, grain=0)
        canvas.ellipse(side * 0.04, 1.611, 0.009, 0.011, (48, 36, 30), volume=0, grain=0)
        canvas.line([(side * 0.02, 1.638), (side * 0.062, 1.640)], 0.010, tinted(who.hair, 0.8))
    canvas.line([(0.004, 1.60), (0.012, 1.567), (-0.004, 1.564)], 0.009, tinted(who.skin, 0.72))
    opened = 0.006 if voice is None else 0.010 + 0.022 * (0.5 - 0.5 * math.cos(4 * math.pi * voice))
    canvas.ellipse(0, 1.528, 0.034, opened + 0.005, (168, 74, 70), volume=0, grain=0)
    if voice is not None:
        canvas.ellipse(0, 1.528, 0.024, opened, (62, 18, 22), volume=0, grain=0)
    _paint_hair(canvas, who)


def _paint_hair(canvas: Canvas, who: Looks) -> None:
    cap = [
        (-0.112, 1.60), (-0.118, 1.69), (-0.06, 1.765), (0.05, 1.77), (0.118, 1.69), (0.112, 1.60),
        (0.088, 1.665), (0.02, 1.69), (-0.07, 1.672),
    ]  # fmt: skip
    if who.hair_cut == 3:
        canvas.ellipse(0, 1.80, 0.06, 0.05, who.hair, stuff="fur", grain=0.25)
    canvas.blob(cap, who.hair, stuff="fur", grain=0.25, volume=0.7)
    if who.hair_cut == 2:
        for side in (-1, 1):
            canvas.limb(
                [(side * 0.1, 1.68), (side * 0.125, 1.5), (side * 0.12, 1.38)], [0.05, 0.06, 0.03],
                who.hair, stuff="fur", grain=0.25,
            )  # fmt: skip
    if who.hair_cut == 1:
        canvas.blob(
            [(-0.07, 1.545), (0, 1.555), (0.07, 1.545), (0.05, 1.49), (0, 1.462), (-0.05, 1.49)],
            who.hair, stuff="fur", grain=0.25, opacity=0.85,
        )  # fmt: skip
        canvas.ellipse(0, 1.528, 0.026, 0.010, (150, 66, 62), volume=0, grain=0)


def _elbow(shoulder: Point, hand: Point) -> Point:
    """Where two bones of fixed length meet, below the line between; a hand out of reach stretches the arm."""
    dx, dy = hand[0] - shoulder[0], hand[1] - shoulder[1]
    reach = max(math.hypot(dx, dy), 1e-6)
    along = (reach**2 + _UPPER_M**2 - _FORE_M**2) / (2 * reach)
    if along >= _UPPER_M:
        return shoulder[0] + dx * 0.5, shoulder[1] + dy * 0.5
    aside = math.sqrt(_UPPER_M**2 - along**2) * (-1.0 if dx > 0 else 1.0)
    return (
        shoulder[0] + dx * along / reach - dy * aside / reach,
        shoulder[1] + dy * along / reach + dx * aside / reach,
    )

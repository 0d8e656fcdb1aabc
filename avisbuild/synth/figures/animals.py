"""Four-legged animals, seen from the side and looking to the right."""

import math
from dataclasses import dataclass

import numpy as np

from avisbuild.synth.canvas import Canvas, Colour, Point
from avisbuild.synth.figures.pose import Draw, Pose, pick, tinted


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """How an animal is made, in metres: `length` from chest to rump, `leg` from belly to ground."""

    length: float
    girth: float
    leg: float
    leg_width: float
    neck: Point
    head: float
    muzzle: float
    coats: tuple[Colour, ...]
    tail: tuple[Point, ...]
    tail_width: float
    ears: str
    mane: str = ""
    spots: bool = False


DOG = Build(
    length=0.62, girth=0.26, leg=0.34, leg_width=0.085, neck=(0.15, 0.22), head=0.125, muzzle=0.14,
    coats=((176, 122, 68), (72, 54, 42), (214, 190, 152), (58, 56, 60), (146, 84, 44)),
    tail=((-0.08, 0.06), (-0.20, 0.20), (-0.20, 0.34)), tail_width=0.055, ears="floppy", spots=True,
)  # fmt: skip
CAT = Build(
    length=0.46, girth=0.20, leg=0.20, leg_width=0.062, neck=(0.09, 0.15), head=0.118, muzzle=0.035,
    coats=((196, 128, 64), (86, 84, 88), (222, 214, 200), (44, 42, 46), (150, 128, 104)),
    tail=((-0.12, 0.02), (-0.24, 0.12), (-0.24, 0.34), (-0.32, 0.44)), tail_width=0.045,
        ears="pointed", spots=True,
)  # fmt: skip
LION = Build(
    length=0.98, girth=0.40, leg=0.44, leg_width=0.13, neck=(0.18, 0.26), head=0.19, muzzle=0.13,
    coats=((204, 158, 92), (188, 138, 76)), tail=((-0.14, -0.06), (-0.26, -0.26), (-0.36, -0.24)),
        tail_width=0.05,
    ears="round", mane="lion",
)  # fmt: skip
HORSE = Build(
    length=1.18, girth=0.52, leg=0.82, leg_width=0.13, neck=(0.34, 0.56), head=0.16, muzzle=0.34,
    coats=((124, 70, 38), (76, 46, 32), (196, 180, 158), (52, 46, 46), (158, 96, 52)),
    tail=((-0.12, -0.06), (-0.22, -0.4), (-0.20, -0.72)), tail_width=0.13, ears="pointed", mane="horse",
)  # fmt: skip
BUILDS = {"dog": DOG, "cat": CAT, "lion": LION, "horse": HORSE}


def draw_animal(name: str) -> Draw:
    """The drawing of a dog, cat, lion or horse."""
    build = BUILDS[name]

    def draw(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
        coat = pick(rng, build.coats)
        patches = [(float(rng.uniform(-0.3, 0.3)), float(rng.uniform(-0.2, 0.3))) for _ in range(3)]
        spotted = build.spots and rng.random() < 0.5
        voice = pose.sounding(0)
        opened = 0.0 if voice is None else 0.5 - 0.5 * math.cos(2 * math.pi * voice)
        middle = build.leg + build.girth * 0.5
        _paint_tail(canvas, build, coat, middle, opened)
        _paint_legs(canvas, build, tinted(coat, 0.72), pose, near=False)
        _paint_trunk(canvas, build, coat, middle)
        if spotted:
            for x, y in patches:
                canvas.ellipse(
                    x * build.length, middle + y * build.girth, 0.12 * build.length,
                    0.2 * build.girth, tinted(coat, 1.6 if sum(coat) < 260 else 0.55), stuff="fur",
                    grain=0.2, volume=0.1, opacity=0.85,
                )  # fmt: skip
        _paint_legs(canvas, build, coat, pose, near=True)
        _paint_front(canvas, build, coat, middle, opened)

    return draw


def _paint_trunk(canvas: Canvas, build: Build, coat: Colour, middle: float) -> None:
    half, girth = build.length / 2, build.girth
    canvas.blob(
        [
            (half, middle + 0.30 * girth), (half * 0.4, middle + 0.46 * girth), (-half * 0.5,
                middle + 0.44 * girth),
            (-half, middle + 0.26 * girth), (-half * 1.06, middle - 0.1 * girth), (-half * 0.7,
                middle - 0.36 * girth),
            (0, middle - 0.42 * girth), (half * 0.7, middle - 0.55 * girth), (half * 1.08,
                middle - 0.1 * girth),
        ],
        coat, stuff="fur", grain=0.2, volume=0.75,
    )  # fmt: skip


def _paint_legs(canvas: Canvas, build: Build, coat: Colour, pose: Pose, *, near: bool) -> None:
    for front in (True, False):
        x = (0.40 if front else -0.43) * build.length + (0.0 if near else 0.07 * build.length)
        phase = 0.0 if front == near else 0.5
        swing = lift = 0.0
        if pose.step is not None:
            angle = 2 * math.pi * (pose.step + phase)
            swing, lift = (
                0.30 * build.leg * math.sin(angle),
                0.16 * build.leg * max(0.0, math.cos(angle)),
            )
        top, foot = build.leg + build.girth * 0.18, build.leg_width * 0.3 + lift
        back = -0.10 if front else 0.14
        knee = (x + swing * 0.4 - back * build.leg * 0.6, top * 0.5 + lift * 0.6)
        width = build.leg_width * (1.0 if front else 1.15)
        canvas.limb(
            [(x, top), knee, (x + swing, foot)], [width * 1.7, width, width * 0.72], coat,
            stuff="fur", grain=0.18,
        )  # fmt: skip
        paw = tinted(coat, 0.45 if build.mane == "horse" else 0.85)
        canvas.ellipse(x + swing + 0.22 * width, foot, width * 0.62, width * 0.36, paw)


def _paint_tail(canvas: Canvas, build: Build, coat: Colour, middle: float, opened: float) -> None:
    x, y = -build.length / 2, middle + 0.22 * build.girth
    points = [(x + 0.04, y)] + [
        (x + dx, y + dy + 0.06 * opened * i) for i, (dx, dy) in enumerate(build.tail)
    ]
    colour = tinted(coat, 0.5) if build.mane == "horse" else coat
    canvas.limb(
        points, [build.tail_width] * (len(points) - 1) + [build.tail_width * 0.55], colour,
        stuff="fur", grain=0.25,
    )  # fmt: skip
    if build.mane == "lion":
        canvas.ellipse(
            points[-1][0], points[-1][1], 0.05, 0.06, tinted(coat, 0.45), stuff="fur", grain=0.3
        )


def _paint_front(canvas: Canvas, build: Build, coat: Colour, middle: float, opened: float) -> None:
    chest = (build.length * 0.42, middle + 0.12 * build.girth)
    head = (
        build.length / 2 + build.neck[0],
        middle + 0.3 * build.girth + build.neck[1] * (0.82 + 0.18 * opened),
    )
    if build.mane == "lion":
        _paint_lion_mane(canvas, build, head)
    canvas.limb(
        [chest, head],
        [build.girth * 0.72, build.head * 1.25],
        coat,
        stuff="fur",
        grain=0.2,
        volume=0.6,
    )
    if build.mane == "horse":
        crest = [
            (chest[0] - 0.10, chest[1] + 0.22),
            (head[0] - 0.20, head[1] - 0.10),
            (head[0] - 0.06, head[1] + 0.12),
        ]
        canvas.limb(crest, [0.10, 0.16, 0.08], tinted(coat, 0.45), stuff="fur", grain=0.35)
    if build.mane == "lion":
        canvas.ellipse(
            head[0] - 0.06, head[1] - 0.02, build.head * 1.55, build.head * 1.75, (112, 66, 32),
            stuff="fur", grain=0.35, volume=0.4,
        )  # fmt: skip
    with canvas.moved(
        *head, turn=-16.0 + 26.0 * opened + (-18.0 if build.mane == "horse" else 0.0)
    ):
        _paint_head(canvas, build, coat, opened)


def _paint_head(canvas: Canvas, build: Build, coat: Colour, opened: float) -> None:
    r, long = build.head, build.muzzle
    far, near = tinted(coat, 0.75), coat
    _paint_ear(canvas, build, far, -0.1 * r)
    with canvas.moved(0.3 * r, -0.42 * r, turn=-34.0 * opened):
        canvas.limb(
            [(0, 0), (0.5 * r + long * 0.92, 0.0)],
            [r * 0.55, r * 0.36],
            tinted(coat, 0.85),
            stuff="fur",
        )
        if opened > 0.15:
            canvas.limb(
                [(0.3 * r, 0.10 * r), (0.4 * r + long * 0.8, 0.14 * r)],
                [r * 0.2, r * 0.16],
                (172, 70, 74),
            )
    canvas.limb(
        [(0.25 * r, -0.12 * r), (0.55 * r + long, -0.18 * r)], [r * 1.15, r * 0.62], near,
        stuff="fur", grain=0.18,
    )  # fmt: skip
    canvas.ellipse(0, 0, r, r * 0.94, near, stuff="fur", grain=0.2, volume=0.7)
    canvas.ellipse(0.72 * r + long, -0.04 * r, r * 0.2, r * 0.16, (32, 26, 28))
    canvas.ellipse(
        0.42 * r,
        0.22 * r,
        r * 0.17,
        r * 0.17,
        (238, 218, 120) if build is CAT else (58, 36, 22),
        grain=0,
    )
    canvas.ellipse(0.46 * r, 0.22 * r, r * 0.08, r * 0.14, (16, 12, 12), volume=0, grain=0)
    canvas.ellipse(0.48 * r, 0.29 * r, r * 0.045, r * 0.045, (255, 255, 255), volume=0, grain=0)
    if build is CAT:
        for dy in (-0.26, -0.18, -0.1):
            canvas.line(
                [(0.75 * r, -0.14 * r), (1.5 * r, dy * 1.6 * r)],
                0.006,
                (240, 236, 226),
                opacity=0.7,
            )
    _paint_ear(canvas, build, near, -0.42 * r)


def _paint_ear(canvas: Canvas, build: Build, coat: Colour, x: float) -> None:
    r = build.head
    if build.ears == "floppy":
        canvas.blob(
            [(x, 0.7 * r), (x - 0.42 * r, 0.45 * r), (x - 0.52 * r, -0.5 * r), (x - 0.16 * r,
            -0.55 * r), (x + 0.12 * r, 0.2 * r)], tinted(coat, 0.62), stuff="fur", grain=0.25,
        )  # fmt: skip
    elif build.ears == "pointed":
        canvas.polygon(
            [(x - 0.32 * r, 0.62 * r), (x + 0.34 * r, 0.72 * r), (x - 0.06 * r, 1.62 * r)], coat,
            stuff="fur", grain=0.2,
        )  # fmt: skip
        canvas.polygon(
            [(x - 0.16 * r, 0.78 * r), (x + 0.2 * r, 0.82 * r), (x - 0.04 * r, 1.36 * r)],
            (206, 148, 136),
        )
    else:
        canvas.ellipse(x, 0.86 * r, 0.3 * r, 0.3 * r, coat, stuff="fur")


def _paint_lion_mane(canvas: Canvas, build: Build, head: Point) -> None:
    points = []
    for number in range(22):
        angle = 2 * math.pi * number / 22
        reach = build.head * (2.15 if number % 2 else 1.8)
        points.append(
            (
                head[0] - 0.10 + reach * math.cos(angle),
                head[1] - 0.05 + reach * 1.1 * math.sin(angle),
            )
        )
    canvas.polygon(points, (86, 50, 28), stuff="fur", grain=0.4, volume=0.5)

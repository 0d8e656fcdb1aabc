"""People with instruments: the person is part 0 (and may sing), the instrument part 1."""

import math
from collections.abc import Callable

import numpy as np

from avisbuild.synth.canvas import Canvas, Point
from avisbuild.synth.figures import winds
from avisbuild.synth.figures.furniture import paint_guzheng, paint_piano
from avisbuild.synth.figures.person import Looks, looks, paint_arm, paint_body
from avisbuild.synth.figures.pose import Draw, Pose
from avisbuild.synth.figures.strings import paint_bow, paint_erhu, paint_lute

PERSON, INSTRUMENT = 0, 1
_Paint = Callable[[Canvas, np.random.Generator], None]

# Where an instrument is held: x, y, turn against the clock in degrees, metres for one unit of its drawing.
_PLUCKED = {
    "guitar": (-0.10, 1.02, -66.0, 0.98),
    "ukulele": (-0.06, 1.13, -62.0, 0.62),
    "banjo": (-0.10, 1.02, -64.0, 0.92),
    "pipa": (0.02, 1.02, -14.0, 0.92),
    "bass": (0.10, 0.72, -7.0, 1.62),
}
# The same for those bowed upright, and the bow's turn and length.
_UPRIGHT = {
    "cello": (0.03, 0.60, 5.0, 1.22, 184.0, 0.70),
    "erhu": (0.08, 0.98, -6.0, 0.86, 190.0, 0.60),
}
_WINDS: dict[str, tuple[_Paint, float, tuple[Point, Point]]] = {
    "flute": (winds.paint_flute, 80.0, ((0.0, -0.24), (0.0, -0.46))),
    "clarinet": (winds.paint_clarinet, 9.0, ((0.0, -0.22), (0.0, -0.38))),
    "bassoon": (winds.paint_bassoon, -14.0, ((0.10, -0.08), (0.10, -0.36))),
    "saxophone": (winds.paint_saxophone, -16.0, ((0.08, -0.16), (0.08, -0.36))),
    "trumpet": (winds.paint_trumpet, 68.0, ((0.03, -0.24), (0.03, -0.30))),
    "tuba": (winds.paint_tuba, 0.0, ((0.26, -0.36), (0.05, -0.36))),
}


def draw_musician(instrument: str) -> Draw:
    """Make the function that draws a person with the instrument, held or set up as it is played."""
    if instrument in _PLUCKED:
        return _plucker(instrument)
    if instrument in _WINDS:
        return _blower(instrument)
    return _OTHERS[instrument]


def _plucker(instrument: str) -> Draw:
    x, y, turn, size = _PLUCKED[instrument]

    def draw(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
        who = looks(rng)
        _body(canvas, who, pose)
        grip = _spot(x, y, turn, size, (0.0, 0.47))
        pluck = _spot(x, y, turn, size, (0.05, -0.05 - 0.13 * _wave(pose)))
        paint_arm(canvas, who, 1, grip) if instrument != "bass" else None
        canvas.part = INSTRUMENT
        with canvas.moved(x, y, turn=turn, size=size):
            paint_lute(canvas, instrument, rng)
        canvas.part = PERSON
        if instrument == "bass":
            paint_arm(canvas, who, 1, grip)
        else:
            canvas.ellipse(grip[0], grip[1], 0.04, 0.035, who.skin)
        paint_arm(canvas, who, -1, pluck)

    return draw


def _blower(instrument: str) -> Draw:
    paint, turn, (near, far) = _WINDS[instrument]
    mouth = (0.0, 1.525)

    def draw(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
        who = looks(rng)
        nod = 2.5 * math.sin(2 * math.pi * (pose.sounding(INSTRUMENT) or 0.0))
        _body(canvas, who, pose)
        if instrument == "bassoon":
            paint_arm(canvas, who, 1, _spot(*mouth, turn + nod, 1.0, far))
        canvas.part = INSTRUMENT
        with canvas.moved(*mouth, turn=turn + nod):
            paint(canvas, rng)
        canvas.part = PERSON
        fingers = 0.012 * math.sin(8 * math.pi * (pose.sounding(INSTRUMENT) or 0.0))
        hands = [_spot(*mouth, turn + nod, 1.0, (x, y + fingers)) for x, y in (near, far)]
        first, second = (hands[1], hands[0]) if hands[1][0] < hands[0][0] else (hands[0], hands[1])
        paint_arm(canvas, who, -1, first)
        if instrument != "bassoon":
            paint_arm(canvas, who, 1, second)

    return draw


def _draw_violin(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
    who = looks(rng)
    _body(canvas, who, pose)
    x, y, turn, size = 0.19, 1.39, -76.0, 0.60
    grip = _spot(x, y, turn, size, (0.0, 0.46))
    paint_arm(canvas, who, 1, grip)
    canvas.part = INSTRUMENT
    with canvas.moved(x, y, turn=turn, size=size):
        paint_lute(canvas, "violin", rng)
    contact = _spot(x, y, turn, size, (0.0, -0.05))
    hand = _draw_bow(canvas, contact, 232.0, 0.64, pose)
    canvas.part = PERSON
    paint_arm(canvas, who, -1, hand)


def _bower(instrument: str) -> Draw:
    x, y, turn, size, bow_turn, bow_length = _UPRIGHT[instrument]

    def draw(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
        who = looks(rng)
        _body(canvas, who, pose)
        canvas.part = INSTRUMENT
        if instrument == "cello":
            canvas.line([(x + 0.04, 0.25), (x + 0.06, 0.0)], 0.018, (60, 60, 64))
        with canvas.moved(x, y, turn=turn, size=size):
            paint_erhu(canvas, rng) if instrument == "erhu" else paint_lute(canvas, instrument, rng)
        contact = _spot(x, y, turn, size, (0.0, -0.04))
        hand = _draw_bow(canvas, contact, bow_turn, bow_length, pose)
        canvas.part = PERSON
        paint_arm(canvas, who, -1, hand)
        paint_arm(canvas, who, 1, _spot(x, y, turn, size, (0.0, 0.47)))

    return draw


def _draw_accordion(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
    who = looks(rng)
    _body(canvas, who, pose)
    opened = 0.25 + 0.75 * _wave(pose)
    canvas.part = INSTRUMENT
    with canvas.moved(0.0, 1.14, turn=4.0):
        winds.paint_accordion(canvas, rng, opened)
    canvas.part = PERSON
    paint_arm(canvas, who, -1, (-0.19 - 0.10 * opened, 1.10))
    paint_arm(canvas, who, 1, (0.16 + 0.10 * opened, 1.12))


def _draw_pianist(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
    who = looks(rng)
    with canvas.moved(0.0, -0.16):
        _body(canvas, who, pose)
    canvas.part = INSTRUMENT
    paint_piano(canvas, rng)
    canvas.part = PERSON
    lift = _wave(pose)
    with canvas.moved(0.0, -0.16):
        paint_arm(canvas, who, -1, (-0.27, 1.17 + 0.05 * lift))
        paint_arm(canvas, who, 1, (0.27, 1.22 - 0.05 * lift))


def _draw_guzheng(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
    who = looks(rng)
    with canvas.moved(0.0, -0.25):
        _body(canvas, who, pose)
    canvas.part = INSTRUMENT
    paint_guzheng(canvas, rng)
    canvas.part = PERSON
    lift = _wave(pose)
    with canvas.moved(0.0, -0.25):
        paint_arm(canvas, who, -1, (-0.24 + 0.05 * lift, 1.05 + 0.04 * lift))
        paint_arm(canvas, who, 1, (0.18 - 0.06 * lift, 1.09 - 0.03 * lift))


_OTHERS: dict[str, Draw] = {
    "violin": _draw_violin,
    "cello": _bower("cello"),
    "erhu": _bower("erhu"),
    "accordion": _draw_accordion,
    "piano": _draw_pianist,
    "guzheng": _draw_guzheng,
}


def _body(canvas: Canvas, who: Looks, pose: Pose) -> None:
    canvas.part = PERSON
    paint_body(canvas, who, pose)


def _draw_bow(canvas: Canvas, contact: Point, turn: float, length: float, pose: Pose) -> Point:
    """Lay the bow across the strings, as far drawn as the pose says; gives the hand's place."""
    share = 0.25 + 0.5 * _wave(pose)
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    hand = (contact[0] + cos * length * share, contact[1] + sin * length * share)
    tip = (contact[0] - cos * length * (1 - share), contact[1] - sin * length * (1 - share))
    paint_bow(canvas, hand, tip)
    return hand


def _wave(pose: Pose) -> float:
    """How far a stroke has gone, 0..1 and back; the middle at rest."""
    phase = pose.sounding(INSTRUMENT)
    return 0.5 if phase is None else 0.5 - 0.5 * math.cos(2 * math.pi * phase)


def _spot(x: float, y: float, turn: float, size: float, point: Point) -> Point:
    """A point of a held instrument in the person's own metres."""
    cos, sin = size * math.cos(math.radians(turn)), size * math.sin(math.radians(turn))
    return x + cos * point[0] - sin * point[1], y + sin * point[0] + cos * point[1]

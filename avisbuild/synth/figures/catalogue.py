"""Every figure there is, by name; a musician is named after the instrument, a cut-out comes from a file."""

import numpy as np

from avisbuild.synth.canvas import Canvas
from avisbuild.synth.figures import vehicles
from avisbuild.synth.figures.animals import draw_animal
from avisbuild.synth.figures.musicians import draw_musician
from avisbuild.synth.figures.person import draw_person
from avisbuild.synth.figures.pose import Figure, Pose

_STANDING = (-0.62, -0.06, 0.72, 1.96)
_TEMPI = {
    "guitar": 2.0, "ukulele": 3.0, "banjo": 4.0, "pipa": 4.0, "bass": 1.5, "violin": 1.0,
        "cello": 0.8, "erhu": 1.0,
    "flute": 1.0, "clarinet": 1.0, "bassoon": 0.8, "saxophone": 1.0, "trumpet": 1.0, "tuba": 1.0,
        "accordion": 0.5,
    "piano": 2.0, "guzheng": 2.0,
}  # fmt: skip
_BOXES = {
    "bass": (-0.66, -0.06, 0.72, 2.05),
    "piano": (-0.90, -0.06, 0.90, 1.80),
    "guzheng": (-0.95, -0.06, 0.95, 1.72),
    "tuba": (-0.62, -0.06, 0.72, 1.98),
}


def _draw_nothing(canvas: Canvas, rng: np.random.Generator, pose: Pose) -> None:
    """A cut-out brings its own picture."""


def _figures() -> dict[str, Figure]:
    found = [
        Figure(
            name=name, categories=("person", name), box=_BOXES.get(name, _STANDING), draw=draw_musician(name),
            tempo_hz=tempo, shadow_m=0.95 if name in ("piano", "guzheng") else 0.5,
            stride_m=0.0 if name in ("piano", "guzheng", "cello", "bass") else 1.1,
        )
        for name, tempo in _TEMPI.items()
    ]  # fmt: skip
    found += [
        Figure(name="person", categories=("person",), box=_STANDING, draw=draw_person,
            stride_m=1.2, tempo_hz=2.0, shadow_m=0.42),
        Figure(name="dog", categories=("dog",), box=(-0.68, -0.05, 0.85, 1.05),
            draw=draw_animal("dog"), stride_m=0.7, tempo_hz=3.0, shadow_m=0.5),
        Figure(name="cat", categories=("cat",), box=(-0.68, -0.05, 0.58, 0.85),
            draw=draw_animal("cat"), stride_m=0.5, tempo_hz=1.0, shadow_m=0.4),
        Figure(name="lion", categories=("lion",), box=(-1.05, -0.06, 1.25, 1.62),
            draw=draw_animal("lion"), stride_m=1.2, tempo_hz=0.5, shadow_m=0.85),
        Figure(name="horse", categories=("horse",), box=(-1.0, -0.06, 1.65, 2.55),
            draw=draw_animal("horse"), stride_m=1.8, tempo_hz=1.0, shadow_m=1.0),
        Figure(name="car", categories=("car",), box=(-2.25, -0.05, 2.3, 1.65),
            draw=vehicles.draw_car, stride_m=2.1, tempo_hz=4.0, shadow_m=2.1),
        Figure(name="lawn_mover", categories=("lawn_mover",), box=(-0.95, -0.05, 1.0, 1.2),
            draw=vehicles.draw_lawn_mover, stride_m=1.8, tempo_hz=5.0, shadow_m=0.85),
        Figure(name="tree_harvester", categories=("tree_harvester",), box=(-2.4, -0.05, 3.1, 3.4),
            draw=vehicles.draw_tree_harvester, stride_m=3.2, tempo_hz=0.5, shadow_m=2.2),
        Figure(name="airplane", categories=("airplane",), box=(-5.8, -0.05, 5.15, 4.15),
            draw=vehicles.draw_airplane, stride_m=1.4, tempo_hz=2.0, shadow_m=4.6),
    ]  # fmt: skip
    return {figure.name: figure for figure in found}


CUTOUT = "cutout"
DRAWN = _figures()
FIGURES = DRAWN | {
    CUTOUT: Figure(
        name=CUTOUT, categories=("",), box=(-0.5, 0.0, 0.5, 1.0), draw=_draw_nothing, shadow_m=0.5
    )
}

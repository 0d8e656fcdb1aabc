"""Regenerate `gui/canvas-*.png`: python tests/golden/canvas_pictures.py, then look at them.

Without names, whose fonts differ from machine to machine.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from gui.canvas.canvas_case import layer_of
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QApplication

from avisbuild.segment import Image, MaskArray, Prompt
from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.theme import DARK, LIGHT, instance_colour
from avisbuild_gui.values import Look, MaskKind

EXPECTED = Path(__file__).parent / "gui"
SIZE = (180, 280)
_Y, _X = np.mgrid[: SIZE[0], : SIZE[1]]


def frame() -> Image:
    """Soft waves from dark to light."""
    channels = [118 + 60 * np.sin(_X / (60 + 9 * c) + c) + 50 * np.cos(_Y / 37) for c in range(3)]
    return np.clip(np.stack(channels, axis=-1), 0, 255).astype(np.uint8)


def star(x: float, y: float, radius: float, points: int, *, hole: float = 0.0) -> MaskArray:
    """A star with round points, and a hole in it."""
    distance, angle = np.hypot(_Y - y, _X - x), np.arctan2(_Y - y, _X - x)
    inside = distance < radius * (1 + 0.2 * np.sin(points * angle))
    return np.asarray(inside & (distance >= hole))


def masks(canvas: FrameCanvas) -> None:
    """Every kind of mask, the second one active."""
    stars = (star(60, 60, 36, 5), star(150, 100, 45, 7, hole=14), star(230, 60, 30, 4))
    layers = [
        layer_of(mask, colour=instance_colour(number), is_active=number == 1)
        for number, mask in enumerate(stars)
    ]
    proposal = layer_of(star(65, 140, 24, 3), colour="#cc79a7", kind=MaskKind.PROPOSAL)
    silent = layer_of(star(238, 140, 22, 6), colour="#f0e442", kind=MaskKind.SILENT)
    canvas.show_masks([*layers, proposal, silent])


def prompting(canvas: FrameCanvas) -> None:
    """A draft with clicks and a box; what stands is a thin line."""
    masks(canvas)
    canvas.show_draft(star(150, 100, 45, 7, hole=14), instance_colour(1))
    points = ((150.0, 70.0), (180.0, 120.0), (150.0, 100.0))
    canvas.show_prompt(
        Prompt(points_xy=points, positive=(True, True, False), box_xyxy=(95, 45, 205, 150))
    )


def outlines(canvas: FrameCanvas) -> None:
    """Outlines only, zoomed in until pixels show, light."""
    canvas.set_theme(LIGHT)
    masks(canvas)
    canvas.set_look(Look(outlines_only=True))
    canvas.restore_view(6.0, (150.0, 92.0))


STATES: dict[str, Callable[[FrameCanvas], None]] = {
    "masks": masks,
    "prompting": prompting,
    "outlines": outlines,
}


def picture_of(state: str) -> QImage:
    """The canvas at 300 x 200 in one of the states."""
    canvas = FrameCanvas(DARK)
    canvas.resize(300, 200)
    canvas.show_frame(frame())
    STATES[state](canvas)
    QApplication.processEvents()
    image = canvas.grab().toImage()
    canvas.deleteLater()
    return image


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    EXPECTED.mkdir(exist_ok=True)
    for name in STATES:
        picture_of(name).save(str(EXPECTED / f"canvas-{name}.png"))

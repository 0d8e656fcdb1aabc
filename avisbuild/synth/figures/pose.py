"""A figure: its size, its categories and how it is drawn; and its pose at one moment."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from avisbuild.synth.canvas import Canvas, Colour


@dataclass(frozen=True, slots=True)
class Pose:
    """Phases in 0..1: `step` of walking or driving, `sound` of each part; None where nothing goes on."""

    step: float | None = None
    sound: tuple[float | None, ...] = ()

    def sounding(self, part: int) -> float | None:
        """The phase of a part's sound, None while it is silent."""
        return self.sound[part] if part < len(self.sound) else None


Draw = Callable[[Canvas, np.random.Generator, Pose], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Something that can be drawn: `box` is its room in metres, `categories` those of its parts.

    `stride_m` is how far it gets in one cycle of steps, 0 for what does not move about by itself.
    `tempo_hz` is how fast its sounding movement repeats.
    """

    name: str
    categories: tuple[str, ...]
    box: tuple[float, float, float, float]
    draw: Draw
    stride_m: float = 0.0
    tempo_hz: float = 2.0
    shadow_m: float = 0.6


def pick(rng: np.random.Generator, colours: tuple[Colour, ...]) -> Colour:
    return colours[int(rng.integers(len(colours)))]


def tinted(colour: Colour, factor: float) -> Colour:
    """The colour, darker (factor below 1) or lighter."""
    red, green, blue = (min(255.0, channel * factor) for channel in colour)
    return red, green, blue

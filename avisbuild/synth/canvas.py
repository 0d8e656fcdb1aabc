"""Painting shaped, shaded, textured sprites with soft edges; every pixel says how much of it is whose."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.synth.textures import TILE_PX, material

Point = tuple[float, float]
Colour = tuple[float, float, float]
_OVERSAMPLING = 2
_SHIFT = 4
_STEPS_BETWEEN_KNOTS = 6


@dataclass(frozen=True, slots=True)
class Sprite:
    """A painted figure: `rgba` (H, W, 4) uint8 with premultiplied colour, `parts` (H, W, P) uint8 coverage.

    The parts add up to the alpha. `origin` is the (x, y) pixel of the point between the feet.
    """

    rgba: NDArray[np.uint8]
    parts: NDArray[np.uint8]
    origin: Point


class Canvas:
    """A sheet to paint one sprite on, in metres with y up and the feet at (0, 0).

    `box` is (left, bottom, right, top) in metres; `seed` shifts the materials' grain.
    """

    def __init__(
        self, *, box: tuple[float, float, float, float], px_per_m: float, part_count: int, seed: int
    ) -> None:
        self._scale = px_per_m * _OVERSAMPLING
        self._left, self._top = box[0], box[3]
        width = max(2, math.ceil((box[2] - box[0]) * px_per_m)) * _OVERSAMPLING
        height = max(2, math.ceil((box[3] - box[1]) * px_per_m)) * _OVERSAMPLING
        self._rgb = np.zeros((height, width, 3), np.float32)
        self._parts = np.zeros((height, width, part_count), np.float32)
        self._grain = np.random.default_rng(seed).integers(0, TILE_PX, 2)
        self._matrix = np.eye(3)
        self.part = 0

    @contextmanager
    def moved(self, x: float, y: float, *, turn: float = 0.0, size: float = 1.0) -> Iterator[None]:
        """Paint in a frame moved by (x, y), turned by `turn` degrees against the clock, scaled."""
        before = self._matrix
        cos, sin = size * math.cos(math.radians(turn)), size * math.sin(math.radians(turn))
        self._matrix = before @ np.array([[cos, -sin, x], [sin, cos, y], [0, 0, 1]])
        try:
            yield
        finally:
            self._matrix = before

    def polygon(
        self,
        points: Sequence[Point],
        colour: Colour,
        *,
        stuff: str = "plain",
        grain: float = 0.10,
        volume: float = 0.5,
        opacity: float = 1.0,
    ) -> None:
        """Fill a polygon; `volume` is how round it looks, `grain` how much its stuff shows."""
        pixels = self._pixels(points)
        low = np.maximum(np.floor(pixels.min(axis=0)).astype(int) - 2, 0)
        high = np.minimum(np.ceil(pixels.max(axis=0)).astype(int) + 3, self._rgb.shape[1::-1])
        if (low >= high).any():
            return
        cover = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
        fixed = np.round((pixels - low) * (1 << _SHIFT)).astype(np.int32)
        cv2.fillPoly(cover, [fixed], 255, lineType=cv2.LINE_AA, shift=_SHIFT)
        self._lay(cover.astype(np.float32) * (opacity / 255), low, colour, stuff, grain, volume)

    def blob(self, points: Sequence[Point], colour: Colour, **paint: object) -> None:
        """Fill the smooth closed curve through `points`."""
        self.polygon(closed_curve(points), colour, **paint)  # type: ignore[arg-type]  # passed on as they are

    def ellipse(
        self,
        x: float,
        y: float,
        across: float,
        up: float,
        colour: Colour,
        *,
        turn: float = 0.0,
        **paint: object,
    ) -> None:
        """Fill an ellipse with half-axes `across` and `up`."""
        angles = np.linspace(0, 2 * math.pi, 28, endpoint=False)
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        points = [
            (
                x + across * math.cos(a) * cos - up * math.sin(a) * sin,
                y + across * math.cos(a) * sin + up * math.sin(a) * cos,
            )
            for a in angles
        ]
        self.polygon(points, colour, **paint)  # type: ignore[arg-type]  # passed on as they are

    def limb(
        self, points: Sequence[Point], widths: Sequence[float], colour: Colour, **paint: object
    ) -> None:
        """Fill a bent tube through `points`, as thick as `widths` there, with round ends."""
        self.polygon(tube(points, widths), colour, **paint)  # type: ignore[arg-type]  # passed on as they are

    def line(self, points: Sequence[Point], width: float, colour: Colour, **paint: object) -> None:
        """Draw a flat line of even width."""
        self.limb(points, [width] * len(points), colour, **{"volume": 0.0, "grain": 0.0, **paint})

    def finish(self) -> Sprite:
        """The sprite as painted so far."""
        height, width = (side // _OVERSAMPLING for side in self._rgb.shape[:2])
        rgb = cv2.resize(self._rgb, (width, height), interpolation=cv2.INTER_AREA)
        parts = cv2.resize(self._parts, (width, height), interpolation=cv2.INTER_AREA).reshape(
            height, width, -1
        )
        parts_8 = np.round(parts * 255).astype(np.uint8)
        alpha = np.minimum(parts_8.sum(axis=2, dtype=np.uint16), 255).astype(np.uint8)
        rgb_8 = np.minimum(np.round(rgb * 255), alpha[..., None]).astype(np.uint8)
        origin = (
            -self._left * self._scale / _OVERSAMPLING,
            self._top * self._scale / _OVERSAMPLING,
        )
        return Sprite(np.dstack([rgb_8, alpha]), parts_8, origin)

    def _pixels(self, points: Sequence[Point]) -> NDArray[np.float64]:
        world = np.asarray(points, np.float64) @ self._matrix[:2, :2].T + self._matrix[:2, 2]
        return np.stack([world[:, 0] - self._left, self._top - world[:, 1]], axis=1) * self._scale

    def _lay(
        self,
        cover: NDArray[np.float32],
        low: NDArray[np.int_],
        colour: Colour,
        stuff: str,
        grain: float,
        volume: float,
    ) -> None:
        height, width = cover.shape
        light = np.ones_like(cover)
        if volume:
            light += volume * _roundness(cover)
        if grain:
            rows = (np.arange(height) + low[1] + self._grain[0]) % TILE_PX
            columns = (np.arange(width) + low[0] + self._grain[1]) % TILE_PX
            light += grain * material(stuff)[np.ix_(rows, columns)]
        paint = np.clip(light[..., None] * (np.asarray(colour, np.float32) / 255), 0, 1)
        box = np.s_[low[1] : low[1] + height, low[0] : low[0] + width]
        left = 1 - cover[..., None]
        self._rgb[box] = self._rgb[box] * left + paint * cover[..., None]
        self._parts[box] *= left
        self._parts[box][..., self.part] += cover


def closed_curve(points: Sequence[Point]) -> list[Point]:
    """A closed Catmull-Rom curve through the points."""
    knots = np.asarray(points, np.float64)
    before, after, second = np.roll(knots, 1, 0), np.roll(knots, -1, 0), np.roll(knots, -2, 0)
    t = np.linspace(0, 1, _STEPS_BETWEEN_KNOTS, endpoint=False)[None, :, None]
    p0, p1, p2, p3 = (k[:, None, :] for k in (before, knots, after, second))
    curve = 0.5 * (
        2 * p1
        + (p2 - p0) * t
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
        + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    return [(float(x), float(y)) for x, y in curve.reshape(-1, 2)]


def tube(points: Sequence[Point], widths: Sequence[float]) -> list[Point]:
    """The outline of a bent tube; `widths` are diameters at the points."""
    line = np.asarray(points, np.float64)
    steps = np.diff(line, axis=0)
    along = (
        np.vstack([steps[:1], steps[:-1] + steps[1:], steps[-1:]])
        if len(steps) > 1
        else np.vstack([steps, steps])
    )
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    radii = np.asarray(widths, np.float64)[:, None] / 2
    angles = np.linspace(0, math.pi, 7)[1:-1, None]
    end = line[-1] + radii[-1] * (across[-1] * np.cos(angles) + along[-1] * np.sin(angles))
    start = line[0] - radii[0] * (across[0] * np.cos(angles) + along[0] * np.sin(angles))
    outline = np.vstack([line + across * radii, end, (line - across * radii)[::-1], start])
    return [(float(x), float(y)) for x, y in outline]


def _roundness(cover: NDArray[np.float32]) -> NDArray[np.float32]:
    """Light from the upper left and a darker rim: two offset box filters are a slope at their scale."""
    size = int(np.clip(math.sqrt(float(cover.sum())) * 0.35, 3, 61)) | 1
    padded = cv2.copyMakeBorder(cover, size, size, size, size, cv2.BORDER_CONSTANT, value=0)
    sums = cv2.boxFilter(padded, -1, (size, size), borderType=cv2.BORDER_CONSTANT)
    half = size // 2
    height, width = cover.shape
    inner = np.s_[size : size + height, size : size + width]
    lit = sums[size + half : size + half + height, size + half : size + half + width]
    dark = sums[size - half : size - half + height, size - half : size - half + width]
    light: NDArray[np.float32] = 0.75 * (lit - dark) - 0.45 * (1 - sums[inner])
    return light

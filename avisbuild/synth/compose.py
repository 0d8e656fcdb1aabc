"""Frames and masks of a scene: painted sprites, moved, layered from back to front over a background."""

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.synth.assets import cutout_sprite
from avisbuild.synth.canvas import Canvas, Sprite
from avisbuild.synth.figures import CUTOUT, FIGURES, Figure, Pose
from avisbuild.synth.props import paint_prop
from avisbuild.synth.settings import MARGIN, paint_setting
from avisbuild.synth.spec import Actor, Prop, SceneSpec

Frame = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Box = tuple[int, int, int, int]
_STEP_POSES = 8
_SOUND_POSES = 6
_TINTS = {"stage": (1.0, 0.95, 0.87), "room": (1.0, 0.98, 0.94), "street": (0.98, 0.99, 1.0)}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A sprite in one frame: `matrix` (2, 3) maps its pixels into the frame."""

    sprite: Sprite
    matrix: Matrix
    actor: int | None


class Scene:
    """A scene ready to be drawn frame by frame; everything that does not change is painted once."""

    def __init__(self, spec: SceneSpec) -> None:
        self.spec = spec
        self._background = paint_setting(spec.setting, (spec.height_px, spec.width_px), spec.seed)
        self._sprites: dict[tuple[int, int | None, int | None, tuple[bool, ...]], Sprite] = {}
        self._props = [_prop_sprite(prop, spec) for prop in spec.props]
        self._shadows = [
            _shadow(FIGURES[a.figure].shadow_m * a.aspect * a.px_per_m * spec.height_px)
            for a in spec.actors
        ]
        rng = np.random.default_rng([spec.seed, 5])
        self._phases = rng.uniform(0, 2 * math.pi, (len(spec.actors) + 1, 4))
        grounds = [(actor.ground, 0, index) for index, actor in enumerate(spec.actors)]
        grounds += [(prop.ground, 1, index) for index, prop in enumerate(spec.props)]
        self._order = [(kind, index) for _, kind, index in sorted(grounds)]

    def frame(self, index: int) -> Frame:
        """Frame number `index` as (H, W, 3) uint8 RGB."""
        time = index / self.spec.fps
        frame = self._backdrop(time)
        for kind, number in self._order:
            if kind == 0:
                self._cast_shadow(frame, number, time)
            placed = self._placed(kind, number, time)
            _lay(frame, placed.sprite.rgba, placed.matrix)
        return frame

    def masks(self, index: int) -> dict[str, NDArray[np.bool_]]:
        """What can be seen of each instance in a frame: (H, W) bool by name, without those out of sight."""
        time = index / self.spec.fps
        size = (self.spec.width_px, self.spec.height_px)
        hidden = np.zeros(size[::-1], np.bool_)
        seen: dict[str, NDArray[np.bool_]] = {}
        for kind, number in reversed(self._order):
            placed = self._placed(kind, number, time)
            if placed.actor is not None:
                for plane, part in enumerate(self.spec.actors[placed.actor].parts):
                    cover = cv2.warpAffine(placed.sprite.parts[..., plane], placed.matrix, size)
                    mask = (cover >= 128) & ~hidden
                    if mask.any():
                        seen[part.name] = mask
            alpha = cv2.warpAffine(placed.sprite.rgba[..., 3], placed.matrix, size)
            hidden |= alpha >= 128
        return seen

    def in_picture(self, index: int) -> set[str]:
        """The instances that would show in a frame if nothing hid them."""
        time = index / self.spec.fps
        size = (self.spec.width_px, self.spec.height_px)
        inside: set[str] = set()
        for number, actor in enumerate(self.spec.actors):
            placed = self._placed(0, number, time)
            for plane, part in enumerate(actor.parts):
                if (
                    cv2.warpAffine(placed.sprite.parts[..., plane], placed.matrix, size) >= 128
                ).any():
                    inside.add(part.name)
        return inside

    def actor_x(self, actor: int, time: float) -> float:
        """Where an actor stands in the picture at a time, as a share of its width."""
        shift_x, _, zoom = self._camera(time)
        x = _along(self.spec.actors[actor], time) - shift_x / self.spec.width_px
        return (x - 0.5) * zoom + 0.5

    def _camera(self, time: float) -> tuple[float, float, float]:
        """The camera's shift in pixels and its zoom."""
        amount, phase = self.spec.camera, self._phases[-1]
        if not amount:
            return 0.0, 0.0, 1.0
        slow = math.sin(2 * math.pi * time / 9.0 + phase[0])
        shake_x, shake_y = math.sin(time * 5.3 + phase[1]), math.sin(time * 6.7 + phase[2])
        reach = min(amount, 1.0) * MARGIN
        shift_x = self.spec.width_px * reach * (0.62 * slow + 0.03 * shake_x)
        shift_y = (
            self.spec.height_px
            * reach
            * (0.20 * math.sin(2 * math.pi * time / 7.0 + phase[3]) + 0.04 * shake_y)
        )
        return (
            shift_x,
            shift_y,
            1.0
            + 0.05 * min(amount, 1.0) * (1 + math.sin(2 * math.pi * time / 11.0 + phase[1])) / 2,
        )

    def _view(self, time: float) -> tuple[float, float, float]:
        """Zoom and offset: view = zoom * world + offset."""
        shift_x, shift_y, zoom = self._camera(time)
        width, height = self.spec.width_px, self.spec.height_px
        return (
            zoom,
            width / 2 - zoom * (width / 2 + shift_x),
            height / 2 - zoom * (height / 2 + shift_y),
        )

    def _backdrop(self, time: float) -> Frame:
        spec = self.spec
        margin_x = (self._background.shape[1] - spec.width_px) / 2
        margin_y = (self._background.shape[0] - spec.height_px) / 2
        if not spec.camera:
            top, left = round(margin_y), round(margin_x)
            return self._background[top : top + spec.height_px, left : left + spec.width_px].copy()
        zoom, offset_x, offset_y = self._view(time)
        matrix = np.array(
            [[zoom, 0, offset_x - zoom * margin_x], [0, zoom, offset_y - zoom * margin_y]]
        )
        warped = cv2.warpAffine(
            self._background,
            matrix,
            (spec.width_px, spec.height_px),
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(warped, np.uint8)

    def _placed(self, kind: int, number: int, time: float) -> _Placed:
        zoom, offset_x, offset_y = self._view(time)
        if kind == 1:
            prop, sprite = self.spec.props[number], self._props[number]
            foot = (prop.x * self.spec.width_px, prop.ground * self.spec.height_px)
            return _Placed(sprite, _place(sprite, foot, zoom, (offset_x, offset_y)), None)
        actor = self.spec.actors[number]
        figure = FIGURES[actor.figure]
        speed = (_along(actor, time + 0.04) - _along(actor, time - 0.04)) / 0.08
        sprite = self._sprite(number, figure, time, moving=abs(speed) > 0.004)
        lean = self._lean(actor, number, figure, time)
        foot = (_along(actor, time) * self.spec.width_px, actor.ground * self.spec.height_px)
        flipped = actor.flipped if abs(speed) < 0.004 or not _turns(figure) else speed < 0
        return _Placed(
            sprite, _place(sprite, foot, zoom, (offset_x, offset_y), lean, flipped), number
        )

    def _lean(self, actor: Actor, number: int, figure: Figure, time: float) -> float:
        """The turn about the feet, in degrees: people sway, a sounding cut-out rocks."""
        if figure.name == CUTOUT:
            second = min(int(time), self.spec.second_count - 1)
            heard = self.spec.animated and actor.parts[0].sounding[second]
            return 3.0 * math.sin(2 * math.pi * figure.tempo_hz * time) if heard else 0.0
        if not _sways(figure):
            return 0.0
        return actor.sway * 1.2 * math.sin(2 * math.pi * time / 3.1 + self._phases[number][0])

    def _sprite(self, number: int, figure: Figure, time: float, *, moving: bool) -> Sprite:
        spec, actor = self.spec, self.spec.actors[number]
        second = min(int(time), spec.second_count - 1)
        on = tuple(spec.animated and part.sounding[second] for part in actor.parts)
        step = beat = None
        if figure.stride_m and moving:
            metres = _along(actor, time) * spec.width_px / (actor.px_per_m * spec.height_px)
            step = int(abs(metres) / figure.stride_m * _STEP_POSES) % _STEP_POSES
        if any(on) and not actor.asset:
            beat = int(time * figure.tempo_hz * _SOUND_POSES) % _SOUND_POSES
        key = (number, step, beat, on if beat is not None else ())
        if key not in self._sprites:
            phase = None if beat is None else (beat + 0.5) / _SOUND_POSES
            pose = Pose(
                None if step is None else step / _STEP_POSES,
                tuple(phase if s else None for s in on),
            )
            self._sprites[key] = _draw(actor, figure, pose, spec)
        return self._sprites[key]

    def _cast_shadow(self, frame: Frame, number: int, time: float) -> None:
        zoom, offset_x, offset_y = self._view(time)
        actor, shade = self.spec.actors[number], self._shadows[number]
        x = zoom * _along(actor, time) * self.spec.width_px + offset_x
        y = zoom * actor.ground * self.spec.height_px + offset_y
        _darken(frame, shade, round(x - shade.shape[1] / 2), round(y - shade.shape[0] / 2))


def _along(actor: Actor, time: float) -> float:
    """x at a time: still before the first waypoint and after the last, eased in between."""
    path = actor.path
    if time <= path[0][0]:
        return path[0][1]
    for (start, x0), (stop, x1) in pairwise(path):
        if time <= stop:
            share = (time - start) / (stop - start)
            return x0 + (x1 - x0) * (share * 0.6 + 0.4 * share * share * (3 - 2 * share))
    return path[-1][1]


def _sways(figure: Figure) -> bool:
    return "person" in figure.categories and figure.name not in ("piano", "guzheng")


def _turns(figure: Figure) -> bool:
    return "person" not in figure.categories and figure.name != CUTOUT


def _place(
    sprite: Sprite,
    foot: tuple[float, float],
    zoom: float,
    offset: tuple[float, float],
    lean: float = 0.0,
    flipped: bool = False,
) -> Matrix:
    """The matrix that puts a sprite's origin on `foot` of the world, leaning by degrees."""
    cos, sin = zoom * math.cos(math.radians(lean)), zoom * math.sin(math.radians(lean))
    side = -1.0 if flipped else 1.0
    turn = np.array([[cos * side, -sin], [sin * side, cos]])
    at = np.array([zoom * foot[0] + offset[0], zoom * foot[1] + offset[1]])
    return np.column_stack([turn, at - turn @ np.asarray(sprite.origin)])


def _draw(actor: Actor, figure: Figure, pose: Pose, spec: SceneSpec) -> Sprite:
    sprite = (
        cutout_sprite(Path(spec.assets_dir) / actor.asset, round(actor.px_per_m * spec.height_px))
        if actor.asset
        else _drawn(actor, figure, pose, spec)
    )
    tint = np.asarray((*_TINTS.get(spec.setting, (1.0, 1.0, 1.0)), 1.0))
    return replace(sprite, rgba=np.round(sprite.rgba * tint).astype(np.uint8))


def _drawn(actor: Actor, figure: Figure, pose: Pose, spec: SceneSpec) -> Sprite:
    canvas = Canvas(
        box=figure.box,
        px_per_m=actor.px_per_m * spec.height_px,
        part_count=len(figure.categories),
        seed=actor.look_seed,
    )
    figure.draw(canvas, np.random.default_rng(actor.look_seed), pose)
    return canvas.finish()


def _prop_sprite(prop: Prop, spec: SceneSpec) -> Sprite:
    return paint_prop(prop.figure, prop.width, prop.height, spec.height_px, prop.look_seed)


def _shadow(half_px: float) -> Frame:
    """A soft dark ellipse: how dark, 0..255."""
    half = max(3, round(half_px * 1.35))
    flat = max(2, round(half * 0.24))
    y, x = np.mgrid[-flat : flat + 1, -half : half + 1].astype(np.float32)
    far = np.hypot(x / half, y / flat)
    return np.asarray(np.round(np.clip(1 - far, 0, 1) ** 0.8 * 150), np.uint8)


def _darken(frame: Frame, shade: Frame, left: int, top: int) -> None:
    rows = slice(max(top, 0), min(top + shade.shape[0], frame.shape[0]))
    columns = slice(max(left, 0), min(left + shade.shape[1], frame.shape[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    part = shade[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    keep = cv2.cvtColor(cv2.bitwise_not(part), cv2.COLOR_GRAY2RGB)
    frame[rows, columns] = cv2.multiply(frame[rows, columns], keep, scale=1 / 255)


def _lay(frame: Frame, rgba: Frame, matrix: Matrix) -> None:
    """Blend a premultiplied sprite into a frame, inside its bounding box only."""
    box = _box(rgba.shape[:2], matrix, frame.shape[:2])
    if box is None:
        return
    left, top, right, bottom = box
    local = matrix.copy()
    local[:, 2] -= (left, top)
    warped = cv2.warpAffine(rgba, local, (right - left, bottom - top))
    keep = cv2.cvtColor(cv2.bitwise_not(warped[..., 3]), cv2.COLOR_GRAY2RGB)
    under = frame[top:bottom, left:right]
    frame[top:bottom, left:right] = cv2.add(
        cv2.multiply(under, keep, scale=1 / 255), warped[..., :3]
    )


def _box(shape: tuple[int, ...], matrix: Matrix, frame: tuple[int, ...]) -> Box | None:
    corners = (
        np.array([[0, 0, 1], [shape[1], 0, 1], [0, shape[0], 1], [shape[1], shape[0], 1]])
        @ matrix.T
    )
    left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 1, 0)
    right, bottom = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + 1, (frame[1], frame[0]))
    return (int(left), int(top), int(right), int(bottom)) if left < right and top < bottom else None

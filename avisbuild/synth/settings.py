"""The places that scenes play in: painted once, with a margin for the camera to wander in."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.synth.scenery import (
    Image,
    add_bookcase,
    add_houses,
    add_pavement_joints,
    add_pictures,
    add_rug,
    add_terminal,
    add_tree,
    add_window,
    grid,
    next_seed,
    paint_sky,
    pick_colour,
    plank_floor,
    ridge_line,
    spotlight,
    with_grass,
)
from avisbuild.synth.textures import noise

MARGIN = 0.12


def paint_setting(name: str, size: tuple[int, int], seed: int) -> NDArray[np.uint8]:
    """A background as (H', W', 3) uint8 RGB: `size`, the picture's (H, W), with `MARGIN` on each side."""
    height, width = (round(side * (1 + 2 * MARGIN)) for side in size)
    image = SETTINGS[name]((height, width), np.random.default_rng(seed))
    return np.round(np.clip(image, 0, 255)).astype(np.uint8)


def horizon_y(name: str) -> float:
    """Where wall or sky ends and ground begins, as a share of the picture's height."""
    return _HORIZONS[name]


def feet_y(name: str, category: str, share: float, *, behind: bool) -> float:
    """y of somebody's feet, as a share of the picture's height; `share` is 0..1 of the ground that suits."""
    low, high = (0.30, 0.45) if behind else (0.62, 0.85)
    if name == "street":
        on_road = category in ("car", "lawn_mover", "tree_harvester")
        low, high = ((0.50, 0.62) if behind else (0.66, 0.90)) if on_road else (0.10, 0.26)
    if name == "airfield":
        low, high = (0.44, 0.5) if behind else (0.58, 0.85)
    horizon = horizon_y(name)
    return horizon + (1 - horizon) * (low + (high - low) * share)


def _stage(shape: tuple[int, int], rng: np.random.Generator) -> Image:
    y, x = grid(shape)
    horizon = _row(shape, "stage")
    cloth = pick_colour(rng, ((150, 24, 34), (44, 62, 132), (98, 40, 112), (34, 100, 88)))
    folds = np.sin(
        x / shape[1] * rng.uniform(46, 64) + 2.2 * np.sin(x / shape[1] * 9 + rng.uniform(0, 6))
    )
    folds = 0.72 + 0.28 * folds + 0.07 * noise(shape, cell=(shape[0], 6), seed=next_seed(rng))
    wall = cloth * folds[..., None] * (0.62 + 0.38 * (y / horizon))[..., None]
    floor = plank_floor(
        shape,
        rng,
        horizon,
        np.array(pick_colour(rng, ((146, 92, 52), (108, 70, 44), (168, 118, 72)))),
    )
    image = np.where((y >= horizon)[..., None], floor, wall)
    light = np.full(shape, 0.74, np.float32)
    for centre in rng.permutation((0.2, 0.5, 0.8))[: int(rng.integers(2, 4))]:
        light += 0.58 * spotlight(shape, (float(centre) + rng.uniform(-0.06, 0.06)) * shape[1], rng)
    image = image * light[..., None] * np.array((1.06, 1.0, 0.9))
    edge = (np.abs(y - horizon) < max(1.0, shape[0] * 0.006))[..., None]
    return np.asarray(np.where(edge, image * 0.45, image), np.float32)


def _room(shape: tuple[int, int], rng: np.random.Generator) -> Image:
    y, x = grid(shape)
    horizon = _row(shape, "room")
    paint = pick_colour(
        rng, ((206, 196, 170), (170, 190, 196), (196, 174, 166), (178, 194, 164), (216, 208, 200))
    )
    pitch = shape[1] / rng.uniform(22, 40)
    wave_x, wave_y = np.sin(x * 2 * np.pi / pitch), np.sin(y * 2 * np.pi / pitch)
    pattern = 0.03 * (np.sign(wave_x) if rng.random() < 0.5 else wave_x * wave_y)
    wall = (
        paint
        * (0.94 + pattern + 0.03 * noise(shape, cell=(30, 30), seed=next_seed(rng)))[..., None]
    )
    floor = plank_floor(
        shape, rng, horizon, pick_colour(rng, ((172, 126, 82), (140, 98, 64), (190, 160, 120)))
    )
    image = np.where((y >= horizon)[..., None], floor, wall)
    skirting = (y < horizon) & (y > horizon - shape[0] * 0.025)
    image = np.where(skirting[..., None], np.array((232.0, 228.0, 218.0)), image)
    add_window(image, rng, horizon)
    add_bookcase(image, rng, horizon) if rng.random() < 0.6 else add_pictures(image, rng, horizon)
    if rng.random() < 0.7:
        add_rug(image, rng, horizon)
    light = 1.08 - 0.3 * np.hypot(
        x / shape[1] - rng.uniform(0.25, 0.75), (y / shape[0] - 0.35) * 0.8
    )
    return np.asarray(image * light[..., None], np.float32)


def _meadow(shape: tuple[int, int], rng: np.random.Generator) -> Image:
    y, _ = grid(shape)
    horizon = _row(shape, "meadow")
    image = paint_sky(shape, rng, horizon)
    for level in range(3):
        far = 1 - level / 3
        ridge = horizon - shape[0] * (
            0.14 * far * (1 + 0.6 * ridge_line(shape[1], rng, 2.0 + 2 * level)) + 0.01
        )
        hill = np.array((96, 128, 106)) * (1 - far * 0.5) + np.array((168, 190, 204)) * far * 0.5
        grain = 1 + 0.10 * noise(shape, cell=(14, 20), seed=next_seed(rng), octaves=3)
        image = np.where((y >= ridge[None, :])[..., None], hill * grain[..., None], image)
    for _ in range(int(rng.integers(2, 6))):
        add_tree(image, rng, horizon)
    return with_grass(
        image, rng, horizon, pick_colour(rng, ((96, 138, 58), (120, 146, 70), (84, 126, 66)))
    )


def _street(shape: tuple[int, int], rng: np.random.Generator) -> Image:
    y, _ = grid(shape)
    horizon = _row(shape, "street")
    image = paint_sky(shape, rng, horizon)
    add_houses(image, rng, horizon)
    asphalt = (
        92
        + 9 * noise(shape, cell=(5, 8), seed=next_seed(rng), octaves=3)
        + 14 * (y - horizon) / shape[0]
    )
    ground = asphalt[..., None] * np.array((1.0, 1.0, 1.03))
    kerb = horizon + (shape[0] - horizon) * 0.30
    paving = 168 + 8 * noise(shape, cell=(6, 10), seed=next_seed(rng), octaves=3)
    ground = np.where(
        (y < kerb)[..., None], paving[..., None] * np.array((1.0, 0.98, 0.94)), ground
    )
    image = np.where((y >= horizon)[..., None], ground, image)
    add_pavement_joints(image, horizon, kerb)
    cv2.line(
        image, (0, round(kerb)), (shape[1], round(kerb)), (206, 204, 198), max(1, shape[0] // 70)
    )
    lane, dash = round(horizon + (shape[0] - horizon) * 0.72), shape[1] // 9
    for left in range(-dash, shape[1] + dash, dash * 2):
        points = np.array(
            [(left, lane), (left + dash, lane), (left + dash * 0.9, lane + shape[0] * 0.022),
            (left - dash * 0.1, lane + shape[0] * 0.022)],
        )  # fmt: skip
        cv2.fillConvexPoly(image, points.astype(np.int32), (226, 224, 214), lineType=cv2.LINE_AA)
    return image


def _airfield(shape: tuple[int, int], rng: np.random.Generator) -> Image:
    y, x = grid(shape)
    horizon = _row(shape, "airfield")
    image = paint_sky(shape, rng, horizon)
    ridge = horizon - shape[0] * (0.05 + 0.035 * ridge_line(shape[1], rng, 3.0))
    image = np.where((y >= ridge[None, :])[..., None], np.array((142.0, 160.0, 168.0)), image)
    add_terminal(image, rng, horizon)
    image = with_grass(image, rng, horizon, np.array((132.0, 146.0, 88.0)))
    top = horizon + (shape[0] - horizon) * 0.38
    concrete = (
        142
        + 8 * noise(shape, cell=(5, 12), seed=next_seed(rng), octaves=3)
        + 3 * np.sin(x / shape[1] * 50)
    )
    image = np.where((y >= top)[..., None], concrete[..., None] * np.array((1.0, 1.0, 0.98)), image)
    middle, dash = round(top + (shape[0] - top) * 0.62), shape[1] // 7
    for left in range(-dash, shape[1] + dash, dash * 2):
        cv2.rectangle(
            image,
            (left, middle),
            (left + dash, middle + max(1, shape[0] // 60)),
            (236, 234, 226),
            -1,
        )
    cv2.line(
        image,
        (0, round(top + 2)),
        (shape[1], round(top + 2)),
        (214, 190, 92),
        max(1, shape[0] // 110),
    )
    return image


SETTINGS: dict[str, Callable[[tuple[int, int], np.random.Generator], Image]] = {
    "stage": _stage,
    "room": _room,
    "meadow": _meadow,
    "street": _street,
    "airfield": _airfield,
}
_HORIZONS = {"stage": 0.60, "room": 0.60, "meadow": 0.50, "street": 0.52, "airfield": 0.55}


def _row(shape: tuple[int, int], name: str) -> float:
    return shape[0] * (MARGIN + _HORIZONS[name]) / (1 + 2 * MARGIN)

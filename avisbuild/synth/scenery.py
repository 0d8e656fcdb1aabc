"""What places are made of: floors, skies, grass, trees, houses and furniture, as (H, W, 3) float32."""

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.synth.textures import Field, noise

Image = NDArray[np.float32]
RGB = tuple[float, float, float]


def grid(shape: tuple[int, int]) -> tuple[Field, Field]:
    """The row and column of every pixel, two (H, W)."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    return y, x


def next_seed(rng: np.random.Generator) -> int:
    """Draw the seed of a noise pattern, so that each pattern in a scene is another."""
    return int(rng.integers(1 << 31))


def pick_colour(rng: np.random.Generator, colours: tuple[RGB, ...]) -> Image:
    """Draw one of the colours, as an array (3,) that images are computed with."""
    return np.asarray(colours[int(rng.integers(len(colours)))], np.float32)


def plank_floor(
    shape: tuple[int, int], rng: np.random.Generator, horizon: float, wood: Image
) -> Image:
    """A wooden floor in perspective: planks run to a point behind the wall."""
    y, x = grid(shape)
    depth = 1 / np.maximum(y - horizon + shape[0] * 0.22, 1.0)
    across = (x - shape[1] * 0.5) * depth * 6.5
    plank = np.floor(across)
    tone = np.sin(plank * 12.9898 + float(rng.uniform(0, 6))) * 0.09
    joint = np.where(np.abs(across - plank - 0.5) > 0.465, -0.24, 0.0)
    grain = 0.10 * noise(shape, cell=(36, 4), seed=next_seed(rng), octaves=3)
    shine = 0.16 * (y - horizon) / (shape[0] - horizon)
    lightness = 0.86 + tone + joint + grain + shine
    return np.asarray(wood * lightness[..., None], np.float32)


def spotlight(shape: tuple[int, int], centre: float, rng: np.random.Generator) -> Field:
    """A spotlight's cone from above and its pool on the floor."""
    y, x = grid(shape)
    top = centre + float(rng.uniform(-0.3, 0.3)) * shape[1]
    middle = top + (centre - top) * y / (shape[0] * 0.85)
    half = shape[1] * (0.03 + 0.15 * y / shape[0])
    cone = np.exp(-(((x - middle) / half) ** 2) * 1.6) * (0.35 + 0.65 * (y / shape[0]))
    pool = np.exp(
        -(((x - centre) / (shape[1] * 0.2)) ** 2) - ((y - shape[0] * 0.8) / (shape[0] * 0.11)) ** 2
    )
    return (0.75 * cone + 0.5 * pool).astype(np.float32)


def paint_sky(shape: tuple[int, int], rng: np.random.Generator, horizon: float) -> Image:
    """Paint a whole picture (H, W, 3) as sky, paler down to the horizon, with clouds."""
    y, _ = grid(shape)
    high, low = (
        ((86, 142, 208), (206, 224, 236)), ((112, 158, 206), (232, 226, 208)), ((132, 146, 162),
            (206, 210, 212)), ((92, 118, 172), (244, 204, 168)),
    )[int(rng.integers(4))]  # fmt: skip
    share = np.clip(y / horizon, 0, 1)[..., None] ** 1.2
    sky = np.asarray(high, np.float32) * (1 - share) + np.asarray(low, np.float32) * share
    clouds = noise(shape, cell=(shape[0] / 5, shape[1] / 4), seed=next_seed(rng), octaves=5)
    cover = np.clip((clouds - float(rng.uniform(-0.1, 0.5))) * 1.1, 0, 0.85)[..., None] * (
        1 - 0.6 * share
    )
    shade = 250 - 26 * np.clip(noise(shape, cell=(18, 40), seed=next_seed(rng), octaves=3), -1, 1)
    return np.asarray(sky * (1 - cover) + shade[..., None] * cover, np.float32)


def with_grass(image: Image, rng: np.random.Generator, horizon: float, colour: Image) -> Image:
    """Give a copy of the picture with grass below the horizon: blades, patches, flowers."""
    shape = image.shape[:2]
    y, _ = grid(shape)
    near = np.clip((y - horizon) / (shape[0] - horizon), 0, 1)
    blades = noise(shape, cell=(9, 3), seed=next_seed(rng), octaves=2) * (0.05 + 0.2 * near)
    patches = 0.12 * noise(shape, cell=(shape[0] / 9, shape[1] / 4), seed=next_seed(rng), octaves=4)
    grass = (
        colour * (0.92 + blades + patches + 0.12 * near)[..., None]
        + np.array((26, 20, 8)) * (1 - near)[..., None]
    )
    speck = noise(shape, cell=(2, 2), seed=next_seed(rng), octaves=1) * (0.4 + near)
    flowers = (speck > 1.55) & (near > 0.08)
    grass = np.where(
        flowers[..., None],
        pick_colour(rng, ((238, 226, 120), (240, 238, 232), (214, 130, 168))),
        grass,
    )
    return np.where((y >= horizon)[..., None], grass, image).astype(np.float32)


def ridge_line(width: int, rng: np.random.Generator, waves: float) -> Field:
    """The height of distant hills along the picture, about -1..1."""
    x = np.linspace(0, 2 * np.pi, width, dtype=np.float32)
    total = np.zeros(width, np.float32)
    for octave in range(4):
        total += np.sin(x * waves * 1.9**octave + float(rng.uniform(0, 6))) / 1.9**octave
    return np.asarray(total / 2, np.float32)


def add_tree(image: Image, rng: np.random.Generator, horizon: float) -> None:
    """Paint a tree, at a random place and of a random size, that stands on the horizon."""
    height, width = image.shape[:2]
    tall = height * float(rng.uniform(0.14, 0.34))
    x, foot = float(rng.uniform(0, width)), horizon + height * float(rng.uniform(0.0, 0.03))
    trunk = max(2, round(tall * 0.07))
    cv2.line(
        image,
        (round(x), round(foot)),
        (round(x), round(foot - tall * 0.6)),
        (82, 64, 48),
        trunk,
        cv2.LINE_AA,
    )
    green = pick_colour(rng, ((62, 96, 48), (86, 112, 52), (52, 86, 62), (128, 116, 50)))
    left, top = int(x - tall * 0.6), int(foot - tall * 1.1)
    side = int(tall * 1.2)
    rows, columns = (
        slice(max(top, 0), max(min(top + side, height), 0)),
        slice(max(left, 0), min(left + side, width)),
    )
    v, u = np.mgrid[rows, columns].astype(np.float32)
    if v.size == 0:
        return
    u, v = (u - x) / (tall * 0.42), (v - (foot - tall * 0.66)) / (tall * 0.42)
    leaves = noise(
        v.shape, cell=(max(tall / 7, 2), max(tall / 7, 2)), seed=next_seed(rng), octaves=3
    )
    cover = np.clip((1.0 - np.hypot(u, v) + 0.28 * leaves) * 6, 0, 1)[..., None]
    lit = (0.9 - 0.28 * v - 0.2 * u + 0.25 * leaves)[..., None]
    image[rows, columns] = image[rows, columns] * (1 - cover) + green * lit * cover


def add_houses(image: Image, rng: np.random.Generator, horizon: float) -> None:
    """Paint houses side by side from edge to edge, with their feet on the horizon."""
    height, width = image.shape[:2]
    x = -round(width * 0.05 * float(rng.random()))
    while x < width:
        wide = round(width * float(rng.uniform(0.12, 0.24)))
        tall = round(height * float(rng.uniform(0.26, 0.52)))
        wall = pick_colour(
            rng,
            (
                (168, 104, 84),
                (196, 178, 150),
                (150, 152, 158),
                (186, 140, 108),
                (122, 96, 88),
                (206, 198, 184),
            ),
        )
        top, foot = round(horizon) - tall, round(horizon)
        right = min(x + wide, width)
        box = image[max(top, 0) : foot, max(x, 0) : right]
        if box.size:
            bricks = noise(box.shape[:2], cell=(3, 8), seed=next_seed(rng), octaves=2) * 0.06
            box[:] = (
                wall * (0.94 + bricks + np.linspace(0.06, -0.08, box.shape[1])[None, :])[..., None]
            )
            box[: max(1, height // 60)] *= 0.7
            _windows(image, rng, (x, top, x + wide, foot))
        x += wide


def _windows(image: Image, rng: np.random.Generator, box: tuple[int, int, int, int]) -> None:
    left, top, right, foot = box
    pitch_x, pitch_y = (right - left) / int(rng.integers(3, 5)), image.shape[0] * 0.105
    glass = pick_colour(rng, ((86, 104, 122), (120, 142, 156), (64, 72, 84)))
    y = top + pitch_y * 0.35
    while y < foot - pitch_y * 0.8:
        for x in np.arange(left + pitch_x * 0.25, right - pitch_x * 0.3, pitch_x):
            a, b = (round(x), round(y)), (round(x + pitch_x * 0.5), round(y + pitch_y * 0.62))
            lit = rng.random() < 0.12
            cv2.rectangle(image, a, b, (236, 214, 156) if lit else glass.tolist(), -1)
            cv2.rectangle(image, a, b, (222, 218, 208), max(1, image.shape[0] // 260))
        y += pitch_y
    door = round((left + right) / 2)
    half = max(2, round(image.shape[0] * 0.024))
    cv2.rectangle(
        image, (door - half, foot - half * 5), (door + half, foot), pick_colour(rng, ((84, 44, 32), (34,
        58, 74), (60, 78, 52))).tolist(), -1,
    )  # fmt: skip


def add_pavement_joints(image: Image, horizon: float, kerb: float) -> None:
    """The joints of the paving stones, towards a point far away."""
    width = image.shape[1]
    for step in range(-14, 15):
        near = width / 2 + step * width / 12
        far = width / 2 + step * width / 16
        cv2.line(
            image,
            (round(far), round(horizon)),
            (round(near), round(kerb)),
            (142, 138, 130),
            1,
            cv2.LINE_AA,
        )


def add_terminal(image: Image, rng: np.random.Generator, horizon: float) -> None:
    """An airport building with its tower, far away."""
    height, width = image.shape[:2]
    left, foot = round(width * float(rng.uniform(0.05, 0.6))), round(horizon)
    right, top = left + round(width * 0.32), foot - round(height * 0.07)
    cv2.rectangle(image, (left, top), (right, foot), (196, 198, 202), -1)
    cv2.rectangle(
        image,
        (left, top + (foot - top) // 3),
        (right, foot - (foot - top) // 4),
        (92, 116, 134),
        -1,
    )
    tower = left + round(width * 0.05)
    cv2.line(
        image,
        (tower, foot),
        (tower, foot - round(height * 0.16)),
        (206, 206, 204),
        max(2, width // 70),
    )
    cap = np.array(
        [(tower - width // 60, foot - round(height * 0.16)), (tower + width // 60,
        foot - round(height * 0.16)), (tower + width // 44, foot - round(height * 0.2)),
        (tower - width // 44, foot - round(height * 0.2))],
    )  # fmt: skip
    cv2.fillConvexPoly(image, cap.astype(np.int32), (84, 102, 118), lineType=cv2.LINE_AA)


def add_window(image: Image, rng: np.random.Generator, horizon: float) -> None:
    """A window with curtains and the sky behind it."""
    height, width = image.shape[:2]
    tall, wide = round(height * 0.32), round(width * float(rng.uniform(0.16, 0.24)))
    left, top = round(width * float(rng.choice((0.10, 0.62)))), round(horizon - height * 0.46)
    view = paint_sky((tall, wide), rng, tall * 1.0)
    image[top : top + tall, left : left + wide] = view * 1.05
    frame, thick = (242, 240, 234), max(2, height // 60)
    cv2.rectangle(image, (left, top), (left + wide, top + tall), frame, thick)
    cv2.line(
        image, (left + wide // 2, top), (left + wide // 2, top + tall), frame, max(1, thick // 2)
    )
    cv2.line(
        image, (left, top + tall // 2), (left + wide, top + tall // 2), frame, max(1, thick // 2)
    )
    cloth = pick_colour(rng, ((176, 92, 84), (92, 118, 140), (190, 164, 112), (120, 140, 110)))
    for start in (left - wide // 4, left + wide - wide // 12):
        columns = np.arange(start, start + wide // 3)
        columns = columns[(columns >= 0) & (columns < width)]
        folds = 0.85 + 0.2 * np.sin((columns - start) / max(wide, 1) * 60)
        image[top - thick : top + round(tall * 1.18), columns] = (cloth * folds[:, None])[None]


def add_bookcase(image: Image, rng: np.random.Generator, horizon: float) -> None:
    """A bookcase against the wall."""
    height, width = image.shape[:2]
    left, wide, tall = round(width * 0.38), round(width * 0.17), round(height * 0.42)
    foot = round(horizon + height * 0.015)
    top = foot - tall
    cv2.rectangle(image, (left, top), (left + wide, foot), (104, 70, 44), -1)
    shelf = tall // 4
    for row in range(4):
        base = top + (row + 1) * shelf - max(1, shelf // 10)
        x = left + max(2, wide // 20)
        while x < left + wide - wide // 12:
            thick = max(2, round(wide * float(rng.uniform(0.04, 0.09))))
            book = round(shelf * float(rng.uniform(0.55, 0.85)))
            colour = pick_colour(
                rng,
                (
                    (142, 54, 48),
                    (52, 76, 112),
                    (196, 172, 118),
                    (64, 98, 74),
                    (88, 62, 92),
                    (206, 198, 186),
                ),
            )
            cv2.rectangle(
                image,
                (x, base - book),
                (min(x + thick - 1, left + wide - 2), base),
                colour.tolist(),
                -1,
            )
            x += thick
        cv2.line(image, (left, base), (left + wide, base), (76, 50, 32), max(1, shelf // 12))


def add_pictures(image: Image, rng: np.random.Generator, horizon: float) -> None:
    """Two pictures in frames on the wall."""
    height, width = image.shape[:2]
    for place in (0.38, 0.52):
        wide, tall = round(width * 0.10), round(height * float(rng.uniform(0.13, 0.2)))
        left, top = round(width * place), round(horizon - height * float(rng.uniform(0.36, 0.42)))
        canvas = noise((tall, wide), cell=(tall / 2, wide / 2), seed=next_seed(rng))[..., None]
        image[top : top + tall, left : left + wide] = pick_colour(
            rng, ((150, 120, 90), (90, 120, 140), (140, 90, 100))
        ) * (1 + 0.4 * canvas)
        cv2.rectangle(
            image, (left, top), (left + wide, top + tall), (96, 70, 40), max(2, height // 70)
        )


def add_rug(image: Image, rng: np.random.Generator, horizon: float) -> None:
    """A round rug on the floor."""
    height, width = image.shape[:2]
    centre = (round(width * 0.5), round((horizon + height) / 2 + height * 0.03))
    colour = pick_colour(rng, ((138, 50, 46), (60, 78, 112), (110, 104, 84), (92, 110, 88)))
    for share, factor in ((1.0, 0.8), (0.94, 1.25), (0.86, 1.0), (0.5, 1.18), (0.44, 0.92)):
        axes = (round(width * 0.36 * share), round(height * 0.15 * share))
        cv2.ellipse(image, centre, axes, 0, 0, 360, (colour * factor).tolist(), -1, cv2.LINE_AA)

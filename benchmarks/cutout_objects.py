"""Real cut-outs (tuxpaint-stamps-default) laid on real photographs (opencv-doc), both of Debian."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from scene_objects import SceneFrame, as_jpeg, of_a_sensible_size

STAMPS = Path("/usr/share/tuxpaint/stamps")
PHOTOGRAPHS = Path("/usr/share/doc/opencv-doc/examples")
_NAMES = (
    *(f"data/{name}.jpg" for name in ("aero1", "aero3", "aloeL", "apple", "baboon", "board")),
    *(f"data/{name}.jpg" for name in ("building", "butterfly", "fruits", "home", "leuvenA")),
    *(f"data/{name}.jpg" for name in ("messi5", "orange", "squirrel_cls", "stuff")),
    *(f"text/scenetext0{number}.jpg" for number in range(1, 7)),
    "alphamat/input_images/plant.jpg",
    "data/basketball2.png",
)
# Drawn things have flat colours and black outlines: no cut-outs of photographs.
_DRAWN = ("cartoon", "symbols", "seasonal", "roadsigns", "space", "flags", "naturalforces")
_LEAST_SIDE_PX = 100
_CUTOUTS = 3  # laid on each photograph
_SHARE_OF_HEIGHT = (0.35, 0.75)
_OPAQUE = 128


def missing_packages() -> list[str]:
    """The Debian packages that are not installed, without which there are no cut-outs."""
    needed = {"tuxpaint-stamps-default": STAMPS, "opencv-doc": PHOTOGRAPHS}
    return [name for name, folder in needed.items() if not folder.is_dir()]


def cutout_frames(
    *, seed: int, size: tuple[int, int], objects: int, part: int
) -> Iterator[SceneFrame]:
    """Frames until they hold so many objects; `part` 0 and 1 share no cut-out and no photograph.

    Each cut-out is made lighter or darker, and its edge is as soft as its own alpha.
    """
    rng = np.random.default_rng([seed, part])
    stamps = _stamps()[part::2]
    photographs = [path for name in _NAMES if (path := PHOTOGRAPHS / name).is_file()][part::2]
    count = 0
    while count < objects:
        picture = _photograph(photographs[rng.integers(len(photographs))], size, rng)
        masks: dict[str, NDArray[np.bool_]] = {}
        for number in rng.choice(len(stamps), _CUTOUTS, replace=False):
            path = stamps[number]
            picture, mask = _laid_on(picture, _cutout(path, size, rng), rng)
            masks = {name: before & ~mask for name, before in masks.items()} | {path.stem: mask}
        masks = {name: mask for name, mask in masks.items() if of_a_sensible_size(mask)}
        count += len(masks)
        if masks:
            yield SceneFrame(as_jpeg(picture), masks)


def _stamps() -> list[Path]:
    """The photographed cut-outs, in an order that does not depend on the machine."""
    found = []
    for path in sorted(STAMPS.rglob("*.png")):
        if not any(word in path.as_posix() for word in _DRAWN):
            with Pillow.open(path) as picture:
                if picture.mode == "RGBA" and min(picture.size) >= _LEAST_SIDE_PX:
                    found.append(path)
    return found


def _photograph(path: Path, size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.uint8]:
    """A part of a photograph with the frame's sides, scaled to it."""
    picture = np.array(Pillow.open(path).convert("RGB"))
    scale = max(size[0] / picture.shape[0], size[1] / picture.shape[1])
    large = cv2.resize(
        picture,
        (
            max(size[1], round(picture.shape[1] * scale)),
            max(size[0], round(picture.shape[0] * scale)),
        ),
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC,
    )
    top, left = (int(rng.integers(large.shape[axis] - size[axis] + 1)) for axis in (0, 1))
    return np.asarray(large[top : top + size[0], left : left + size[1]], np.uint8)


def _cutout(path: Path, size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """A stamp (h, w, 4) float32 in 0..255, some share of the frame high and no wider than the frame."""
    stamp = np.array(Pillow.open(path), np.float32)
    rows, columns = np.nonzero(stamp[..., 3] > _OPAQUE)
    stamp = stamp[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height = rng.uniform(*_SHARE_OF_HEIGHT) * size[0]
    scale = min(height / stamp.shape[0], 0.9 * size[1] / stamp.shape[1])
    shape = (max(2, round(stamp.shape[1] * scale)), max(2, round(stamp.shape[0] * scale)))
    shown = cv2.resize(
        stamp, shape, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    )
    shown[..., :3] = np.clip(shown[..., :3] * rng.uniform(0.75, 1.15), 0, 255)
    return shown[:, ::-1] if rng.random() < 0.5 else shown


def _laid_on(
    picture: NDArray[np.uint8], cutout: NDArray[np.float32], rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The picture with the cut-out somewhere on it, and which pixels it covers."""
    height, width = cutout.shape[:2]
    top, left = (
        int(rng.integers(picture.shape[axis] - side + 1))
        for axis, side in ((0, height), (1, width))
    )
    place = (slice(top, top + height), slice(left, left + width))
    alpha = cutout[..., 3:] / 255
    laid = picture.copy()
    laid[place] = np.round(alpha * cutout[..., :3] + (1 - alpha) * picture[place])
    mask = np.zeros(picture.shape[:2], np.bool_)
    mask[place] = cutout[..., 3] > _OPAQUE
    return laid, mask

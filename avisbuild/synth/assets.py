"""Anyone's cut-outs and sounds: a folder per category, in place of the drawn figures and made voices."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.errors import FormatError
from avisbuild.records import Taxonomy
from avisbuild.synth.canvas import Sprite
from avisbuild.synth.sounds.tones import SAMPLE_RATE_HZ, Sound, levelled
from avisbuild.untrusted.sounds import read_mono
from avisbuild.untrusted.text import table_stream

MAPPING = "mapping.csv"
_SOUNDS = (".wav", ".ogg", ".mp3", ".flac")
_MAX_PX = 2048
_QUIET = 0.02
_FRAME = SAMPLE_RATE_HZ // 50
_RING_FRAMES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutout:
    """A picture with alpha and a sound of the same category; paths are relative to the assets' folder."""

    category: str
    picture: str
    sound: str
    aspect: float


@lru_cache(maxsize=4)
def read_cutouts(root: Path, taxonomy: Taxonomy) -> tuple[Cutout, ...]:
    """What a folder of assets holds, in order of name; raises FormatError naming the folder or file.

    A folder is named after a category, or `mapping.csv` (columns folder, category) says which it is. A
    sound with the picture's own name goes with it, otherwise those without a picture are dealt out.
    """
    if not root.is_dir():
        raise FormatError("assets-missing", folder=root)
    mapping = _mapping(root)
    found: list[Cutout] = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        category = mapping.get(folder.name, folder.name)
        if category not in taxonomy.by_name:
            raise FormatError(
                "assets-category",
                folder=folder,
                category=category,
                taxonomy=taxonomy.name,
                mapping=MAPPING,
            )
        found += _cutouts(root, folder, category)
    if not found:
        raise FormatError("assets-empty", folder=root)
    return tuple(found)


def cutout_sprite(path: Path, height_px: int) -> Sprite:
    """A picture scaled to a height, its alpha as the one part, standing on the middle of its lower edge."""
    rgba = _read_picture(path)
    rows, columns = np.nonzero(rgba[..., 3] >= 128)
    rgba = rgba[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    width_px = max(2, round(height_px * rgba.shape[1] / rgba.shape[0]))
    alpha = rgba[..., 3:].astype(np.float32) / 255
    premultiplied = np.concatenate([rgba[..., :3] * alpha, alpha * 255], axis=2)
    shrinks = height_px < rgba.shape[0]
    size, how = (width_px, max(2, height_px)), cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    sprite = np.round(cv2.resize(premultiplied, size, interpolation=how)).astype(np.uint8)
    sprite = np.pad(sprite, ((1, 1), (1, 1), (0, 0)))
    origin = (sprite.shape[1] / 2, sprite.shape[0] - 1.0)
    return Sprite(sprite, np.ascontiguousarray(sprite[..., 3:]), origin)


@lru_cache(maxsize=32)
def read_recording(path: Path, semitones: float) -> Sound:
    """A sound file as (samples,) float32 mono at 44.1 kHz and unit power, without its pauses."""
    from scipy.signal import resample_poly

    try:
        samples, rate_hz = read_mono(path, path, dtype="float32", as_hz=2 * SAMPLE_RATE_HZ)
    except FormatError:
        raise
    except (RuntimeError, OSError) as error:
        raise FormatError("asset-sound-unreadable", path=path, reason=error) from error
    if not len(samples) or not np.isfinite(samples).all():
        raise FormatError("asset-without-sound", path=path)
    wanted_hz = round(SAMPLE_RATE_HZ / 2 ** (semitones / 12))
    sound = np.asarray(resample_poly(samples, wanted_hz, rate_hz), np.float32)
    return levelled(_without_pauses(sound, path))


def _without_pauses(sound: Sound, path: Path) -> Sound:
    """Drop what is quiet for long, so that a loop of the rest sounds in every second."""
    whole = sound[: len(sound) // _FRAME * _FRAME].reshape(-1, _FRAME)
    levels = np.abs(whole).max(axis=1) if len(whole) else np.zeros(0)
    if not levels.size or levels.max() <= 0:
        raise FormatError("asset-without-sound", path=path)
    loud = levels > _QUIET * levels.max()
    kept = np.convolve(loud, np.ones(_RING_FRAMES), "full")[: len(loud)] > 0
    return whole[kept].reshape(-1)


def _cutouts(root: Path, folder: Path, category: str) -> list[Cutout]:
    pictures = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".png")
    sounds = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SOUNDS)
    if not pictures or not sounds:
        missing = "PNG picture" if not pictures else f"sound ({', '.join(_SOUNDS)})"
        raise FormatError("asset-folder-lacks", folder=folder, missing=missing)
    own = {path.stem: path for path in sounds}
    spare = [
        path for path in sounds if path.stem not in {picture.stem for picture in pictures}
    ] or sounds
    return [
        Cutout(
            category=category,
            picture=picture.relative_to(root).as_posix(),
            sound=own.get(picture.stem, spare[number % len(spare)]).relative_to(root).as_posix(),
            aspect=_aspect(picture),
        )
        for number, picture in enumerate(pictures)
    ]


def _aspect(path: Path) -> float:
    rgba = _read_picture(path)
    rows, columns = np.nonzero(rgba[..., 3] >= 128)
    return float(np.ptp(columns) + 1) / float(np.ptp(rows) + 1)


def _read_picture(path: Path) -> NDArray[np.uint8]:
    """A PNG as (H, W, 4) uint8 RGBA; raises FormatError when it has no alpha, or nothing to see."""
    from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

    try:
        with path.open("rb") as stream, open_picture(stream, path, formats=("PNG",)) as image:
            if max(image.size) > _MAX_PX:
                raise FormatError(
                    "picture-too-large",
                    path=path,
                    width=image.size[0],
                    height=image.size[1],
                    most_px=_MAX_PX,
                )
            if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
                raise FormatError("picture-without-alpha", path=path, mode=image.mode)
            rgba = np.asarray(image.convert("RGBA"))
    except FormatError:
        raise
    except PICTURE_ERRORS as error:
        raise FormatError("picture-unreadable", path=path, reason=error) from error
    if not (rgba[..., 3] >= 128).any():
        raise FormatError("picture-transparent", path=path)
    return rgba


def _mapping(root: Path) -> dict[str, str]:
    path = root / MAPPING
    if not path.exists():
        return {}
    try:
        with table_stream(path) as stream:
            reader = csv.DictReader(stream)
            if not {"folder", "category"} <= set(reader.fieldnames or ()):
                raise FormatError("mapping-columns", path=path, found=reader.fieldnames)
            return {row["folder"]: row["category"] for row in reader}
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError("mapping-unreadable", path=path, reason=error) from error

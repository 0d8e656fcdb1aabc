"""What copies are planted from: recordings that can be seen at any moment, and heard.

Rendered scenes are drawn for the very moment that is asked for, so a copy that was sampled a third of a
second later shows what really happened by then. Photographs, cut-out stamps and films are taken where this
machine has them (Debian's `opencv-doc` and `tuxpaint-stamps-default`), and from a folder of clips.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import planted_sounds
import soxr
from numpy.typing import NDArray
from planted_sounds import RATE_HZ, Sound

from avisbuild.synth import SceneOptions, SceneSpec, plan_scene
from avisbuild.synth.compose import Scene
from avisbuild.synth.sounds import SAMPLE_RATE_HZ, mix_scene

Picture = NDArray[np.uint8]
Random = np.random.Generator
SECONDS = 14
_SIZE = (270, 480)
_PHOTOGRAPHS = Path("/usr/share/doc/opencv-doc/examples/data")
_STAMPS = Path("/usr/share/tuxpaint/stamps")
# The second pictures of pairs, views of one chessboard, drawings of a few lines.
_SEEN_TWICE = (
    "left",
    "right",
    "pic",
    "aloeR",
    "aloeGT",
    "graf3",
    "leuvenB",
    "rubberwhale2",
    "aero3",
    "mask",
)
_SEEN_TWICE += (
    "basketball2",
    "Blender_Suzanne2",
    "ela_modified",
    "box_in",
    "chicky",
    "opencv-logo",
    "lena_tmpl",
)


@dataclass(frozen=True)
class Recording:
    """One thing that was filmed: its picture at a time in seconds, (H, W, 3) RGB, and its sound, mono."""

    name: str
    material: str
    picture_at: Callable[[float], Picture]
    sound: Callable[[], Sound]


def recordings(
    seed: int, *, scenes: int, stamps: int, clips: Path | None, seconds: int = SECONDS
) -> list[Recording]:
    """So many scenes and stamps, and every photograph and film there is, each with its own sound."""
    still = [(path.name, "photograph", _pan_over(path, seed)) for path in _photographs()]
    still += [(path.stem, "stamp", _stamp(path, seed)) for path in islice(_stamps(seed), stamps)]
    films = sorted(_PHOTOGRAPHS.glob("*.avi")) + (sorted(clips.glob("*.mp4")) if clips else [])
    still += [(path.name, "film", _film(path)) for path in films if "bugy" not in path.name]
    sounds = planted_sounds.material(len(still), seconds=seconds, seed=seed)
    return [_scene(seed, index, seconds) for index in range(scenes)] + [
        Recording(name, material, picture_at, partial(_as_it_is, sound))
        for (name, material, picture_at), (_, sound) in zip(still, sounds, strict=True)
    ]


def _as_it_is(sound: Sound) -> Sound:
    return sound


def _scene(seed: int, index: int, seconds: int) -> Recording:
    options = SceneOptions(
        seed=seed, seconds=seconds, fps=100, height_px=_SIZE[0], width_px=_SIZE[1]
    )
    spec = plan_scene(options, index)
    return Recording(spec.video_id, "scene", partial(_scene_at, spec), partial(_heard_of, spec))


@cache
def _drawn(spec: SceneSpec) -> Scene:
    return Scene(spec)


def _scene_at(spec: SceneSpec, time_s: float) -> Picture:
    return _drawn(spec).frame(round(time_s * spec.fps))


def _heard_of(spec: SceneSpec) -> Sound:
    """What the scene sounds like, its silences too."""
    both = mix_scene(spec, _drawn(spec).actor_x, {})
    return np.asarray(soxr.resample(both.mean(axis=1), SAMPLE_RATE_HZ, RATE_HZ), np.float32)


def _photographs() -> Iterator[Path]:
    for path in sorted([*_PHOTOGRAPHS.glob("*.jpg"), *_PHOTOGRAPHS.glob("*.png")]):
        picture = cv2.imread(str(path))
        if (
            picture is not None
            and min(picture.shape[:2]) >= 200
            and not path.name.startswith(_SEEN_TWICE)
        ):
            yield path


def _pan_over(path: Path, seed: int) -> Callable[[float], Picture]:
    """A camera that wanders and zooms over a photograph, quicker over some than over others."""
    rng = np.random.default_rng([seed, *path.name.encode()])
    speed, turns = rng.uniform(0.02, 0.5), rng.uniform(0, 2 * np.pi, 3)

    def picture_at(time_s: float) -> Picture:
        whole = _read(path)
        height, width = whole.shape[:2]
        zoom = 0.75 + 0.1 * np.sin(turns[0] + speed * time_s)
        shown = zoom * min(height / _SIZE[0], width / _SIZE[1])
        y, x = (0.5 + 0.5 * np.sin(turns[1:] + speed * time_s)) * (
            np.array([height, width]) - shown * np.array(_SIZE)
        )
        place = np.array([[shown, 0, x], [0, shown, y]], np.float32)
        flags = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(whole, place, _SIZE[::-1], flags=flags), np.uint8)

    return picture_at


@cache
def _read(path: Path) -> Picture:
    return np.ascontiguousarray(cv2.imread(str(path))[..., ::-1])


def _stamps(seed: int) -> Iterator[Path]:
    """Cut-outs in a drawn order, one of a folder, then one more of each: what lies together is alike."""
    rng = np.random.default_rng([seed, 1])
    folders: dict[Path, list[Path]] = {}
    for path in sorted(_STAMPS.rglob("*.png")):
        folders.setdefault(path.parent, []).append(path)
    shuffled = [
        [paths[index] for index in rng.permutation(len(paths))] for paths in folders.values()
    ]
    for place in range(max(map(len, shuffled), default=0)):
        for paths in shuffled:
            if place < len(paths):
                yield paths[place]


def _stamp(path: Path, seed: int) -> Callable[[float], Picture]:
    """A cut-out on a plain ground, held still in two of three, else drifting."""
    rng = np.random.default_rng([seed, *path.stem.encode()])
    drift = rng.uniform(5, 15) * (rng.random() < 1 / 3)
    ground = rng.choice([255, 250, 235, 200, 128, 30, 8])
    place = rng.uniform(0.35, 0.65, 2)

    @cache
    def drawn() -> Picture:
        cutout = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        shade = cutout[..., 3:] / 255.0 if cutout.shape[2] == 4 else np.ones((*cutout.shape[:2], 1))
        held = cutout[..., 2::-1] * shade + ground * (1 - shade)
        scale = 0.65 * _SIZE[0] / max(held.shape[:2])
        small = cv2.resize(held, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        return small.astype(np.uint8)

    def picture_at(time_s: float) -> Picture:
        small = drawn()
        height, width = small.shape[:2]
        frame = np.full((*_SIZE, 3), ground, np.uint8)
        x = int(
            np.clip(place[0] * _SIZE[1] - width / 2 + drift * (time_s - 7), 0, _SIZE[1] - width)
        )
        y = int(np.clip(place[1] * _SIZE[0] - height / 2, 0, _SIZE[0] - height))
        frame[y : y + height, x : x + width] = small
        return frame

    return picture_at


def _film(path: Path) -> Callable[[float], Picture]:
    @cache
    def frames() -> list[Picture]:
        reader = cv2.VideoCapture(str(path))
        rate = reader.get(cv2.CAP_PROP_FPS) or 25.0
        read = []
        while len(read) < SECONDS * rate and (one := reader.read())[0]:
            read.append(
                cv2.resize(one[1], _SIZE[::-1], interpolation=cv2.INTER_AREA)[..., ::-1].copy()
            )
        return [read[min(int(at * rate / 50), len(read) - 1)] for at in range(SECONDS * 50)]

    return lambda time_s: frames()[round(time_s * 50) % len(frames())]

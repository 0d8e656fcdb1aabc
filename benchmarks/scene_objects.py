"""Objects of rendered scenes with their exact masks, as JPEGs show them."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.synth import Factor, SceneOptions, plan_scene
from avisbuild.synth.compose import Scene

SIZES = ((360, 640), (720, 1280))
_SECONDS = 10
_QUALITY = 92
_LEAST_SHARE, _LARGEST_SHARE = 0.002, 0.6  # of the frame


@dataclass(frozen=True, eq=False)
class SceneFrame:
    """A frame (H, W, 3) uint8 RGB, and its objects' masks (H, W) bool by name."""

    image: NDArray[np.uint8]
    masks: dict[str, NDArray[np.bool_]]


def scene_frames(*, seed: int, size: tuple[int, int], objects: int) -> Iterator[SceneFrame]:
    """Frames of ever new scenes until they hold so many objects that are neither tiny nor everything."""
    count = index = 0
    while count < objects:
        scene = render(seed=seed, index=index, size=size)
        frame = scene_frame(scene, scene.spec.frame_at(index % _SECONDS))
        index += 1
        count += len(frame.masks)
        if frame.masks:
            yield frame


def render(
    *, seed: int, index: int, size: tuple[int, int], always: frozenset[Factor] = frozenset()
) -> Scene:
    """A scene of a set, ready to be drawn; `always` names difficulties that it shall have."""
    options = SceneOptions(
        seed=seed, seconds=_SECONDS + 2, height_px=size[0], width_px=size[1], always=always
    )
    return Scene(plan_scene(options, index))


def scene_frame(scene: Scene, number: int) -> SceneFrame:
    """One frame of a scene with its objects of a sensible size."""
    masks = {name: mask for name, mask in scene.masks(number).items() if of_a_sensible_size(mask)}
    return SceneFrame(as_jpeg(scene.frame(number)), masks)


def as_jpeg(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture (H, W, 3) uint8 RGB as a JPEG file shows it."""
    encoded = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
    return np.ascontiguousarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR)[..., ::-1], np.uint8)


def of_a_sensible_size(mask: NDArray[np.bool_]) -> bool:
    """Whether an object is neither tiny nor everything."""
    return bool(_LEAST_SHARE < mask.mean() < _LARGEST_SHARE)

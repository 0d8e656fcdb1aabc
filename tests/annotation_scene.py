"""A rendered scene to annotate: a project with its media and no annotations, and the truth beside it."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild import masks
from avisbuild.records import Sounding, Track, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.segment import Candidates, Image, Prompt
from avisbuild.store import Project
from avisbuild.synth import SceneOptions
from avisbuild_pipelines.synthesis import Form, SynthOptions, synthesize

# Of this seed, four instances sound (one of them offscreen), and two persons are seen and never heard.
FOUR_SOUNDING_SEED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A rendered video; `truth` has all its instances, those that are never heard included."""

    folder: Path
    video_id: VideoId
    truth: tuple[Track, ...]

    @property
    def heard(self) -> tuple[Track, ...]:
        """The instances that sound at any time."""
        return tuple(track for track in self.truth if set(track.states) != {Sounding.SILENT})

    def blank_project(self, folder: Path) -> Project:
        """A new project with the scene's media and nothing annotated."""
        project = Project.create(folder, load_recipe("aviseg"))
        with Project.open(self.folder) as rendered:
            video = rendered.video(self.video_id)
        for part in ("videos", "sources"):
            shutil.copytree(self.folder / part, folder / part, dirs_exist_ok=True)
        with project.edit(author="test", action="add the scene") as edit:
            edit.add_video(video)
        return project


def render_scene(
    folder: Path, *, seconds: int = 60, seed: int = FOUR_SOUNDING_SEED, height_px: int = 180
) -> Scene:
    """Render one scene into a project of its own; 16:9, eight frames a second."""
    options = SceneOptions(
        seed=seed, seconds=seconds, height_px=height_px, width_px=height_px * 16 // 9, fps=8
    )
    synthesize(folder, SynthOptions(scene=options, video_count=1, form=Form.PROJECT, jobs=1))
    with Project.open(folder) as project:
        video_id = project.videos()[0].video_id
        return Scene(folder=folder, video_id=video_id, truth=project.tracks(video_id))


class Oracle:
    """A segmenter that knows the truth: a click gives the mask of the instance it hits."""

    name = "oracle"
    title = "Oracle (tests)"
    weights_sha256 = ""
    preprocessing = "none"
    is_storable = False

    def __init__(self, scene: Scene) -> None:
        frames = scene.folder / "videos" / scene.video_id / "frames"
        self._second_of = {
            _digest(read_frame(path)): int(path.stem) for path in sorted(frames.glob("*.jpg"))
        }
        self._truth = scene.truth

    def embed(self, image: Image) -> Any:
        """Which second the frame is of."""
        return self._second_of[_digest(image)], image.shape[:2]

    def segment(self, embedding: Any, prompt: Prompt) -> Candidates:
        """The smallest true mask under the last positive click; an empty one where there is none."""
        second, size = embedding
        found = np.zeros(size, np.bool_)
        points = [xy for xy, good in zip(prompt.points_xy, prompt.positive, strict=True) if good]
        if points:
            hit = [mask for mask in pixels_at(self._truth, second) if _covers(mask, points[-1])]
            found = min(hit, key=np.count_nonzero, default=found)
        return Candidates(masks=found[None], scores=(1.0,))

    def pack(self, embedding: Any) -> dict[str, NDArray[Any]]:
        """Nothing to keep."""
        raise NotImplementedError

    def unpack(self, arrays: dict[str, NDArray[Any]]) -> Any:
        """Nothing was kept."""
        raise NotImplementedError

    def embedding_bytes(self, embedding: Any) -> int:  # noqa: ARG002 - the protocol's name
        """Next to nothing."""
        return 64

    def close(self) -> None:
        """Nothing to let go of."""


def read_frame(path: Path) -> Image:
    """A frame's file as (H, W, 3) uint8 RGB."""
    return np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), np.uint8)


def pixels_at(tracks: Sequence[Track], second: int) -> list[NDArray[np.bool_]]:
    """The true masks of a second."""
    return [masks.decode(rle) for track in tracks if (rle := track.masks[second]) is not None]


def best_click(
    mask: NDArray[np.bool_], others: Sequence[NDArray[np.bool_]] = ()
) -> tuple[float, float]:
    """The pixel (x, y) deepest inside a mask and outside smaller ones that lie over it."""
    free = mask.copy()
    for other in others:
        if other.sum() < mask.sum():
            free &= ~other
    depth = cv2.distanceTransform(
        np.pad(free if free.any() else mask, 1).astype(np.uint8), cv2.DIST_L2, 5
    )[1:-1, 1:-1]
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    return float(x), float(y)


def _covers(mask: NDArray[np.bool_], point_xy: tuple[float, float]) -> bool:
    return bool(mask[round(point_xy[1]), round(point_xy[0])])


def _digest(image: Image) -> str:
    return sha256(np.ascontiguousarray(image).tobytes()).hexdigest()

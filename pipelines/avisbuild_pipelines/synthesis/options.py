"""What is asked of a set of scenes, and how its truth is read back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from avisbuild.synth import SceneOptions, SceneTruth
from avisbuild.synth.documents import read_scene


class Form(StrEnum):
    """What a set of scenes becomes."""

    MEDIA = "media"
    PROJECT = "project"
    RELEASE = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class SynthOptions:
    """A set of `video_count` scenes; `jobs` processes render them, by default one a usable core."""

    scene: SceneOptions = field(default_factory=SceneOptions)
    video_count: int = 10
    form: Form = Form.PROJECT
    jobs: int | None = None


def rendered_dir(media: Path) -> Path:
    """Where the films of a set of scenes lie: `<video>.mp4` each."""
    return media.joinpath("videos")


def scene_truths(media: Path) -> Iterator[SceneTruth]:
    """Read back, scene by scene, what `synth` wrote beside the media in `scenes.json`."""
    for document in json.loads((media / "scenes.json").read_bytes())["scenes"]:
        yield read_scene(document)

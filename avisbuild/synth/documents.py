"""The whole truth of a scene as JSON, silent masks and the scene's own values included, and back."""

from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import Any

from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    Rle,
    Sounding,
    Track,
    Video,
    VideoId,
)
from avisbuild.synth.spec import SceneSpec, SceneTruth


def scene_document(spec: SceneSpec, truth: SceneTruth) -> dict[str, Any]:
    """One scene: its video, every instance's states and masks (COCO RLE or null) a second, its values."""
    names = {(part.category_id, part.number): part for part in spec.parts}
    return {
        "video": plain(truth.video),
        "instances": [
            {
                "instance_id": track.instance.instance_id,
                "category_id": track.instance.category_id,
                "category": names[track.instance.category_id, track.instance.number].category,
                "number": track.instance.number,
                "states": [state.value for state in track.states],
                "masks": [_mask(rle) for rle in track.masks],
            }
            for track in truth.tracks
        ],
        "scene": plain(spec),
    }


def read_scene(document: dict[str, Any]) -> SceneTruth:
    """Read back what `scene_document` wrote, without the instructions for drawing."""
    values = document["video"]
    tuples = {name: tuple(values[name]) for name in ("scenarios", "labels")}
    video = Video(**{**values, **tuples, "video_id": VideoId(values["video_id"])})
    return SceneTruth(
        video=video, tracks=tuple(_track(video, row) for row in document["instances"])
    )


def plain(value: Any) -> Any:
    """A frozen value as JSON: dictionaries, lists, numbers and text."""
    return _plain(asdict(value))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Path) else value


def _mask(rle: Rle | None) -> dict[str, Any] | None:
    return None if rle is None else {"size": list(rle.size), "counts": rle.counts.decode("ascii")}


def _track(video: Video, row: dict[str, Any]) -> Track:
    instance = Instance(
        instance_id=InstanceId(row["instance_id"]),
        video_id=video.video_id,
        category_id=CategoryId(row["category_id"]),
        number=row["number"],
    )
    masks = tuple(
        mask and Rle((mask["size"][0], mask["size"][1]), mask["counts"].encode("ascii"))
        for mask in row["masks"]
    )
    return Track(instance=instance, states=tuple(map(Sounding, row["states"])), masks=masks)

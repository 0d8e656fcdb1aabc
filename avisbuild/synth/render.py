"""Rendering a scene: an MP4 with sound, and exactly what is true of it."""

from pathlib import Path

import cv2

from avisbuild import masks
from avisbuild.records import Instance, Rle, Sounding, Track, Video, stable_instance_id
from avisbuild.synth.assets import read_recording
from avisbuild.synth.compose import Scene
from avisbuild.synth.encode import write_video
from avisbuild.synth.sounds import mix_scene
from avisbuild.synth.spec import Part, SceneSpec, SceneTruth

_ANIMALS = ("cat", "dog", "lion", "horse")
_MACHINES = ("car", "lawn_mover", "airplane", "tree_harvester")


def render_scene(spec: SceneSpec, path: Path) -> SceneTruth:
    """Write the scene to `path` as an H.264/AAC MP4 and give its truth.

    The mask of a second is that of the frame that stands for it, without what is hidden; an instance
    that sounds there is `sounding` if a pixel of it is in view, `occluded` if it is in the picture but
    hidden, and `offscreen` otherwise.
    """
    cv2.setNumThreads(1)
    scene = Scene(spec)
    frames = (scene.frame(index) for index in range(spec.second_count * spec.fps))
    recordings = {
        part.name: read_recording(Path(spec.assets_dir) / part.recording, part.pitch / 4)
        for part in spec.parts
        if part.recording
    }
    sound = mix_scene(spec, scene.actor_x, recordings)
    write_video(
        path,
        frames,
        sound,
        size=(spec.height_px, spec.width_px),
        fps=spec.fps,
    )
    return scene_truth(scene)


def scene_truth(scene: Scene) -> SceneTruth:
    """What is true of a scene, without encoding it."""
    spec = scene.spec
    rows: dict[str, list[tuple[Sounding, Rle | None]]] = {part.name: [] for part in spec.parts}
    for second in range(spec.second_count):
        frame = spec.frame_at(second)
        seen, inside = scene.masks(frame), scene.in_picture(frame)
        for part in spec.parts:
            mask = seen.get(part.name)
            state = _state(
                part.sounding[second], visible=mask is not None, inside=part.name in inside
            )
            rows[part.name].append((state, None if mask is None else masks.encode(mask)))
    tracks = [
        _track(spec, part, rows[part.name]) for part in spec.parts if _matters(rows[part.name])
    ]
    tracks.sort(key=lambda track: (track.instance.category_id, track.instance.number))
    return SceneTruth(video=_video(spec), tracks=tuple(tracks))


def _matters(row: list[tuple[Sounding, Rle | None]]) -> bool:
    """Whoever is never heard and never seen (a player beside the picture) is no instance of the video."""
    return any(state is not Sounding.SILENT or mask is not None for state, mask in row)


def _state(sounds: bool, *, visible: bool, inside: bool) -> Sounding:
    if not sounds:
        return Sounding.SILENT
    if visible:
        return Sounding.SOUNDING
    return Sounding.OCCLUDED if inside else Sounding.OFFSCREEN


def _track(spec: SceneSpec, part: Part, row: list[tuple[Sounding, Rle | None]]) -> Track:
    instance = Instance(
        instance_id=stable_instance_id(spec.video_id, part.name),
        video_id=spec.video_id,
        category_id=part.category_id,
        number=part.number,
    )
    return Track(instance=instance, states=tuple(s for s, _ in row), masks=tuple(m for _, m in row))


def _video(spec: SceneSpec) -> Video:
    sounding = {part.category for part in spec.parts if any(part.sounding)}
    return Video(
        video_id=spec.video_id,
        second_count=spec.second_count,
        height_px=spec.height_px,
        width_px=spec.width_px,
        group=spec.video_id,
        scenarios=tuple(sorted({_scenario(category) for category in sounding})),
        labels=tuple(sorted(sounding)),
    )


def _scenario(category: str) -> str:
    if category in _ANIMALS:
        return "Animal"
    if category in _MACHINES:
        return "Machine"
    return "Speaking" if category == "person" else "Music"

"""What is said of a scene is what its file shows and sounds like."""

from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from avisbuild import masks
from avisbuild.records import CategoryId, Sounding, VideoId
from avisbuild.synth import (
    Actor,
    Part,
    Prop,
    SceneOptions,
    SceneSpec,
    SceneTruth,
    plan_scene,
    render_scene,
)
from avisbuild.synth.compose import Scene
from avisbuild.synth.documents import read_scene, scene_document

MAGENTA = (250, 10, 240)


def part(category: str, row: str, *, number: int = 1) -> Part:
    return Part(
        category=category,
        category_id=CategoryId(14),
        number=number,
        sounding=tuple(cell == "#" for cell in row),
    )


def block_scene(tmp_path: Path, *actors: Actor, **values: object) -> SceneSpec:
    """A meadow with plain magenta blocks for actors, so that a mask can be read off the picture."""
    block = np.full((20, 20, 4), 255, np.uint8)
    block[..., :3] = MAGENTA[::-1]
    cv2.imwrite(str(tmp_path / "block.png"), block)
    spec = SceneSpec(
        video_id=VideoId("blocks"),
        seed=3,
        second_count=len(actors[0].parts[0].sounding),
        height_px=90,
        width_px=160,
        fps=5,
        setting="meadow",
        actors=actors,
        animated=False,
        assets_dir=str(tmp_path),
    )
    return replace(spec, **values)


def block(row: str, *path: tuple[float, float], ground: float = 0.9, number: int = 1) -> Actor:
    return Actor(
        figure="cutout",
        asset="block.png",
        parts=(part("dog", row, number=number),),
        look_seed=0,
        path=path,
        ground=ground,
        px_per_m=0.3,
    )


def states(truth: SceneTruth, index: int = 0) -> list[str]:
    return [state.value for state in truth.tracks[index].states]


def decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_a_mask_is_exactly_the_pixels_that_are_more_object_than_background(tmp_path: Path) -> None:
    spec = block_scene(tmp_path, block("#" * 12, (0.0, 0.4), (12.0, 0.6)))
    truth = render_scene(spec, tmp_path / "blocks.mp4")
    absent = Scene(block_scene(tmp_path, block("#" * 12, (0.0, 3.0))))
    above_shadow = np.s_[:70]
    shares = []
    for second in range(12):
        rle = truth.tracks[0].masks[second]
        assert rle is not None
        mask = masks.decode(rle)[above_shadow]
        assert mask.sum() > 300
        frame, behind = (
            scene.frame(spec.frame_at(second))[above_shadow].astype(float)
            for scene in (Scene(spec), absent)
        )
        share = np.abs(frame - behind).sum(axis=2) / np.abs(MAGENTA - behind).sum(axis=2)
        assert share[mask].min() >= 0.48
        assert share[~mask].max() <= 0.52
        shares += share[(share > 0.1) & (share < 0.9)].tolist()
    assert len(shares) > 20  # soft edges, so that the threshold matters


def test_the_object_in_front_takes_the_pixels(tmp_path: Path) -> None:
    back, front = block("#", (0.0, 0.45)), block("#", (0.0, 0.5), ground=0.93, number=2)
    truth = render_scene(block_scene(tmp_path, front, back), tmp_path / "blocks.mp4")
    behind, before = (masks.decode(track.masks[0]) for track in truth.tracks)
    assert not (behind & before).any()
    assert 0 < behind.sum() < before.sum()


def test_sounding_offscreen_occluded_and_silent(tmp_path: Path) -> None:
    prop = Prop(figure="hedge", look_seed=0, x=0.5, ground=0.95, width=0.5, height=0.5)
    path = ((0.1, 0.1), (0.2, 0.5), (1.9, 0.5), (2.0, 2.0), (2.9, 2.0), (3.0, 0.1))
    spec = block_scene(tmp_path, block("####.", *path), props=(prop,))
    truth = render_scene(spec, tmp_path / "blocks.mp4")
    assert states(truth) == ["occluded", "occluded", "offscreen", "sounding", "silent"]
    assert [mask is not None for mask in truth.tracks[0].masks] == [False, False, False, True, True]
    assert truth.tracks[0].sounding_masks[4] is None


def test_whoever_is_never_seen_nor_heard_is_no_instance(tmp_path: Path) -> None:
    seen, absent = block("#", (0.0, 0.5)), block(".", (0.0, 3.0), number=2)
    truth = render_scene(block_scene(tmp_path, seen, absent), tmp_path / "blocks.mp4")
    assert [track.instance.number for track in truth.tracks] == [1]


@pytest.mark.parametrize("fps", [1, 5, 24, 25, 30, 50])
def test_the_frame_of_a_second_is_the_last_at_or_before_its_middle(fps: int) -> None:
    spec = SceneSpec(video_id=VideoId("v"), seed=0, second_count=4, fps=fps)
    for second in range(4):
        frame = spec.frame_at(second)
        assert frame / fps <= second + 0.5 < (frame + 1) / fps


def test_the_file_holds_the_frames_and_as_much_sound(tmp_path: Path) -> None:
    spec = plan_scene(SceneOptions(seed=5, seconds=3, height_px=90, width_px=160, fps=10), 0)
    render_scene(spec, tmp_path / "scene.mp4")
    frames, scene = decoded(tmp_path / "scene.mp4"), Scene(spec)
    assert len(frames) == 30
    for index in (0, 5, 29):
        assert np.abs(frames[index].astype(int) - scene.frame(index)).mean() < 6
    with av.open(str(tmp_path / "scene.mp4")) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
        assert video.start_time == 0
        first = next(iter(container.decode(audio=0)))
        assert (first.layout.nb_channels, first.sample_rate) == (2, 44_100)
        assert float(audio.duration * audio.time_base) == pytest.approx(3.0, abs=0.03)


def test_the_same_scene_twice_is_the_same_file_and_truth(tmp_path: Path) -> None:
    spec = plan_scene(SceneOptions(seed=8, seconds=3, height_px=90, width_px=160), 1)
    first = render_scene(spec, tmp_path / "a.mp4")
    assert render_scene(spec, tmp_path / "b.mp4") == first
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    for one, other in zip(decoded(tmp_path / "a.mp4"), decoded(tmp_path / "b.mp4"), strict=True):
        assert (one == other).all()


def test_another_seed_or_index_is_another_scene() -> None:
    options = SceneOptions(seed=1)
    specs = [
        plan_scene(options, 0),
        plan_scene(options, 1),
        plan_scene(replace(options, seed=2), 0),
    ]
    assert len({spec.seed for spec in specs}) == 3
    assert specs[0].actors != specs[1].actors != specs[2].actors


def test_a_scene_document_gives_back_the_truth(tmp_path: Path) -> None:
    spec = plan_scene(SceneOptions(seed=2, seconds=2, height_px=90, width_px=160), 0)
    truth = render_scene(spec, tmp_path / "scene.mp4")
    assert read_scene(scene_document(spec, truth)) == truth


def test_states_and_masks_of_many_planned_scenes_agree(tmp_path: Path) -> None:
    options = SceneOptions(seed=4, seconds=3, height_px=54, width_px=96, fps=3)
    for index in range(6):
        for track in render_scene(plan_scene(options, index), tmp_path / "scene.mp4").tracks:
            for state, mask in zip(track.states, track.masks, strict=True):
                assert (mask is None) or state in (Sounding.SOUNDING, Sounding.SILENT)
                assert mask is None or (mask.size == (54, 96) and masks.area(mask) > 0)
                assert state is not Sounding.SOUNDING or mask is not None


@pytest.mark.parametrize("size", [(91, 160), (90, 161), (16, 16)])
def test_an_odd_or_tiny_size_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="even size"):
        SceneSpec(
            video_id=VideoId("v"), seed=0, second_count=1, height_px=size[0], width_px=size[1]
        )

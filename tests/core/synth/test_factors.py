"""Every switch does what it says, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from avisbuild import masks
from avisbuild.records import Sounding, stable_instance_id
from avisbuild.synth import Factor, SceneOptions, SceneSpec, plan_scene
from avisbuild.synth.compose import Scene
from avisbuild.synth.figures import FIGURES
from avisbuild.synth.render import scene_truth
from avisbuild.synth.sounds import SAMPLE_RATE_HZ, mix_scene

ALL = frozenset(Factor)
BASE = SceneOptions(seed=11, seconds=8, height_px=90, width_px=160, noise_db=None)
INDICES = range(8)


def only(*factors: Factor, **values: object) -> SceneOptions:
    return replace(BASE, always=frozenset(factors), never=ALL - frozenset(factors), **values)


def plans(*factors: Factor, **values: object) -> list[SceneSpec]:
    return [plan_scene(only(*factors, **values), index) for index in INDICES]


def sound_of(spec: SceneSpec) -> np.ndarray:
    return mix_scene(spec, Scene(spec).actor_x)


def test_without_any_factor_a_scene_is_plain() -> None:
    for spec in plans():
        assert spec.factors == ()
        assert (spec.camera, spec.stereo_pan, spec.animated, spec.music_db) == (
            0.0,
            False,
            False,
            None,
        )
        assert not spec.props
        assert all(any(part.sounding[t] for part in spec.parts) for t in range(8))


@pytest.mark.parametrize("factor", sorted(ALL - {Factor.OCCLUSION, Factor.REENTRY}))
def test_a_factor_leaves_the_rest_of_the_scene_alone(factor: Factor) -> None:
    for plain, spec in zip(plans(), plans(factor), strict=True):
        assert spec.setting == plain.setting
        if factor is not Factor.SILENCE:
            assert spec.actors[: len(plain.actors)] == plain.actors


def test_a_twin_looks_the_same_and_is_silent() -> None:
    for spec in plans(Factor.TWIN):
        twin = spec.actors[-1]
        models = [
            a for a in spec.actors[:-1] if (a.figure, a.look_seed) == (twin.figure, twin.look_seed)
        ]
        assert len(models) == 1
        assert any(any(part.sounding) for part in models[0].parts)
        assert not any(any(part.sounding) for part in twin.parts)
        assert twin.px_per_m == models[0].px_per_m
        assert {part.name for part in twin.parts}.isdisjoint(part.name for part in models[0].parts)


def test_a_distractor_is_large_and_silent() -> None:
    for spec in plans(Factor.DISTRACTOR):
        scene, distractor = Scene(spec), spec.actors[-1]
        assert not any(any(part.sounding) for part in distractor.parts)
        assert distractor.parts[-1].category not in [a.parts[-1].category for a in spec.actors[:-1]]
        seen = scene.masks(0)
        area = sum(int(seen[part.name].sum()) for part in distractor.parts if part.name in seen)
        assert area > 0.04 * 90 * 160


def test_an_offscreen_source_is_heard_and_never_seen() -> None:
    for spec in plans(Factor.OFFSCREEN):
        truth = scene_truth(Scene(spec))
        unseen = spec.actors[-1].parts[-1]
        wanted = stable_instance_id(spec.video_id, unseen.name)
        track = next(t for t in truth.tracks if t.instance.instance_id == wanted)
        assert set(track.states) <= {Sounding.OFFSCREEN, Sounding.SILENT}
        assert Sounding.OFFSCREEN in track.states
        assert not any(track.masks)


def test_occlusion_hides_somebody_and_shows_them_again() -> None:
    occluded = 0
    for spec in plans(Factor.OCCLUSION):
        assert len(spec.props) == 1
        scene = Scene(spec)
        hidden = {
            name
            for second in range(8)
            for name in scene.in_picture(spec.frame_at(second))
            - set(scene.masks(spec.frame_at(second)))
        }
        shown = {name for second in range(8) for name in scene.masks(spec.frame_at(second))}
        assert hidden & shown
        states = {state for track in scene_truth(scene).tracks for state in track.states}
        occluded += Sounding.OCCLUDED in states
    assert occluded >= 6


def test_reentry_takes_somebody_out_of_the_picture_and_back() -> None:
    for spec in plans(Factor.REENTRY):
        scene = Scene(spec)
        inside = [scene.in_picture(spec.frame_at(second)) for second in range(8)]
        gone = [name for name in inside[0] & inside[-1] if any(name not in now for now in inside)]
        assert gone


def test_pan_follows_x() -> None:
    spec = plan_scene(only(Factor.PAN), 0)
    actor = replace(spec.actors[0], path=((0.0, 0.1), (8.0, 0.9)))
    actor = replace(actor, parts=tuple(replace(p, sounding=(True,) * 8) for p in actor.parts))
    spec = replace(spec, actors=(actor,))
    scene, sound = Scene(spec), sound_of(spec)
    for second in range(8):
        piece = sound[second * SAMPLE_RATE_HZ : (second + 1) * SAMPLE_RATE_HZ]
        left, right = np.sqrt(np.mean(np.square(piece), axis=0))
        angle = np.arctan2(right, left) / (np.pi / 2)
        assert angle == pytest.approx(scene.actor_x(0, second + 0.5), abs=0.03)


def test_without_pan_both_sides_are_the_same() -> None:
    for spec in plans():
        left, right = sound_of(spec).T
        assert (left == right).all()


def test_the_camera_moves_the_background() -> None:
    for moving, still in zip(plans(Factor.CAMERA), plans(), strict=True):
        corner = np.s_[:12, :40]
        first, later = (Scene(moving).frame(index)[corner].astype(int) for index in (0, 100))
        assert (first != later).any()
        assert (Scene(still).frame(0)[corner] == Scene(still).frame(100)[corner]).all()


def test_masks_move_with_the_camera() -> None:
    spec = plan_scene(only(Factor.CAMERA), 1)
    scene, still = Scene(spec), Scene(replace(spec, camera=0.0))
    moved = [scene.masks(f) for f in (10, 110)]
    names = set(moved[0]) & set(moved[1])
    shift = [
        np.argwhere(moved[1][name]).mean(axis=0) - np.argwhere(moved[0][name]).mean(axis=0)
        for name in names
    ]
    rest = [
        np.argwhere(still.masks(110)[name]).mean(axis=0)
        - np.argwhere(still.masks(10)[name]).mean(axis=0)
        for name in names
    ]
    assert np.abs(np.subtract(shift, rest)).max() > 1


def test_music_is_heard_where_nothing_else_is() -> None:
    for spec in plans(Factor.MUSIC, Factor.SILENCE):
        still = [t for t in range(8) if not any(part.sounding[t] for part in spec.parts)]
        assert still
        for second in still:
            piece = sound_of(spec)[second * SAMPLE_RATE_HZ : (second + 1) * SAMPLE_RATE_HZ]
            assert -45 < 20 * np.log10(np.sqrt(np.mean(np.square(piece)))) < -25


def test_silence_without_noise_is_digital_silence() -> None:
    for spec in plans(Factor.SILENCE):
        still = [t for t in range(8) if not any(part.sounding[t] for part in spec.parts)]
        assert still
        assert not sound_of(spec)[still[0] * SAMPLE_RATE_HZ : (still[0] + 1) * SAMPLE_RATE_HZ].any()


@pytest.mark.parametrize("noise_db", [-70.0, -40.0])
def test_the_noise_has_the_level_asked_for(noise_db: float) -> None:
    spec = plan_scene(only(Factor.SILENCE, noise_db=noise_db), 0)
    still = next(t for t in range(8) if not any(part.sounding[t] for part in spec.parts))
    piece = sound_of(spec)[still * SAMPLE_RATE_HZ : (still + 1) * SAMPLE_RATE_HZ]
    assert 20 * np.log10(np.sqrt(np.mean(np.square(piece)))) == pytest.approx(noise_db, abs=1)


def test_animation_shows_who_sounds_and_its_absence_does_not() -> None:
    """Without it, the picture of a scene does not depend on when things sound: only the ear can tell."""
    spec = plan_scene(only(Factor.ANIMATION), 3)
    mute = replace(
        spec,
        actors=tuple(
            replace(a, parts=tuple(replace(p, sounding=(False,) * 8) for p in a.parts))
            for a in spec.actors
        ),
    )
    sounds = next(t for t in range(8) if any(p.sounding[t] for p in spec.parts))
    frames = range(sounds * 25, sounds * 25 + 25, 4)
    moved = [(Scene(spec).frame(f) != Scene(mute).frame(f)).any() for f in frames]
    assert any(moved)
    still, mute_still = (replace(one, animated=False) for one in (spec, mute))
    assert all((Scene(still).frame(f) == Scene(mute_still).frame(f)).all() for f in frames)


@pytest.mark.parametrize("categories", [("guitar",), ("dog", "car"), ("airplane",), ("person",)])
def test_only_the_categories_asked_for_sound(categories: tuple[str, ...]) -> None:
    for index in range(12):
        spec = plan_scene(SceneOptions(seed=1, categories=categories), index)
        heard = {part.category for part in spec.parts if any(part.sounding)}
        assert heard <= set(categories)
        assert heard


def test_every_category_comes_up_by_default() -> None:
    heard = {
        part.category
        for index in range(300)
        for part in plan_scene(SceneOptions(seed=0), index).parts
        if any(part.sounding)
    }
    drawn = {figure.categories[-1] for name, figure in FIGURES.items() if name != "cutout"}
    assert heard == drawn
    assert len(heard) == 26


def test_masks_are_large_enough_to_annotate() -> None:
    areas = [
        masks.area(mask)
        for index in range(10)
        for track in scene_truth(
            Scene(plan_scene(replace(BASE, seconds=1, height_px=180, width_px=320), index))
        ).tracks
        for mask in track.sounding_masks
        if mask
    ]
    assert np.median(areas) > 150

"""Whether the complexity figures follow what scenes are made with: rank correlation with each true factor.

    python benchmarks/complexity.py [--scenes 10]

Scenes of 24 seconds are planned by `synth` with every other difficulty drawn as usual, and rendered at
five levels of one factor: how far the camera wanders, how much of the actors is hidden (a screen rises
before one of them; counted in pixels), how far actors walk, how often one leaves the picture and comes
back. The figures see the frames, one a second, and the masks, as an annotator would have made them, and
nothing else; a second column has only the masks of sounding seconds, as a release. Wanted: at least 0.9
for each factor with all masks.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from harness import keep_result
from scipy.stats import spearmanr

from avisbuild.records import Snapshot, Sounding, Track
from avisbuild.records.bundled import load_taxonomy
from avisbuild.releases.plots import VideoFacts, facts_of_snapshot
from avisbuild.releases.plots.camera import Motion, camera_motions, small_grey
from avisbuild.releases.plots.complexity import AXES, complexity_of
from avisbuild.synth.compose import Scene
from avisbuild.synth.difficulties import hide, walkers
from avisbuild.synth.options import Factor, SceneOptions, stream
from avisbuild.synth.plan import plan_scene
from avisbuild.synth.render import scene_truth
from avisbuild.synth.spec import Actor, SceneSpec, Waypoint

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
SECONDS = 24
_TAXONOMY = load_taxonomy("aviseg")
Made = tuple[SceneSpec, float]
"""A scene and the true size of the factor in it."""


def with_camera(spec: SceneSpec, level: float, _: np.random.Generator) -> Made | None:
    """The camera wanders as far as the level says."""
    return replace(spec, camera=level), level


def with_screen(spec: SceneSpec, level: float, rng: np.random.Generator) -> Made | None:
    """A walker goes behind a screen as high as the level says; the truth is counted in pixels."""
    actors = list(spec.actors)
    able = walkers(actors)
    if not able:
        return None
    screen = hide(spec.setting, actors, able[0], spec.width_px / spec.height_px, rng)
    bare = replace(spec, actors=tuple(actors))
    if level:
        bare = replace(bare, props=(*spec.props, replace(screen, height=screen.height * level)))
    return bare, _hidden_share(bare)


def _hidden_share(spec: SceneSpec) -> float:
    """How much of an instance is hidden, beyond what is hidden in its freest second; a mean over all seconds.

    What hides a part of an object all the time leaves no trace in masks. The whole object is what is seen
    of its actor alone, without screens and with everybody else far away.
    """
    scene, alone = Scene(spec), [_alone(spec, number) for number in range(len(spec.actors))]
    rows: dict[str, list[float]] = {}
    for second in range(spec.second_count):
        frame = spec.frame_at(second)
        seen = scene.masks(frame)
        for each in alone:
            for name, mask in each.masks(frame).items():
                share = seen[name].sum() / mask.sum() if name in seen else 0.0
                rows.setdefault(name, []).append(min(1.0, float(share)))
    return float(np.mean([1 - one / max(row) for row in rows.values() if max(row) for one in row]))


def _alone(spec: SceneSpec, number: int) -> Scene:
    far = [
        actor if each == number else replace(actor, path=((0.0, -9.0),))
        for each, actor in enumerate(spec.actors)
    ]
    return Scene(replace(spec, actors=tuple(far), props=()))


def with_walks(spec: SceneSpec, level: float, _: np.random.Generator) -> Made | None:
    """Whoever can walk goes to and fro as far as the level says; the truth is the way a second."""
    able = walkers(spec.actors)
    if not able:
        return None
    actors = [
        replace(actor, path=_to_and_fro(actor, 0.3 * level)) if number in able else actor
        for number, actor in enumerate(spec.actors)
    ]
    steps = []
    for actor, number in ((actor, n) for n, actor in enumerate(actors)):
        seen = 0 <= actor.path[0][1] <= 1
        steps += [0.3 * level / 3.0 if number in able else 0.0] * (seen * len(actor.parts))
    return replace(spec, actors=tuple(actors)), float(np.mean(steps))


def _to_and_fro(actor: Actor, reach: float) -> tuple[Waypoint, ...]:
    """Three seconds a way."""
    home = actor.path[0][1]
    goal = home + reach if home < 0.5 else home - reach
    return tuple((3.0 * number, goal if number % 2 else home) for number in range(SECONDS // 3 + 1))


def with_returns(spec: SceneSpec, level: float, _: np.random.Generator) -> Made | None:
    """A walker leaves the picture and comes back, four times at the highest level."""
    able = walkers(spec.actors)
    if not able:
        return None
    times = round(4 * level)
    actors = list(spec.actors)
    actor = actors[able[0]]
    home = actor.path[0][1]
    out = -0.6 if home < 0.5 else 1.6
    path: list[Waypoint] = [(0.0, home)]
    for number in range(times):
        start = 1.5 + number * 5.5
        path += [(start, home), (start + 1.3, out), (start + 3.0, out), (start + 4.3, home)]
    actors[able[0]] = replace(actor, path=tuple(path))
    return replace(spec, actors=tuple(actors)), float(times * len(actor.parts))


WAYS: dict[str, tuple[Factor | None, Callable[..., Made | None]]] = {
    "camera motion": (Factor.CAMERA, with_camera),
    "occlusion": (Factor.OCCLUSION, with_screen),
    "position change": (None, with_walks),
    "re-entry": (Factor.REENTRY, with_returns),
}


def scenes(axis: str, wanted: int) -> Iterator[tuple[SceneSpec, float]]:
    """That many planned scenes, each at all levels of the factor."""
    factor, way = WAYS[axis]
    options = SceneOptions(seed=26, seconds=SECONDS, never=frozenset([factor] if factor else []))
    found, index = 0, 0
    while found < wanted:
        spec = plan_scene(options, index)
        made = [way(spec, level, stream(26, index, axis)) for level in LEVELS]
        index += 1
        if all(each is not None for each in made):
            found += 1
            yield from (each for each in made if each is not None)


def measured(spec: SceneSpec) -> tuple[VideoFacts, VideoFacts, list[Motion | None]]:
    """The facts with all masks, those that a release holds, and the camera's motion from frames."""
    scene = Scene(spec)
    truth = scene_truth(scene)
    frames = (small_grey(scene.frame(spec.frame_at(second))) for second in range(spec.second_count))
    return (
        _facts(truth.video, truth.tracks),
        _facts(truth.video, [_as_released(track) for track in truth.tracks]),
        list(camera_motions(frames)),
    )


def _facts(video: Any, tracks: Sequence[Track]) -> VideoFacts:
    snapshot = Snapshot(taxonomy=_TAXONOMY, videos=[video], tracks={video.video_id: tracks})
    return facts_of_snapshot(snapshot, "scene").videos[0]


def _as_released(track: Track) -> Track:
    masks = track.sounding_masks
    states = tuple(Sounding.SOUNDING if mask else Sounding.SILENT for mask in masks)
    return replace(track, masks=masks, states=states)


def correlations(axis: str, wanted: int) -> dict[str, float]:
    """The rank correlation of the axis' figure with the true factor."""
    truths, whole, released = [], [], []
    for spec, true in scenes(axis, wanted):
        facts, of_release, motions = measured(spec)
        truths.append(true)
        whole.append(complexity_of(facts, motions).values[axis])
        released.append(complexity_of(of_release, motions).values[axis])
    return {
        "scenes": len(truths),
        "all masks": _rank_correlation(truths, whole),
        "masks of sounding seconds only": _rank_correlation(truths, released),
    }


def _rank_correlation(truths: Sequence[float], found: Sequence[float | None]) -> float:
    known = [(true, one) for true, one in zip(truths, found, strict=True) if one is not None]
    return round(float(spearmanr(*zip(*known, strict=True)).statistic), 3)


def main() -> None:
    """Measure every axis and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--scenes", type=int, default=10, help="planned scenes, each at five levels"
    )
    parser.add_argument("--axis", choices=AXES)
    asked = parser.parse_args()
    figures = {}
    for axis in [asked.axis] if asked.axis else AXES:
        figures[axis] = correlations(axis, asked.scenes)
        print(axis, figures[axis], flush=True)
    if not asked.axis:
        keep_result(
            "complexity",
            question="How well do the complexity figures rank scenes by the factors they were made with?",
            figures=figures,
        )


if __name__ == "__main__":
    main()

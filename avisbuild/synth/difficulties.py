"""What makes a scene hard: twins, distractors, things unseen, hidden or gone for a while."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from avisbuild.synth.casting import Role, height_m, make_actor, width_m
from avisbuild.synth.figures import FIGURES
from avisbuild.synth.props import PROP_OF
from avisbuild.synth.schedule import one_span
from avisbuild.synth.spec import Actor, Prop, Waypoint

Voiced = Callable[[Actor, Sequence[tuple[bool, ...]]], Actor]
"""Gives an actor its parts, with their sounding seconds."""

_FAR_OUT = 2.1
_WALK_S = 1.3


def silent_twin(actors: Sequence[Actor], seconds: int, aspect: float, voiced: Voiced) -> Actor:
    """A silent double of whoever sounds longest, beside it; only sound and movement tell them apart."""
    model = max(actors, key=_sounding_seconds)
    step = 0.8 * width_m(model) * model.px_per_m / aspect
    x = model.path[0][1]
    others = [actor.path[0][1] for actor in actors]
    places = [place for place in (x - step, x + step) if 0.1 <= place <= 0.9] or [0.2, 0.8]
    best = max(places, key=lambda place: min(abs(place - other) for other in others))
    path = tuple((time, at + best - x) for time, at in model.path)
    double = replace(model, path=path, ground=min(model.ground + 0.015, 0.98), parts=())
    return voiced(double, [(False,) * seconds] * len(model.parts))


def distractor(
    role: Role,
    seconds: int,
    aspect: float,
    rng: np.random.Generator,
    voiced: Voiced,
) -> Actor:
    """Something large and near at one side that makes no sound."""
    size = min(0.92 / height_m(role), 0.5 * aspect / width_m(role))
    half = width_m(role) * size / aspect / 2
    x = half * 0.7 if rng.random() < 0.5 else 1 - half * 0.7
    actor = make_actor(role, look_seed=int(rng.integers(1 << 40)), x=x, ground=0.985, px_per_m=size)
    return voiced(actor, [(False,) * seconds] * len(role.sources))


def unseen(role: Role, seconds: int, rng: np.random.Generator, voiced: Voiced) -> Actor:
    """A source beside the picture, heard for a while and never seen."""
    x = 0.5 + _FAR_OUT * (1 if rng.random() < 0.5 else -1)
    actor = make_actor(role, look_seed=int(rng.integers(1 << 40)), x=x, ground=0.9, px_per_m=0.3)
    silent = [(False,) * seconds] * (len(role.sources) - 1)
    return voiced(actor, [*silent, one_span(seconds, rng)])


def hide(
    place: str, actors: list[Actor], number: int, aspect: float, rng: np.random.Generator
) -> Prop:
    """Send an actor behind a screen and back, while it sounds if it does; gives the screen."""
    actor = actors[number]
    x = actor.path[0][1]
    others = [other.path[0][1] for at, other in enumerate(actors) if at != number] or [x]
    wide = (width_m(actor) + 0.15) * actor.px_per_m
    edge = min(0.5, wide / 2 / aspect)
    spots = np.clip(np.array([0.15, 0.35, 0.5, 0.65, 0.85]), edge, 1 - edge)
    spot = float(max(spots, key=lambda s: min(abs(s - other) for other in others)))
    start, stop = _window(actor, rng)
    actors[number] = replace(
        actor, path=_away_and_back(x if abs(x - spot) > 0.1 else 1 - spot, spot, start, stop)
    )
    return Prop(
        figure=PROP_OF[place],
        look_seed=int(rng.integers(1 << 40)),
        x=spot,
        ground=min(actor.ground + 0.02, 0.99),
        width=wide,
        height=height_m(actor) * actor.px_per_m * 1.02,
    )


def leave(actors: list[Actor], number: int, aspect: float, rng: np.random.Generator) -> None:
    """Send an actor out of the picture and back."""
    actor = actors[number]
    x = actor.path[0][1]
    out = width_m(actor) * actor.px_per_m / aspect / 2 + 0.3
    goal = -out if x < 0.5 else 1 + out
    actors[number] = replace(actor, path=_away_and_back(x, goal, *_window(actor, rng)))


def walkers(actors: Sequence[Actor]) -> list[int]:
    """Who can walk or drive and is in the picture, the longest sounding first."""
    able = [
        n for n, a in enumerate(actors) if FIGURES[a.figure].stride_m and 0 <= a.path[0][1] <= 1
    ]
    return sorted(able, key=lambda n: -_sounding_seconds(actors[n]))


def _sounding_seconds(actor: Actor) -> int:
    return sum(sum(part.sounding) for part in actor.parts)


def _window(actor: Actor, rng: np.random.Generator) -> tuple[int, int]:
    """Some seconds of absence: a quarter of the video, where the actor sounds most."""
    heard = np.sum([part.sounding for part in actor.parts], axis=0)
    seconds = len(heard)
    length = int(np.clip(seconds // 4, 1, 8))
    starts = np.arange(
        min(2, seconds - length), max(seconds - length - 1, min(2, seconds - length)) + 1
    )
    best = [
        int(s)
        for s in starts
        if heard[s : s + length].sum() == max(heard[t : t + length].sum() for t in starts)
    ]
    start = best[int(rng.integers(len(best)))]
    return start, start + length


def _away_and_back(home: float, goal: float, start: int, stop: int) -> tuple[Waypoint, ...]:
    gone, back = start + 0.3, stop - 0.3
    return ((max(0.0, gone - _WALK_S), home), (gone, goal), (back, goal), (back + _WALK_S, home))

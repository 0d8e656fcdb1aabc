"""Planning a scene: who stands where, sounds when, and what makes it hard."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from avisbuild.errors import FormatError
from avisbuild.records import VideoId
from avisbuild.records.bundled import load_taxonomy
from avisbuild.synth.casting import Role, cast_scene, height_of, width_of
from avisbuild.synth.counts import draw_row, read_counts
from avisbuild.synth.difficulties import distractor, hide, leave, twin_of, unseen, walkers
from avisbuild.synth.figures import FIGURES
from avisbuild.synth.options import Factor, SceneOptions, derived_seed, stream
from avisbuild.synth.schedule import invent_counts, one_span, share_out
from avisbuild.synth.settings import horizon_of
from avisbuild.synth.spec import Actor, Part, Prop, SceneSpec, Waypoint

_PITCHES = (0.0, 5.0, -4.0, 9.0, -7.0, 12.0, 2.5, -2.5)
_LEVEL_DB = -20.0


def plan_scene(options: SceneOptions, index: int) -> SceneSpec:
    """The scene number `index` of a set: it depends on the options and the index only. Raises FormatError."""
    return _Planner(options, index).plan()


class _Planner:
    def __init__(self, options: SceneOptions, index: int) -> None:
        self.options, self.index = options, index
        self.factors = options.factors(index)
        self.taxonomy = load_taxonomy("aviseg")
        self.numbers: Counter[str] = Counter()
        self.aspect = options.width_px / options.height_px
        unknown = [name for name in options.categories if name not in self.taxonomy.by_name]
        if unknown:
            known = ", ".join(sorted(self.taxonomy.by_name))
            raise FormatError(f"category {unknown[0]} is not one of {known}")

    def plan(self) -> SceneSpec:
        counts = self._counts()
        place, roles = cast_scene(max(1, *counts), self.options.categories, self._stream("cast"))
        rows = iter(
            share_out(counts, sum(sum(role.sources) for role in roles), self._stream("share"))
        )
        actors = self._placed(place, roles)
        silent = (False,) * len(counts)
        voiced = [
            self._with_parts(actor, tuple(next(rows) if may else silent for may in role.sources))
            for actor, role in zip(actors, roles, strict=True)
        ]
        return self._with_factors(place, voiced, len(counts))

    def _counts(self) -> tuple[int, ...]:
        options = self.options
        if options.like is not None:
            start = float(stream(options.seed, 0, "rows").random())
            row = draw_row(read_counts(options.like), start=start, index=self.index)
            return (
                row if options.seconds is None else tuple(np.resize(row, options.seconds).tolist())
            )
        return invent_counts(
            options.seconds or 10, self._stream("counts"), silence=Factor.SILENCE in self.factors
        )

    def _stream(self, purpose: str) -> np.random.Generator:
        return stream(self.options.seed, self.index, purpose)

    def _placed(self, place: str, roles: Sequence[Role]) -> list[Actor]:
        """Actors side by side without parts yet, every other one of a crowd a row behind."""
        rng = self._stream("places")
        widths = np.array([width_of(role.figure) for role in roles])
        crowd = 1.0 if len(roles) < 4 else 1.45
        tallest = max(height_of(role.figure) for role in roles)
        size = min(0.92 * crowd * self.aspect / float(widths.sum()), 0.74 / tallest) * float(
            rng.uniform(0.82, 1.0)
        )
        shares = widths / widths.sum()
        middles = (np.cumsum(shares) - shares / 2) * 0.92 + 0.04
        actors = []
        for number, role in enumerate(roles):
            behind = len(roles) > 2 and number % 2 == 1
            depth = float(rng.uniform(0.30, 0.45) if behind else rng.uniform(0.62, 0.85))
            ground = horizon_of(place) + (1 - horizon_of(place)) * depth
            scale = size * (0.86 if behind else 1.0)
            seed = derived_seed(self.options.seed, self.index, f"look {number}")
            actors.append(
                Actor(
                    figure=role.figure, parts=(), look_seed=seed, path=self._stroll(role.figure, float(middles[number]), scale, rng),
                    ground=ground, px_per_m=scale, flipped=bool(rng.random() < 0.5) and "person" not in FIGURES[role.figure].categories,
                )
            )  # fmt: skip
        return actors

    def _stroll(
        self, figure: str, x: float, scale: float, rng: np.random.Generator
    ) -> tuple[Waypoint, ...]:
        """Animals, vehicles and people alone move about a little; musicians keep their place."""
        if len(FIGURES[figure].categories) > 1 or rng.random() < 0.25:
            return ((0.0, x),)
        seconds = self.options.seconds or 60
        reach = min(0.16, 0.5 * width_of(figure) * scale / self.aspect)
        path, at, time = [(0.0, x)], x, 0.0
        while time < seconds:
            start = time + float(rng.uniform(0.5, 2.5))
            goal = float(np.clip(x + rng.uniform(-reach, reach), 0.08, 0.92))
            time = start + max(0.6, abs(goal - at) * 14)
            path += [(start, at), (time, goal)]
            at = goal
        return tuple(path)

    def _with_parts(self, actor: Actor, rows: Sequence[tuple[bool, ...]]) -> Actor:
        categories = FIGURES[actor.figure].categories
        return replace(
            actor, parts=tuple(self._part(c, row) for c, row in zip(categories, rows, strict=True))
        )

    def _part(self, category: str, sounding: tuple[bool, ...]) -> Part:
        self.numbers[category] += 1
        number = self.numbers[category]
        rng = self._stream(f"part {category} {number}")
        pitch = _PITCHES[(number - 1) % len(_PITCHES)] + float(rng.uniform(-1, 1))
        return Part(
            category=category,
            category_id=self.taxonomy.by_name[category].category_id,
            number=number,
            sounding=sounding,
            pitch=round(pitch, 3),
            level_db=round(_LEVEL_DB + float(rng.uniform(-3, 3)), 2),
            voice_seed=derived_seed(self.options.seed, self.index, f"voice {category} {number}"),
        )

    def _with_factors(self, place: str, actors: list[Actor], seconds: int) -> SceneSpec:
        on = self.factors
        props: list[Prop] = []
        if Factor.TWIN in on:
            actors.append(twin_of(actors, seconds, self.aspect, self._with_parts))
        if Factor.DISTRACTOR in on:
            rng = self._stream("distractor")
            actors.append(distractor(place, actors, seconds, self.aspect, rng, self._with_parts))
        movers = self._movers(actors, seconds)
        if Factor.OCCLUSION in on:
            props.append(hide(place, actors, movers.pop(0), self.aspect, self._stream("occlusion")))
        if Factor.REENTRY in on:
            leave(actors, movers.pop(0), self.aspect, self._stream("reentry"))
        if Factor.OFFSCREEN in on:
            rng = self._stream("offscreen")
            actors.append(unseen(self.options.categories, seconds, rng, self._with_parts))
        options = self.options
        return SceneSpec(
            video_id=VideoId(f"scene-{options.seed}-{self.index:04d}"),
            seed=derived_seed(options.seed, self.index, "scene"),
            second_count=seconds,
            height_px=options.height_px,
            width_px=options.width_px,
            fps=options.fps,
            setting=place,
            actors=tuple(actors),
            props=tuple(props),
            camera=float(self._stream("camera").uniform(0.5, 1.0)) if Factor.CAMERA in on else 0.0,
            stereo_pan=Factor.PAN in on,
            animated=Factor.ANIMATION in on,
            music_db=float(self._stream("music").uniform(-36, -30)) if Factor.MUSIC in on else None,
            noise_db=options.noise_db,
            factors=tuple(sorted(on)),
        )

    def _movers(self, actors: list[Actor], seconds: int) -> list[int]:
        """Whom to hide and whom to send away, in this order; where too few can walk, somebody joins them."""
        needed = (Factor.OCCLUSION in self.factors) + (Factor.REENTRY in self.factors)
        movers = walkers(actors)
        while len(movers) < needed:
            rng = self._stream(f"walker {len(actors)}")
            size = min(0.74 / height_of("person"), max(actor.px_per_m for actor in actors))
            newcomer = Actor(
                figure="person", parts=(), look_seed=int(rng.integers(1 << 40)), path=((0.0, float(rng.uniform(0.2, 0.8))),),
                ground=0.93, px_per_m=size,
            )  # fmt: skip
            allowed = not self.options.categories or "person" in self.options.categories
            row = one_span(seconds, rng) if allowed else (False,) * seconds
            movers.append(len(actors))
            actors.append(self._with_parts(newcomer, [row]))
        return movers

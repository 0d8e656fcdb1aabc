"""Planning a scene: who stands where, sounds when, and what makes it hard."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from avisbuild.errors import FormatError
from avisbuild.records import VideoId
from avisbuild.records.bundled import load_taxonomy
from avisbuild.synth.assets import read_cutouts
from avisbuild.synth.casting import Role, Troupe, height_m, make_actor, width_m
from avisbuild.synth.counts import draw_row, read_counts
from avisbuild.synth.difficulties import distractor, hide, leave, silent_twin, unseen, walkers
from avisbuild.synth.figures import FIGURES
from avisbuild.synth.options import Factor, SceneOptions, derived_seed, stream
from avisbuild.synth.schedule import invent_counts, one_span, share_out
from avisbuild.synth.settings import feet_y
from avisbuild.synth.spec import Actor, Part, Prop, SceneSpec, Waypoint

_PITCHES = (0.0, 5.0, -4.0, 9.0, -7.0, 12.0, 2.5, -2.5)
_LEVEL_DB = -20.0
_DEFAULT_SECONDS = 10


def plan_scene(options: SceneOptions, index: int) -> SceneSpec:
    """The scene number `index` of a set: it depends on the options and the index only. Raises FormatError."""
    return _Planner(options, index).plan()


class _Planner:
    """Plans one scene; every purpose draws from a random stream of its own."""

    def __init__(self, options: SceneOptions, index: int) -> None:
        self.options, self.index = options, index
        self.factors = options.factors(index)
        self.taxonomy = load_taxonomy("aviseg")
        self.numbers: Counter[str] = Counter()
        self.aspect = options.width_px / options.height_px
        unknown = [name for name in options.categories if name not in self.taxonomy.by_name]
        if unknown:
            known = ", ".join(sorted(self.taxonomy.by_name))
            raise FormatError("synth-category", category=unknown[0], known=known)
        cutouts = read_cutouts(options.assets, self.taxonomy) if options.assets else ()
        self.cutouts = {cutout.picture: cutout for cutout in cutouts}
        self.troupe = Troupe(options.categories, cutouts)

    def plan(self) -> SceneSpec:
        counts = self._counts()
        place, roles = self.troupe.cast(max(1, *counts), self._stream("cast"))
        sources = sum(sum(role.sources) for role in roles)
        rows = iter(share_out(counts, sources, self._stream("share")))
        silent = (False,) * len(counts)
        voiced = [
            self._with_parts(actor, [next(rows) if may else silent for may in role.sources])
            for actor, role in zip(self._placed(place, roles), roles, strict=True)
        ]
        return self._with_factors(place, voiced, len(counts))

    def _counts(self) -> tuple[int, ...]:
        options = self.options
        if options.like is None:
            silence = Factor.SILENCE in self.factors
            seconds = options.seconds or _DEFAULT_SECONDS
            return invent_counts(seconds, self._stream("counts"), silence=silence)
        start = float(stream(options.seed, 0, "rows").random())
        row = draw_row(read_counts(options.like), start=start, index=self.index)
        return tuple(np.resize(row, options.seconds).tolist()) if options.seconds else row

    def _placed(self, place: str, roles: Sequence[Role]) -> list[Actor]:
        """Actors side by side, without parts yet; every other one of a crowd stands a row behind."""
        rng = self._stream("places")
        widths = np.array([width_m(role) for role in roles])
        crowd = 1.0 if len(roles) < 4 else 1.45
        wanted = 0.92 * crowd * self.aspect / float(widths.sum())
        size = min(wanted, 0.6, 0.74 / max(map(height_m, roles))) * float(rng.uniform(0.82, 1.0))
        shares = widths / widths.sum()
        middles = (np.cumsum(shares) - shares / 2) * 0.92 + 0.04
        actors = []
        for number, (role, x) in enumerate(zip(roles, middles.tolist(), strict=True)):
            behind = len(roles) > 2 and number % 2 == 1
            ground = feet_y(place, role.category, float(rng.random()), behind=behind)
            scale = min(size * (0.86 if behind else 1.0), (ground - 0.03) / height_m(role))
            actor = make_actor(
                role,
                look_seed=derived_seed(self.options.seed, self.index, f"look {number}"),
                x=x,
                ground=ground,
                px_per_m=scale,
            )
            actors.append(self._on_the_move(actor, rng))
        return actors

    def _on_the_move(self, actor: Actor, rng: np.random.Generator) -> Actor:
        """Animals, vehicles and people alone look either way and move about a little; musicians stay."""
        figure = FIGURES[actor.figure]
        if len(figure.categories) > 1 or actor.asset:
            return actor
        actor = replace(actor, flipped=actor.figure != "person" and bool(rng.random() < 0.5))
        if rng.random() < 0.25:
            return actor
        x = actor.path[0][1]
        reach = min(0.16, 0.5 * width_m(actor) * actor.px_per_m / self.aspect)
        path: list[Waypoint] = [(0.0, x)]
        while path[-1][0] < (self.options.seconds or 60):
            time, at = path[-1]
            start, goal = time + float(rng.uniform(0.5, 2.5)), x + float(rng.uniform(-reach, reach))
            goal = float(np.clip(goal, 0.08, 0.92))
            path += [(start, at), (start + max(0.6, abs(goal - at) * 14), goal)]
        return replace(actor, path=tuple(path))

    def _with_parts(self, actor: Actor, rows: Sequence[tuple[bool, ...]]) -> Actor:
        cutout = self.cutouts.get(actor.asset)
        categories = (cutout.category,) if cutout else FIGURES[actor.figure].categories
        recording = cutout.sound if cutout else ""
        parts = [self._part(c, row, recording) for c, row in zip(categories, rows, strict=True)]
        return replace(actor, parts=tuple(parts))

    def _part(self, category: str, sounding: tuple[bool, ...], recording: str) -> Part:
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
            recording=recording,
        )

    def _with_factors(self, place: str, actors: list[Actor], seconds: int) -> SceneSpec:
        on, voiced = self.factors, self._with_parts
        props: list[Prop] = []
        if Factor.TWIN in on:
            actors.append(silent_twin(actors, seconds, self.aspect, voiced))
        if Factor.DISTRACTOR in on:
            rng = self._stream("distractor")
            there = {actor.parts[-1].category for actor in actors}
            role = self.troupe.another(place, rng, avoid=there)
            actors.append(distractor(role, seconds, self.aspect, rng, voiced))
        movers = self._movers(actors, seconds)
        if Factor.OCCLUSION in on:
            props.append(hide(place, actors, movers.pop(0), self.aspect, self._stream("occlusion")))
        if Factor.REENTRY in on:
            leave(actors, movers.pop(0), self.aspect, self._stream("reentry"))
        if Factor.OFFSCREEN in on:
            rng = self._stream("offscreen")
            actors.append(unseen(self.troupe.anybody(rng), seconds, rng, voiced))
        return self._scene(place, actors, props, seconds)

    def _movers(self, actors: list[Actor], seconds: int) -> list[int]:
        """Whom to hide and whom to send away, in this order; where too few can walk, somebody joins them."""
        needed = (Factor.OCCLUSION in self.factors) + (Factor.REENTRY in self.factors)
        movers = walkers(actors)
        while len(movers) < needed:
            rng = self._stream(f"walker {len(actors)}")
            role = self.troupe.walker(rng)
            newcomer = make_actor(
                role,
                look_seed=int(rng.integers(1 << 40)),
                x=float(rng.uniform(0.2, 0.8)),
                ground=0.93,
                px_per_m=min(0.74 / height_m(role), max(actor.px_per_m for actor in actors)),
            )
            allowed = not self.options.categories or role.category in self.options.categories
            row = one_span(seconds, rng) if allowed else (False,) * seconds
            movers.append(len(actors))
            actors.append(self._with_parts(newcomer, [row]))
        return movers

    def _scene(
        self, place: str, actors: Sequence[Actor], props: Sequence[Prop], seconds: int
    ) -> SceneSpec:
        options, on = self.options, self.factors
        wander = float(self._stream("camera").uniform(0.5, 1.0))
        music_db = float(self._stream("music").uniform(-36, -30))
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
            camera=wander if Factor.CAMERA in on else 0.0,
            stereo_pan=Factor.PAN in on,
            animated=Factor.ANIMATION in on,
            music_db=music_db if Factor.MUSIC in on else None,
            noise_db=options.noise_db,
            factors=tuple(sorted(on)),
            assets_dir=str(options.assets or ""),
        )

    def _stream(self, purpose: str) -> np.random.Generator:
        return stream(self.options.seed, self.index, purpose)

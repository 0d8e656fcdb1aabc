"""Who may appear where: the places, the figures that suit them, and a cast with enough sources."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np

from avisbuild.errors import FormatError
from avisbuild.synth.assets import Cutout
from avisbuild.synth.figures import CUTOUT, DRAWN, FIGURES
from avisbuild.synth.spec import Actor

_Thing = TypeVar("_Thing")

# Figures that suit a place, the likelier ones twice.
_MUSICIANS = tuple(name for name, figure in DRAWN.items() if len(figure.categories) == 2)
_PLACES = {
    "stage": (*_MUSICIANS, "person"),
    "room": ("piano", "guitar", "violin", "flute", "ukulele", "guzheng", "erhu", "cello",
        "clarinet", "person", "person", "cat", "dog"),
    "meadow": ("dog", "horse", "lion", "cat", "lawn_mover", "tree_harvester", "person", "banjo",
        "flute", "dog", "horse"),
    "street": ("car", "car", "person", "dog", "accordion", "saxophone", "trumpet", "guitar", "violin", "cat"),
    "airfield": ("airplane", "airplane", "car"),
}  # fmt: skip
# Places weighed as AVISeg's scenarios are; how many sources there is room for.
_WEIGHTS = {"stage": 0.4, "room": 0.22, "meadow": 0.2, "street": 0.12, "airfield": 0.06}
_ROOM_FOR = {"stage": 8, "room": 6, "meadow": 5, "street": 5, "airfield": 2}
_SINGERS = 0.35
_MOUTHS_BUSY = ("flute", "clarinet", "bassoon", "saxophone", "trumpet", "tuba")
# Two of a car, an aeroplane or a harvester side by side would leave the rest too small to see.
_BULKY_M = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A figure of a cast, and which of its parts may sound; `cutout` is what the figure `cutout` shows."""

    figure: str
    sources: tuple[bool, ...]
    cutout: Cutout | None = None

    @property
    def aspect(self) -> float:
        """Width by height of a cut-out."""
        return self.cutout.aspect if self.cutout else 1.0

    @property
    def category(self) -> str:
        """What it is there for: of a musician, the instrument."""
        return self.cutout.category if self.cutout else figure_category(self.figure)


class Sized(Protocol):
    """A role or an actor: something with a figure, and an aspect if that is a cut-out."""

    @property
    def figure(self) -> str: ...

    @property
    def aspect(self) -> float: ...


class Troupe:
    """Everybody who may be cast: the drawn figures, or the cut-outs of an assets folder in their place."""

    def __init__(self, categories: Collection[str], cutouts: Sequence[Cutout] = ()) -> None:
        self._categories = categories
        self._cutouts = [
            cutout for cutout in cutouts if not categories or cutout.category in categories
        ]
        if cutouts and not self._cutouts:
            raise FormatError("assets-lack-categories", categories=", ".join(sorted(categories)))

    def cast(self, source_count: int, rng: np.random.Generator) -> tuple[str, tuple[Role, ...]]:
        """A place, and roles in it with exactly `source_count` parts that may sound."""
        names = [name for name in _PLACES if _ROOM_FOR[name] >= source_count and self._suited(name)]
        weights = np.array([_WEIGHTS[name] for name in names])
        place = names[int(rng.choice(len(names), p=weights / weights.sum()))] if names else "stage"
        roles: list[Role] = []
        while source_count > 0:
            roles.append(self._next(place, roles, source_count, rng))
            source_count -= sum(roles[-1].sources)
        return place, tuple(roles)

    def another(self, place: str, rng: np.random.Generator, *, avoid: Collection[str] = ()) -> Role:
        """Somebody of a place who is of none of the categories `avoid`, where there is one."""
        if self._cutouts:
            cutouts = [cutout for cutout in self._cutouts if cutout.category not in avoid]
            return _shown(_pick(cutouts or self._cutouts, rng))
        names = [name for name in _PLACES[place] if figure_category(name) not in avoid]
        return _drawn(_pick(names or list(_PLACES[place]), rng))

    def anybody(self, rng: np.random.Generator) -> Role:
        """Somebody who may sound, whatever the place."""
        if self._cutouts:
            return _shown(_pick(self._cutouts, rng))
        return _drawn(_pick(self._all(), rng))

    def walker(self, rng: np.random.Generator) -> Role:
        """Somebody to walk through the picture: a person, or any cut-out."""
        return _shown(_pick(self._cutouts, rng)) if self._cutouts else _drawn("person")

    def _next(self, place: str, roles: Sequence[Role], room: int, rng: np.random.Generator) -> Role:
        if self._cutouts:
            here = {figure_category(name) for name in _PLACES[place]}
            fitting = [cutout for cutout in self._cutouts if cutout.category in here]
            return _shown(_pick(fitting or self._cutouts, rng))
        names = self._suited(place) or self._all()
        crowded = len(roles) > 1 or any(width_m(role) >= _BULKY_M for role in roles)
        slim = [name for name in names if width_m(_drawn(name)) < _BULKY_M]
        name = _pick(slim if crowded and slim else names, rng)
        role = _drawn(name)
        may_sing = len(role.sources) > 1 and name not in _MOUTHS_BUSY and self._allows("person")
        if may_sing and room > 1 and rng.random() < _SINGERS:
            return replace(role, sources=(True, True))
        return role

    def _suited(self, place: str) -> list[str]:
        there = {cutout.category for cutout in self._cutouts}
        names = [name for name in _PLACES[place] if self._allows(figure_category(name))]
        return [name for name in names if not there or figure_category(name) in there]

    def _all(self) -> list[str]:
        return [name for name in DRAWN if self._allows(figure_category(name))]

    def _allows(self, category: str) -> bool:
        return not self._categories or category in self._categories


def make_actor(role: Role, *, look_seed: int, x: float, ground: float, px_per_m: float) -> Actor:
    """The actor for a role, standing at one place, without parts yet."""
    return Actor(
        figure=role.figure,
        parts=(),
        look_seed=look_seed,
        path=((0.0, x),),
        ground=ground,
        px_per_m=px_per_m,
        asset=role.cutout.picture if role.cutout else "",
        aspect=role.aspect,
    )


def figure_category(figure: str) -> str:
    """The category that a drawn figure is there for: of a musician, the instrument."""
    return FIGURES[figure].categories[-1]


def width_m(thing: Sized) -> float:
    """How wide something is, in metres."""
    left, _, right, _ = FIGURES[thing.figure].box
    return (right - left) * thing.aspect


def height_m(thing: Sized) -> float:
    """How tall something is, in metres."""
    return FIGURES[thing.figure].box[3]


def _drawn(name: str) -> Role:
    return Role(figure=name, sources=(False,) * (len(FIGURES[name].categories) - 1) + (True,))


def _shown(cutout: Cutout) -> Role:
    return Role(figure=CUTOUT, sources=(True,), cutout=cutout)


def _pick(things: Sequence[_Thing], rng: np.random.Generator) -> _Thing:
    return things[int(rng.integers(len(things)))]

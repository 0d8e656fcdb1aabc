"""What the scenes of a set have in common: how many seconds and pixels, and which difficulties may occur."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np


class Factor(StrEnum):
    """A difficulty, or a help, that a scene has or has not."""

    TWIN = "twin"
    DISTRACTOR = "distractor"
    OFFSCREEN = "offscreen"
    PAN = "pan"
    OCCLUSION = "occlusion"
    REENTRY = "reentry"
    CAMERA = "camera"
    MUSIC = "music"
    SILENCE = "silence"
    ANIMATION = "animation"


# How often each occurs where the user does not say.
CHANCES = {
    Factor.TWIN: 0.25,
    Factor.DISTRACTOR: 0.2,
    Factor.OFFSCREEN: 0.2,
    Factor.PAN: 0.6,
    Factor.OCCLUSION: 0.2,
    Factor.REENTRY: 0.2,
    Factor.CAMERA: 0.4,
    Factor.MUSIC: 0.15,
    Factor.SILENCE: 0.35,
    Factor.ANIMATION: 0.8,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneOptions:
    """What is asked of every scene of a set; scenes differ by their index alone.

    `seconds` is None when lengths and counts are drawn from the rows of `like`, a CSV of real counts.
    `always` and `never` switch factors; the others occur by their `CHANCES`. `categories` limits what
    may sound, all of AVISeg's when empty. `assets` is a folder of cut-outs and sounds.
    """

    seed: int = 0
    seconds: int | None = 10
    height_px: int = 180
    width_px: int = 320
    fps: int = 25
    categories: tuple[str, ...] = ()
    always: frozenset[Factor] = frozenset()
    never: frozenset[Factor] = frozenset()
    noise_db: float | None = -60.0
    like: Path | None = None
    assets: Path | None = None

    def factors(self, index: int) -> frozenset[Factor]:
        """The factors of one scene, each drawn on its own so that switching one leaves the others alone."""
        chosen = set(self.always)
        for factor, chance in CHANCES.items():
            # Hidden seconds have no mask: they would bend the counts that are to be met.
            unfit = self.like is not None and factor in (Factor.OCCLUSION, Factor.REENTRY)
            drawn = stream(self.seed, index, factor).random() < chance
            if drawn and not unfit and factor not in self.never:
                chosen.add(factor)
        return frozenset(chosen)


def stream(seed: int, index: int, purpose: str) -> np.random.Generator:
    """The random numbers for one purpose in one scene, whatever else is drawn or rendered."""
    return np.random.default_rng(derived_seed(seed, index, purpose))


def derived_seed(seed: int, index: int, purpose: str) -> int:
    """A seed of 62 bits by hash."""
    digest = hashlib.sha256(f"{seed}/{index}/{purpose}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 2

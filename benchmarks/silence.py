"""Which seconds are suggested as silent: precision and recall on scenes whose truth is known (R14).

`python benchmarks/silence.py [SCENES]` mixes the sound of rendered scenes (default 40 of 30 s for each set),
adds noise and knocks, and compares rules; a second is truly silent when no instance sounds in it, in view or
not. Then the default rule is asked about the `audio.wav` files of whole projects, made as `avisbuild synth`
makes them. The seeds are others than those that the rule's numbers were chosen with.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soxr
from harness import write_result
from numpy.typing import NDArray

from avisbuild.records import Sounding, Video
from avisbuild.sound import SilenceRule, analyse, silent_seconds
from avisbuild.sound.curves import level_curve, without_rumble
from avisbuild.store import Project
from avisbuild.synth.options import Factor, SceneOptions
from avisbuild.synth.plan import plan_scene
from avisbuild.synth.sounds import SAMPLE_RATE_HZ, mix_scene
from avisbuild.synth.spec import SceneSpec
from avisbuild_pipelines.synthesis import Form, SynthOptions, synthesize

Sound = NDArray[np.float32]
Flags = NDArray[np.bool_]

_RATE_HZ = 16_000
_SECONDS = 30
_SEED = 5300
_NOISES_DB = (None, -60.0, -50.0, -40.0, -35.0)
_PROJECT_NOISES_DB = (-60.0, -40.0)
_SOUNDS = (Sounding.SOUNDING, Sounding.OFFSCREEN, Sounding.OCCLUDED)


@dataclass(frozen=True)
class Heard:
    """Levels fifty times a second above 100 Hz, of everything, and A-weighted; and one level a second."""

    fine_level_db: NDArray[np.float32]
    all_db: NDArray[np.float32]
    weighted_db: NDArray[np.float32]
    second_db: NDArray[np.float32]
    fine_rate_hz: int = 50


Suggest = Callable[[Heard], Flags]


def by_rule(rule: SilenceRule, *, level: str = "fine_level_db") -> Suggest:
    """The project's rule with other numbers, or on other levels."""

    def suggest(heard: Heard) -> Flags:
        return np.array(silent_seconds(replace(heard, fine_level_db=getattr(heard, level)), rule))

    return suggest


def below_loud(margin_db: float) -> Suggest:
    """One threshold on each second's level, under the video's loud level."""
    return lambda heard: heard.second_db < np.percentile(heard.all_db, 95) - margin_db


_RULES: dict[str, Suggest] = {
    "default": by_rule(SilenceRule()),
    "default, on all frequencies": by_rule(SilenceRule(), level="all_db"),
    "default, A-weighted": by_rule(SilenceRule(), level="weighted_db"),
    "Praat's numbers (25 dB, 0.1 s, 0.1 s)": by_rule(
        SilenceRule(below_loud_db=25, shortest_gap_s=0.1, at_least_below_loud_db=200),
        level="all_db",
    ),
    "one threshold, 15 dB below loud": below_loud(15),
    "one threshold, 25 dB below loud": below_loud(25),
    "one threshold, -40 dB of full scale": lambda heard: heard.second_db < -40,
}


def main() -> None:
    """Measure and write `results/silence.json`."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    sets = {
        "scenes": (_scene(never=Factor.MUSIC), _hiss),
        "quiet sources (-42 to -14 dB)": (_scene(never=Factor.MUSIC, quiet=True), _hiss),
        "background music": (_scene(always=Factor.MUSIC), _hiss),
        "scenes with rumble for hiss": (_scene(never=Factor.MUSIC), _rumble),
    }
    figures = {
        "scenes_a_set": count,
        "seconds_a_scene": _SECONDS,
        "knocks": "a knock of 20 to 55 ms in three of ten seconds",
        "by_set_and_noise_db": {
            name: _by_noise(name, count, scene, noise) for name, (scene, noise) in sets.items()
        },
        "projects_by_noise_db": {str(db): _project(db) for db in _PROJECT_NOISES_DB},
        "real_clips": "none: no labels of silence exist for them",
    }
    question = "How many suggested seconds are silent, and how many silent seconds are suggested?"
    write_result("silence", question=question, figures=figures)


def _by_noise(
    name: str,
    count: int,
    scene: Callable[[int], SceneSpec],
    noise: Callable[[np.random.Generator, int], Sound],
) -> dict[str, dict[str, dict[str, float]]]:
    rng = np.random.default_rng([_SEED, len(name)])
    sounds = list(_sounds(count, scene))
    table = {}
    for noise_db in _NOISES_DB:
        heard = []
        for sound, truth in sounds:
            noisy = sound + _knocks(rng, len(sound))
            if noise_db is not None:
                noisy = noisy + noise(rng, len(sound)) * np.float32(10 ** (noise_db / 20))
            heard.append((_heard(noisy), truth))
        table[str(noise_db)] = {rule: _score(heard, suggest) for rule, suggest in _RULES.items()}
    return table


def _scene(
    *, always: Factor | None = None, never: Factor | None = None, quiet: bool = False
) -> Callable[[int], SceneSpec]:
    """Three of four scenes have a silent run for certain; `quiet` gives each source a level of its own."""

    def plan(index: int) -> SceneSpec:
        silence = {Factor.SILENCE} if index % 4 else set()
        options = SceneOptions(
            seed=_SEED,
            seconds=_SECONDS,
            noise_db=None,
            always=frozenset(silence | ({always} if always else set())),
            never=frozenset({never} if never else ()),
        )
        spec = plan_scene(options, index)
        return _with_levels(spec, np.random.default_rng([_SEED, index])) if quiet else spec

    return plan


def _with_levels(spec: SceneSpec, rng: np.random.Generator) -> SceneSpec:
    actors = tuple(
        replace(
            actor,
            parts=tuple(replace(part, level_db=rng.uniform(-42, -14)) for part in actor.parts),
        )
        for actor in spec.actors
    )
    return replace(spec, actors=actors)


def _sounds(count: int, scene: Callable[[int], SceneSpec]) -> Iterator[tuple[Sound, Flags]]:
    """The sound of each scene, mono at 16 kHz, and in which of its seconds nothing sounds."""
    for index in range(count):
        spec = scene(index)
        stereo = mix_scene(spec, lambda _actor, _time: 0.5)
        mono = soxr.resample(stereo.mean(axis=1), SAMPLE_RATE_HZ, _RATE_HZ)
        rows = [part.sounding for actor in spec.actors for part in actor.parts]
        yield mono[: spec.second_count * _RATE_HZ], ~np.any(rows, axis=0)


def _hiss(rng: np.random.Generator, count: int) -> Sound:
    return _shaped(rng, count, lambda hz: 1 / np.sqrt(1 + (hz / 2500) ** 2))


def _rumble(rng: np.random.Generator, count: int) -> Sound:
    return _shaped(rng, count, lambda hz: 1 / (1 + (hz / 80) ** 4))


def _shaped(
    rng: np.random.Generator, count: int, gain: Callable[[NDArray[np.float64]], object]
) -> Sound:
    """Noise of one unit of level, its spectrum shaped."""
    spectrum = np.fft.rfft(rng.normal(size=count)) * gain(np.fft.rfftfreq(count, 1 / _RATE_HZ))
    sound = np.fft.irfft(spectrum, count)
    return (sound / np.sqrt(np.mean(sound**2))).astype(np.float32)


def _knocks(rng: np.random.Generator, count: int) -> Sound:
    sound = np.zeros(count, np.float32)
    for start in range(0, count, _RATE_HZ):
        if rng.random() < 0.3:
            length = int(rng.integers(320, 880))
            at = start + int(rng.integers(0, _RATE_HZ - length))
            fall = np.exp(-4 * np.arange(length) / length)
            sound[at : at + length] = rng.normal(size=length) * 0.1 * fall
    return sound


def _heard(sound: Sound) -> Heard:
    samples = np.clip(np.rint(sound * 32768), -32768, 32767).astype(np.int16)
    spectrum = np.fft.rfft(samples) * _a_weight(np.fft.rfftfreq(len(samples), 1 / _RATE_HZ))
    weighted = np.clip(np.rint(np.fft.irfft(spectrum, len(samples))), -32768, 32767)
    return Heard(
        level_curve(without_rumble(samples, _RATE_HZ), _RATE_HZ, 50),
        level_curve(samples, _RATE_HZ, 50),
        level_curve(weighted.astype(np.int16), _RATE_HZ, 50),
        level_curve(samples, _RATE_HZ, 1),
    )


def _a_weight(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """The gain of IEC 61672's A curve."""
    squared = hz**2
    poles = (squared + 20.6**2) * (squared + 12194.0**2)
    middle = np.sqrt((squared + 107.7**2) * (squared + 737.9**2))
    return np.asarray(1.2589 * 12194.0**2 * squared**2 / (poles * middle))


def _score(heard: list[tuple[Heard, Flags]], suggest: Suggest) -> dict[str, float]:
    pairs = [(suggest(each), truth) for each, truth in heard]
    right = sum(int((suggested & truth).sum()) for suggested, truth in pairs)
    suggested = sum(int(flags.sum()) for flags, _ in pairs)
    silent = sum(int(truth.sum()) for _, truth in pairs)
    return {
        "precision": round(right / suggested, 4) if suggested else 1.0,
        "recall": round(right / silent, 4),
        "suggested": suggested,
        "silent": silent,
    }


def _project(noise_db: float) -> dict[str, float]:
    """The default rule on a project's own files: encoded, clipped, read back."""
    scene = SceneOptions(
        seed=_SEED + 1,
        seconds=20,
        noise_db=noise_db,
        always=frozenset({Factor.SILENCE}),
        never=frozenset({Factor.MUSIC}),
    )
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "set"
        synthesize(out, SynthOptions(scene=scene, video_count=16, form=Form.PROJECT, jobs=2))
        with Project.open(out) as project:
            pairs = [
                (_analysed(project, video), _truly_silent(project, video))
                for video in project.videos()
            ]
    return _score(pairs, _RULES["default"])


def _analysed(project: Project, video: Video) -> Heard:
    audio = project.video_dir(video.video_id) / "audio.wav"
    found = analyse(audio, second_count=video.second_count)
    return Heard(found.fine_level_db, found.fine_level_db, found.fine_level_db, found.level_db)


def _truly_silent(project: Project, video: Video) -> Flags:
    tracks = project.tracks(video.video_id)
    return ~np.any([[state in _SOUNDS for state in track.states] for track in tracks], axis=0)


if __name__ == "__main__":
    main()

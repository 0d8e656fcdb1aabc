"""Sounds of three kinds, and copies of them as they turn up on the other side of a split.

A change is a function of a sound, (samples,) float32 at `RATE_HZ`, and a generator of numbers; what it gives
says where the original's sound is found in the copy: what is at t there is at t / speed + offset_s here.
Speech comes from espeak-ng where it is installed; codecs are those that PyAV has.
"""

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import av
import av.codec
import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from avisbuild.synth.sounds import SAMPLE_RATE_HZ
from avisbuild.synth.sounds.tones import levelled
from avisbuild.synth.sounds.voices import VOICES

RATE_HZ = 24_000
Sound = NDArray[np.float32]
MEDIA = Path(__file__).parents[2] / "shared" / "media"
_CREATURES = ("cat", "dog", "horse", "lion")
_ENGINES = ("airplane", "car", "lawn_mover", "tree_harvester")
_TONGUES = ("en", "en-us+f3", "de", "fr+m5", "en+f4", "es", "it", "en-us+m2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A copy: what is at t in its original is at t / `speed` + `offset_s` in it."""

    sound: Sound
    offset_s: float = 0.0
    speed: float = 1.0


Change = Callable[[Sound, np.random.Generator], Planted]


def material(count: int, *, seconds: int, seed: int) -> Iterator[tuple[str, Sound]]:
    """Music, effects and speech by turns, each of so many seconds, with names that say which."""
    kinds: list[tuple[str, Callable[[int, np.random.Generator], Sound]]] = [
        ("music", music),
        ("effects", effects),
    ]
    if shutil.which("espeak-ng"):
        kinds.append(("speech", speech))
    for number in range(count):
        name, make = kinds[number % len(kinds)]
        yield f"{name}-{number:04}", make(seconds, np.random.default_rng([seed, number]))


def music(seconds: int, rng: np.random.Generator) -> Sound:
    """One to three instruments that pause at times."""
    instruments = sorted(VOICES.keys() - {*_CREATURES, *_ENGINES, "person"})
    return _together(rng.choice(instruments, size=rng.integers(1, 4)), seconds, rng)


def effects(seconds: int, rng: np.random.Generator) -> Sound:
    """One to three animals and engines that pause at times."""
    return _together(rng.choice([*_CREATURES, *_ENGINES], size=rng.integers(1, 4)), seconds, rng)


def speech(seconds: int, rng: np.random.Generator) -> Sound:
    """Nonsense of syllables, in one of eight voices, with some noise of the room."""
    consonants, vowels = "bdfghklmnprstvz", "aeiou"
    words = [
        "".join(
            rng.choice(list(consonants)) + rng.choice(list(vowels))
            for _ in range(rng.integers(1, 4))
        )
        for _ in range(4 * seconds)
    ]
    voice, pace = rng.choice(_TONGUES), str(rng.integers(135, 190))
    told = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", pace, "--stdout", " ".join(words)],
        capture_output=True,
        check=True,
    )
    spoken, rate_hz = soundfile.read(io.BytesIO(told.stdout), dtype="float32")
    return _loud(np.resize(soxr.resample(spoken, rate_hz, RATE_HZ), seconds * RATE_HZ), rng)


def clips() -> Iterator[tuple[str, Sound]]:
    """The sounds of the real clips, where they are there."""
    for path in sorted(MEDIA.glob("*.mp4")):
        yield path.stem, _decoded(path.read_bytes())


def _together(names: NDArray[np.str_], seconds: int, rng: np.random.Generator) -> Sound:
    sound = np.zeros(seconds * RATE_HZ, np.float32)
    for name in names:
        count = seconds * SAMPLE_RATE_HZ
        voice = VOICES[name](count, rng, float(2 ** (rng.uniform(-3, 3) / 12)))
        plays = np.repeat(rng.random(seconds) < 0.8, RATE_HZ)
        at_rate = soxr.resample(voice, SAMPLE_RATE_HZ, RATE_HZ)[: len(sound)]
        sound += at_rate * plays * np.float32(10 ** (rng.uniform(-10, 0) / 20))
    return _loud(sound, rng)


def _loud(sound: Sound, rng: np.random.Generator) -> Sound:
    """With noise 45 dB below it, as loud as 16 bits hold."""
    noisy = levelled(sound) + 0.005 * rng.standard_normal(len(sound), np.float32)
    return np.asarray(0.8 * noisy / np.abs(noisy).max(), np.float32)


def as_it_is(sound: Sound, rng: np.random.Generator) -> Planted:
    return Planted(sound=sound)


def gain(sound: Sound, rng: np.random.Generator, *, db: float) -> Planted:
    return Planted(sound=np.clip(sound * np.float32(10 ** (db / 20)), -1, 1))


def low_pass(sound: Sound, rng: np.random.Generator, *, hz: float) -> Planted:
    return Planted(sound=sosfilt(butter(6, hz, fs=RATE_HZ, output="sos"), sound).astype(np.float32))


def noise(sound: Sound, rng: np.random.Generator, *, snr_db: float) -> Planted:
    hiss = rng.standard_normal(len(sound), np.float32) * sound.std() * 10 ** (-snr_db / 20)
    return Planted(sound=np.asarray((sound + hiss) / 2, np.float32))


def mixed(sound: Sound, rng: np.random.Generator) -> Planted:
    """Another sound over it, as loud as it is: music over all but the shortest."""
    other = music(-(-len(sound) // RATE_HZ), rng)[: len(sound)]
    return Planted(sound=np.asarray((sound + levelled(other) * sound.std()) / 2, np.float32))


def piece(sound: Sound, rng: np.random.Generator, *, seconds: float) -> Planted:
    """So many seconds from anywhere in it, to the sample."""
    count = min(round(seconds * RATE_HZ), len(sound))
    begin = int(rng.integers(len(sound) - count + 1))
    return Planted(sound=sound[begin : begin + count], offset_s=-begin / RATE_HZ)


def overlap(sound: Sound, rng: np.random.Generator, *, seconds: float) -> Planted:
    """Its last seconds, and then another sound up to its length."""
    count = min(round(seconds * RATE_HZ), len(sound))
    other = music(-(-len(sound) // RATE_HZ), rng)[: len(sound) - count]
    both = np.concatenate([sound[len(sound) - count :], other * 0.8])
    return Planted(sound=both, offset_s=-(len(sound) - count) / RATE_HZ)


def later(sound: Sound, rng: np.random.Generator) -> Planted:
    """Cut out again, up to a second later."""
    begin = int(rng.integers(RATE_HZ // 20, RATE_HZ))
    return Planted(sound=sound[begin:], offset_s=-begin / RATE_HZ)


def faster(sound: Sound, rng: np.random.Generator, *, speed: float) -> Planted:
    """Pitch and pace together, as a file that is played at another rate."""
    return Planted(sound=soxr.resample(sound, RATE_HZ * speed, RATE_HZ), speed=speed)


def coded(sound: Sound, rng: np.random.Generator, *, codec: str, form: str, kbit: int) -> Planted:
    """Encoded and decoded again; a raw stream of AAC keeps the samples that its encoder put before."""
    return Planted(sound=_decoded(_encoded(sound, codec, form, kbit)))


def after(first: Change, then: Change) -> Change:
    """One change after another."""

    def both(sound: Sound, rng: np.random.Generator) -> Planted:
        one = first(sound, rng)
        two = then(one.sound, rng)
        return Planted(
            sound=two.sound,
            offset_s=one.offset_s / two.speed + two.offset_s,
            speed=one.speed * two.speed,
        )

    return both


_CODED: Mapping[str, tuple[str, str, int]] = {
    "AAC 48k, raw ADTS": ("aac", "adts", 48),
    "AAC 48k in MP4": ("aac", "mp4", 48),
    "MP3 40k": ("libmp3lame", "mp3", 40),
    "Opus 24k": ("libopus", "ogg", 24),
}


def missing_codecs() -> list[str]:
    """The kinds that cannot be made with this PyAV."""
    return [name for name, (codec, _, _) in _CODED.items() if not _has(codec)]


def changes() -> dict[str, Change]:
    """Every kind of copy that can be made here, by name."""
    codecs: dict[str, Change] = {
        name: partial(coded, codec=codec, form=form, kbit=kbit)
        for name, (codec, form, kbit) in _CODED.items()
        if _has(codec)
    }
    kinds: dict[str, Change] = {
        "the same": as_it_is,
        "-20 dB": partial(gain, db=-20),
        "low-pass 2 kHz": partial(low_pass, hz=2000),
        "noise at 10 dB": partial(noise, snr_db=10),
        "noise at 0 dB": partial(noise, snr_db=0),
        "mixed with music at 0 dB": mixed,
        "up to a second later": later,
        "last 20 s, then another": partial(overlap, seconds=20),
        "last 8 s, then another": partial(overlap, seconds=8),
    }
    for seconds in (20, 10, 5):
        kinds[f"{seconds} s of it"] = partial(piece, seconds=seconds)
    for speed in (0.95, 0.97, 0.985, 1.015, 1.035, 1.05):
        kinds[f"speed {speed}"] = partial(faster, speed=speed)
    kinds |= codecs
    some = next(iter(codecs.values()), as_it_is)
    kinds["10 s of it, coded"] = after(partial(piece, seconds=10), some)
    kinds["10 s of it, noise at 5 dB"] = after(partial(piece, seconds=10), partial(noise, snr_db=5))
    kinds["speed 1.03, later, coded"] = after(after(later, partial(faster, speed=1.03)), some)
    return kinds


def _has(codec: str) -> bool:
    try:
        av.codec.Codec(codec, "w")
    except av.codec.codec.UnknownCodecError:
        return False
    return True


def _encoded(sound: Sound, codec: str, form: str, kbit: int) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(codec, rate=RATE_HZ, layout="mono")
        stream.bit_rate = kbit * 1000
        whole = np.clip(np.rint(sound * 32767), -32768, 32767).astype(np.int16)
        for begin in range(0, len(whole), RATE_HZ):
            frame = av.AudioFrame.from_ndarray(
                whole[None, begin : begin + RATE_HZ], format="s16", layout="mono"
            )
            frame.rate, frame.pts = RATE_HZ, begin
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def _decoded(data: bytes) -> Sound:
    """All of a file's sound, mono at `RATE_HZ`, from the time that it calls 0."""
    parts = []
    with av.open(io.BytesIO(data)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
        for frame in container.decode(audio=0):
            parts += [each.to_ndarray()[0] for each in resampler.resample(frame)]
        parts += [each.to_ndarray()[0] for each in resampler.resample(None)]
    return np.concatenate(parts).astype(np.float32)

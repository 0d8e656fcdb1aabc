"""Copies of a recording as they turn up on the web, planted by a seed: `audit.py` looks for them.

A kind is a function from a recording and a random generator to a clip: which moments are seen, what becomes
of the pictures, what of the sound. The audit's ways of looking are not asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
import planted_sounds
from audit_material import Picture, Random, Recording
from planted_sounds import RATE_HZ, Sound

CLIP_SECONDS = 12


@dataclass(frozen=True)
class Clip:
    """A video as the audit meets it: a frame a second, (H, W, 3) RGB, and mono sound at `RATE_HZ`."""

    frames: list[Picture]
    sound: Sound


Kind = Callable[[Recording, Random], Clip]


_SOUNDS = planted_sounds.changes()


def original(recording: Recording) -> Clip:
    """The first twelve seconds as they were filmed, through an encoder of good quality."""
    return _encoded(seen(recording), 90)


def _with_sound(clip: Clip, name: str, rng: Random) -> Clip:
    """Its sound changed as `planted_sounds` names it, or as it is where this machine has no such codec."""
    change = _SOUNDS.get(name, planted_sounds.as_it_is)
    return replace(clip, sound=change(clip.sound, rng).sound)


def seen(
    recording: Recording,
    *,
    start_s: float = 0.0,
    speed: float = 1.0,
    seconds: int = CLIP_SECONDS,
) -> Clip:
    """Seen and heard from `start_s` on, so many seconds at this speed."""
    frames = [recording.picture_at(start_s + (second + 0.5) * speed) for second in range(seconds)]
    sound = recording.sound()
    times = start_s * RATE_HZ + np.arange(seconds * RATE_HZ) * speed
    heard = np.interp(times, np.arange(len(sound)), sound).astype(np.float32)
    return Clip(frames, heard)


def _with_pictures(clip: Clip, change: Callable[[Picture], Picture]) -> Clip:
    return replace(clip, frames=[np.ascontiguousarray(change(frame)) for frame in clip.frames])


def _encoded(clip: Clip, quality: int) -> Clip:
    def through(frame: Picture) -> Picture:
        _, data = cv2.imencode(".jpg", frame[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1]

    return _with_pictures(clip, through)


def _reencoded(recording: Recording, rng: Random) -> Clip:
    size = rng.choice([1.0, 0.5, 1.5])
    small = _with_pictures(seen(recording), lambda frame: _resized(frame, size))
    return _with_sound(_encoded(small, int(rng.integers(25, 51))), "AAC 48k, raw ADTS", rng)


def _resized(frame: Picture, size: float) -> Picture:
    way = cv2.INTER_AREA if size < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(frame, None, fx=size, fy=size, interpolation=way), np.uint8)


def _cut(clip: Clip, rng: Random) -> Clip:
    """4 to 14 % of the height and of the width away, anywhere."""
    lost = rng.uniform(0.04, 0.14, 2)
    begin = lost * rng.uniform(0, 1, 2)
    height, width = clip.frames[0].shape[:2]
    top, left = (begin * (height, width)).astype(int)
    bottom, right = ((begin + 1 - lost) * (height, width)).astype(int)
    return _with_pictures(clip, lambda frame: frame[top:bottom, left:right])


def _cropped(recording: Recording, rng: Random) -> Clip:
    return _with_sound(_encoded(_cut(seen(recording), rng), 75), "Opus 24k", rng)


def _turned(clip: Clip) -> Clip:
    return _with_pictures(clip, lambda frame: frame[:, ::-1])


def _mirrored(recording: Recording, rng: Random) -> Clip:
    return _encoded(_turned(seen(recording)), int(rng.integers(50, 90)))


def _mirrored_and_cropped(recording: Recording, rng: Random) -> Clip:
    return _with_sound(_encoded(_cut(_turned(seen(recording)), rng), 75), "MP3 40k", rng)


def _marked(clip: Clip, rng: Random) -> Clip:
    """A logo over 14 x 16 % in a corner: a bright plate with a dark ring."""
    height, width = clip.frames[0].shape[:2]
    size = np.array([0.14 * width, 0.16 * height])
    room = np.array([width, height]) - size
    x, y = np.clip(rng.integers(0, 2, 2) * room, 0.02 * room, 0.98 * room).astype(int)
    right, bottom = (np.array([x, y]) + size).astype(int)

    def mark(frame: Picture) -> Picture:
        marked = frame.copy()
        cv2.rectangle(marked, (x, y), (right, bottom), (245, 240, 235), -1)
        cv2.circle(
            marked, ((x + right) // 2, (y + bottom) // 2), int(size[1] / 3), (180, 20, 30), 3
        )
        return marked

    return _with_pictures(clip, mark)


def _logo(recording: Recording, rng: Random) -> Clip:
    return _with_sound(_encoded(_marked(seen(recording), rng), 75), "mixed with music at 0 dB", rng)


def _cropped_logo_reencoded(recording: Recording, rng: Random) -> Clip:
    return _with_sound(
        _encoded(_marked(_cut(seen(recording), rng), rng), 30), "AAC 48k in MP4", rng
    )


def _brightness(recording: Recording, rng: Random) -> Clip:
    gamma, gain = rng.choice([0.6, 0.75, 1.3, 1.6]), rng.uniform(0.75, 1.2)
    shades = np.clip(255 * gain * (np.arange(256) / 255) ** gamma, 0, 255).astype(np.uint8)
    return _encoded(_with_pictures(seen(recording), lambda frame: shades[frame]), 60)


def _speed(recording: Recording, rng: Random) -> Clip:
    speed = rng.uniform(1.01, 1.05) if rng.random() < 0.5 else rng.uniform(0.95, 0.99)
    return _encoded(seen(recording, speed=speed), 75)


def _sound_replaced(recording: Recording, rng: Random) -> Clip:
    """Other music under the same pictures."""
    return replace(_encoded(seen(recording), 60), sound=planted_sounds.music(CLIP_SECONDS, rng))


def _picture_replaced(recording: Recording, rng: Random) -> Clip:
    """The sound alone, in a raw stream of AAC, under a card with some words."""
    card = np.full((270, 480, 3), rng.integers(150, 256, 3), np.uint8)
    for line in range(3):
        words = " ".join(
            "".join(rng.choice(list("abcdefghiklmnoprstuvw"), rng.integers(3, 8))) for _ in range(3)
        )
        cv2.putText(
            card, words, (40, 90 + 50 * line), cv2.FONT_HERSHEY_DUPLEX, 1.0, (40, 30, 30), 2
        )
    held = replace(seen(recording), frames=[card] * CLIP_SECONDS)
    return _with_sound(_encoded(held, 60), "AAC 48k, raw ADTS", rng)


def _sub_clip(recording: Recording, rng: Random) -> Clip:
    seconds = int(rng.integers(4, 8))
    start = int(rng.integers(0, CLIP_SECONDS - seconds + 1))
    return _encoded(seen(recording, start_s=start, seconds=seconds), 75)


def _other_moment(recording: Recording, rng: Random) -> Clip:
    """Sampled 0.1 to 0.5 s beside the original's seconds."""
    return _encoded(seen(recording, start_s=rng.integers(0, 2) + rng.uniform(0.1, 0.5)), 75)


def _letterboxed(recording: Recording, rng: Random) -> Clip:
    """Black bars of 6 to 14 % above and below, or left and right."""
    clip = seen(recording)
    height, width = clip.frames[0].shape[:2]
    share = rng.uniform(0.06, 0.14)
    y, x = (int(share * height), 0) if rng.random() < 0.6 else (0, int(share * width))
    return _encoded(
        _with_pictures(
            clip, lambda frame: cv2.copyMakeBorder(frame, y, y, x, x, cv2.BORDER_CONSTANT)
        ),
        75,
    )


KINDS: Mapping[str, Kind] = {
    "re-encoded": _reencoded,
    "cropped": _cropped,
    "mirrored": _mirrored,
    "mirrored and cropped": _mirrored_and_cropped,
    "logo": _logo,
    "cropped, logo, re-encoded": _cropped_logo_reencoded,
    "brightness": _brightness,
    "speed": _speed,
    "sound replaced": _sound_replaced,
    "picture replaced": _picture_replaced,
    "sub-clip": _sub_clip,
    "other moment": _other_moment,
    "letterbox": _letterboxed,
}

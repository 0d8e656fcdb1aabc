"""Pictures and sounds of the report: small, short, and the same bytes each time."""

from io import BytesIO

import numpy as np
from PIL import ImageDraw

from avisbuild import inside
from avisbuild.releases.audit.media import VideoMedia, read_samples
from avisbuild.releases.audit.pairs import Pair
from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

_WIDTH, _HEIGHT, _QUALITY = 400, 400, 70
_SOUND_S, _SOUND_HZ = 5, 8000
_BEFORE_S = 2.0
# Seen on bright and on dark pictures.
_INK, _EDGE = (255, 176, 0), (0, 0, 0)

Outline = tuple[float, float, float, float]


def shown_at(pair: Pair, number: int) -> int:
    """The second of the frame to show of the first (0) or second (1) video."""
    if pair.seconds is not None:
        return pair.seconds[number]
    return int(heard_at(pair, number)) + 1


def heard_at(pair: Pair, number: int) -> float:
    """Where to start each sound, so that both play the same moment."""
    offset_s, speed = pair.offset_s or 0.0, pair.speed
    first_s = max(0.0, -offset_s * speed)
    if pair.seconds is not None:
        first_s = max(first_s, pair.seconds[0] - _BEFORE_S)
    return first_s if number == 0 else max(0.0, first_s / speed + offset_s)


def frame_of(media: VideoMedia, second: int, *, outline: Outline | None = None) -> bytes | None:
    """A small JPEG of a frame, with a part of it outlined; None where it cannot be read."""
    if not media.frames:
        return None
    path = media.frames[min(second, len(media.frames) - 1)]
    try:
        with inside.reading(path) as stream, open_picture(stream, path.name) as picture:
            picture.draft("RGB", (_WIDTH, _HEIGHT))
            small = picture.convert("RGB")
            small.thumbnail((_WIDTH, _HEIGHT))
    except PICTURE_ERRORS:
        return None
    if outline is not None:
        left, top, right, bottom = outline
        width, height = small.size
        box = (left * (width - 1), top * (height - 1), right * (width - 1), bottom * (height - 1))
        draw = ImageDraw.Draw(small)
        draw.rectangle(box, outline=_EDGE, width=4)
        draw.rectangle(box, outline=_INK, width=2)
    data = BytesIO()
    small.save(data, "JPEG", quality=_QUALITY)
    return data.getvalue()


def sound_of(media: VideoMedia, start_s: float) -> bytes | None:
    """Five seconds of a sound as a WAV file of 8 kHz; None where there is none, or it cannot be read."""
    import soundfile  # late: 50 ms
    import soxr

    if media.sound is None:
        return None
    try:
        samples, rate_hz = read_samples(media.sound)
    except PICTURE_ERRORS:
        return None
    start = min(int(start_s * rate_hz), max(0, len(samples) - _SOUND_S * rate_hz))
    piece = soxr.resample(samples[start : start + _SOUND_S * rate_hz], rate_hz, _SOUND_HZ)
    data = BytesIO()
    soundfile.write(data, np.clip(piece, -1, 1), _SOUND_HZ, format="WAV", subtype="PCM_16")
    return data.getvalue()

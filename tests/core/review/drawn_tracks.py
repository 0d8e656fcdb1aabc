"""Tracks drawn as text, one character a second, for tests of what changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from core.store.values import instance, video

from avisbuild import masks
from avisbuild.records import Rle, Sounding, Track, Video

_POND = video("pond")
_STATES = {"#": Sounding.SOUNDING, ".": Sounding.SILENT, "o": Sounding.OFFSCREEN}


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What was annotated of a video at some moment."""

    tracks: Sequence[Track]
    silences: frozenset[int] = frozenset()
    video: Video = _POND


def column(left: int, width: int = 4) -> Rle:
    """A mask of some whole columns of the frame."""
    pixels = np.zeros((20, 30), bool)
    pixels[:, left : left + width] = True
    return masks.encode(pixels)


def track(name: str, sounds: str, seen: str = "", *, category: int = 1, number: int = 1) -> Track:
    """`sounds` has `#` where it sounds; `seen` has the left column of its mask as a digit, a dot for none."""
    pictures = (None if each == "." else column(int(each)) for each in seen.ljust(len(sounds), "."))
    return Track(
        instance=instance(name, "pond", category=category, number=number),
        states=tuple(_STATES[each] for each in sounds),
        masks=tuple(pictures),
    )


def drawn(*tracks: Track, silences: Sequence[int] = ()) -> Drawn:
    """A moment with these instances."""
    return Drawn(tracks=tracks, silences=frozenset(silences))

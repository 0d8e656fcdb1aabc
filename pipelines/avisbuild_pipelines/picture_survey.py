"""The pictures of one video looked at together: which way up they are meant, and how many bits are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np
from PIL import Image

from avisbuild.errors import MediaError
from avisbuild.media.png_header import USUAL_BITS, channel_bits
from avisbuild.media.still_picture import (
    bits_for,
    highest,
    is_deep_grey,
    is_transparent,
    orientation_of,
    shown_size,
)
from avisbuild.messages import Message
from avisbuild.records import Video
from avisbuild_pipelines.picture_files import opened_picture


class Orientation(StrEnum):
    """What masks were made for, where pictures have an orientation tag: what is shown, or what is stored."""

    SHOWN = "shown"
    STORED = "stored"


# Flags of `clip.json`.
_TAGGED, _TRANSPARENT, _FEW_BITS = "orientation-tags", "transparent-pictures", "grey-of-few-bits"
_DARK = "dark-16-bit-colours"
_DEEPEST = 16
# What 12 bits in 16 leave of the brightest pixel.
_DARK_BELOW = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSurvey:
    """How all pictures of a video are read; `tagged`, `transparent`, `deep`: seconds with such a picture."""

    orientation: Orientation = Orientation.SHOWN
    grey_bits: int = _DEEPEST
    tagged: tuple[int, ...] = ()
    transparent: tuple[int, ...] = ()
    deep: tuple[int, ...] = ()
    dark_colours: tuple[int, ...] = ()

    @property
    def seconds_by_flag(self) -> dict[str, list[int]]:
        """The flags that hold, with their seconds."""
        found = {
            _TAGGED: self.tagged,
            _TRANSPARENT: self.transparent,
            _FEW_BITS: self.deep if self.grey_bits < _DEEPEST else (),
            _DARK: self.dark_colours,
        }
        return {flag: list(seconds) for flag, seconds in found.items() if seconds}

    def notes(self) -> list[str]:
        """A line for each flag."""
        told = {
            _TAGGED: Message(
                "pictures-tagged", count=len(self.tagged), orientation=self.orientation
            ),
            _TRANSPARENT: Message("pictures-transparent", count=len(self.transparent)),
            _FEW_BITS: Message("pictures-few-bits", count=len(self.deep), bits=self.grey_bits),
            _DARK: Message("pictures-dark", count=len(self.dark_colours)),
        }
        return [str(told[flag]) for flag in self.seconds_by_flag]


def survey(
    pictures: Sequence[Path], video: Video, *, wanted: Orientation | None = None
) -> PictureSurvey:
    """Look at every picture of a video; raises MediaError.

    Masks were made for pictures of the size that the annotations state. Where that fits what is shown and
    what is stored alike, a person has to say which it was, by `wanted`.
    """
    found = _Found()
    fitting = {wanted} if wanted else set(Orientation)
    for second, path in enumerate(pictures):
        with opened_picture(path) as picture:
            sizes = {
                Orientation.SHOWN: shown_size(picture),
                Orientation.STORED: (picture.height, picture.width),
            }
            fitting &= {each for each, size in sizes.items() if size == video.size}
            if not fitting:
                size = sizes[wanted or Orientation.STORED]
                raise MediaError(
                    "picture-size", path=path, expected=video.size, found=size, code="size"
                )
            found.add(second, path, picture)
    if found.tags and len(fitting) > 1:
        second, tag = next(iter(found.tags.items()))
        raise MediaError("picture-orientation", path=pictures[second], tag=tag, code="orientation")
    is_dark = 0 < found.brightest_colour < _DARK_BELOW
    return PictureSurvey(
        orientation=min(fitting),
        grey_bits=bits_for(found.brightest_grey) if found.deep else _DEEPEST,
        tagged=tuple(found.tags),
        transparent=tuple(found.transparent),
        deep=tuple(found.deep),
        dark_colours=tuple(found.deep_colours) if is_dark else (),
    )


@dataclass(slots=True)
class _Found:
    """What was seen so far: seconds, and the brightest values of all."""

    tags: dict[int, int] = field(default_factory=dict)
    transparent: list[int] = field(default_factory=list)
    deep: list[int] = field(default_factory=list)
    deep_colours: list[int] = field(default_factory=list)
    brightest_grey: int = 0
    brightest_colour: int = 0

    def add(self, second: int, path: Path, picture: Image.Image) -> None:
        tag = orientation_of(picture)
        if tag > 1:
            self.tags[second] = tag
        if is_deep_grey(picture):
            self.deep.append(second)
            self.brightest_grey = max(self.brightest_grey, highest(picture))
            return
        if is_transparent(picture):
            self.transparent.append(second)
        if _bits(path) > USUAL_BITS:
            self.deep_colours.append(second)
            brightest = int(np.asarray(picture.convert("RGB")).max())
            self.brightest_colour = max(self.brightest_colour, brightest)


def _bits(path: Path) -> int:
    with path.open("rb") as stream:
        return channel_bits(stream)[0]

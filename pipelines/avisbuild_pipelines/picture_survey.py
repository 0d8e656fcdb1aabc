"""The pictures of one video looked at together: which way up they are meant, and how many bits are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from avisbuild.errors import MediaError
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
_DEEPEST = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSurvey:
    """How all pictures of a video are read; `tagged`, `transparent`, `deep`: seconds with such a picture."""

    orientation: Orientation = Orientation.SHOWN
    grey_bits: int = _DEEPEST
    tagged: tuple[int, ...] = ()
    transparent: tuple[int, ...] = ()
    deep: tuple[int, ...] = field(default=(), repr=False)

    @property
    def seconds_by_flag(self) -> dict[str, list[int]]:
        """The flags that hold, with their seconds."""
        few = self.deep if self.grey_bits < _DEEPEST else ()
        found = {_TAGGED: self.tagged, _TRANSPARENT: self.transparent, _FEW_BITS: few}
        return {flag: list(seconds) for flag, seconds in found.items() if seconds}

    def notes(self) -> list[str]:
        """A line for each flag."""
        told = {
            _TAGGED: Message(
                "pictures-tagged", count=len(self.tagged), orientation=self.orientation
            ),
            _TRANSPARENT: Message("pictures-transparent", count=len(self.transparent)),
            _FEW_BITS: Message("pictures-few-bits", count=len(self.deep), bits=self.grey_bits),
        }
        return [str(told[flag]) for flag in self.seconds_by_flag]


def survey(
    pictures: Sequence[Path], video: Video, *, wanted: Orientation | None = None
) -> PictureSurvey:
    """Look at every picture of a video; raises MediaError.

    Masks were made for pictures of the size that the annotations state. Where that fits what is shown and
    what is stored alike, a person has to say which it was, by `wanted`.
    """
    fitting = {wanted} if wanted else set(Orientation)
    tagged, transparent, deep, brightest = [], [], [], 0
    for second, path in enumerate(pictures):
        with opened_picture(path) as picture:
            sizes = {
                Orientation.SHOWN: shown_size(picture),
                Orientation.STORED: (picture.height, picture.width),
            }
            fitting &= {each for each, size in sizes.items() if size == video.size}
            if not fitting:
                found = sizes[wanted or Orientation.STORED]
                raise MediaError(
                    "picture-size", path=path, expected=video.size, found=found, code="size"
                )
            if orientation_of(picture) > 1:
                tagged.append(second)
            if is_deep_grey(picture):
                deep.append(second)
                brightest = max(brightest, highest(picture))
            elif is_transparent(picture):
                transparent.append(second)
    if tagged and len(fitting) > 1:
        path = pictures[tagged[0]]
        with opened_picture(path) as picture:
            tag = orientation_of(picture)
        raise MediaError("picture-orientation", path=path, tag=tag, code="orientation")
    return PictureSurvey(
        orientation=min(fitting),
        grey_bits=bits_for(brightest) if deep else _DEEPEST,
        tagged=tuple(tagged),
        transparent=tuple(transparent),
        deep=tuple(deep),
    )

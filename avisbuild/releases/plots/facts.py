"""What the plots need to know of a set: of each video its seconds, and of each mask its size and place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from avisbuild.records import Sounding

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskFacts:
    """One mask: its pixels as a share of the frame's, and its box, from 0 to 1 of width and height."""

    share: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> Point:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFacts:
    """One instance: a state and a mask a second; a mask may stand in a silent second, too."""

    name: str
    category: str
    states: tuple[Sounding, ...]
    masks: tuple[MaskFacts | None, ...]

    @property
    def heard(self) -> tuple[bool, ...]:
        """Whether the instance sounds in view, a second each: what a release holds a mask for."""
        return tuple(
            mask is not None and state is Sounding.SOUNDING
            for state, mask in zip(self.states, self.masks, strict=True)
        )


@dataclass(frozen=True, kw_only=True)
class VideoFacts:
    """One video; `frames` are its pictures, a second each, and none where there is no media."""

    video_id: str
    split: str
    second_count: int
    width_px: int
    height_px: int
    scenarios: tuple[str, ...] = ()
    tracks: tuple[TrackFacts, ...] = ()
    frames: tuple[Path, ...] = ()

    @cached_property
    def heard_tracks(self) -> tuple[TrackFacts, ...]:
        """The instances that sound in view at least once."""
        return tuple(track for track in self.tracks if any(track.heard))

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many instances sound in view in each second."""
        rows = [track.heard for track in self.heard_tracks]
        return tuple(sum(column) for column in zip(*rows, strict=True)) or (0,) * self.second_count

    @property
    def categories(self) -> frozenset[str]:
        """What sounds in view at some time."""
        return frozenset(track.category for track in self.heard_tracks)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFacts:
    """All videos of a release or a project; `has_states` where the project itself was read."""

    name: str
    videos: Sequence[VideoFacts]
    category_count: int
    has_states: bool

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits that have videos: train, val, test, then others by name."""
        usual = ("train", "val", "test")
        found = Counter(video.split for video in self.videos)
        known = [split for split in usual if split in found]
        return (*known, *sorted(split for split in found if split and split not in usual))

"""Splits: which videos are for training, validation and test."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from avisbuild.records.ids import VideoId


class Split(StrEnum):
    """A part of a release; files and tables list them in this order."""

    TRAIN = "train"
    VAL = "val"
    TEST = "test"


class SplitMethod(StrEnum):
    """The ways to split: as AVISeg did, by whole groups, or as somebody published."""

    RANDOM = "random"
    GROUPED = "grouped"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitSizes:
    """How many videos each split holds: 616/105/205 in AVISeg."""

    train: int
    val: int
    test: int

    def __post_init__(self) -> None:
        if min(self.train, self.val, self.test) < 0:
            raise ValueError(f"expected no negative size, got {self}")

    @property
    def total(self) -> int:
        """Number of videos in all splits."""
        return self.train + self.val + self.test

    def of(self, split: Split) -> int:
        """How many videos `split` is to get."""
        return {Split.TRAIN: self.train, Split.VAL: self.val, Split.TEST: self.test}[split]

    def __str__(self) -> str:
        return f"{self.train}/{self.val}/{self.test}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPlan:
    """The assignment of videos to splits, with how it was made.

    `groups` names the group of each video where groups were looked for; else each has its own. `document` is
    what `splits.json` tells of the plan, None where nothing was planned.
    """

    method: str
    seed: int
    assignment: Mapping[VideoId, Split]
    groups: Mapping[VideoId, str] = field(default_factory=dict)
    document: Mapping[str, Any] | None = None

"""When an instance sounds: one state for each (instance, second)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from avisbuild.records.ids import InstanceId


class Sounding(StrEnum):
    """The state of an instance in a second; only `sounding` asks for a mask in a release."""

    SOUNDING = "sounding"
    SILENT = "silent"
    OFFSCREEN = "offscreen"
    OCCLUDED = "occluded"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundingSpan:
    """A half-open run of seconds [start, stop) in which one instance has one state."""

    instance_id: InstanceId
    start: int
    stop: int
    state: Sounding = Sounding.SOUNDING

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise ValueError(f"expected 0 <= start < stop, got {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundingCell:
    """The state of an instance in one second in which it is not silent."""

    instance_id: InstanceId
    second: int
    state: Sounding

    def __post_init__(self) -> None:
        if self.second < 0:
            raise ValueError(f"expected a second from 0, got {self.second}")


def sounding_spans(instance_id: InstanceId, states: Sequence[Sounding]) -> Iterator[SoundingSpan]:
    """The runs of equal states, in order of time."""
    start = 0
    for state, run in groupby(states):
        stop = start + len(list(run))
        yield SoundingSpan(instance_id=instance_id, start=start, stop=stop, state=state)
        start = stop

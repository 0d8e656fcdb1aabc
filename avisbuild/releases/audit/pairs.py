"""What the audit finds: two videos that belong together, and why."""

from dataclasses import dataclass
from enum import StrEnum

from avisbuild.records import VideoId


class Evidence(StrEnum):
    """Why two videos belong together; a decision is a person's."""

    NAME = "name"
    SOURCE = "source"
    UPLOADER = "uploader"
    PICTURE = "picture"
    SOUND = "sound"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two videos that belong together; `first` < `second`, so the order of the input never matters.

    `score` is the correlation of the best frames (picture, 0 to 1) or the votes a second (sound); 1 for
    names. `seconds` are the best frame of each. What is at t in the first is at t + `offset_s` in the second;
    `span_s` is how much of the sound is shared, `speed` how much faster the second plays. `crop` is what of
    the first the second shows: (left, top, right, bottom) as shares of 1, beyond 0 and 1 where it shows more.
    """

    first: VideoId
    second: VideoId
    evidence: Evidence
    score: float = 1.0
    seconds: tuple[int, int] | None = None
    offset_s: float | None = None
    span_s: float | None = None
    speed: float = 1.0
    is_mirrored: bool = False
    crop: tuple[float, float, float, float] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not self.first < self.second:
            raise ValueError(f"expected first < second, got {self.first}, {self.second}")

"""A round: one pass over a video by an annotator or a reviewer."""

from dataclasses import dataclass
from enum import StrEnum

from avisbuild.records.ids import InstanceId, VideoId


class RoundState(StrEnum):
    """Where a round stands; the state of a video is that of its last round."""

    TODO = "todo"
    ANNOTATING = "annotating"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The `number`-th pass over a video, counted from 1; `person` is empty while nobody has it."""

    video_id: VideoId
    number: int
    state: RoundState
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A remark on a video, or on one instance or second of it."""

    video_id: VideoId
    author: str
    text: str
    instance_id: InstanceId | None = None
    second: int | None = None

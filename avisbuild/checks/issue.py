"""What a rule finds: a kind, a place and what was found there; the sentence is made where it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from avisbuild.records import InstanceId, VideoId


class IssueKind(StrEnum):
    """What is amiss with a cell, an instance or a video."""

    MISSING_MASK = "missing_mask"
    STRAY_MASK = "stray_mask"
    EMPTY_MASK = "empty_mask"
    WRONG_SIZE = "wrong_size"
    UNSURE = "unsure"
    NEVER_SOUNDS = "never_sounds"
    NO_INSTANCES = "no_instances"
    UNHEARD = "unheard"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePlace:
    """The video, and the instance and the second where an issue is about one of those alone."""

    video_id: VideoId
    instance_id: InstanceId | None = None
    second: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing that a person has to settle; `fields` are the parts of its sentence, such as `name`."""

    kind: IssueKind
    place: IssuePlace
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def cell(self) -> tuple[InstanceId, int] | None:
        """The cell to go to; None where it is the whole video."""
        instance_id, second = self.place.instance_id, self.place.second
        return None if instance_id is None or second is None else (instance_id, second)

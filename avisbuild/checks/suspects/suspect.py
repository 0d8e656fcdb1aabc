"""What a finder finds: a kind, a place and how sure it is; the sentence is made where it is shown."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from avisbuild.checks.issue import IssuePlace
from avisbuild.records import Dismissal, InstanceId, Track


class SuspectKind(StrEnum):
    """What may be amiss; projects keep the values, in what was dismissed."""

    SWAP = "swap"
    JUMP = "jump"
    AREA_JUMP = "area_jump"
    OVERLAP = "overlap"
    MASK_IN_SILENCE = "mask_in_silence"
    LOUD_UNMARKED = "loud_unmarked"
    MARKED_AT_FLOOR = "marked_at_floor"
    STATE_FLICKER = "state_flicker"
    MASK_FLICKER = "mask_flicker"
    SPECKS = "specks"
    HOLES = "holes"
    SLIVERS = "slivers"
    BORDER = "border"
    LAG = "lag"


ALL_KINDS = frozenset(SuspectKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """Something that a person should look at, though it may be right.

    `score` is 0 to 1: how far beyond what is usual. `fields` are the parts of its sentence. `seen` is a
    hash of the cells that were looked at: once they have changed, it is another suspect.
    """

    kind: SuspectKind
    place: IssuePlace
    score: float
    fields: Mapping[str, str] = field(default_factory=dict)
    seen: str = ""

    @property
    def second(self) -> int:
        """The second to go to: its first."""
        return self.place.second or 0

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from the others of its video: kind, instance or "", and first second."""
        return self.kind.value, self.place.instance_id or "", self.second

    def dismissal(self, person: str) -> Dismissal:
        """The record that hides it, once a person has looked at it and found it right."""
        return Dismissal(
            video_id=self.place.video_id,
            kind=self.kind.value,
            instance_id=self.place.instance_id or "",
            second=self.second,
            person=person,
            seen=self.seen,
        )

    def is_hidden_by(self, dismissal: Dismissal) -> bool:
        """Whether a person has dismissed this very suspect, and nothing of it has changed since."""
        known = dismissal.kind, dismissal.instance_id, dismissal.second
        return known == self.key and dismissal.seen == self.seen


def worst_first(suspects: Iterable[Suspect]) -> tuple[Suspect, ...]:
    """The highest score first; of equal ones the earlier second."""
    return tuple(sorted(suspects, key=lambda each: (-each.score, each.second, each.key)))


def seen_hash(tracks: Iterable[Track], seconds: Iterable[int]) -> str:
    """A hash of the states and masks of these instances in these seconds."""
    digest = hashlib.sha256()
    wanted = sorted(set(seconds))
    for track in tracks:
        name: InstanceId = track.instance.instance_id
        for second in wanted:
            mask = track.masks[second]
            digest.update(f"{name}\0{second}\0{track.states[second].value}\0".encode())
            digest.update(b"" if mask is None else mask.counts)
    return digest.hexdigest()[:16]

"""A conflict: what two sides changed differently, what each says, and what becomes of each decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from avisbuild.errors import ExitCode, ProjectError
from avisbuild.messages import Message
from avisbuild.store.earlier_rows import Changes, Rows

NOTHING: Changes = {}


class UndecidedError(ProjectError):
    """Not every conflict is decided, so nothing was merged."""

    exit_code = ExitCode.PARTLY_DONE


class Choice(StrEnum):
    """What a person decides: as it is here, as it is in the share, or both, where that is possible."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


# By the key of the conflict.
Decisions = Mapping[str, Choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Something that both sides changed, and not equally; `kind` is one of `messages/merging.py`.

    `effects` says for each choice that there is what it changes of our rows. `instance_id` and `second` are
    where to look, if anywhere; `name` is what people call it.
    """

    kind: str
    video_id: str
    place: str
    name: Message | str
    ours: Message
    theirs: Message
    effects: Mapping[Choice, Changes] = field(hash=False)
    instance_id: str = ""
    second: int | None = None

    @property
    def key(self) -> str:
        """What a decision names it by: the same for the same two sides, whoever lists them."""
        return "/".join(part for part in (self.video_id, self.kind, self.place) if part)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be decided."""
        return tuple(self.effects)

    @property
    def message(self) -> Message:
        """What the conflict is, in one line."""
        return Message(self.kind, video=self.video_id, name=self.name, second=self.second or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Three:
    """The rows of one video at the common beginning, here, and in the share."""

    base: Rows
    ours: Rows
    theirs: Rows


def differences(before: Rows, after: Rows) -> Changes:
    """What makes one state of the other."""
    places = before.keys() | after.keys()
    return {
        place: after.get(place) for place in sorted(places) if before.get(place) != after.get(place)
    }

"""A round: one pass over a video by an annotator or a reviewer, and what people say about a video."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from avisbuild.records.ids import InstanceId, VideoId

_NO_OFFSET = timedelta(0)


class RoundState(StrEnum):
    """Where a round stands; the state of a video is that of its last round."""

    TODO = "todo"
    ANNOTATING = "annotating"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    ACCEPTED = "accepted"

    @property
    def is_open(self) -> bool:
        """Whether its annotator still has something to do in it."""
        return self in (RoundState.TODO, RoundState.ANNOTATING, RoundState.CHANGES_REQUESTED)


# From the state a video is in to those it may get next (R23). Who may do it, and what has to be so before,
# is the business of who makes the move. An edit leads to `annotating` from wherever it is allowed.
LEGAL_MOVES: Mapping[RoundState, frozenset[RoundState]] = {
    RoundState.TODO: frozenset({RoundState.ANNOTATING}),
    RoundState.ANNOTATING: frozenset({RoundState.SUBMITTED, RoundState.ACCEPTED}),
    RoundState.SUBMITTED: frozenset({RoundState.ANNOTATING, RoundState.IN_REVIEW}),
    RoundState.IN_REVIEW: frozenset(
        {RoundState.SUBMITTED, RoundState.CHANGES_REQUESTED, RoundState.ACCEPTED}
    ),
    RoundState.CHANGES_REQUESTED: frozenset({RoundState.ANNOTATING}),
    RoundState.ACCEPTED: frozenset({RoundState.ANNOTATING}),
}


def state_when_handed_in(review_rounds: int) -> RoundState:
    """What handing in makes of a video: accepted at once where the recipe asks for no review."""
    return RoundState.SUBMITTED if review_rounds else RoundState.ACCEPTED


def shown_review(round_number: int, state: RoundState) -> int:
    """Which review a video is in, waits for or was last in: 0 in its annotator's first pass."""
    if round_number <= 1:
        return 1 if state is RoundState.SUBMITTED else 0
    return round_number - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The `number`-th pass over a video, counted from 1; `person` is empty while nobody has it.

    `started_at` and `ended_at` are UTC in ISO 8601, "" where that is not known or not so yet; `seen_hash`
    is the hash of the annotation that its person saw when they gave it its state, "" where none was noted.
    """

    video_id: VideoId
    number: int
    state: RoundState
    person: str = ""
    started_at: str = ""
    ended_at: str = ""
    seen_hash: str = ""

    def __post_init__(self) -> None:
        _check_times(self.started_at, self.ended_at)

    @property
    def review(self) -> int:
        """Which review it is, as screens and `--json` count: 0 for the annotator's pass."""
        return self.number - 1


class CommentReason(StrEnum):
    """What a reviewer finds wrong, in the order of the quick menu (R24).

    `BOUNDARY` is a mask that does not follow its object's edge, `MISSING` an object or a mask that is not
    there and should be, `EXTRA` one that should not.
    """

    BOUNDARY = "boundary"
    WRONG_INSTANCE = "wrong_instance"
    WRONG_SOUNDING = "wrong_sounding"
    MISSING = "missing"
    EXTRA = "extra"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A remark on a video, or on one instance, second or point (in pixels from the top left) of it.

    `number` counts a video's comments from 1 and is 0 for one that is not in a project yet;
    `round_number` is the round in which it was made, 0 for none. `reason` is a `CommentReason` where the
    program wrote it, "" for none. `rule` is the id of the rule of the guideline that it cites, `made_at` when
    it was made and `resolved_by` who settled it, "" for none.
    """

    video_id: VideoId
    author: str
    text: str
    instance_id: InstanceId | None = None
    second: int | None = None
    reason: str = ""
    point_x: float | None = None
    point_y: float | None = None
    round_number: int = 0
    resolved: bool = False
    number: int = 0
    rule: str = ""
    made_at: str = ""
    resolved_by: str = ""

    def __post_init__(self) -> None:
        if (self.point_x is None) != (self.point_y is None):
            raise ValueError(f"expected both point_x and point_y or neither, got {self}")
        if self.round_number < 0 or self.number < 0:
            raise ValueError(f"expected a round and a number from 0, got {self}")
        _check_times(self.made_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal:
    """A suspect that a person has looked at and found right: it is not shown again.

    `kind` is the suspect's, `instance_id` is "" where it is about no single one, `second` its first; `seen`
    is a hash of what was looked at: once that has changed, the suspect is a new one.
    """

    video_id: VideoId
    kind: str
    instance_id: str
    second: int
    person: str
    seen: str = ""

    def __post_init__(self) -> None:
        _check_second(self.second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A second of a video in which, a person has said, nothing sounds."""

    video_id: VideoId
    second: int

    def __post_init__(self) -> None:
        _check_second(self.second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who is to do a round of a video, since when, and who said so."""

    video_id: VideoId
    round_number: int
    person: str
    assigned_at: str
    assigned_by: str = ""

    def __post_init__(self) -> None:
        _check_times(self.assigned_at)
        if self.round_number < 1 or not self.person or not self.assigned_at:
            raise ValueError(f"expected a round from 1, a person and a time, got {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Who has a video open: `owner` is the person, `holder` names one window of theirs."""

    video_id: VideoId
    owner: str
    holder: str
    taken_at: str
    heartbeat_at: str

    def __post_init__(self) -> None:
        _check_times(self.taken_at, self.heartbeat_at)
        if not (self.owner and self.holder and self.taken_at and self.heartbeat_at):
            raise ValueError(f"expected an owner, a holder and two times, got {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A second of a video that was played to a person from its beginning to its end.

    `first_at` is when for the first time, "" where that is not known; `times` is how often.
    """

    video_id: VideoId
    second: int
    person: str
    first_at: str = ""
    times: int = 1

    def __post_init__(self) -> None:
        _check_second(self.second)
        _check_times(self.first_at)
        if self.times < 1:
            raise ValueError(f"expected a second that was played at least once, got {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A video that was put out of the way: why, and who said so."""

    video_id: VideoId
    reason: str
    person: str = ""

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError(f"expected a reason, got {self}")


def _check_second(second: int) -> None:
    if second < 0:
        raise ValueError(f"expected a second from 0, got {second}")


def _check_times(*times: str) -> None:
    for text in times:
        if text and datetime.fromisoformat(text).utcoffset() != _NO_OFFSET:
            raise ValueError(
                f"expected a time in UTC such as 2030-01-31T12:00:00+00:00, got {text!r}"
            )

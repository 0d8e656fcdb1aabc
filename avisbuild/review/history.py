"""What became of a video, move by move, from the journal alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from avisbuild.messages import Message
from avisbuild.records import Assignment, Comment, Dismissal, Round, RoundState, SetAside
from avisbuild.records.round import shown_review
from avisbuild.store.journal import Entry
from avisbuild.store.kind import kind_of

_ROUNDS = kind_of(Round)
# Beside rounds, what an entry may say of a video; how it begins in the entry's text.
_SAID_OF_IT = tuple(
    f'["{kind_of(each).name}",' for each in (Round, Comment, Assignment, SetAside, Dismissal)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedMove:
    """One entry of the journal that moved a video, or said something of it.

    `state` and `review` are those that the video has from then on, and `seen_hash` that of the annotation
    that was seen; None and "" where the entry did not move it. `took_back` is the entry that was undone, 0
    for none.
    """

    sequence: int
    at: str
    person: str
    kind: str
    label: Message
    state: RoundState | None = None
    review: int | None = None
    seen_hash: str = ""
    took_back: int = 0

    @property
    def document(self) -> dict[str, Any]:
        """An element of `review log --json`."""
        return {
            "entry": self.sequence,
            "at": self.at,
            "person": self.person,
            "kind": self.kind or None,
            "label": str(self.label),
            "state": None if self.state is None else self.state.value,
            "review": self.review,
            "annotation_hash": self.seen_hash or None,
            "took_back": self.took_back or None,
        }


def logged_moves(entries: Iterable[Entry]) -> tuple[LoggedMove, ...]:
    """The moves among the journal's entries about one video, oldest first.

    An edit that began a pass is one of them, under the edit's own name.
    """
    found = []
    rounds: dict[int, Round] = {}
    for entry in entries:
        if not any(table in entry.operations_text for table in _SAID_OF_IT):
            continue
        is_moved = _follow(entry, rounds)
        last = rounds[max(rounds)] if rounds else None
        state = RoundState.TODO if last is None else last.state
        number = 0 if last is None else last.number
        found.append(
            LoggedMove(
                sequence=entry.sequence,
                at=entry.written_at,
                person=entry.author,
                kind=entry.kind,
                label=entry.step.label,
                state=state if is_moved else None,
                review=shown_review(number, state) if is_moved else None,
                seen_hash=_seen(entry, rounds) if is_moved else "",
                took_back=entry.takes_back,
            )
        )
    return tuple(found)


def _follow(entry: Entry, rounds: dict[int, Round]) -> bool:
    """Bring the rounds up to date with an entry; whether it said anything of them."""
    is_moved = False
    for each in entry.operations:
        if each.table == _ROUNDS.name:
            is_moved = True
            if each.after is not None:
                after = _ROUNDS.read(each.after)
                rounds[after.number] = after
            elif each.before is not None:
                rounds.pop(_ROUNDS.read(each.before).number, None)
    return is_moved


def _seen(entry: Entry, rounds: dict[int, Round]) -> str:
    """The hash that the person of an entry saw: of the last round that it set and that has one."""
    numbers = [
        _ROUNDS.read(each.after).number
        for each in entry.operations
        if each.table == _ROUNDS.name and each.after is not None
    ]
    hashes = [rounds[number].seen_hash for number in numbers if rounds[number].seen_hash]
    return hashes[-1] if hashes else ""

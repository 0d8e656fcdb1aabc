"""What each round of annotating changed, counted by kind and person from the journal alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from avisbuild.store.journal import Entry
from avisbuild.store.kinds.reviews import ROUNDS


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEdits:
    """Edits of one kind that one person made in a round; 0 stands for what is of none.

    `made` counts what was done again, too; `taken_back` counts undoing. `kind` is "" of edits that were
    made before kinds were kept.
    """

    round_number: int
    person: str
    kind: str
    made: int
    taken_back: int

    @property
    def document(self) -> dict[str, Any]:
        """A row of `stats --json`, with `round_number` under the name `round`."""
        return {
            "round": self.round_number,
            "person": self.person,
            "kind": self.kind,
            "made": self.made,
            "taken_back": self.taken_back,
        }


def edits_by_round(entries: Iterable[Entry]) -> tuple[RoundEdits, ...]:
    """Count a whole journal, oldest entry first; in order of round, person and kind.

    An edit belongs to the round in which its video is once it is made: the one that begins a round to that.
    """
    rounds: Counter[str] = Counter()
    undone: set[int] = set()
    made: Counter[tuple[int, str, str]] = Counter()
    taken_back: Counter[tuple[int, str, str]] = Counter()
    for entry in entries:
        group = (_round_number(entry, rounds), entry.author, entry.kind)
        # What takes an undo back is a redo.
        if entry.takes_back and entry.takes_back not in undone:
            undone.add(entry.sequence)
            taken_back[group] += 1
        else:
            made[group] += 1
    return tuple(
        RoundEdits(
            round_number=group[0],
            person=group[1],
            kind=group[2],
            made=made[group],
            taken_back=taken_back[group],
        )
        for group in sorted(made.keys() | taken_back.keys())
    )


def _round_number(entry: Entry, rounds: Counter[str]) -> int:
    """Which round of its video an entry belongs to; `rounds` counts along, from entry to entry."""
    number = rounds[entry.video_id] if entry.video_id else 0
    # Nearly all entries hold masks and no round: looking for the word costs less than reading them.
    if f'"{ROUNDS.name}"' in entry.operations_text:
        for operation in entry.operations:
            if operation.table != ROUNDS.name:
                continue
            if operation.after is not None:
                after = ROUNDS.read(operation.after)
                number = rounds[after.video_id] = after.number
            elif operation.before is not None:
                before = ROUNDS.read(operation.before)
                rounds[before.video_id] = before.number - 1
    return number

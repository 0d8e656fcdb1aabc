"""Who annotated a video: those who may not review it. Worked out from the journal."""

from collections.abc import Iterable

from avisbuild.records import Round, RoundState
from avisbuild.store.journal import Entry
from avisbuild.store.kind import KINDS
from avisbuild.store.kinds.reviews import ROUNDS

_HANDED_IN = frozenset({RoundState.SUBMITTED, RoundState.ACCEPTED})
# How operations on these tables begin in an entry's text; no value in it can look like that.
_ON_ROUNDS = f'["{ROUNDS.name}",'
_ON_ANNOTATION = tuple(f'["{name}",' for name, kind in KINDS.items() if kind.is_annotation)


def is_annotator(person: str, entries: Iterable[Entry], rounds: Iterable[Round]) -> bool:
    """Whether somebody is one of the `annotators`, also where they write their name in another case."""
    return is_among(person, annotators(entries, rounds))


def is_among(person: str, people: Iterable[str]) -> bool:
    """Whether somebody is one of these people, whatever the case and the spaces of their name."""
    return _folded(person) in map(_folded, people)


def annotators(entries: Iterable[Entry], rounds: Iterable[Round]) -> frozenset[str]:
    """Everybody who handed the video in, or who annotated it while nobody reviewed it.

    `entries` are those of the journal about the video, oldest first, and `rounds` its rounds. What was undone
    counts for nobody, and neither does what a reviewer corrects in a review of theirs.
    """
    found = {each.person for each in rounds if each.number == 1}
    by_entry: dict[int, str] = {}
    undone: set[int] = set()
    roots: dict[int, int] = {}
    states: dict[int, RoundState] = {}
    for entry in entries:
        hands_in = False
        for before, after in _rounds_set(entry):
            hands_in = hands_in or _hands_in(entry.author, before, after)
            if before is not None and before.number == 1 and not entry.takes_back:
                found.add(
                    before.person
                )  # an import may have named them, and no entry of the video's
            if after is not None:
                states[after.number] = after.state
            elif before is not None:
                states.pop(before.number, None)
        is_in_review = bool(states) and states[max(states)] is RoundState.IN_REVIEW
        if entry.takes_back:
            root = roots[entry.sequence] = roots.get(entry.takes_back, entry.takes_back)
            undone ^= {root}
        elif hands_in or (not is_in_review and _annotates(entry)):
            by_entry[entry.sequence] = entry.author
    found |= {author for sequence, author in by_entry.items() if sequence not in undone}
    return frozenset(found - {""})


def _folded(person: str) -> str:
    return " ".join(person.split()).casefold()


def _rounds_set(entry: Entry) -> list[tuple[Round | None, Round | None]]:
    """What an entry made of rounds, each before and after."""
    if _ON_ROUNDS not in entry.operations_text:  # nearly all: reading their masks would cost more
        return []
    return [
        (
            None if each.before is None else ROUNDS.read(each.before),
            None if each.after is None else ROUNDS.read(each.after),
        )
        for each in entry.operations
        if each.table == ROUNDS.name
    ]


def _hands_in(author: str, before: Round | None, after: Round | None) -> bool:
    was_in_review = before is not None and before.state is RoundState.IN_REVIEW
    return (
        after is not None
        and after.state in _HANDED_IN
        and after.person == author
        and not was_in_review
    )


def _annotates(entry: Entry) -> bool:
    return any(table in entry.operations_text for table in _ON_ANNOTATION)

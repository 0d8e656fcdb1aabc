"""Writing a merge: one transaction, one entry of the journal, which says who did what; and taking it back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from avisbuild.errors import ConflictError, ProjectError
from avisbuild.messages import Message
from avisbuild.records import Heard
from avisbuild.review.merging.ancestor import MERGE, UNDO_MERGE, merges
from avisbuild.review.merging.conflict import Decisions, UndecidedError
from avisbuild.review.merging.planning import MergePlan, plan_merge
from avisbuild.review.merging.result import Result, decide
from avisbuild.store import Edit, Operation, Project
from avisbuild.store.categories import CATEGORIES
from avisbuild.store.earlier_rows import Changes, Row, Rows
from avisbuild.store.kind import kind_of

# Each time, someone else must have edited in the moment between comparing and locking.
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge did: which entry it is, 0 for none, how many rows it changed, what is told of it."""

    entry: int
    row_count: int
    plan: MergePlan
    notes: tuple[Message, ...]


def merge(
    project: Project, share: Project, decisions: Decisions, *, author: str, holder: str = ""
) -> Merged:
    """Write what a share says into the project it was made of, as it was decided; all or nothing of it.

    Raises ProjectError where something is not decided, for a share of another project, and where another
    than `holder` has a video open that it changes.
    """
    for _ in range(_ATTEMPTS):
        plan = plan_merge(project, share)
        check_decided(plan, decisions)
        result = decide(plan, decisions)
        notes = (*plan.notes, *result.notes)
        if plan.has_nothing:
            return Merged(entry=0, row_count=0, plan=plan, notes=notes)
        with project.edit(
            author=author,
            action=str(_label(plan, result)),
            kind=MERGE,
            fields=_fields(plan, result, decisions),
        ) as edit:
            if edit.head != plan.head:
                continue  # somebody was quicker
            edit.refuse_held(result.videos, holder=holder)
            edit.apply(operations(result.before, result.changes))
            _put_heard(edit, plan)
            edit.note()  # what was decided, even if that changes nothing here
        return Merged(
            entry=edit.head.sequence,
            row_count=len(result.changes),
            plan=plan,
            notes=notes,
        )
    raise ConflictError("others-editing")


def check_decided(plan: MergePlan, decisions: Decisions) -> None:
    """Raise ProjectError where a decision is lacking, or is about nothing that there is."""
    if plan.has_nothing:
        return  # it was merged before, and what was decided then is kept
    if unknown := plan.unknown(decisions):
        raise ProjectError("merge-decision-unknown", key=unknown[0], count=len(unknown))
    if left := plan.open_conflicts(decisions):
        raise UndecidedError("merge-undecided", count=len(left), key=left[0].key)


def check_free(project: Project, result: Result, *, holder: str = "") -> None:
    """Raise ProjectError where another than `holder` has a video open that would be changed."""
    with project.edit(author="", action="Look") as edit:
        edit.refuse_held(result.videos, holder=holder)


def undo_merge(project: Project, *, author: str, holder: str = "") -> Message:
    """Take the last merge back, whole; raises ProjectError, and changes nothing, where that cannot be."""
    found = merges(project)
    if not found:
        raise ProjectError("merge-none-to-undo", project=project.folder)
    step = found[-1]
    inverse = project.journal.entry(step.sequence).inverse
    label = Message(UNDO_MERGE, number=step.sequence)
    with project.edit(author=author, action=label, takes_back=step.sequence) as edit:
        edit.refuse_held(step.fields["videos"], holder=holder)
        edit.note()  # that it is taken back, even where it changed nothing
        try:
            edit.apply(inverse)
        except ConflictError as error:
            raise ConflictError("merge-overtaken", number=step.sequence) from error
    return label


def operations(before: Rows, changes: Changes) -> list[Operation]:
    """The changes in an order in which each fits what was done before it."""
    return list(_ordered(before, changes))


def _ordered(before: Rows, changes: Changes) -> Iterator[Operation]:
    later = []
    gone = [place for place, row in changes.items() if row is None]
    # What belongs to instances goes before them.
    for place in sorted(gone, key=lambda each: (each[0] == "instances", each)):
        yield Operation(place[0], before[place], None)
    for (table, key), row in changes.items():
        if table == CATEGORIES and row is not None:
            each = Operation(table, before.get((table, key)), row)
            # A category goes when nothing uses it any more, and comes before anything does.
            if row["is_retired"]:
                later.append(each)
            else:
                yield each
    yield from _instances(before, changes)
    for place, row in changes.items():
        if row is not None and place[0] not in (CATEGORIES, "instances"):
            yield Operation(place[0], before.get(place), row)
    yield from later


def _instances(before: Rows, changes: Changes) -> Iterator[Operation]:
    """Those that exchange numbers do so by way of numbers that nobody has."""
    wanted = {
        place: row for place, row in changes.items() if place[0] == "instances" and row is not None
    }
    now = {place: before[place] for place in wanted if place in before}
    highest = max((int(row["number"]) for row in [*now.values(), *wanted.values()]), default=0)
    held = {_name(row): place for place, row in now.items()}
    for place, row in wanted.items():
        holder = held.get(_name(row))
        if holder is not None and holder != place:
            highest += 1
            moved = {**now[holder], "number": highest + _MANY}
            yield Operation("instances", now[holder], moved)
            now[holder] = moved
            del held[_name(row)]
    for place, row in wanted.items():
        yield Operation("instances", now.get(place), row)


# More than the numbers of instances that anybody gives.
_MANY = 1_000_000


def _name(row: Row) -> tuple[Any, ...]:
    return row["video_id"], row["category_id"], row["number"]


def _put_heard(edit: Edit, plan: MergePlan) -> None:
    """What was heard there was heard; of seconds heard on both sides the more often counts."""
    kind = kind_of(Heard)
    known: dict[Any, Heard] = {}
    for video_id in {each.video_id for each in plan.heard}:
        for each in edit.records(Heard, video_id):
            known[kind.key_of(kind.row(each))] = each
    for each in plan.heard:
        mine = known.get(kind.key_of(kind.row(each)))
        if mine is None or mine.times < each.times:
            edit.put(each)


def _label(plan: MergePlan, result: Result) -> Message:
    return Message(MERGE, **_said(plan, result))


def _said(plan: MergePlan, result: Result) -> dict[str, Any]:
    edits: Counter[str] = Counter()
    for each in plan.work:
        edits[each.person] += each.edits
    people = ", ".join(f"{person or '-'}: {count}" for person, count in sorted(edits.items()))
    return {"rows": len(result.changes), "people": people or "-"}


def _fields(plan: MergePlan, result: Result, decisions: Decisions) -> dict[str, Any]:
    """What is kept of a merge beside its rows: whose work it was, where the share ended, what was decided."""
    return {
        **_said(plan, result),
        "share_sequence": plan.share_head.sequence,
        "share_hash": plan.share_head.hash,
        "other_ids": plan.other_ids.document(),
        "videos": list(result.videos),
        "work": [asdict(each) for each in plan.work],
        "decisions": {key: choice.value for key, choice in sorted(decisions.items())},
    }

"""What a merge makes of our rows once everything is decided: the same whatever the order of the decisions."""

from collections.abc import Iterable
from dataclasses import dataclass

from avisbuild.messages import Message
from avisbuild.records import RoundState
from avisbuild.review.merging.conflict import Choice, Decisions, differences
from avisbuild.review.merging.planning import MergePlan
from avisbuild.review.merging.round_conflicts import GIVEN_FOR_THE_WHOLE, last_state
from avisbuild.review.merging.video_plan import VideoPlan
from avisbuild.store.categories import CATEGORIES
from avisbuild.store.earlier_rows import Changes, Place, Row, Rows, patched
from avisbuild.store.kind import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What is to be changed of our rows, in which videos, and what is told of it."""

    changes: Changes
    before: Rows
    videos: tuple[str, ...]
    notes: tuple[Message, ...]


def decide(plan: MergePlan, decisions: Decisions) -> Result:
    """Put together what was taken and what was decided; every conflict that matters is decided by now."""
    notes, videos = list[Message](), list[str]()
    categories = _merged_categories(plan, decisions)
    before: dict[Place, Row] = dict(plan.our_categories)
    after: dict[Place, Row] = {}
    for video in plan.videos:
        merged = _merged_video(video, decisions, plan, categories, notes)
        if merged != video.three.ours:
            videos.append(video.video_id)
        before |= video.three.ours
        after |= merged
    _keep_used(plan, categories, after, notes)
    after |= categories
    return Result(
        changes=differences(before, after),
        before=before,
        videos=tuple(videos),
        notes=tuple(notes),
    )


def _merged_categories(plan: MergePlan, decisions: Decisions) -> dict[Place, Row]:
    changes = dict(plan.categories.taken)
    for each in plan.category_conflicts:
        changes |= each.effects[decisions[each.key]]
    return dict(patched(plan.our_categories, changes))


def _merged_video(
    plan: VideoPlan,
    decisions: Decisions,
    whole: MergePlan,
    categories: Rows,
    notes: list[Message],
) -> dict[Place, Row]:
    ours = plan.three.ours
    gate = plan.gate and decisions[plan.gate.key]
    if plan.gate is not None and gate in (Choice.OURS, Choice.THEIRS):
        rows = dict(patched(ours, plan.gate.effects[gate]))
    else:
        changes = dict(plan.taken)
        for each in plan.conflicts:
            changes |= each.effects[decisions[each.key]]
        rows = dict(patched(ours, changes))
    _move_to_merged_categories(rows, whole, categories)
    _number_apart(plan, rows, categories, notes)
    _overrule_silences(plan, rows, notes)
    _let_go_of_instances(rows)
    _reopen(plan, rows, notes)
    return rows


def _move_to_merged_categories(rows: dict[Place, Row], plan: MergePlan, categories: Rows) -> None:
    """An instance of a category that was merged into another one becomes one of that."""
    for place, row in list(rows.items()):
        if place[0] != "instances":
            continue
        kept = categories[CATEGORIES, (row["category_id"],)]
        into = plan.merged_into.get(int(row["category_id"]))
        if kept["is_retired"] and into is not None:
            rows[place] = {**row, "category_id": into}


def _number_apart(
    plan: VideoPlan, rows: dict[Place, Row], categories: Rows, notes: list[Message]
) -> None:
    """No two instances have one name: that of the share gets the next number, and it is told."""
    instances = [place for place in rows if place[0] == "instances"]
    taken: set[tuple[object, object]] = set()
    for place in sorted(
        instances, key=lambda each: (rows[each] != plan.three.ours.get(each), each)
    ):
        row = rows[place]
        if (row["category_id"], row["number"]) in taken:
            used = [
                int(rows[each]["number"])
                for each in instances
                if rows[each]["category_id"] == row["category_id"]
            ]
            rows[place] = {**row, "number": max(used) + 1}
            name = categories[CATEGORIES, (row["category_id"],)]["name"]
            said = {"name": f"{name}_{row['number']}", "new": f"{name}_{max(used) + 1}"}
            notes.append(Message("merge-renumbered", video=plan.video_id, **said))
        taken.add((rows[place]["category_id"], rows[place]["number"]))


def _overrule_silences(plan: VideoPlan, rows: dict[Place, Row], notes: list[Message]) -> None:
    """Where something sounds, nobody has confirmed that nothing does; one side alone never makes that."""
    loud = {key[1] for table, key in rows if table in ("sounding", "masks")}
    sides = (plan.three.ours, plan.three.theirs)
    for place in [each for each in rows if each[0] == "silences" and each[1][1] in loud]:
        if any(_is_equal_second(rows, side, place[1][1]) for side in sides):
            continue  # it was so on one side, too
        del rows[place]
        notes.append(Message("merge-sounds-after-all", video=plan.video_id, second=place[1][1]))


def _is_equal_second(rows: Rows, side: Rows, second: int) -> bool:
    return _second(rows, second) == _second(side, second)


def _second(rows: Rows, second: int) -> Rows:
    tables = ("sounding", "masks", "silences")
    return {
        place: row for place, row in rows.items() if place[0] in tables and place[1][1] == second
    }


def _let_go_of_instances(rows: dict[Place, Row]) -> None:
    """What is left of instances that went: cells go with them."""
    there = {key[0] for table, key in rows if table == "instances"}
    for place in list(rows):
        if KINDS[place[0]].owner == "instance" and place[1][0] not in there:
            del rows[place]


def _reopen(plan: VideoPlan, rows: dict[Place, Row], notes: list[Message]) -> None:
    """A state that somebody gave the whole video holds for what was there then."""
    state = last_state(rows, plan.video_id)
    if state not in GIVEN_FOR_THE_WHOLE:
        return
    rounds, annotation = _part(rows, ["rounds"]), _annotation(rows)
    for side in (plan.three.ours, plan.three.theirs):
        if _part(side, ["rounds"]) == rounds and _annotation(side) == annotation:
            return
    last = max(key for table, key in rows if table == "rounds")
    row = rows["rounds", last]
    open_again = {"state": RoundState.ANNOTATING.value, "ended_at": "", "seen_hash": ""}
    rows["rounds", last] = {**row, **open_again}
    notes.append(Message("merge-reopened", video=plan.video_id, state=Message(state.value)))


def _annotation(rows: Rows) -> Rows:
    return _part(rows, [name for name, kind in KINDS.items() if kind.is_annotation])


def _part(rows: Rows, tables: Iterable[str]) -> dict[Place, Row]:
    wanted = set(tables)
    return {place: row for place, row in rows.items() if place[0] in wanted}


def _keep_used(
    plan: MergePlan, categories: dict[Place, Row], rows: Rows, notes: list[Message]
) -> None:
    """A category that the share removed stays where anything here still uses it."""
    used = plan.used_elsewhere | {
        int(row["category_id"]) for (table, _), row in rows.items() if table == "instances"
    }
    for place, row in list(categories.items()):
        before = plan.our_categories.get(place)
        is_removed = row["is_retired"] and before is not None and not before["is_retired"]
        if is_removed and before is not None and place[1][0] in used:
            categories[place] = before
            notes.append(Message("merge-category-stays", name=str(before["name"])))

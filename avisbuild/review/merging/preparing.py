"""Ids that both sides gave to different things: those of the share get others, and all is kept."""

from dataclasses import dataclass, field
from hashlib import sha256

from avisbuild.messages import Message
from avisbuild.records.category_names import folded
from avisbuild.review.merging.conflict import NOTHING, Choice, Conflict, Three
from avisbuild.review.merging.other_ids import OtherIds
from avisbuild.review.merging.video_plan import of_instance
from avisbuild.store.earlier_rows import OF_NO_VIDEO, Place, Row

_CATEGORIES = "categories"


@dataclass(slots=True)
class CategoryPlan:
    """What merging takes of the categories, and under which ids ours has those that the share added."""

    taken: dict[Place, Row | None] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    new_ids: dict[int, int] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)


def plan_categories(three: Three) -> CategoryPlan:
    """Compare the categories: those that the share added come to ours, by name where ours has it."""
    plan = CategoryPlan()
    by_name = {
        folded(str(row["name"])): int(row["category_id"])
        for row in three.ours.values()
        if not row["is_retired"]
    }
    highest = max((int(key[0]) for _, key in {**three.ours, **three.theirs}), default=0)
    for place, row in three.theirs.items():
        number, name = int(place[1][0]), str(row["name"])
        if place in three.base:
            _plan_known(plan, three, place)
        elif three.ours.get(place) == row:
            continue
        elif not row["is_retired"] and (known := by_name.get(folded(name))) is not None:
            plan.new_ids[number] = known
        elif place not in three.ours:
            plan.taken[place] = row
        else:
            highest += 1
            plan.new_ids[number] = highest
            plan.taken[_CATEGORIES, (highest,)] = {**row, "category_id": highest}
            plan.notes.append(Message("merge-category-id", name=name, old=number, new=highest))
    return plan


def _plan_known(plan: CategoryPlan, three: Three, place: Place) -> None:
    base, ours, theirs = three.base[place], three.ours.get(place), three.theirs[place]
    if theirs in (base, ours):
        return
    if ours in (base, None):
        plan.taken[place] = theirs
        return
    plan.conflicts.append(
        Conflict(
            kind="conflict-category",
            video_id=OF_NO_VIDEO,
            place=str(place[1][0]),
            name=str(base["name"]),
            ours=_said(ours),
            theirs=_said(theirs),
            effects={Choice.OURS: NOTHING, Choice.THEIRS: {place: theirs}},
        )
    )


def _said(row: Row | None) -> Message:
    if row is None or row["is_retired"]:
        return Message("side-category-retired")
    said = "#{:02x}{:02x}{:02x}".format(*row["colour_rgb"])
    words = ", ".join(row["synonyms"]) or "-"
    return Message("side-category", name=row["name"], colour=said, synonyms=words)


def prepared(three: Three, share_hash: str, other_ids: OtherIds) -> tuple[Three, list[Message]]:
    """The three states of a video with ids in `theirs` that mean here what they mean there; what is told.

    What gets another id for that goes into `other_ids`.
    """
    notes: list[Message] = []
    theirs = _with_own_instances(three, share_hash, notes, other_ids)
    theirs = _with_own_comments(
        Three(base=three.base, ours=three.ours, theirs=theirs), notes, other_ids
    )
    return Three(base=three.base, ours=three.ours, theirs=theirs), notes


def _with_own_instances(
    three: Three, share_hash: str, notes: list[Message], other_ids: OtherIds
) -> dict[Place, Row]:
    """Two new instances of one id are two: two copies of one share can make that."""
    others: dict[str, str] = {}
    theirs = dict(three.theirs)
    for place in three.theirs:
        table, key = place
        if table != "instances" or place in three.base or place not in three.ours:
            continue
        name = str(key[0])
        if of_instance(three.ours, name) == (found := of_instance(three.theirs, name)):
            continue
        digest = sha256(f"{share_hash}/{name}".encode()).hexdigest()
        new = f"{name[:64]}-{digest[:16]}"
        for old in found:
            theirs[old[0], (new, *old[1][1:])] = {**theirs.pop(old), "instance_id": new}
        for other, row in list(theirs.items()):
            if other[0] == "comments" and other not in three.base and row["instance_id"] == name:
                theirs[other] = {**row, "instance_id": new}
        others[name] = new
        notes.append(Message("merge-instance-id", name=name, new=new))
    other_ids.add_instances(others)
    return theirs


def _with_own_comments(three: Three, notes: list[Message], other_ids: OtherIds) -> dict[Place, Row]:
    """Two comments of one number are two: that of the share gets the next number."""
    theirs = dict(three.theirs)
    others: dict[int, int] = {}
    numbers = [int(key[1]) for table, key in {**three.ours, **theirs} if table == "comments"]
    highest = max(numbers, default=0)
    for place in sorted(three.theirs):
        is_twice = place[0] == "comments" and place not in three.base and place in three.ours
        if not is_twice or three.ours[place] == theirs[place]:
            continue
        highest += 1
        theirs["comments", (place[1][0], highest)] = {**theirs.pop(place), "number": highest}
        others[int(place[1][1])] = highest
        said = {"video": place[1][0], "old": place[1][1], "new": highest}
        notes.append(Message("merge-comment-number", **said))
    for video_id in {str(key[0]) for table, key in theirs if table == "videos"}:
        other_ids.add_comments(video_id, others)
    return theirs

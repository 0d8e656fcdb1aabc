"""What holds of merging whatever two people do: nothing is lost without a word (R36)."""

import random
from itertools import chain

from core.review.merging.edit_scripts import SCRIPTS, Step, begun, carried_out
from core.store.values import TAXONOMY
from how_much import fuzz, tried
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.records import KeptCategory
from avisbuild.review.merging import Choice, Decisions, MergePlan
from avisbuild.review.merging.conflict import Three, differences
from avisbuild.review.merging.other_ids import OtherIds
from avisbuild.review.merging.preparing import CategoryPlan, prepared
from avisbuild.review.merging.result import Result, decide
from avisbuild.review.merging.video_plan import plan_video
from avisbuild.store.earlier_rows import Place, Row, Rows, patched
from avisbuild.store.journal import Head
from avisbuild.store.kind import KINDS, kind_of

_HEAD = Head(sequence=1, hash="")
# What is told of a row that is otherwise than both sides had it.
_TOLD = {
    "instances": "merge-renumbered",
    "silences": "merge-sounds-after-all",
    "rounds": "merge-reopened",
}


def _plan(ours: Rows, theirs: Rows, base: Rows) -> MergePlan:
    """The plan for a share with one video, without a database."""
    kind = kind_of(KeptCategory)
    rows = [kind.row(KeptCategory(category=each)) for each in TAXONOMY]
    categories = {(kind.name, kind.key_of(row)): row for row in rows}
    three, notes = prepared(Three(base=base, ours=ours, theirs=theirs), "share", OtherIds())
    return MergePlan(
        head=_HEAD,
        share_head=_HEAD,
        videos=(plan_video("pond", three, {1: "dog", 2: "cat"}),),
        categories=CategoryPlan(),
        our_categories=categories,
        category_conflicts=(),
        merged_into={},
        used_elsewhere=frozenset(),
        heard=(),
        work=(),
        notes=tuple(notes),
    )


def _decisions(plan: MergePlan, seed: int) -> dict[str, Choice]:
    rng = random.Random(seed)
    return {each.key: rng.choice(each.choices) for each in plan.conflicts}


def _merged(plan: MergePlan, decisions: Decisions) -> tuple[dict[Place, Row], Result]:
    result = decide(plan, decisions)
    return dict(patched(plan.videos[0].three.ours, _of_video(result))), result


def _of_video(result: Result) -> dict[Place, Row | None]:
    return {place: row for place, row in result.changes.items() if place[0] != "categories"}


def _lost(plan: MergePlan, side: Rows, rows: Rows, result: Result) -> list[Place]:
    """What a side changed that is neither in the result nor in a conflict nor told."""
    (video,) = plan.videos
    listed = set(
        chain.from_iterable(effect for each in plan.conflicts for effect in each.effects.values())
    )
    told = {note.kind for note in result.notes}
    return [
        place
        for place, row in differences(video.three.base, side).items()
        if rows.get(place) != row
        and place not in listed
        and video.gate is None
        and _TOLD.get(place[0]) not in told
    ]


@fuzz
@settings(max_examples=tried(80, 5000), deadline=None)
@given(mine=SCRIPTS, other=SCRIPTS, seed=st.integers(0, 1000))
def test_every_edit_is_in_the_result_or_in_a_conflict(
    mine: list[Step], other: list[Step], seed: int
) -> None:
    base = begun()
    plan = _plan(carried_out(base, mine, "a"), carried_out(base, other, "b"), base)
    decisions = _decisions(plan, seed)
    rows, result = _merged(plan, decisions)
    three = plan.videos[0].three
    assert _lost(plan, three.ours, rows, result) == []
    assert _lost(plan, three.theirs, rows, result) == []
    _check_fits(rows)
    backwards = dict(reversed(decisions.items()))
    assert decide(plan, backwards).changes == result.changes


@fuzz
@settings(max_examples=tried(30, 2000), deadline=None)
@given(script=SCRIPTS)
def test_what_one_side_alone_did_is_the_result(script: list[Step]) -> None:
    base = begun()
    done = carried_out(base, script, "a")
    theirs_alone, ours_alone, both = (
        _plan(base, done, base),
        _plan(done, base, base),
        _plan(done, done, base),
    )
    assert [each.conflicts for each in (theirs_alone, ours_alone, both)] == [(), (), ()]
    assert _merged(theirs_alone, {})[0] == done
    assert _of_video(decide(ours_alone, {})) == {}
    assert _of_video(decide(both, {})) == {}


@fuzz
@settings(max_examples=tried(30, 2000), deadline=None)
@given(mine=SCRIPTS, other=SCRIPTS, seed=st.integers(0, 1000))
def test_a_comment_of_either_side_is_kept(mine: list[Step], other: list[Step], seed: int) -> None:
    base = begun()
    ours, theirs = carried_out(base, mine, "a"), carried_out(base, other, "b")
    plan = _plan(ours, theirs, base)
    decisions = {
        key: Choice.BOTH if key == "pond/conflict-state" else choice
        for key, choice in _decisions(plan, seed).items()
    }
    rows, _ = _merged(plan, decisions)
    assert _texts(rows) == _texts(ours) | _texts(theirs)


def _texts(rows: Rows) -> set[str]:
    return {str(row["text"]) for (table, _), row in rows.items() if table == "comments"}


def _check_fits(rows: Rows) -> None:
    """The rules that the store, or the commands, hold to."""
    instances = [row for (table, _), row in rows.items() if table == "instances"]
    names = [(row["category_id"], row["number"]) for row in instances]
    assert len(names) == len(set(names))
    there = {row["instance_id"] for row in instances}
    owners = {key[0] for table, key in rows if KINDS[table].owner == "instance"}
    assert owners <= there
    marked = {key[1] for table, key in rows if table == "sounding"}
    assert not marked & {key[1] for table, key in rows if table == "silences"}

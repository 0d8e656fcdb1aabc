"""The same laws with a real project and a real share of it: written, taken back, and written again (R36)."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from core.review.merging.conftest import Share
from core.review.merging.edit_scripts import SECONDS, Step, begun, carried_out
from core.store.databases import BOTH, database_of
from core.store.values import RECIPE, video
from how_much import fuzz, tried

from avisbuild.review.merging import Choice, merge, plan_merge, undo_merge
from avisbuild.review.merging.applying import operations
from avisbuild.review.merging.conflict import differences
from avisbuild.review.merging.result import decide
from avisbuild.store import Project
from avisbuild.store.earlier_rows import Rows, patched, video_rows

_DOINGS = (
    "add",
    "remove",
    "number",
    "mask",
    "mask",
    "unmask",
    "state",
    "silence",
    "comment",
    "round",
)


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Project]:
    """A project without videos."""
    with (
        database_of(request.param) as database,
        Project.create(tmp_path / "pets", RECIPE, database=database) as project,
    ):
        yield project


def _rows(project: Project) -> Rows:
    with project.moment() as connection:
        return video_rows(connection, "pond")


def _become(project: Project, rows: Rows, author: str) -> None:
    before = _rows(project)
    with project.edit(author=author, action="Script", video_id="pond") as edit:
        edit.apply(operations(before, differences(before, rows)))


def _script(rng: random.Random) -> list[Step]:
    return [
        (rng.choice(_DOINGS), rng.randrange(4), rng.randrange(SECONDS), rng.randrange(4))
        for _ in range(rng.randrange(8))
    ]


def _digests(project: Project) -> dict[str, str]:
    return {name: each for name, each in project.state_digest().items() if name != "journal_head"}


@fuzz
@pytest.mark.parametrize("empty", BOTH, indirect=True)
def test_what_is_decided_is_written_and_can_be_taken_back(empty: Project, share_of: Share) -> None:
    with empty.edit(author="ann", action="Begin") as edit:
        edit.add_video(video("pond", seconds=SECONDS))
    _become(empty, begun(), "ann")
    for seed in range(tried(3, 60)):
        rng = random.Random(seed)
        share = share_of(empty, f"far-{seed}")
        _become(share, carried_out(_rows(share), _script(rng), f"b{seed}-"), "bea")
        _become(empty, carried_out(_rows(empty), _script(rng), f"a{seed}-"), "ann")
        plan, before, digests = plan_merge(empty, share), _rows(empty), _digests(empty)
        decisions: dict[str, Choice] = {
            each.key: rng.choice(each.choices) for each in plan.conflicts
        }
        expected = patched(before, decide(plan, decisions).changes)
        for _ in range(2):
            merged = merge(empty, share, decisions, author="ann")
            assert _rows(empty) == {
                place: row for place, row in expected.items() if place[0] != "categories"
            }
            if not merged.entry:
                break  # neither did anything
            undo_merge(empty, author="ann")
            assert _digests(empty) == digests
        merge(empty, share, decisions, author="ann")
    assert empty.state_digest() == empty.rebuild_state()
    assert empty.journal.verify() == empty.journal.head().sequence

"""No move of a review is lost or half made, whenever the process of whoever makes it is killed."""

import os
import random
import signal
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from core.store.forking import random_editor
from core.store.values import RECIPE, video
from how_much import fuzz, tried

from avisbuild.records import LEGAL_MOVES, Recipe, Round, RoundState
from avisbuild.review.annotators import annotators
from avisbuild.store import Project
from avisbuild.store.journal import Entry
from avisbuild.store.kinds.reviews import ROUNDS

KILLS = tried(30, 200)
_MOST_EDITS = 12
_KILLS_A_PROJECT = 15
_SCRIPT = Path(__file__).with_name("random_reviewer.py")


def _new_project(folder: Path) -> Path:
    recipe = Recipe(name=RECIPE.name, taxonomy=RECIPE.taxonomy, review_rounds=2)
    with (
        Project.create(folder, recipe) as project,
        project.edit(author="ann", action="Begin") as edit,
    ):
        for name in ("pond",):
            edit.add_video(video(name, seconds=3))
    return folder


def _moves(entries: Iterable[Entry], video_id: str) -> Iterator[tuple[RoundState, RoundState]]:
    """The states of a video before and after each entry that moved it, but for those that undo."""
    rounds: dict[int, Round] = {}
    before = RoundState.TODO
    for entry in entries:
        for each in entry.operations:
            row = each.after or each.before
            if each.table != ROUNDS.name or row is None or row["video_id"] != video_id:
                continue
            known = ROUNDS.read(row)
            if each.after is None:
                rounds.pop(known.number, None)
            else:
                rounds[known.number] = known
        after = rounds[max(rounds)].state if rounds else RoundState.TODO
        if after is not before and not entry.takes_back:
            yield before, after
        before = after


def _is_legal(before: RoundState, after: RoundState) -> bool:
    """Handing in what nobody had to change begins and ends a pass in one entry."""
    begins = RoundState.ANNOTATING in LEGAL_MOVES[before]
    return after in LEGAL_MOVES[before] or (begins and after in LEGAL_MOVES[RoundState.ANNOTATING])


def _check_reviews(project: Project, entries: list[Entry]) -> int:
    """What is accepted was accepted by as many reviews as the recipe asks for; how many videos ever were."""
    accepted = 0
    for video_id, state in project.states().items():
        moves = list(_moves(entries, video_id))
        assert all(_is_legal(*each) for each in moves)
        accepted += any(after is RoundState.ACCEPTED for _, after in moves)
        rounds = project.records(Round, video_id)
        if state is RoundState.ACCEPTED:
            reviews = [each for each in rounds if each.review]
            assert [each.state for each in reviews] == [RoundState.ACCEPTED] * 2
            own = annotators([each for each in entries if each.video_id == video_id], rounds)
            assert not own & {each.person for each in reviews[-1:]}
            assert reviews[-1].seen_hash == project.annotation_hash(video_id)
    return accepted


@fuzz
@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_whatever_reviewers_were_told_is_done_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    rng = random.Random(0)
    with random_editor(_SCRIPT) as reviewer:
        seen = accepted = 0
        for kill in range(KILLS):
            if kill % _KILLS_A_PROJECT == 0:
                folder, hashes = _new_project(tmp_path / f"pets{kill}"), {}
            child = reviewer.begin(folder, seed=kill)
            edits = reviewer.confirmed()
            hashes |= dict(islice(edits, rng.randrange(_MOST_EDITS)))
            time.sleep(rng.uniform(0.0, 0.03))
            os.kill(child, signal.SIGKILL)
            hashes |= edits
            assert reviewer.status == -signal.SIGKILL
            with Project.open(folder) as project:
                entries = list(project.journal.entries())
                present = {entry.sequence: entry.hash for entry in entries}
                assert hashes.items() <= present.items()
                assert project.journal.verify() == len(present)
                assert project.rebuild_state() == project.state_digest()
                accepted += _check_reviews(project, entries)
            seen += len(hashes)
    assert seen > KILLS
    assert accepted

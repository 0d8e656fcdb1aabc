"""Masks of silent visible objects: the recipe alone says whether one may stand; all else asks it (R16)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from core.annotation.small_project import (
    CLICKED,
    DOG,
    HEIGHT,
    POND,
    RECIPE,
    WIDTH,
    add,
    commit,
    square,
    suggestion,
)

from avisbuild.annotation import CellSign, Workbench, commands, read_view
from avisbuild.annotation.summary import summary_row, summary_rows
from avisbuild.checks.suspects import SuspectKind, find_suspects
from avisbuild.errors import ProjectError
from avisbuild.records import InstanceId, RoundState, Sounding, Video
from avisbuild.store import Project

Bench = Callable[..., Workbench]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A workbench on `pond`, of a project that keeps silent masks or does not."""
    opened: list[Project] = []

    def make(*, keep: bool) -> Workbench:
        recipe = replace(RECIPE, keep_silent_masks=keep)
        opened.append(Project.create(tmp_path / f"keep-{keep}", recipe))
        with opened[-1].edit(author="clip", action="Clip") as edit:
            edit.add_video(Video(video_id=POND, second_count=3, height_px=HEIGHT, width_px=WIDTH))
        workbench = Workbench(opened[-1], author="ann")
        workbench.open_video(POND)
        return workbench

    yield make
    for each in opened:
        each.close()


def _with_a_silent_mask(workbench: Workbench) -> InstanceId:
    """A dog that sounds in second 0, and is seen and silent in second 1; second 2 is silent, too."""
    dog = add(workbench, DOG, "##.")
    for second in (0, 1):
        commit(workbench, dog, second)
    workbench.run(commands.set_sounding(workbench.view, dog, range(1, 2), Sounding.SILENT))
    workbench.run(commands.accept_silences(workbench.view, [1, 2]))
    return dog


@pytest.mark.parametrize("keep", [False, True])
def test_hand_in_grid_and_lists_say_the_same(bench: Bench, keep: bool) -> None:
    workbench = bench(keep=keep)
    dog = _with_a_silent_mask(workbench)
    view, project = workbench.view, workbench.project
    assert view.sign(dog, 1) is (CellSign.SILENT_MASKED if keep else CellSign.STRAY)
    assert [issue.cell for issue in view.issues()] == ([] if keep else [(dog, 1)])
    assert read_view(project, POND).issues() == view.issues()
    assert summary_row(view).is_complete is keep
    assert summary_rows(project.overview()) == (summary_row(view),)
    hand_in = commands.submit(view, author="ann")
    if keep:
        workbench.run_as_is(hand_in)
        assert workbench.view.state is RoundState.SUBMITTED
    else:
        with pytest.raises(ProjectError, match="1 mask where nothing sounds"):
            workbench.run_as_is(hand_in)


def test_a_mask_may_be_committed_as_silent_and_confirmed_silence_stays(bench: Bench) -> None:
    workbench = bench(keep=True)
    dog = add(workbench, DOG)
    workbench.run(commands.accept_silences(workbench.view, [1]))
    workbench.run(
        commands.commit_mask(workbench.view, dog, 1, square(), CLICKED, state=Sounding.SILENT)
    )
    assert workbench.view.sign(dog, 1) is CellSign.SILENT_MASKED
    assert workbench.view.silences == {1}
    # Mended with Enter, which makes any other cell sounding.
    workbench.run(commands.commit_mask(workbench.view, dog, 1, square(2), CLICKED))
    assert workbench.view.sign(dog, 1) is CellSign.SILENT_MASKED
    assert workbench.view.mask_at(dog, 1) == square(2)
    workbench.run(commands.add_proposals(workbench.view, [suggestion(dog, 2)]))
    workbench.run(
        commands.accept_proposals(workbench.view, [(dog, 2)], author="ann", state=Sounding.SILENT)
    )
    assert workbench.view.sign(dog, 2) is CellSign.SILENT_MASKED


def test_a_project_without_the_key_says_how_to_keep_such_masks(bench: Bench) -> None:
    workbench = bench(keep=False)
    dog = add(workbench, DOG)
    silent = commands.commit_mask(workbench.view, dog, 1, square(), CLICKED, state=Sounding.SILENT)
    with pytest.raises(ProjectError, match="keep_silent_masks = true"):
        workbench.run(silent)
    assert workbench.view.mask_at(dog, 1) is None


@pytest.mark.parametrize("keep", [False, True])
def test_one_mask_alone_in_silence_is_a_suspect_unless_such_masks_are_kept(
    bench: Bench, keep: bool
) -> None:
    workbench = bench(keep=keep)
    dog = add(workbench, DOG)
    commit(workbench, dog, 1)
    workbench.run(commands.set_sounding(workbench.view, dog, range(1, 2), Sounding.SILENT))
    view = workbench.view
    found = find_suspects(
        view.video, view.tracks, view.taxonomy, keep_silent_masks=view.keep_silent_masks
    )
    kinds = [each.kind for each in found.suspects]
    assert (SuspectKind.MASK_FLICKER in kinds) is not keep

"""The check at hand-in finds every cell that an export would refuse, and lets go what is whole."""

from dataclasses import replace

import pytest
from core.annotation.small_project import (
    CAT,
    CLICKED,
    DOG,
    POND,
    add,
    commit,
    pixels,
    square,
    undo_label,
)

from avisbuild.annotation import Workbench, commands
from avisbuild.checks.issue import IssueKind
from avisbuild.checks.wording import issue_message
from avisbuild.errors import ProjectError
from avisbuild.masks import encode
from avisbuild.records import Mask, RoundState, Sounding
from avisbuild.store import Project


def test_each_failure_names_its_cell(workbench: Workbench) -> None:
    """R17: each is a row that one can go to, by second and then by instance."""
    dog, cat = add(workbench, DOG, "##?..."), add(workbench, CAT, ">~.#..")
    commit(workbench, dog, 0)
    commit(workbench, cat, 4)
    workbench.run(commands.set_sounding(workbench.view, cat, range(4, 5), Sounding.SILENT))
    found = [(issue.kind, issue.cell) for issue in workbench.view.issues()]
    assert found == [
        (IssueKind.MISSING_MASK, (dog, 1)),
        (IssueKind.UNSURE, (dog, 2)),
        (IssueKind.MISSING_MASK, (cat, 3)),
        (IssueKind.STRAY_MASK, (cat, 4)),
    ]
    assert [str(issue_message(issue)) for issue in workbench.view.issues()][-1] == (
        "cat_1, second 4: has a mask but is silent; remove the mask, or say that it sounds"
    )


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (Sounding.SOUNDING, None),
        (Sounding.SILENT, IssueKind.STRAY_MASK),
        (Sounding.OFFSCREEN, IssueKind.STRAY_MASK),
        (Sounding.OCCLUDED, IssueKind.STRAY_MASK),
        (Sounding.UNSURE, IssueKind.UNSURE),
    ],
)
def test_a_mask_belongs_to_a_cell_that_sounds_in_view(
    workbench: Workbench, state: Sounding, kind: IssueKind | None
) -> None:
    """R16, R17: the five states; only `sounding` takes a mask, and `unsure` is always refused."""
    dog = add(workbench, DOG)
    commit(workbench, dog, 1)
    workbench.run(commands.set_sounding(workbench.view, dog, range(1, 2), state))
    assert [issue.kind for issue in workbench.view.issues()] == ([] if kind is None else [kind])


@pytest.mark.parametrize("state", [Sounding.OFFSCREEN, Sounding.OCCLUDED])
def test_states_other_than_sounding_need_no_mask(workbench: Workbench, state: Sounding) -> None:
    """R16."""
    dog = add(workbench, DOG)
    workbench.run(commands.set_sounding(workbench.view, dog, range(6), state))
    assert workbench.view.issues() == ()


def test_an_instance_that_is_never_heard_and_has_no_mask_was_forgotten(
    workbench: Workbench,
) -> None:
    """R17: somebody added it, so it sounds somewhere, or it goes."""
    dog = add(workbench, DOG)
    (issue,) = workbench.view.issues()
    assert (issue.kind, issue.cell) == (IssueKind.NEVER_SOUNDS, (dog, 0))
    assert str(issue_message(issue)) == "dog_1: never sounds; say when it does, or delete it"
    workbench.run(commands.set_sounding(workbench.view, dog, range(5, 6), Sounding.OFFSCREEN))
    assert workbench.view.issues() == ()


def test_masks_of_silent_instances_may_be_kept_as_a_layer(workbench: Workbench) -> None:
    """R16: the layer of visible silent objects leaves the project only when asked for."""
    dog = add(workbench, DOG)
    for second, state in enumerate((Sounding.SILENT, Sounding.OFFSCREEN)):
        commit(workbench, dog, second)
        workbench.run(commands.set_sounding(workbench.view, dog, range(second, second + 1), state))
    assert len(workbench.view.issues()) == 2
    (issue,) = replace(workbench.view, keep_silent_masks=True).issues()
    assert issue.cell == (dog, 1)


def test_a_mask_without_pixels_that_was_brought_in_is_found(
    workbench: Workbench, project: Project
) -> None:
    """R17: a mask of an empty area is no mask."""
    dog = add(workbench, DOG, "##")
    commit(workbench, dog, 0)
    nothing = encode(pixels(square()) & False)
    with project.edit(author="import", action="Import") as edit:
        edit.put(Mask(instance_id=dog, second=1, rle=nothing, provenance=CLICKED))
    workbench.refresh()
    (issue,) = workbench.view.issues()
    assert (issue.kind, issue.cell) == (IssueKind.EMPTY_MASK, (dog, 1))


def test_an_unfinished_video_is_not_handed_in_and_is_told_what_is_missing(
    workbench: Workbench,
) -> None:
    """R17: refused, with counts."""
    dog = add(workbench, DOG, "###.?.")
    commit(workbench, dog, 0)
    commit(workbench, dog, 3)
    workbench.run(commands.set_sounding(workbench.view, dog, range(3, 4), Sounding.SILENT))
    with pytest.raises(ProjectError) as caught:
        workbench.run_as_is(commands.submit(workbench.view, author="ann"))
    assert str(caught.value) == (
        "video pond cannot be handed in yet: 2 sounding cells without a mask, 1 mask where nothing "
        "sounds in view, 1 unsure cell; first: dog_1, second 1: sounds but has no mask; draw one, or mark "
        "it offscreen, occluded or silent"
    )
    assert workbench.view.state is RoundState.ANNOTATING


def test_a_complete_video_is_handed_in_once_and_can_be_opened_again(
    workbench: Workbench, project: Project
) -> None:
    """R17."""
    dog = add(workbench, DOG, "#")
    commit(workbench, dog, 0)
    workbench.run_as_is(commands.submit(workbench.view, author="ann"))
    assert project.states()[POND] is RoundState.SUBMITTED
    assert undo_label(workbench) == "Hand in pond"
    with pytest.raises(ProjectError, match="video pond is submitted already"):
        workbench.run_as_is(commands.submit(workbench.view, author="ann"))
    workbench.run_as_is(commands.reopen(workbench.view, author="ann"))
    assert workbench.view.state is RoundState.ANNOTATING


def test_an_empty_video_is_handed_in_once_all_of_it_is_confirmed_silent(
    workbench: Workbench,
) -> None:
    """R14, R17: nothing annotated is not the same as nothing there."""
    (issue,) = workbench.view.issues()
    assert (issue.kind, issue.cell) == (IssueKind.NO_INSTANCES, None)
    workbench.run(commands.accept_silences(workbench.view, range(5)))
    assert len(workbench.view.issues()) == 1
    workbench.run(commands.accept_silences(workbench.view, [5]))
    workbench.run_as_is(commands.submit(workbench.view, author="ann"))
    assert workbench.view.state is RoundState.SUBMITTED


def test_where_nobody_reviews_handing_in_accepts(workbench: Workbench, project: Project) -> None:
    """A video that was handed in while reviews were still asked for is accepted by handing it in again."""
    workbench.run(commands.accept_silences(workbench.view, range(6)))
    workbench.run_as_is(commands.submit(workbench.view, author="ann", review_rounds=2))
    assert project.states()[POND] is RoundState.SUBMITTED
    for _ in range(2):
        workbench.run_as_is(commands.submit(workbench.view, author="ann", review_rounds=0))
        assert project.states()[POND] is RoundState.ACCEPTED
        with pytest.raises(ProjectError, match="video pond is accepted already"):
            workbench.run_as_is(commands.submit(workbench.view, author="ann", review_rounds=0))
        workbench.run_as_is(commands.reopen(workbench.view, author="ann"))

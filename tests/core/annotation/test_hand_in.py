"""The check at hand-in finds every cell that an export would refuse, and lets go what is whole."""

import pytest
from core.annotation.small_desk import (
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


def test_each_failure_names_its_cell(desk: Workbench) -> None:
    """R17: each is a row that one can go to, by second and then by identity."""
    dog, cat = add(desk, DOG, "##?..."), add(desk, CAT, ">~.#..")
    commit(desk, dog, 0)
    commit(desk, cat, 4)
    desk.run(commands.set_sounding(desk.view, cat, range(4, 5), Sounding.SILENT))
    found = [(issue.kind, issue.cell) for issue in desk.view.issues()]
    assert found == [
        (IssueKind.MISSING_MASK, (dog, 1)),
        (IssueKind.UNSURE, (dog, 2)),
        (IssueKind.MISSING_MASK, (cat, 3)),
        (IssueKind.STRAY_MASK, (cat, 4)),
    ]
    assert [str(issue_message(issue)) for issue in desk.view.issues()][-1] == (
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
    desk: Workbench, state: Sounding, kind: IssueKind | None
) -> None:
    """R16, R17: the five states; only `sounding` takes a mask, and `unsure` is always refused."""
    dog = add(desk, DOG)
    commit(desk, dog, 1)
    desk.run(commands.set_sounding(desk.view, dog, range(1, 2), state))
    assert [issue.kind for issue in desk.view.issues()] == ([] if kind is None else [kind])


@pytest.mark.parametrize("state", [Sounding.OFFSCREEN, Sounding.OCCLUDED])
def test_states_other_than_sounding_need_no_mask(desk: Workbench, state: Sounding) -> None:
    """R16."""
    dog = add(desk, DOG)
    desk.run(commands.set_sounding(desk.view, dog, range(6), state))
    assert desk.view.issues() == ()


def test_an_instance_that_is_never_heard_and_has_no_mask_was_forgotten(desk: Workbench) -> None:
    """R17: somebody added it, so it sounds somewhere, or it goes."""
    dog = add(desk, DOG)
    (issue,) = desk.view.issues()
    assert (issue.kind, issue.cell) == (IssueKind.NEVER_SOUNDS, (dog, 0))
    assert str(issue_message(issue)) == "dog_1: never sounds; say when it does, or delete it"
    desk.run(commands.set_sounding(desk.view, dog, range(5, 6), Sounding.OFFSCREEN))
    assert desk.view.issues() == ()


def test_masks_of_silent_instances_may_be_kept_as_a_layer(desk: Workbench) -> None:
    """R16: the layer of visible silent objects leaves the project only when asked for."""
    dog = add(desk, DOG)
    for second, state in enumerate((Sounding.SILENT, Sounding.OFFSCREEN)):
        commit(desk, dog, second)
        desk.run(commands.set_sounding(desk.view, dog, range(second, second + 1), state))
    assert len(desk.view.issues()) == 2
    (issue,) = desk.view.issues(keep_silent_masks=True)
    assert issue.cell == (dog, 1)


def test_a_mask_without_pixels_that_was_brought_in_is_found(
    desk: Workbench, project: Project
) -> None:
    """R17: a mask of an empty area is no mask."""
    dog = add(desk, DOG, "##")
    commit(desk, dog, 0)
    nothing = encode(pixels(square()) & False)
    with project.edit(author="import", action="Import") as edit:
        edit.put(Mask(instance_id=dog, second=1, rle=nothing, provenance=CLICKED))
    desk.refresh()
    (issue,) = desk.view.issues()
    assert (issue.kind, issue.cell) == (IssueKind.EMPTY_MASK, (dog, 1))


def test_an_unfinished_video_is_not_handed_in_and_is_told_what_is_missing(
    desk: Workbench,
) -> None:
    """R17: refused, with counts."""
    dog = add(desk, DOG, "###.?.")
    commit(desk, dog, 0)
    commit(desk, dog, 3)
    desk.run(commands.set_sounding(desk.view, dog, range(3, 4), Sounding.SILENT))
    with pytest.raises(ProjectError) as caught:
        desk.run_as_is(commands.submit(desk.view, author="ann"))
    assert str(caught.value) == (
        "video pond cannot be handed in yet: 2 sounding cells without a mask, 1 mask where nothing "
        "sounds in view, 1 unsure cell; first: dog_1, second 1: sounds but has no mask; draw one, or mark "
        "it offscreen, occluded or silent"
    )
    assert desk.view.state is RoundState.ANNOTATING


def test_a_complete_video_is_handed_in_once_and_can_be_opened_again(
    desk: Workbench, project: Project
) -> None:
    """R17."""
    dog = add(desk, DOG, "#")
    commit(desk, dog, 0)
    desk.run_as_is(commands.submit(desk.view, author="ann"))
    assert project.states()[POND] is RoundState.SUBMITTED
    assert undo_label(desk) == "Hand in pond"
    with pytest.raises(ProjectError, match="video pond is submitted already"):
        desk.run_as_is(commands.submit(desk.view, author="ann"))
    desk.run_as_is(commands.reopen(desk.view, author="ann"))
    assert desk.view.state is RoundState.ANNOTATING


def test_an_empty_video_is_handed_in_once_all_of_it_is_confirmed_silent(desk: Workbench) -> None:
    """R14, R17: nothing annotated is not the same as nothing there."""
    (issue,) = desk.view.issues()
    assert (issue.kind, issue.cell) == (IssueKind.NO_INSTANCES, None)
    desk.run(commands.accept_silences(desk.view, range(5)))
    assert len(desk.view.issues()) == 1
    desk.run(commands.accept_silences(desk.view, [5]))
    desk.run_as_is(commands.submit(desk.view, author="ann"))
    assert desk.view.state is RoundState.SUBMITTED

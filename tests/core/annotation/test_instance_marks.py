"""Locked instances stay as they are, whatever is done; marks are a person's, and survive a restart."""

from collections.abc import Callable

import pytest
from core.annotation.small_project import CAT, CLICKED, add, commit, square, states_text, suggestion

from avisbuild.annotation import Command, VideoView, Workbench, commands
from avisbuild.annotation.commands import Overlap
from avisbuild.annotation.instance_marks import InstanceMarks, keeping
from avisbuild.errors import ProjectError
from avisbuild.records import InstanceId, Sounding

_Make = Callable[[VideoView, InstanceId, InstanceId], Command]

_REFUSED: dict[str, _Make] = {
    "its mask replaced": lambda view, dog, _: commands.commit_mask(
        view, dog, 0, square(2), CLICKED
    ),
    "a mask added": lambda view, dog, _: commands.commit_mask(view, dog, 3, square(2), CLICKED),
    "its pixels stolen": lambda view, _, cat: commands.commit_mask(
        view, cat, 0, square(6), CLICKED, overlap=Overlap.STEAL
    ),
    "its mask removed": lambda view, dog, _: commands.remove_masks(view, [(dog, 0)]),
    "merged into another": lambda view, dog, cat: commands.merge_instances(view, dog, cat),
    "another merged into it": lambda view, dog, cat: commands.merge_instances(view, cat, dog),
    "split": lambda view, dog, _: commands.split_instance(view, dog, 1),
    "swapped": lambda view, dog, cat: commands.swap_instances(view, cat, dog, 0),
    "deleted": lambda view, dog, _: commands.remove_instance(view, dog),
    "its category changed": lambda view, dog, _: commands.change_category(view, dog, CAT),
    "silenced": lambda view, dog, _: commands.set_sounding(view, dog, range(1, 2), Sounding.SILENT),
}


@pytest.fixture
def pair(workbench: Workbench) -> tuple[InstanceId, InstanceId]:
    """A dog with masks that is locked in the tests, and a cat with one beside it."""
    dog, cat = add(workbench, states="##...."), add(workbench, CAT, states="#.....")
    for second in (0, 1):
        commit(workbench, dog, second, 4)
    commit(workbench, cat, 0, 12)
    return dog, cat


@pytest.mark.parametrize("what", _REFUSED)
def test_what_would_change_a_locked_instance_changes_nothing(
    workbench: Workbench, pair: tuple[InstanceId, InstanceId], what: str
) -> None:
    """R42."""
    dog, cat = pair
    before = workbench.view.tracks
    command = _REFUSED[what](workbench.view, dog, cat)
    with pytest.raises(ProjectError, match="dog_1 is locked"):
        workbench.run(keeping(command, {dog}))
    assert workbench.view.tracks == before
    workbench.run(command)
    assert workbench.view.tracks != before


def test_others_change_beside_a_locked_instance_and_proposals_come(
    workbench: Workbench, pair: tuple[InstanceId, InstanceId]
) -> None:
    dog, cat = pair
    view = workbench.view
    workbench.run(keeping(commands.remove_masks(view, [(cat, 0)]), {dog}))
    workbench.run(keeping(commands.add_proposals(view, [suggestion(dog, 4)]), {dog}))
    assert (dog, 4) in workbench.view.proposals
    assert states_text(workbench.view, dog) == "##...."


def test_marks_come_back_from_their_document() -> None:
    marks = (
        InstanceMarks().with_hidden_toggled(InstanceId("a")).with_locked_toggled(InstanceId("b"))
    )
    assert InstanceMarks.from_document(marks.document) == marks
    assert marks.with_hidden_toggled(InstanceId("a")).hidden == frozenset()


@pytest.mark.parametrize("document", [None, [], {"hidden": 3}, {"locked": [None, 4]}])
def test_a_document_of_another_kind_marks_nothing(document: object) -> None:
    assert InstanceMarks.from_document(document) == InstanceMarks()

"""Instances are mended by keys: a question tells what each answer would change, a number key answers."""

from dataclasses import replace

import pytest
from gui.annotator_case import Sitting

from avisbuild.annotation import category_edits
from avisbuild.store import Project


def test_repairs_are_one_step_each_and_answered_by_a_number_key(
    sitting: Sitting, project: Project
) -> None:
    """R21: merge asks, the number key answers; Esc asks no more."""
    session = sitting.session
    questions: list[str] = []
    session.instances.question_changed.connect(questions.append)
    sitting.add("cat", 1)
    dog = sitting.add("dog", 3)
    session.instances.ask_merge()
    assert "Merge dog_1 into which?" in questions[-1]
    session.escape()
    assert questions[-1] == ""
    session.instances.ask_merge()
    before = project.journal.head().sequence
    assert session.state.view is not None
    order = [session.state.view.name(each.instance_id) for each in session.state.view.instances]
    session.instances.choose_number(order.index("cat_1") + 1)
    assert project.journal.head().sequence == before + 1
    assert dog not in session.state.view.by_id
    session.commits.undo()
    assert dog in session.state.view.by_id
    session.instances.ask_swap()
    session.instances.choose_number(order.index("cat_1") + 1)
    swapped = project.journal.head().sequence
    session.instances.choose_number(1)
    session.instances.choose_number(2)
    assert project.journal.head().sequence == swapped


def test_a_category_that_is_not_there_is_added_where_the_project_lets_its_annotators(
    sitting: Sitting, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R11."""
    session = sitting.session
    session.instances.ask_new()
    session.instances.add_category("tabla")
    assert "tabla" not in project.taxonomy.by_name
    may = replace(project.recipe, annotators_add_categories=True)
    monkeypatch.setattr(project, "_settings", replace(project._settings, recipe=may))
    session.instances.add_category("tabla")
    assert session.state.view is not None
    names = [session.state.view.name(each.instance_id) for each in session.state.view.instances]
    assert names == ["tabla_1"]
    assert sitting.texts[-1] == "tabla is a category of this project now."
    kinds = [entry.kind for entry in project.journal.entries()]
    assert kinds[-2:] == ["category-add", "add-instance"]
    session.instances.add_category("Tabla")
    assert sitting.notices[-1][:2] == (
        "there is a category tabla already, with id 27; choose another name",
        "error",
    )


def test_who_asks_for_a_category_is_offered_those_of_now(
    sitting: Sitting, project: Project
) -> None:
    """R11: what others have added meanwhile, too, without an edit of one's own before."""
    state = sitting.session.state
    offered: list[bool] = []
    sitting.session.instances.category_asked.connect(
        lambda _: offered.append(state.view is not None and "tabla" in state.view.taxonomy.by_name)
    )
    with Project.open(project.folder) as other:
        category_edits.add_named(other, "bo", "tabla")
    sitting.session.instances.ask_new()
    assert offered == [True]


def test_a_draft_that_enter_asked_about_is_committed_once_its_instance_is_named(
    sitting: Sitting,
) -> None:
    """R10, R11: not a second time by hand; who asks by another key commits nothing."""
    session = sitting.session
    assert session.state.view is not None
    dog = session.state.view.taxonomy.by_name["dog"].category_id
    sitting.click()
    session.commits.commit_and_go_on()
    session.instances.ask_new()  # the question was left, and is asked anew
    session.instances.choose_category(dog)
    assert session.drafts.here is not None
    session.commits.remove()
    session.state.instance_id = None
    sitting.click()
    session.commits.commit_and_go_on()
    session.instances.choose_category(dog)
    assert session.drafts.here is None
    assert session.state.active_cell is not None
    assert session.state.has_mask(session.state.active_cell)


def test_what_cannot_be_done_is_one_line(sitting: Sitting) -> None:
    """R35: splitting at the first second is refused by the command; nothing else happens."""
    sitting.add("dog", 0)
    sitting.session.instances.split_active()
    assert sitting.notices[-1][1] == "error"
    assert "dog_1" in sitting.texts[-1]


def test_a_question_tells_what_each_answer_would_change(sitting: Sitting) -> None:
    """R21: a preview of the affected seconds, before the number key is pressed."""
    session = sitting.session
    questions: list[str] = []
    session.instances.question_changed.connect(questions.append)
    sitting.add("cat", 1)
    sitting.mask(1)
    sitting.add("dog", 1, 3)
    sitting.mask(1, x=120)
    assert session.state.view is not None
    names = [session.state.view.name(each.instance_id) for each in session.state.view.instances]
    cat = f"{names.index('cat_1') + 1} cat_1"
    session.instances.ask_merge()
    assert questions[-1].endswith(f"{cat}: 2 s, 1 mask, 1 s in both")
    session.escape()
    session.navigation.choose_second(2)
    session.instances.ask_swap()
    assert questions[-1].endswith(f"{cat}: 1 s, 0 masks ↔ 0 s, 0 masks")


def test_what_a_split_has_moved_is_said_and_can_be_undone(sitting: Sitting) -> None:
    """R21."""
    session = sitting.session
    sitting.add("dog", 0, 2, 4)
    session.navigation.choose_second(2)
    session.instances.split_active()
    text, _, action = sitting.notices[-1]
    assert text == "dog_1 from second 2 on is another instance now: 2 s, 0 masks."
    assert action == "undo"
    session.commits.undo()
    assert session.state.view is not None
    assert len(session.state.view.instances) == 1


def test_the_only_instance_is_active_again_when_its_deletion_is_undone(sitting: Sitting) -> None:
    session = sitting.session
    dog = sitting.add("dog")
    session.instances.delete_active()
    assert session.state.instance_id is None
    session.commits.undo()
    assert session.state.instance_id == dog


def test_a_draft_of_an_instance_that_has_gone_asks_whose_it_is(sitting: Sitting) -> None:
    session = sitting.session
    sitting.add("dog")
    sitting.click()
    asked: list[object] = []
    session.instances.category_asked.connect(asked.append)
    session.instances.delete_active()
    assert not session.commits.commit()
    assert asked == [None]
    assert session.drafts.here is not None

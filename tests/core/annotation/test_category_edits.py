"""Editing categories: journalled, undone by whoever did it, an id is one category's for ever."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from core.annotation.small_project import CAT, DOG, LAKE, POND, new_project, square
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.annotation import Workbench, category_edits, commands
from avisbuild.annotation.commands.instances import new_instance
from avisbuild.errors import AvisbuildError, ConflictError, ProjectError
from avisbuild.records import (
    Category,
    CategoryId,
    Instance,
    InstanceId,
    KeptCategory,
    Mask,
    MaskSource,
    Provenance,
    VideoId,
)
from avisbuild.store import Project

OWL = Category(category_id=CategoryId(1), name="owl", colour_rgb=(0, 0, 255), synonyms=("hooter",))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """`pond` with dog_1 and cat_1, `lake` with dog_1 that has a mask."""
    with new_project(tmp_path / "pets") as made:
        with made.edit(author="ann", action="Begin") as edit:
            _put(edit.put, "rex", POND, DOG)
            _put(edit.put, "tom", POND, CAT)
            _put(edit.put, "max", LAKE, DOG)
            edit.put(
                Mask(
                    instance_id=InstanceId("max"),
                    second=1,
                    rle=square(),
                    provenance=Provenance(source=MaskSource.CLICK),
                )
            )
        yield made


def _put(put: object, name: str, video: VideoId, category: CategoryId) -> None:
    assert callable(put)
    put(Instance(instance_id=InstanceId(name), video_id=video, category_id=category, number=1))


def _names(project: Project) -> list[str]:
    return [each.name for each in project.taxonomy]


def _instances(project: Project) -> dict[str, str]:
    taxonomy = project.taxonomy
    return {each.instance_id: each.name(taxonomy) for each in project.records(Instance)}


def _undo(project: Project, author: str = "ann", *, is_redo: bool = False) -> None:
    category_edits.take_back(
        project, author, category_edits.last_step(project, author, is_redo=is_redo)
    )


def test_an_added_category_is_undone_and_its_id_is_never_given_again(project: Project) -> None:
    assert category_edits.add(project, "ann", OWL).category_id == 3
    _undo(project)
    assert _names(project) == ["dog", "cat"]
    assert category_edits.add(project, "ann", replace(OWL, name="hen")).category_id == 4
    category_edits.remove(project, "ann", project.taxonomy.by_name["hen"])
    assert category_edits.add(project, "ann", OWL).category_id == 5
    assert project.rebuild_state() == project.state_digest()


def test_a_renamed_category_keeps_its_id_and_is_found_by_its_old_name(project: Project) -> None:
    category_edits.rename(project, "ann", project.taxonomy.by_id[DOG], "hound")
    assert _instances(project) == {"rex": "hound_1", "tom": "cat_1", "max": "hound_1"}
    assert category_edits.find(project.taxonomy, "Dog").category_id == DOG
    _undo(project)
    assert _instances(project)["rex"] == "dog_1"
    _undo(project, is_redo=True)
    assert _instances(project)["rex"] == "hound_1"


def test_merging_tells_what_changes_renumbers_and_is_taken_back(project: Project) -> None:
    before = project.state_digest()
    masks = project.records(Mask)
    dog, cat = project.taxonomy.by_id[DOG], project.taxonomy.by_id[CAT]
    plan = category_edits.plan_merge(project, dog, cat)
    assert project.state_digest() == before
    assert [(old.instance_id, new.number) for old, new in plan.changes] == [("max", 1), ("rex", 2)]
    assert plan.videos == (LAKE, POND)
    category_edits.merge(project, "ann", dog, cat)
    assert _instances(project) == {"rex": "cat_2", "tom": "cat_1", "max": "cat_1"}
    assert project.records(Mask) == masks
    assert category_edits.find(project.taxonomy, "dog").category_id == CAT
    assert project.rebuild_state() == project.state_digest()
    _undo(project)
    assert _instances(project) == {"rex": "dog_1", "tom": "cat_1", "max": "dog_1"}
    assert _names(project) == ["dog", "cat"]


def test_two_who_add_at_once_get_two_ids_and_the_same_name_is_told(project: Project) -> None:
    with Project.open(project.folder) as other:
        assert category_edits.add_named(project, "ann", "owl").category_id == 3
        assert category_edits.add_named(other, "bo", "hen").category_id == 4
        with pytest.raises(ProjectError, match="a category owl already, with id 3"):
            category_edits.add_named(other, "bo", "Owl")
        assert project.taxonomy == other.taxonomy


def test_a_used_category_is_not_removed_and_the_count_is_told(project: Project) -> None:
    told = "dog is used by 2 instances in 2 videos, with 1 masks"
    with pytest.raises(ProjectError, match=told):
        category_edits.remove(project, "ann", project.taxonomy.by_id[DOG])
    assert _names(project) == ["dog", "cat"]


def test_adding_is_not_undone_once_it_is_used(project: Project) -> None:
    made = category_edits.add(project, "ann", OWL)
    with project.edit(author="bo", action="An owl") as edit:
        _put(edit.put, "hoot", POND, made.category_id)
    with pytest.raises(ProjectError, match="owl is used by 1 instances"):
        _undo(project)


def test_undo_takes_back_ones_own_edits_only_and_never_overwrites(project: Project) -> None:
    category_edits.rename(project, "ann", project.taxonomy.by_id[DOG], "hound")
    with pytest.raises(ProjectError, match="bo has made no edit of categories"):
        _undo(project, "bo")
    category_edits.recolour(project, "bo", project.taxonomy.by_id[DOG], (1, 2, 3))
    with pytest.raises(ConflictError, match="was changed since"):
        _undo(project, "ann")
    assert _names(project) == ["hound", "cat"]


def test_a_name_that_undo_brings_back_is_not_one_that_others_use_by_now(project: Project) -> None:
    owl = category_edits.add(project, "ann", OWL)
    category_edits.remove(project, "ann", owl)
    category_edits.rename(project, "bo", project.taxonomy.by_id[CAT], "Owl")
    with pytest.raises(ProjectError, match="a category Owl already, with id 2"):
        _undo(project, "ann")
    assert _names(project) == ["dog", "Owl"]


def test_a_synonym_that_is_anothers_name_is_refused(project: Project) -> None:
    with pytest.raises(ProjectError, match="a category cat already"):
        category_edits.set_synonyms(project, "ann", project.taxonomy.by_id[DOG], ["Cat"])
    with pytest.raises(ProjectError, match="a category cat already"):
        category_edits.add(project, "ann", replace(OWL, synonyms=("cat",)))
    assert project.taxonomy.by_id[DOG].synonyms == ()


def test_a_word_of_two_categories_finds_neither_and_no_number_is_too_long(project: Project) -> None:
    category_edits.set_synonyms(project, "ann", project.taxonomy.by_id[DOG], ["pet"])
    assert category_edits.find(project.taxonomy, "pet").category_id == DOG
    category_edits.set_synonyms(project, "ann", project.taxonomy.by_id[CAT], ["Pet"])
    for word in ("pet", "9" * 5000):
        with pytest.raises(ProjectError, match="there is no category"):
            category_edits.find(project.taxonomy, word)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(project: Project) -> None:
    seen = project.taxonomy.by_id[DOG]
    category_edits.recolour(project, "bo", seen, (1, 2, 3))
    with pytest.raises(ConflictError, match="changed by somebody else"):
        category_edits.rename(project, "ann", seen, "hound")


@pytest.mark.parametrize("name", ["Cat", "CAT", "cat", "ｃａｔ"])
def test_no_two_categories_differ_only_in_case_or_width(project: Project, name: str) -> None:
    with pytest.raises(ProjectError, match="a category cat already, with id 2"):
        category_edits.add(project, "ann", replace(OWL, name=name))
    with pytest.raises(ProjectError, match="a category cat already"):
        category_edits.rename(project, "ann", project.taxonomy.by_id[DOG], name)


def test_a_word_that_becomes_a_name_is_nobodys_synonym_any_more(project: Project) -> None:
    category_edits.set_synonyms(project, "ann", project.taxonomy.by_id[DOG], ["hooter", "pup"])
    category_edits.add(project, "ann", replace(OWL, name="hooter", synonyms=()))
    assert project.taxonomy.by_id[DOG].synonyms == ("pup",)
    assert category_edits.find(project.taxonomy, "hooter").category_id == 3


def test_an_open_window_sees_new_categories_and_names_at_its_next_look(project: Project) -> None:
    bench = Workbench(project, author="bo")
    bench.open_video(POND)
    with Project.open(project.folder) as other:
        made = category_edits.add(other, "ann", OWL)
        category_edits.rename(other, "ann", other.taxonomy.by_id[DOG], "hound")
    assert bench.refresh()
    assert bench.view.name(InstanceId("rex")) == "hound_1"
    bench.run(commands.add_instance(bench.view, new_instance(bench.view, made.category_id)))
    assert bench.view.instances[-1].name(bench.view.taxonomy) == "owl_1"


def test_an_edit_of_a_category_that_was_just_merged_is_told_and_not_made(project: Project) -> None:
    bench = Workbench(project, author="bo")
    bench.open_video(POND)
    stale = new_instance(bench.view, DOG)
    command = commands.add_instance(bench.view, stale)
    dog, cat = project.taxonomy.by_id[DOG], project.taxonomy.by_id[CAT]
    category_edits.merge(project, "ann", dog, cat)
    with pytest.raises(ProjectError, match="no category 1"):
        bench.run(command)
    assert {each.category_id for each in bench.view.instances} == {CAT}


def test_an_undo_in_a_window_after_a_merge_is_told_and_not_made(project: Project) -> None:
    bench = Workbench(project, author="bo")
    bench.open_video(POND)
    bench.run(commands.add_instance(bench.view, new_instance(bench.view, DOG)))
    dog, cat = project.taxonomy.by_id[DOG], project.taxonomy.by_id[CAT]
    category_edits.merge(project, "ann", dog, cat)
    with pytest.raises(ConflictError):
        bench.undo()
    assert len(bench.view.instances) == 3
    assert project.rebuild_state() == project.state_digest()


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["add", "rename", "merge", "remove", "undo", "redo"]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=12,
)


@settings(max_examples=12, deadline=None)
@given(script=EDITS)
def test_whatever_is_done_no_id_is_reused_and_the_journal_adds_up(
    script: list[tuple[str, int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as room, new_project(Path(room) / "pets") as project:
        with project.edit(author="ann", action="Begin") as edit:
            _put(edit.put, "rex", POND, DOG)
            _put(edit.put, "tom", POND, CAT)
        given: set[int] = {1, 2}
        for what, one, other in script:
            known = project.taxonomy.categories
            first, second = known[one % len(known)], known[other % len(known)]
            try:
                match what:
                    case "add":
                        new = category_edits.add(project, "ann", replace(OWL, name=f"owl {one}"))
                        assert new.category_id not in given
                        given.add(new.category_id)
                    case "rename":
                        category_edits.rename(project, "ann", first, f"hen {other}")
                    case "merge":
                        category_edits.merge(project, "ann", first, second)
                    case "remove":
                        category_edits.remove(project, "ann", first)
                    case _:
                        _undo(project, is_redo=what == "redo")
            except AvisbuildError:
                pass
        kept = {each.category.category_id for each in project.records(KeptCategory)}
        assert kept == given
        assert set(_instances(project)) == {"rex", "tom"}
        assert project.rebuild_state() == project.state_digest()

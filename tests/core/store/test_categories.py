"""The categories of a project stand in its database: filled once from avisbuild.toml, and never lost."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from core.store.old_projects import old_project
from core.store.values import RECIPE, TAXONOMY, instance, video

from avisbuild.errors import ProjectError
from avisbuild.records import Category, CategoryId, KeptCategory, VideoId
from avisbuild.store import Project
from avisbuild.store.settings import read_settings

POND = VideoId("pond")
KEPT = Path(__file__).parents[2] / "golden" / "project-v0003"
OWL = Category(category_id=CategoryId(3), name="owl", colour_rgb=(0, 0, 255), synonyms=("hooter",))


def _add_owl(project: Project) -> None:
    with project.edit(author="ann", action="Add the category owl") as edit:
        edit.add(KeptCategory(category=OWL))


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A project of 0.2 on either database."""
    with old_project(KEPT, tmp_path, server=request.param == "postgresql") as found:
        yield found


def test_a_project_of_0_2_has_its_categories_from_its_settings(old: Path) -> None:
    with Project.open(old, migrate=True) as project:
        assert project.taxonomy == read_settings(old).recipe.taxonomy
        assert len(project.taxonomy) == 26
        _add_owl_as(project, 27)
        assert project.taxonomy.by_id[CategoryId(27)].synonyms == ("hooter",)
        assert project.rebuild_state() == project.state_digest()
        assert "categories" in project.state_digest()


def _add_owl_as(project: Project, number: int) -> None:
    with project.edit(author="ann", action="Add the category owl") as edit:
        edit.add(KeptCategory(category=replace(OWL, category_id=CategoryId(number))))


def test_categories_that_were_edited_are_rebuilt_from_the_journal(project: Project) -> None:
    _add_owl(project)
    with project.edit(author="ann", action="An owl") as edit:
        edit.add(instance("hoot", "pond", category=3))
    before = project.state_digest()
    assert project.rebuild_state() == before
    project.rebuild()
    assert project.state_digest() == before
    assert [each.name for each in project.taxonomy] == ["dog", "cat", "owl"]


def test_a_category_added_elsewhere_is_seen_without_opening_again(project: Project) -> None:
    known = project.video_content(POND)
    with Project.open(project.folder) as other:
        _add_owl(other)
    update = project.content_update(known)
    assert update is not None
    assert [each.name for each in update.taxonomy] == ["dog", "cat", "owl"]
    assert known.taxonomy == TAXONOMY
    assert project.snapshot().taxonomy == update.taxonomy


def test_settings_that_are_edited_by_hand_change_no_category(project: Project) -> None:
    path = project.folder / "avisbuild.toml"
    path.write_text(path.read_text().replace('"dog"', '"hound"'))
    with Project.open(project.folder) as again:
        assert again.recipe.taxonomy.by_id[CategoryId(1)].name == "hound"
        assert again.taxonomy == TAXONOMY


def test_a_retired_category_takes_no_instance_and_its_name_is_free(project: Project) -> None:
    _add_owl(project)
    with project.edit(author="ann", action="Remove the category owl") as edit:
        edit.put(KeptCategory(category=OWL, is_retired=True))
    with (
        pytest.raises(ProjectError, match="no category 3"),
        project.edit(author="ann", action="An owl") as edit,
    ):
        edit.add(instance("hoot", "pond", category=3))
    _add_owl_as(project, 4)
    with (
        pytest.raises(ProjectError, match="category owl already, with id 4"),
        project.edit(author="ann", action="Owl again") as edit,
    ):
        edit.put(KeptCategory(category=OWL))
    assert project.rebuild_state() == project.state_digest()


def test_an_id_that_the_settings_lost_while_instances_have_it_gets_a_name(tmp_path: Path) -> None:
    """0.2 opened such a project, and failed on its videos."""
    folder = tmp_path / "pets"
    with Project.create(folder, RECIPE) as project, project.edit(author="a", action="b") as edit:
        edit.add_video(video("pond"))
        edit.add(instance("tom", "pond", category=2))
    with sqlite3.connect(folder / "project.db") as database:
        database.executescript(
            "DROP TABLE categories; DROP TABLE first_categories; DROP TABLE dismissals;"
            "ALTER TABLE comments DROP COLUMN rule; ALTER TABLE comments DROP COLUMN made_at;"
            "ALTER TABLE comments DROP COLUMN resolved_by;"
            "UPDATE alembic_version SET version_num = '0004'"
        )
    database.close()
    path = folder / "avisbuild.toml"
    path.write_text(path.read_text().replace("id = 2\n", "id = 9\n"))
    with Project.open(folder) as again:
        assert [each.name for each in again.taxonomy] == ["dog", "category_2", "cat"]
        assert again.rebuild_state() == again.state_digest()

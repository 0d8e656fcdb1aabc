"""avisbuild.toml holds the whole recipe, and says which field is wrong."""

import errno
from pathlib import Path

import pytest
from core.store.two_creators import check_one_has_it, two_projects
from core.store.values import RECIPE, video

from avisbuild import files
from avisbuild.errors import ProjectError
from avisbuild.records import Recipe
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project

RECIPE_FILE = """\
name = "birds"
taxonomy = "mine"
max_height_px = 480
split_sizes = { train = 8, val = 1, test = 1 }

[[categories]]
id = 7
name = "owl"
colour_rgb = [1, 2, 3]
"""


@pytest.mark.parametrize("name", ["aviseg", "avsbench-ov"])
def test_a_bundled_recipe_comes_back_whole(tmp_path: Path, name: str) -> None:
    recipe = load_recipe(name)
    with Project.create(tmp_path / "set", recipe) as project:
        assert project.recipe == recipe
        assert project.taxonomy == recipe.taxonomy


def test_a_recipe_from_a_file_is_kept_inside_the_project(tmp_path: Path) -> None:
    file = tmp_path / "birds.toml"
    file.write_text(RECIPE_FILE)
    recipe = load_recipe(file)
    Project.create(tmp_path / "set", recipe).close()
    file.unlink()
    (tmp_path / "set").rename(tmp_path / "moved")
    with Project.open(tmp_path / "moved") as project:
        assert project.recipe == recipe
        assert project.recipe.name == "birds"
        assert project.taxonomy.by_id[project.taxonomy.categories[0].category_id].name == "owl"


WRONG = {
    "an unknown field": ('colour = "red"\n', "colour"),
    "a wrong kind": ('max_height_px = "720"\n', "max_height_px.*'?720'?"),
    "a number out of range": ("frame_offset = 1.5\n", "frame_offset"),
    "more reviews than anybody makes": ("review_rounds = 1e+308\n", "review_rounds"),
    "an unknown taxonomy": ('taxonomy = "birds"\n', "taxonomy.*birds"),
    "no TOML": ("recipe = \n", "no valid TOML"),
    "no database": ('database = "project.db"\n', "database"),
    "a database that does not exist": ('database = "oracles://here"\n', "database.*oracles"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_setting_is_told_with_its_file_and_field(tmp_path: Path, wrong: str) -> None:
    Project.create(tmp_path / "set", load_recipe("aviseg")).close()
    file = tmp_path / "set" / "avisbuild.toml"
    line, message = WRONG[wrong]
    key = line.split(" ")[0]
    kept = [each for each in file.read_text().splitlines(keepends=True) if not each.startswith(key)]
    file.write_text(line + "".join(kept))
    with pytest.raises(ProjectError, match=message) as caught:
        Project.open(tmp_path / "set")
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_setting_is_told(tmp_path: Path) -> None:
    Project.create(tmp_path / "set", RECIPE).close()
    (tmp_path / "set" / "avisbuild.toml").write_text('recipe = "aviseg"\ntaxonomy = "aviseg"\n')
    with pytest.raises(ProjectError, match=r"avisbuild\.toml.*database"):
        Project.open(tmp_path / "set")


def test_a_folder_that_is_no_project_is_told_how_to_become_one(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"is no avisbuild project.*avisbuild init"):
        Project.open(tmp_path)
    with pytest.raises(ProjectError, match="is no avisbuild project"):
        Project.open(tmp_path / "nowhere")


@pytest.mark.parametrize("written", ["3", "3.0"])
def test_a_person_may_edit_the_settings_by_hand(tmp_path: Path, written: str) -> None:
    Project.create(tmp_path / "set", RECIPE).close()
    file = tmp_path / "set" / "avisbuild.toml"
    file.write_text(
        "# by hand\n" + file.read_text().replace("review_rounds = 1", f"review_rounds = {written}")
    )
    with Project.open(tmp_path / "set") as project:
        assert repr(project.recipe.review_rounds) == "3"
        assert isinstance(project.recipe, Recipe)


def test_the_database_may_lie_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "fast disk").mkdir()
    url = f"sqlite:///{tmp_path}/fast disk/pets.db"
    with Project.create(tmp_path / "set", RECIPE, database=url) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
        assert not (tmp_path / "set" / "project.db").exists()
    with (
        pytest.raises(ProjectError, match="holds a project already"),
    ):
        Project.create(tmp_path / "other", RECIPE, database=url)
    with Project.open(tmp_path / "set") as again:
        assert len(again.videos()) == 1


def test_of_two_who_make_a_project_in_one_file_at_once_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And leaves the other's file alone, though it was not there when both looked."""
    with two_projects(tmp_path, f"sqlite:///{tmp_path}/pets.db", monkeypatch) as made:
        check_one_has_it(tmp_path, made)


def test_a_project_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "create_text", full)
    (tmp_path / "empty").mkdir()
    for name in ("set", "empty"):
        with pytest.raises(ProjectError, match="cannot be made here: No space left on device"):
            Project.create(tmp_path / name, RECIPE)
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]
    monkeypatch.undo()
    Project.create(tmp_path / "set", RECIPE).close()

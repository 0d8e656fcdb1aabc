"""The guide to recipes names every key with its default, and its example makes a project."""

import re
from collections.abc import Callable
from dataclasses import MISSING, fields
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from avisbuild.records import Recipe
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project
from avisbuild_schemas import read_schema

_GUIDE = (Path(__file__).parents[2] / "docs/recipes.md").read_text(encoding="utf-8")
_EXAMPLE = _GUIDE.split("```toml\n")[1].split("```")[0]
_KEYS = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", _GUIDE.split("## Every key")[1], re.M))
Program = Callable[..., CompletedProcess[str]]


def test_every_key_is_told_and_none_that_is_not_there() -> None:
    assert sorted(_KEYS) == sorted(read_schema("recipe")["properties"])
    assert set(re.findall(r"^(?:\[\[)?(\w+)(?: = |\]\])", _EXAMPLE, re.M)) >= set(_KEYS)


@pytest.mark.parametrize("key", [name for name, told in _KEYS.items() if told.startswith("`")])
def test_a_default_is_what_a_recipe_without_the_key_has(key: str) -> None:
    (default,) = (each.default for each in fields(Recipe) if each.name == key)
    assert default is not MISSING
    told = {"true": True, "false": False, "[]": ()}.get(_KEYS[key].strip("`"))
    if told is None:
        told = type(default)(_KEYS[key].strip('`"'))
    assert default == told


def test_the_whole_example_makes_a_project_that_holds_all_of_it(
    tmp_path: Path, avisbuild: Program
) -> None:
    (tmp_path / "birds.toml").write_text(_EXAMPLE, encoding="utf-8")
    done = avisbuild("init", "meadow", "--recipe", "birds.toml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "recipe birds, 3 categories, 1 review round" in done.stdout
    recipe = load_recipe(tmp_path / "birds.toml")
    with Project.open(tmp_path / "meadow") as project:
        assert project.recipe == recipe
        assert project.taxonomy == recipe.taxonomy
        assert [each.category_id for each in project.taxonomy] == [1, 2, 7]
        assert project.taxonomy.find("amsel") == project.taxonomy.by_name["blackbird"]


def test_the_line_with_categories_makes_a_project_whose_annotators_may_add_some(
    tmp_path: Path, avisbuild: Program
) -> None:
    line = _GUIDE.split("    avisbuild init orchestra ")[1].splitlines()[0]
    words = [each.strip('"') for each in re.findall(r'"[^"]*"|\S+', line)]
    assert avisbuild("init", "orchestra", *words, cwd=tmp_path).returncode == 0
    with Project.open(tmp_path / "orchestra") as project:
        assert [each.name for each in project.taxonomy] == ["violin", "cello", "helicopter"]
        assert project.recipe.annotators_add_categories
        assert project.category_differences == []

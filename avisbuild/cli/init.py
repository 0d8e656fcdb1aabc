"""`avisbuild init`: make a project."""

from pathlib import Path
from typing import Annotated

import typer

from avisbuild.cli.options import DebugOption, JsonOption
from avisbuild.cli.output import say, say_json
from avisbuild.system.paths import quoted


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    recipe: Annotated[
        str,
        typer.Option(metavar="aviseg|avsbench-ov|FILE", help="What kind of data set to make."),
    ] = "aviseg",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Make a project: a folder with its settings and an empty database."""
    from avisbuild.records.bundled import load_recipe
    from avisbuild.store import Project

    with Project.create(folder, load_recipe(recipe)) as project:
        name, categories = project.recipe.name, len(project.taxonomy)
        say(f"made {project.folder}: recipe {name}, {categories} categories")
        say(f"next: avisbuild fetch MANIFEST --project {quoted(str(folder))}")
        say_json({"project": str(project.folder), "recipe": name, "categories": categories})

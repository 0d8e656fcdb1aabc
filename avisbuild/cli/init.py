"""`avisbuild init`: make a project."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from avisbuild.cli.options import DebugOption, JsonOption
from avisbuild.cli.output import say, say_json
from avisbuild.system.paths import quoted

MOST_ROUNDS = 20


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    recipe: Annotated[
        str,
        typer.Option(metavar="aviseg|avsbench-ov|FILE", help="What kind of data set to make."),
    ] = "aviseg",
    rounds: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=MOST_ROUNDS,
            metavar="N",
            help="How often others review a video; with 0, handing in accepts it.",
            show_default="the recipe's",
        ),
    ] = None,
    categories: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,...",
            help="Categories of your own, each with synonyms: violin=fiddle,cello,helicopter.",
            show_default="the recipe's",
        ),
    ] = None,
    database: Annotated[
        str,
        typer.Option(
            metavar="postgresql://USER@HOST/NAME",
            help="A database on a server, for several people; without a password in it.",
            show_default="a file in DIR",
        ),
    ] = "",
    database_password_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where its password is; else $AVISBUILD_DATABASE_PASSWORD, PGPASSWORD or ~/.pgpass.",
            show_default="$AVISBUILD_DATABASE_PASSWORD_FILE",
        ),
    ] = None,
    allow_network_share: Annotated[
        bool,
        typer.Option("--allow-network-share", help="Make it on a network share without a server."),
    ] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Make a project: a folder with its settings and an empty database."""
    from avisbuild.records import SplitMethod
    from avisbuild.records.bundled import load_recipe
    from avisbuild.records.category_list import own_taxonomy
    from avisbuild.review.guideline import check_checks, examples_beside, keep_examples
    from avisbuild.store import Project
    from avisbuild.store.passwords import FILE_VARIABLE
    from avisbuild.store.settings import DEFAULT_DATABASE
    from avisbuild_schemas import recipe_folder

    chosen = load_recipe(recipe)
    check_checks(chosen, where=recipe)
    examples = examples_beside(chosen, recipe_folder(recipe) or Path(recipe).parent)
    if rounds is not None:
        chosen = replace(chosen, review_rounds=rounds)
    if chosen.split_method is None:
        # A project that was made before has no such key, and goes on splitting at random.
        chosen = replace(chosen, split_method=SplitMethod.GROUPED)
    if categories is not None:
        own = own_taxonomy(categories)
        chosen = replace(chosen, taxonomy=own, annotators_add_categories=True)
    if database_password_file is not None:
        os.environ[FILE_VARIABLE] = str(database_password_file.absolute())
    if not database and not allow_network_share:
        _refuse_share(folder)
    with Project.create(folder, chosen, database=database or DEFAULT_DATABASE) as project:
        keep_examples(project.folder, examples)
        name, count = project.recipe.name, len(project.taxonomy)
        reviews = project.recipe.review_rounds
        say(f"made {project.folder}: recipe {name}, {count} categories, {_reviews(reviews)}")
        if project.has_server:
            say(f"its database: {project.database_address}; everybody else who opens it says once:")
            say(f"   avisbuild project allow --database --project {quoted(str(project.folder))}")
        say(
            "next: write manifest.csv, a line a video below the header `video_id,source`, as in"
            " `duo,local:duo.mp4`; then"
        )
        say(f"   avisbuild fetch manifest.csv --project {quoted(str(folder))}")
        say_json(
            {
                "project": str(project.folder),
                "recipe": name,
                "categories": count,
                "review_rounds": reviews,
                "database": project.database_address,
            }
        )


def _refuse_share(folder: Path) -> None:
    """Ask for a server, or for consent, where the project would be on another machine's disk."""
    from avisbuild.errors import ProjectError
    from avisbuild.system.mounts import network_share

    if kind := network_share(folder):
        raise ProjectError("init-on-share", folder=folder.absolute(), kind=kind)


def _reviews(rounds: int) -> str:
    match rounds:
        case 0:
            return "no review: handing a video in accepts it"
        case 1:
            return "1 review round"
        case _:
            return f"{rounds} review rounds"

"""`avisbuild categories`: the project's own categories, and what has been done to them."""

import sys
from string import hexdigits
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avisbuild.cli.author import AuthorOption, author_named
from avisbuild.cli.category_output import (
    category_row,
    counted_row,
    hex_colour,
    mask_counts,
    recipe_text,
    say_plan,
)
from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import agreed, say, say_json, say_table
from avisbuild.errors import AvisbuildError

if TYPE_CHECKING:
    from avisbuild.records import Taxonomy
    from avisbuild.records.category_colours import Rgb

categories = typer.Typer(
    help="The project's categories: list, add, rename, merge, remove, colour; each can be taken back.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="A category: its name, a synonym or its id.")
]
_OTHERWISE = "categories"


@categories.command("list")
def list_(
    project: ProjectOption = HERE,
    as_toml: Annotated[
        bool, typer.Option("--toml", help="As a recipe lists them, for another project.")
    ] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Every category with its colour, its synonyms and what it is used for."""
    from avisbuild.store import Project
    from avisbuild.store.categories import Use, in_one_line

    with Project.open(project) as opened:
        taxonomy, uses = opened.taxonomy, opened.category_uses()
        differences = opened.category_differences
    documents = [counted_row(each, uses.get(each.category_id, Use())) for each in taxonomy]
    if as_toml:
        for line in recipe_text(taxonomy).splitlines():
            say(line)
    else:
        columns = ("id", "name", "colour", "synonyms", "instances", "videos", "masks")
        rows = [
            (
                each["id"],
                each["name"],
                each["colour"],
                ", ".join(each["synonyms"]) or "-",
                *(each[name] for name in ("instances", "videos", "masks")),
            )
            for each in documents
        ]
        say_table("", columns, rows, left=(1, 2, 3))
        if told := in_one_line(differences):
            say(str(told))
    say_json(
        {
            "taxonomy": taxonomy.name,
            "categories": documents,
            "differences": [str(each) for each in differences],
        }
    )


@categories.command()
def add(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME...", help="Names, each with synonyms: violin=fiddle."),
    ],
    project: ProjectOption = HERE,
    colour: Annotated[
        str, typer.Option(metavar="#rrggbb|auto", help="Its colour; auto is far from all others.")
    ] = "auto",
    supercategory: Annotated[
        str, typer.Option(metavar="WORD", help="What kind of thing it is.")
    ] = "",
    scenario: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD", help="A scenario it is met in; can be given again."),
    ] = None,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Add categories; each gets an id that none ever had in this project."""
    from avisbuild.annotation import category_edits
    from avisbuild.records import Category, CategoryId
    from avisbuild.records.category_names import parse_word
    from avisbuild.store import Project

    words = [parse_word(each) for each in names]
    who, made = author_named(author, otherwise=_OTHERWISE), []
    with Project.open(project) as opened:
        category_edits.check_new(opened.taxonomy, [name for name, _ in words])
        for name, synonyms in words:
            new = Category(
                category_id=CategoryId(1),
                name=name,
                synonyms=synonyms,
                colour_rgb=_colour(colour, opened.taxonomy),
                supercategory=supercategory or None,
                scenarios=tuple(scenario or ()),
            )
            made.append(category_edits.add(opened, who, new))
            say(f"added {name}, id {made[-1].category_id}")
    say_json({"added": [category_row(each) for each in made]})


@categories.command()
def rename(
    name: NameArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="What it is called from now on.")],
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Call a category otherwise: its instances follow (guitar_1 becomes violin_1), its id stays.

    The old name stays as a synonym, so that lists and files with it still find the category.
    """
    from avisbuild.annotation import category_edits
    from avisbuild.store import Project

    with Project.open(project) as opened:
        old = category_edits.find(opened.taxonomy, name)
        made = category_edits.rename(opened, author_named(author, otherwise=_OTHERWISE), old, new)
    say(f"renamed {old.name} to {made.name}; its id is {made.category_id} as before")
    say_json({"renamed": category_row(made), "from": old.name})


@categories.command()
def merge(
    name: NameArgument,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The category that stays.")],
    project: ProjectOption = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Merge without asking.")] = False,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Make the instances of one category instances of another; says first which, and asks.

    They keep their masks and get the next free numbers of the category that stays. The other one's name
    becomes a synonym.
    """
    from avisbuild.annotation import category_edits
    from avisbuild.store import Project

    with Project.open(project) as opened:
        source = category_edits.find(opened.taxonomy, name)
        target = category_edits.find(opened.taxonomy, into)
        plan = category_edits.plan_merge(opened, source, target)
        masks, states = mask_counts(opened, plan), opened.states()
        say_plan(plan, masks, states)
        is_done = not dry_run
        if is_done:
            if not yes and not (sys.stdin.isatty() and agreed("Merge them?")):
                raise AvisbuildError("merge-not-agreed")
            who = author_named(author, otherwise=_OTHERWISE)
            made = category_edits.merge(opened, who, source, target)
            if made != plan:  # others have edited since it was told
                plan, masks = made, mask_counts(opened, made)
                say_plan(plan, masks, states)
            say(f"merged {source.name} into {target.name}")
        else:
            say("nothing was merged; without --dry-run it is")
    say_json(
        {
            "merged": is_done,
            "from": category_row(source),
            "into": category_row(target),
            "instances": [
                {
                    "video_id": old.video_id,
                    "from": f"{source.name}_{old.number}",
                    "to": f"{target.name}_{new.number}",
                    "masks": masks[old.instance_id],
                }
                for old, new in plan.changes
            ],
            "videos": len(plan.videos),
            "masks": sum(masks.values()),
        }
    )


@categories.command()
def remove(
    name: NameArgument,
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Remove a category that nothing uses; its id is never given to another one."""
    from avisbuild.annotation import category_edits
    from avisbuild.store import Project

    with Project.open(project) as opened:
        old = category_edits.find(opened.taxonomy, name)
        category_edits.remove(opened, author_named(author, otherwise=_OTHERWISE), old)
    say(f"removed {old.name}, id {old.category_id}")
    say_json({"removed": category_row(old)})


@categories.command()
def colour(
    name: NameArgument,
    new: Annotated[str, typer.Argument(metavar="#rrggbb|auto", help="Its colour from now on.")],
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Give a category another colour."""
    from avisbuild.annotation import category_edits
    from avisbuild.store import Project

    with Project.open(project) as opened:
        old = category_edits.find(opened.taxonomy, name)
        chosen = _colour(new, opened.taxonomy)
        who = author_named(author, otherwise=_OTHERWISE)
        made = category_edits.recolour(opened, who, old, chosen)
    say(f"{made.name} is {hex_colour(made.colour_rgb)} now")
    say_json({"coloured": category_row(made)})


@categories.command()
def synonyms(
    name: NameArgument,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORD...", help="All its synonyms; none: no more.")
    ] = None,
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Say by which other words a category is found, in the window and in files of others."""
    from avisbuild.annotation import category_edits
    from avisbuild.store import Project

    with Project.open(project) as opened:
        old = category_edits.find(opened.taxonomy, name)
        who = author_named(author, otherwise=_OTHERWISE)
        made = category_edits.set_synonyms(opened, who, old, words or ())
    say(f"{made.name} is found by {', '.join(made.synonyms) or 'its name alone'}")
    say_json({"called": category_row(made)})


@categories.command()
def undo(
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Take back the last edit of categories that you made; again: the one before it."""
    _take_back(project, author, verb="undo")


@categories.command()
def redo(
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Do again what you took back last."""
    _take_back(project, author, verb="redo")


def _take_back(project: Any, author: str, *, verb: str) -> None:
    from avisbuild.annotation import category_edits
    from avisbuild.store import Project

    who = author_named(author, otherwise=_OTHERWISE)
    with Project.open(project) as opened:
        step = category_edits.last_step(opened, who, is_redo=verb == "redo")
        category_edits.take_back(opened, who, step)
    say(f"{'taken back' if verb == 'undo' else 'done again'}: {step.label}")
    say_json({verb: str(step.label)})


def _colour(text: str, taxonomy: "Taxonomy") -> "Rgb":
    from avisbuild.annotation.category_edits import own_colour

    if text == "auto":
        return own_colour(taxonomy)
    digits = text.removeprefix("#")
    if len(digits) != 6 or not set(digits) <= set(hexdigits):
        raise AvisbuildError("category-colour-unfit", colour=text)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue

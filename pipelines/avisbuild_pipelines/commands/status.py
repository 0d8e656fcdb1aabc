"""`avisbuild status`: how far the annotation of a project is."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, MigrateOption, ProjectOption
from avisbuild.cli.output import say, say_json, say_table
from avisbuild_pipelines.commands.funnel_table import funnel_or_nothing, say_funnel

if TYPE_CHECKING:
    from avisbuild.annotation.round_edits import RoundEdits
    from avisbuild.store import Project
    from avisbuild.store.status import ReviewProgress
    from avisbuild_pipelines.disk.usage import DiskUse


def status(
    project: ProjectOption = HERE,
    edits: Annotated[
        bool,
        typer.Option("--edits", help="Count each round's edits by person and kind, too."),
    ] = False,
    disk: Annotated[
        bool, typer.Option("--disk", help="Say what takes how much of the disk, too.")
    ] = False,
    migrate: MigrateOption = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Videos by state, review and person; masks; seconds left to do, and never listened to."""
    from avisbuild.annotation.round_edits import edits_by_round
    from avisbuild.messages import Message
    from avisbuild.store import Project
    from avisbuild.store.categories import in_one_line
    from avisbuild.store.engine import corrupt_rows_as_errors
    from avisbuild.store.status import count_status

    with Project.open(project, migrate=migrate) as opened:
        found = count_status(opened)
        folder, recipe = opened.folder, opened.recipe.name
        stages = funnel_or_nothing(opened)
        used = _used_disk(opened) if disk else ()
        with corrupt_rows_as_errors(str(opened.folder)):
            made = edits_by_round(opened.journal.entries()) if edits else ()
        differing = in_one_line(opened.category_differences)
    rows = [
        (
            str(Message(row.state.value)),
            row.review or "-",
            row.person or "-",
            row.videos,
            row.seconds,
            row.masks,
            row.unheard,
        )
        for row in found.rows
    ]
    if rows:
        columns = ("state", "review", "person", "videos", "seconds", "masks", "unheard")
        say_table(f"{folder.name} ({recipe})", columns, rows, left=(0, 2))
    if any(row.review for row in found.rows):
        _say_reviews(found.reviews)
    say_funnel(stages)
    if found.set_aside:
        aside = [(row.reason, row.videos, row.seconds, row.masks) for row in found.set_aside]
        say_table("set aside", ("reason", "videos", "seconds", "masks"), aside)
    if made:
        heads = ("round", "person", "edit", "made", "taken back")
        say_table("edits", heads, [_edits_row(each) for each in made], left=(1, 2))
    if used:
        _say_disk(used)
    if differing:
        say(str(differing))
    if found.seconds_unheard:
        worked_on = sum(row.seconds for row in found.rows)
        say(f"{found.seconds_unheard} of {worked_on} seconds were never listened to")
    if found.seconds_handed_in:
        say(f"{found.seconds_handed_in} seconds were handed in and are not accepted yet")
    say(
        f"videos: {found.videos}, seconds: {found.seconds}, masks: {found.masks}, "
        f"seconds left to do: {found.seconds_left}"
    )
    counted: dict[str, Any] = {"funnel": [stage.document for stage in stages]}
    if edits:
        counted["edits"] = [each.document for each in made]
    if disk:
        counted["disk"] = {
            each.kind.value: {"files": each.file_count, "bytes": each.byte_count} for each in used
        }
    differences = {"categories_differ": str(differing)} if differing else {}
    say_json({"project": str(folder), "recipe": recipe, **found.document, **counted, **differences})


def _say_reviews(reviews: "tuple[ReviewProgress, ...]") -> None:
    rows = [
        (
            each.review,
            each.to_come,
            each.waiting,
            each.in_review,
            each.being_changed,
            each.done,
        )
        for each in reviews
    ]
    columns = ("review", "to come", "waiting", "in review", "being changed", "done")
    if rows:
        say_table("reviews", columns, rows, left=())


def _edits_row(each: "RoundEdits") -> tuple[object, ...]:
    return each.round_number, each.person, each.kind or "-", each.made, each.taken_back


def _used_disk(project: "Project") -> "tuple[DiskUse, ...]":
    from avisbuild_pipelines.disk.usage import disk_use

    return disk_use(project)


def _say_disk(used: "tuple[DiskUse, ...]") -> None:
    from avisbuild_pipelines.disk.pruning import PrunableKind
    from avisbuild_pipelines.fetch.disk_space import size_text

    prunable = {kind.value for kind in PrunableKind}
    rows = [
        (
            each.kind.value,
            each.file_count,
            size_text(each.byte_count),
            "avisbuild prune" if each.kind.value in prunable and each.file_count else "",
        )
        for each in used
    ]
    total = sum(each.file_count for each in used), sum(each.byte_count for each in used)
    rows.append(("all", total[0], size_text(total[1]), ""))
    say_table("disk", ("kind", "files", "size", "can go by"), rows, left=(0, 3))

"""`avisbuild status`: how far the annotation of a project is."""

from avisbuild.cli.options import HERE, DebugOption, JsonOption, MigrateOption, ProjectOption
from avisbuild.cli.output import say, say_json, say_table


def status(
    project: ProjectOption = HERE,
    migrate: MigrateOption = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Videos by state, round and person; masks; seconds left to do."""
    from avisbuild.store import Project
    from avisbuild.store.status import status_of

    with Project.open(project, migrate=migrate) as opened:
        found = status_of(opened)
        folder, recipe = opened.folder, opened.recipe.name
    rows = [
        (row.state.value, row.round_number, row.person or "-", row.videos, row.seconds, row.masks)
        for row in found.rows
    ]
    if rows:
        columns = ("state", "round", "person", "videos", "seconds", "masks")
        say_table(f"{folder.name} ({recipe})", columns, rows, left=(0, 2))
    say(
        f"videos: {found.videos}, seconds: {found.seconds}, masks: {found.masks}, "
        f"seconds left to do: {found.seconds_left}"
    )
    say_json({"project": str(folder), "recipe": recipe, **found.document})

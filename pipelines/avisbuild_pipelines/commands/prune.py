"""`avisbuild prune`: room on the disk, from what can be made again."""

from typing import Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import progress_bar, say, say_aside, say_json, say_table
from avisbuild.errors import ExitCode
from avisbuild.system.paths import quoted

_DAY_S = 86_400.0


def prune(
    project: ProjectOption = HERE,
    embeddings: Annotated[
        bool, typer.Option("--embeddings", help="SAM's embeddings of frames (`embed` makes them).")
    ] = False,
    features: Annotated[
        bool, typer.Option("--features", help="What the annotator keeps of sounds, to draw them.")
    ] = False,
    leftovers: Annotated[
        bool, typer.Option("--leftovers", help="What runs that were killed left behind.")
    ] = False,
    older_than: Annotated[
        float,
        typer.Option("--older-than", min=0.0, metavar="DAYS", help="Only what was unused so long."),
    ] = 0.0,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it; without it nothing goes.")] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Say what can go because it can be made again, and with --yes remove it: all kinds, or those named.

    Never sources, videos or releases, and nothing that was used in the last ten minutes or that a running
    process holds.
    """
    from avisbuild.store import Project
    from avisbuild_pipelines.disk.pruning import PrunableKind
    from avisbuild_pipelines.disk.pruning import prune as prune_project
    from avisbuild_pipelines.fetch.disk_space import size_text

    asked = {
        PrunableKind.EMBEDDINGS: embeddings,
        PrunableKind.FEATURES: features,
        PrunableKind.LEFTOVERS: leftovers,
    }
    kinds = [kind for kind in PrunableKind if asked[kind] or not any(asked.values())]
    with Project.open(project) as opened, progress_bar("prune") as progress:
        done = prune_project(
            opened, kinds, older_than_s=older_than * _DAY_S, remove=yes, progress=progress
        )
    counts = {kind: done.count(kind) for kind in kinds}
    rows = [(kind.value, files, size_text(size)) for kind, (files, size) in counts.items()]
    say_table("", ("kind", "files", "size"), rows)
    for reason in done.held:
        say_aside(f"avisbuild: leftovers stay: {reason}")
    for path in done.stuck:
        say_aside(f"avisbuild: {path} could not be removed")
    total = size_text(sum(size for _, size in counts.values()))
    if yes and done.found:
        say(f"removed {total}")
    elif done.found:
        say(
            f"{total} can go; nothing was removed: add --yes to remove it "
            f"(avisbuild prune --yes --project {quoted(str(project))})"
        )
    else:
        say("nothing can go now; what was used in the last ten minutes stays")
    say_json(
        {
            "removed": done.is_removed,
            "kinds": {
                kind.value: {"files": files, "bytes": size}
                for kind, (files, size) in counts.items()
            },
            "held": [str(reason) for reason in done.held],
            "stuck": list(map(str, done.stuck)),
        }
    )
    if done.stuck:
        raise typer.Exit(ExitCode.PARTLY_DONE)

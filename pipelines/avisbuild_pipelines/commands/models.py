"""`avisbuild models`: the weights of segmenters, what is here of them, and fetching them."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from avisbuild.cli.options import DebugOption, JsonOption
from avisbuild.cli.output import plain_progress, progress_bar, say, say_json, say_table
from avisbuild.errors import AvisbuildError


class ModelsAction(StrEnum):
    """The words after `avisbuild models`."""

    LIST = "list"
    PULL = "pull"


def models(
    action: Annotated[ModelsAction, typer.Argument(metavar="list|pull", help="What to do.")],
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="For pull: the model, such as sam_vit_h.")
    ] = "",
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="FILE|URL",
            help="For pull: a file fetched by hand, or a mirror.",
            show_default="the publisher",
        ),
    ] = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Show model weights (source, licence, SHA-256, where they lie), or fetch them.

    Nothing is fetched unasked. What is fetched is checked by its SHA-256 before it gets its name; a
    stopped pull goes on where it was.
    """
    if action is ModelsAction.LIST:
        _list(name, source)
    else:
        _pull(name, source)


def _list(name: str, source: str) -> None:
    from avisbuild.segment.sam.checkpoints import (
        CHECKPOINTS,
        CheckpointState,
        checkpoint_path,
        checkpoint_state,
        how_to_get,
        weights_folder,
    )

    if name or source:
        raise AvisbuildError("models-list-alone")
    found = {name: checkpoint_state(checkpoint) for name, checkpoint in CHECKPOINTS.items()}
    say_table(
        "",
        ("model", "state", "MiB", "licence"),
        [
            (each.name, found[each.name], each.byte_count >> 20, each.licence)
            for each in CHECKPOINTS.values()
        ],
        left=(0, 1, 3),
    )
    for each in CHECKPOINTS.values():
        say(f"{each.name}: SHA-256 {each.sha256}, from {each.url}")
    say(f"weights lie in {weights_folder()}")
    for each in CHECKPOINTS.values():
        if found[each.name] is not CheckpointState.PRESENT:
            say(f"{each.name} is {found[each.name]}: {how_to_get(each)}")
    say_json(
        {
            "folder": str(weights_folder()),
            "models": [
                {
                    "name": each.name,
                    "title": each.title,
                    "state": found[each.name],
                    "path": str(checkpoint_path(each)),
                    "source": each.url,
                    "licence": each.licence,
                    "bytes": each.byte_count,
                    "sha256": each.sha256,
                }
                for each in CHECKPOINTS.values()
            ],
        }
    )


def _pull(name: str, source: str) -> None:
    from avisbuild.segment.sam.checkpoints import (
        CHECKPOINTS,
        CheckpointState,
        checkpoint_named,
        checkpoint_state,
    )
    from avisbuild_pipelines.weights import pull

    if not name:
        raise AvisbuildError("models-pull-name", known=", ".join(CHECKPOINTS))
    checkpoint = checkpoint_named(name)
    was_there = checkpoint_state(checkpoint) is CheckpointState.PRESENT
    show = progress_bar if sys.stderr.isatty() else plain_progress
    with show(f"{checkpoint.title}, MiB") as progress:
        path = pull(checkpoint, source=source, progress=progress)
    say(f"{checkpoint.title} {'was there already' if was_there else 'is there now'}: {path}")
    say_json(
        {
            "name": checkpoint.name,
            "path": str(path),
            "sha256": checkpoint.sha256,
            "fetched": not was_there,
        }
    )

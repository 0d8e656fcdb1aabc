"""`avisbuild import`: bring annotations in."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import progress_bar, say, say_aside, say_json
from avisbuild.errors import AvisbuildError, ExitCode
from avisbuild.messages.printable import printable
from avisbuild.records import RoundState


class AnnotationFormat(StrEnum):
    """The formats of annotations; those between the first and AVSBench's come in later versions."""

    AVISEG = "aviseg"
    YTVIS = "ytvis"
    COCO = "coco"
    ISAT = "isat"
    AVSBENCH = "avsbench"
    AVSBENCH_OV = "avsbench-ov"


class TaggedPictures(StrEnum):
    """What masks were made for, where pictures have an orientation tag."""

    SHOWN = "shown"
    STORED = "stored"


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A truth JSON, such as train.json, or a folder of AVSBench's."
        ),
    ],
    project: ProjectOption = HERE,
    format_: Annotated[
        AnnotationFormat, typer.Option("--format", help="What the file is.")
    ] = AnnotationFormat.AVISEG,
    frames: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="Make videos that the project lacks: DIR/<video>/<picture>, sound in DIR/<video>.wav.",
        ),
    ] = None,
    orientation: Annotated[
        TaggedPictures | None,
        typer.Option(
            help="What masks of pictures with an orientation tag were made for, where size leaves it open."
        ),
    ] = None,
    ignore_colours: Annotated[
        bool,
        typer.Option(
            "--ignore-colours",
            help="In label maps, take colours of no label for background, and tell how many there are.",
        ),
    ] = False,
    state: Annotated[
        RoundState | None,
        typer.Option("--as", metavar="STATE", help="Set the videos' state, such as accepted."),
    ] = None,
    author: Annotated[str, typer.Option(metavar="NAME", help="Whose work it is.")] = "import",
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Put the file's instances in place of those that are there."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything, change nothing.")
    ] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Bring annotations into a project, pixel for pixel; each video whole or not at all."""
    from avisbuild.store import Project
    from avisbuild_pipelines import importing
    from avisbuild_pipelines.picture_survey import Orientation

    if format_ not in importing.FORMATS:
        raise AvisbuildError("format-not-yet", format=format_)
    if frames and format_ is AnnotationFormat.AVSBENCH:
        raise AvisbuildError("import-own-frames", folder=file)
    if not author.strip() or not author.isprintable():
        raise AvisbuildError("author-one-line")
    options = importing.ImportOptions(
        author=author,
        state=state,
        frames_dir=frames,
        orientation=Orientation(orientation) if orientation else None,
        ignore_colours=ignore_colours,
        replace=replace,
        dry_run=dry_run,
    )
    with Project.open(project) as opened, progress_bar("import") as progress:
        outcomes = importing.FORMATS[format_](opened, file, options, progress=progress)
    taken = [outcome for outcome in outcomes if not outcome.problem]
    failed = [outcome for outcome in outcomes if outcome.problem]
    for outcome in outcomes:
        for note in outcome.notes:
            say(f"note: video {outcome.name}: {note}")
    for outcome in failed:
        # A video whose name is what is wrong goes by its place in the file, which the problem names.
        is_place = "[" in outcome.name
        say_aside(("" if is_place else f"video {printable(outcome.name)}: ") + outcome.problem)
    instances = sum(outcome.instance_count for outcome in taken)
    masks = sum(outcome.mask_count for outcome in taken)
    verb = "would import" if dry_run else "imported"
    say(
        f"{verb} {len(taken)} of {len(outcomes)} videos: {instances} instances, {masks} masks"
        + (f", as {state}" if state else "")
    )
    say_json(
        {
            "dry_run": dry_run,
            "videos": len(taken),
            "instances": instances,
            "masks": masks,
            "failed": [{"video": outcome.name, "problem": outcome.problem} for outcome in failed],
            "notes": [
                {"video": each.name, "note": note} for each in outcomes for note in each.notes
            ],
        }
    )
    if failed:
        raise typer.Exit(ExitCode.PARTLY_DONE)

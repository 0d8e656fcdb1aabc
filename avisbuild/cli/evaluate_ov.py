"""`avisbuild evaluate-ov`: score label maps as AVSBench-OV does."""

from pathlib import Path
from typing import Annotated

import typer

from avisbuild.cli.options import DebugOption, JsonOption
from avisbuild.cli.output import progress_bar, say, say_json, say_table
from avisbuild.cli.readings import ProtocolOption, Reading, check_out, percent, protocols_of


def evaluate_ov(
    gt: Annotated[Path, typer.Option("--gt", metavar="DIR", help="True label maps, PNG or npz.")],
    pred: Annotated[
        Path, typer.Option("--pred", metavar="DIR", help="Predicted ones, same names.")
    ],
    classes: Annotated[
        Path | None,
        typer.Option(
            "--classes",
            metavar="CSV",
            help="id, name and split (base or novel); AVSBench-OV's 70 categories if not given.",
        ),
    ] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(
            "--metadata",
            metavar="CSV",
            help="AVSBench's metadata.csv: the reference drops true labels that a video does not list.",
        ),
    ] = None,
    protocol: ProtocolOption = Reading.BOTH,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write everything here as JSON.")
    ] = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Score label maps: base, novel and harmonic IoU, mIoU with and without background, accuracies."""
    from avisbuild.files import write_json
    from avisbuild.metrics.class_table import avsbench_classes, read_classes, read_video_labels
    from avisbuild.metrics.folders import score_open_vocabulary

    check_out(out)
    table = read_classes(classes) if classes else avsbench_classes()
    with progress_bar("evaluate-ov") as progress:
        document = score_open_vocabulary(
            gt,
            pred,
            table,
            protocols=protocols_of(protocol),
            video_labels=read_video_labels(metadata, table) if metadata else None,
            progress=progress,
        )
    if out is not None:
        write_json(out, document)
    say_json(document)
    readings = [name for name in ("reference", "strict") if name in document]
    rows = ("base", "novel", "harmonic", "mIoU", "mIoU_without_background")
    parts = ("pixel_accuracy", "class_accuracy", "weighted_IoU")
    shown = [[name, *(document[reading][name] for reading in readings)] for name in rows]
    shown += [[name, *(document[reading][name]["all"] for reading in readings)] for name in parts]
    say_table("", ["", *readings], [[name, *map(percent, values)] for name, *values in shown])
    say(f"{document['maps']} label maps; the papers' mIoU has the background in it")

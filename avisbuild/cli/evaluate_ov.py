"""`avisbuild evaluate-ov`: score label maps as AVSBench-OV does."""

from pathlib import Path
from typing import Annotated, Any

import typer

from avisbuild.cli.evaluate_figures import scored_protocols, show_figures, show_notes, tell
from avisbuild.cli.evaluate_options import (
    OutOption,
    PredictedMapsOption,
    ProtocolChoice,
    ProtocolOption,
    TrueMapsOption,
    check_out,
    chosen_protocols,
)
from avisbuild.cli.options import DebugOption, JsonOption
from avisbuild.cli.output import progress_bar, say

_PLAIN_FIGURES = ("base", "novel", "harmonic", "mIoU", "mIoU_without_background")
_FIGURES_IN_PARTS = ("pixel_accuracy", "class_accuracy", "weighted_IoU")


def evaluate_ov(
    gt: TrueMapsOption,
    pred: PredictedMapsOption,
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
    protocol: ProtocolOption = ProtocolChoice.BOTH,
    out: OutOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Score label maps: base, novel and harmonic IoU, mIoU with and without background, accuracies."""
    from avisbuild.metrics.class_table import avsbench_classes, read_classes, read_video_labels
    from avisbuild.metrics.folders import score_open_vocabulary

    check_out(out)
    table = read_classes(classes) if classes else avsbench_classes()
    with progress_bar("evaluate-ov") as progress:
        document = score_open_vocabulary(
            gt,
            pred,
            table,
            protocols=chosen_protocols(protocol),
            video_labels=read_video_labels(metadata, table) if metadata else None,
            progress=progress,
        )
    tell(document, out)
    _show(document)
    show_notes(document)


def _show(document: dict[str, Any]) -> None:
    scored = [document[name] for name in scored_protocols(document)]
    figures = {name: [each[name] for each in scored] for name in _PLAIN_FIGURES}
    figures |= {name: [each[name]["all"] for each in scored] for name in _FIGURES_IN_PARTS}
    show_figures(document, figures)
    say(f"{document['maps']} label maps; the papers' mIoU has the background in it")

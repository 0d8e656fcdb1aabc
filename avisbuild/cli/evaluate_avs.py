"""`avisbuild evaluate-avs`: score masks of sounding regions as AVSBench does."""

from pathlib import Path
from typing import Annotated

import typer

from avisbuild.cli.options import DebugOption, JsonOption
from avisbuild.cli.output import progress_bar, say, say_json, say_table
from avisbuild.cli.readings import ProtocolOption, Reading, check_out, percent, protocols_of
from avisbuild.errors import AvisbuildError


def evaluate_avs(
    gt: Annotated[Path, typer.Option("--gt", metavar="DIR", help="True masks, PNG or npz.")],
    pred: Annotated[
        Path, typer.Option("--pred", metavar="DIR", help="Predicted masks or logits, same names.")
    ],
    class_count: Annotated[
        int | None,
        typer.Option(
            "--classes", min=2, metavar="N", help="Labels of N classes (71 in AVSS), not masks."
        ),
    ] = None,
    substituted: Annotated[
        Path | None,
        typer.Option(
            "--substituted", metavar="DIR", help="Predictions on silent, other or noise sound."
        ),
    ] = None,
    tolerance: Annotated[
        int,
        typer.Option(min=0, metavar="PIXELS", help="A frame with so few still counts as empty."),
    ] = 0,
    protocol: ProtocolOption = Reading.BOTH,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write everything here as JSON.")
    ] = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Score sounding regions: J and F (beta squared 0.3), and the answer to substituted sound."""
    from avisbuild.files import write_json
    from avisbuild.metrics.folders import score_avs, score_silence

    check_out(out)
    if class_count and substituted:
        raise AvisbuildError("--substituted: expected binary masks, got --classes; leave one out")
    with progress_bar("evaluate-avs") as progress:
        document = score_avs(
            gt, pred, protocols=protocols_of(protocol), class_count=class_count, progress=progress
        )
    if substituted:
        document["audio_control"] = score_silence(
            gt, substituted, original=document, tolerance=tolerance
        )
    if out is not None:
        write_json(out, document)
    say_json(document)
    readings = [name for name in ("reference", "strict") if name in document]
    rows = [
        [name, *(percent(document[reading][name]) for reading in readings)]
        for name in document[readings[0]]
    ]
    say_table("", ["", *readings], rows)
    if substituted:
        control = document["audio_control"]
        say(
            f"substituted sound: RA {percent(control['RA'])}, "
            f"silent IoU {percent(control['silent_IoU'])} over {control['frames']} frames"
        )
        for reading, drops in control["drops"].items():
            drop = ", ".join(f"{name} {percent(value)}" for name, value in drops.items())
            say(f"relative drops ({reading}): {drop}")
    say(f"{document['maps']} files")

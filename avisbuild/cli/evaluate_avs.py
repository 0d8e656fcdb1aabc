"""`avisbuild evaluate-avs`: score masks of sounding regions as AVSBench does."""

from pathlib import Path
from typing import Annotated, Any

import typer

from avisbuild.cli.evaluate_figures import (
    percent,
    scored_protocols,
    show_drops,
    show_figures,
    show_notes,
    tell,
)
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
from avisbuild.errors import AvisbuildError

# No label map has more, and the figures of each class are kept.
_MOST_CLASSES = 65_536


def evaluate_avs(
    gt: TrueMapsOption,
    pred: PredictedMapsOption,
    class_count: Annotated[
        int | None,
        typer.Option(
            "--classes",
            min=2,
            max=_MOST_CLASSES,
            metavar="N",
            help="Label maps of N categories (71 in AVSS), not masks.",
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
    protocol: ProtocolOption = ProtocolChoice.BOTH,
    out: OutOption = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Score sounding regions: J and F (beta squared 0.3), and the answer to substituted sound.

    Predictions are masks, or as npz also logits: what is above 0 sounds.
    """
    from avisbuild.metrics.folders import score_avs, score_silence

    check_out(out)
    if class_count and substituted:
        raise AvisbuildError("substituted-classes")
    with progress_bar("evaluate-avs") as progress:
        document = score_avs(
            gt,
            pred,
            protocols=chosen_protocols(protocol),
            class_count=class_count,
            progress=progress,
        )
    if substituted:
        document["audio_control"] = score_silence(
            gt, substituted, original=document, tolerance=tolerance
        )
    tell(document, out)
    _show(document)
    show_notes(document)


def _show(document: dict[str, Any]) -> None:
    scored = [document[name] for name in scored_protocols(document)]
    show_figures(document, {name: [each[name] for each in scored] for name in scored[0]})
    control = document.get("audio_control")
    if control:
        say(
            f"substituted sound: RA {percent(control['RA'])}, "
            f"silent IoU {percent(control['silent_IoU'])} over {control['frames']} frames"
        )
        show_drops(control["drops"])
    say(f"{document['maps']} files")

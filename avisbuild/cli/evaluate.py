"""`avisbuild evaluate`: score a prediction file as published, and as it should be."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avisbuild.cli.evaluate_figures import percent, scored_protocols, show_drops, tell
from avisbuild.cli.evaluate_options import (
    OutOption,
    ProtocolChoice,
    ProtocolOption,
    check_out,
    chosen_protocols,
)
from avisbuild.cli.options import MOST_JOBS, DebugOption, JsonOption
from avisbuild.cli.output import progress_bar, say, say_table
from avisbuild.errors import ExitCode

if TYPE_CHECKING:
    from avisbuild.metrics import Evaluation


def evaluate(
    gt: Annotated[Path, typer.Option("--gt", metavar="JSON", help="The truth, .json or .json.gz.")],
    pred: Annotated[Path, typer.Option("--pred", metavar="JSON", help="The predictions.")],
    protocol: ProtocolOption = ProtocolChoice.BOTH,
    out: OutOption = None,
    null_as_zero: Annotated[
        bool,
        typer.Option("--null-as-zero", help="Turn null predictions into masks without a pixel."),
    ] = False,
    bootstrap: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="95 % intervals from N draws of the videos."),
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 0,
    substituted: Annotated[
        Path | None,
        typer.Option(
            "--substituted", metavar="JSON", help="Predictions on silent, other or noise sound."
        ),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", min=1, max=MOST_JOBS, help="Processes to use.")
    ] = 1,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Score predictions: FSLA, HOTA and track mAP, as papers print them and as they should be."""
    import gc
    import os

    # A file is millions of small objects, none in a cycle: looking for some takes a tenth of the time.
    gc.disable()
    # The products of matrices here are tiny; threads for them only wait, and that on a core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from avisbuild import metrics
    from avisbuild.documents.checking import validate

    check_out(out)
    truth, predictions = metrics.TruthFile.read(gt), metrics.PredictionFile.read(pred)
    wanted = chosen_protocols(protocol)
    with progress_bar("evaluate") as progress:
        evaluation = metrics.evaluate(
            truth,
            predictions,
            protocols=wanted,
            null_as_zero=null_as_zero,
            jobs=jobs,
            progress=progress,
        )
    intervals = _intervals(evaluation, wanted, bootstrap, seed) if bootstrap else None
    document = metrics.evaluation_document(evaluation, intervals)
    if substituted is not None:
        document["audio_control"] = metrics.score_audio_control(
            truth,
            metrics.PredictionFile.read(substituted),
            document,
            protocols=wanted,
            null_as_zero=null_as_zero,
        )
    validate(document, "evaluation", where="evaluation")
    tell(document, out)
    _show(document)
    if document.get("reference", {}).get("stopped"):
        raise typer.Exit(ExitCode.PARTLY_DONE)


def _intervals(evaluation: "Evaluation", wanted: Any, draws: int, seed: int) -> Any:
    from avisbuild.metrics import bootstrap_intervals

    categories = list(evaluation.categories)
    return {
        protocol: bootstrap_intervals(
            [video.counts[protocol] for video in evaluation.videos],
            protocol,
            categories,
            draws=draws,
            seed=seed,
        )
        for protocol in wanted
    }


def _show(document: dict[str, Any]) -> None:
    from avisbuild.metrics.document import WHY_DIFFERENT, main_quirks, stop_lines, table_rows

    columns, rows = table_rows(document)
    say_table("", columns, rows)
    if "reference" in document and "strict" in document:
        say(WHY_DIFFERENT)
    figures = document.get("strict") or document["reference"]
    kinds = zip(("silent", "single-source", "multi-source"), "nsm", strict=True)
    frames = ", ".join(f"{figures['counts'][kind]['all']} {name}" for name, kind in kinds)
    say(f"frames: {frames}")
    for line in (*stop_lines(document), *main_quirks(document), *document.get("notes", ())):
        say(line)
    if "audio_control" in document:
        _show_audio_control(document["audio_control"])
        for line in document["audio_control"].get("notes", ()):
            say(line)


def _show_audio_control(control: dict[str, Any]) -> None:
    say(
        f"substituted sound: nothing is predicted in {percent(control['RA'])} % of {control['frames']} "
        f"frames (RA); silent-region IoU {percent(control['silent_IoU'])}"
    )
    show_drops(
        {
            protocol: {name: control[protocol]["drops"][name] for name in ("FSLA", "HOTA", "mAP")}
            for protocol in scored_protocols(control)
        }
    )

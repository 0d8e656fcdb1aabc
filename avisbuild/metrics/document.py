"""The evaluation as a JSON document (evaluation.schema.json) and as a table for people."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from avisbuild.metrics.bootstrap import Interval
from avisbuild.metrics.evaluation import Evaluation
from avisbuild.metrics.figures import (
    FIGURES,
    Figures,
    Table,
    compute_figures,
    compute_video_figures,
)
from avisbuild.metrics.protocol import EvaluationProtocol
from avisbuild.metrics.quirks import QUIRKS, quirk_shifts

# What papers call the figures, in the order of their tables, then the rest.
PAPER_COLUMNS = {
    "FSLA": "FSLA",
    "HOTA": "HOTA",
    "mAP": "mAP",
    "FSLAn": "FSLAn",
    "FSLAs": "FSLAs",
    "FSLAm": "FSLAm",
    "AssA": "AssA",
    "DetA": "DetA",
}
ROWS = (*PAPER_COLUMNS, *(name for name in FIGURES if name not in PAPER_COLUMNS))
WHY_DIFFERENT = (
    "reference repeats the published code, its quirks included, and is for comparing with papers; "
    "strict follows the paper's definition, and only there a perfect prediction has 100."
)


def evaluation_document(
    evaluation: Evaluation,
    intervals: Mapping[EvaluationProtocol, Mapping[str, Interval]] | None = None,
) -> dict[str, Any]:
    """The whole evaluation: figures in percent, not rounded, null where undefined."""
    categories = list(evaluation.categories)
    document: dict[str, Any] = {}
    for protocol in EvaluationProtocol:
        if evaluation.videos and protocol not in evaluation.videos[0].counts:
            continue
        counts = [video.counts[protocol] for video in evaluation.videos]
        figures = compute_figures(counts, protocol, categories)
        document[protocol.value] = _figures_document(figures, evaluation.categories) | {
            "per_video": {
                video.name: _nulled(table)
                for video, table in zip(
                    evaluation.videos, compute_video_figures(counts, protocol), strict=True
                )
            }
        }
        if intervals:
            document[protocol.value]["intervals"] = {
                name: [interval.low, interval.high]
                for name, interval in intervals[protocol].items()
            }
        if protocol is EvaluationProtocol.REFERENCE:
            document |= _reference_only(evaluation, figures)
    if evaluation.notes:
        document["notes"] = list(evaluation.notes)
    return document


def _reference_only(evaluation: Evaluation, reference: Figures) -> dict[str, Any]:
    categories = list(evaluation.categories)
    perfect = [video.ceiling for video in evaluation.videos if video.ceiling is not None]
    ceiling = _figures_document(
        compute_figures(perfect, EvaluationProtocol.REFERENCE, categories), evaluation.categories
    )
    shifts = quirk_shifts(evaluation.videos, reference, categories)
    return {
        "ceiling": ceiling,
        "quirks": {
            quirk: {
                "what": QUIRKS[quirk],
                "without": _nulled(dict(shift.figures)),
                "videos": _nulled(dict(shift.videos)),
            }
            for quirk, shift in shifts.items()
        },
    }


def _figures_document(figures: Figures, names: Mapping[int, str]) -> dict[str, Any]:
    labels = _distinct(names)
    document: dict[str, Any] = {
        **_nulled(figures.table),
        "counts": figures.counts,
        "per_category": {
            labels.get(class_id, str(class_id)): _nulled(table)
            for class_id, table in figures.by_class.items()
        },
    }
    if figures.stops:
        document["stopped"] = [asdict(stop) for stop in figures.stops]
    return document


def _distinct(names: Mapping[int, str]) -> dict[int, str]:
    """The names of categories, with the id where two have the same: `dog (2)`."""
    times = Counter(names.values())
    return {
        class_id: name if times[name] == 1 else f"{name} ({class_id})"
        for class_id, name in names.items()
    }


def table_rows(document: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Columns and rows for people: every figure side by side, and what a perfect answer gets."""
    scored = [name for name in ("reference", "strict", "ceiling") if name in document]
    columns = ["", *("perfect, by reference" if name == "ceiling" else name for name in scored)]
    rows = [[name, *(_shown(document[key], name) for key in scored)] for name in ROWS]
    return columns, rows


def main_quirks(document: Mapping[str, Any]) -> list[str]:
    """A line for each quirk that moved a figure, with the figure that it moved most."""
    lines = []
    for quirk, entry in document.get("quirks", {}).items():
        moved = {name: value for name, value in entry["without"].items() if value is not None}
        if moved:
            name = max(moved, key=lambda figure: abs(moved[figure]))
            where = f" in {len(entry['videos'])} videos" if entry["videos"] else ""
            lines.append(f"{quirk}: {entry['what']}; without it {name} {moved[name]:+.2f}{where}")
    return lines


def _shown(figures: Mapping[str, Any], name: str) -> str:
    value = figures.get(name)
    if value is None:
        return "stopped" if figures.get("stopped") and name.startswith("FSLA") else "n/a"
    interval = figures.get("intervals", {}).get(name)
    spread = (
        f" ({interval[0]:.1f}-{interval[1]:.1f})" if interval and interval[0] is not None else ""
    )
    return f"{value:.2f}{spread}"


def _nulled(table: Table) -> Table:
    return {
        name: None if value is None or math.isnan(value) else value for name, value in table.items()
    }


def stop_lines(document: Mapping[str, Any]) -> Sequence[str]:
    """A line for each video in which the published program would end."""
    return [
        f"video {stop['video']}, frame {stop['frame']}: the published program stops here "
        f"({stop['quirk']}: {stop['problem']}); try --null-as-zero"
        for stop in document.get("reference", {}).get("stopped", [])
    ]

"""The paper's Table 1, with a row of one's own among the published sets, and Table 2 from an evaluation."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avisbuild.documents.csv_text import csv_text
from avisbuild.errors import FormatError
from avisbuild.releases.plots.facts import SetFacts
from avisbuild.untrusted.text import named_file, read_document

TABLE_1_COLUMNS = ("task", "data set", "videos", "mean seconds", "categories", "annotation")
# As published in the paper of AVISeg.
PUBLISHED: tuple[tuple[str, str, int, float, int, str], ...] = (
    ("sound source localization", "Flickr-SoundNet", 5000, 20.0, 50, "box"),
    ("sound source localization", "VGG-SS", 5158, 10.0, 220, "box"),
    ("audio-visual segmentation", "AVSBench-object", 5356, 5.0, 23, "pixel"),
    ("audio-visual segmentation", "AVSBench-semantic", 12356, 7.8, 70, "pixel"),
    ("video instance segmentation", "YouTube-VIS", 2883, 4.6, 40, "pixel"),
    ("video instance segmentation", "OVIS", 901, 12.8, 25, "pixel"),
    ("audio-visual instance segmentation", "AVISeg", 926, 61.4, 26, "pixel"),
)
TABLE_2_COLUMNS = ("FSLA", "FSLAn", "FSLAs", "FSLAm", "HOTA", "DetA", "AssA", "mAP")
_PROTOCOLS = ("reference", "strict")
_LARGEST = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTable:
    """A table with the rows that are one's own."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    own: frozenset[int]

    @property
    def csv(self) -> str:
        """The table as CSV; what is not known is empty."""
        return csv_text(
            self.columns, [["" if each is None else each for each in row] for row in self.rows]
        )


def table_1(facts: SetFacts) -> PaperTable:
    """The published sets, and last this one."""
    lengths = [video.second_count for video in facts.videos]
    own = (
        "audio-visual instance segmentation",
        facts.name,
        len(lengths),
        round(statistics.mean(lengths), 1) if lengths else None,
        facts.category_count,
        "pixel",
    )
    return PaperTable(
        columns=TABLE_1_COLUMNS, rows=(*PUBLISHED, own), own=frozenset([len(PUBLISHED)])
    )


def table_2(scores: Mapping[str, Path]) -> PaperTable:
    """A row for each evaluation, by the name of its model, and protocol; raises FormatError."""
    rows = [
        (model, protocol, *figures)
        for model, path in scores.items()
        for protocol, figures in _read_scores(path).items()
    ]
    columns = ("model", "protocol", *TABLE_2_COLUMNS)
    return PaperTable(columns=columns, rows=tuple(rows), own=frozenset())


def _read_scores(path: Path) -> dict[str, list[float | None]]:
    try:
        document = read_document(path, opened=named_file)
    except (OSError, ValueError) as error:
        raise FormatError("scores-unreadable", file=path.name, problem=error) from error
    found = {
        protocol: [_figure(path, protocol, document[protocol], name) for name in TABLE_2_COLUMNS]
        for protocol in _PROTOCOLS
        if isinstance(document, dict) and isinstance(document.get(protocol), dict)
    }
    if not found:
        raise FormatError("scores-none", file=path.name)
    return found


def _figure(path: Path, protocol: str, figures: Mapping[str, Any], name: str) -> float | None:
    value = figures.get(name)
    if value is None:
        return None
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= _LARGEST:
        raise FormatError(
            "scores-figure", file=path.name, place=f"{protocol}.{name}", found=repr(value)[:40]
        )
    return float(value)

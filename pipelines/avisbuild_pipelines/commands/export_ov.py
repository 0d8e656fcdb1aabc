"""The options of `avisbuild export --format avsbench-ov`."""

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.errors import FormatError, ReleaseError

if TYPE_CHECKING:
    from avisbuild.formats.avsbench_ov.vocabulary import OwnCounts
    from avisbuild.releases.avsbench_ov import OpenVocabularyOptions

_COUNTS = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
DEFAULT_PIECE_SECONDS = 10


class NovelRuleChoice(StrEnum):
    """By what a category is novel, which training must not show."""

    LVIS = "lvis"
    OWN_COUNTS = "own-counts"


PieceSecondsOption = Annotated[
    int | None,
    typer.Option(
        metavar="5|10",
        help="avsbench, avsbench-ov: seconds of the pieces that other videos are cut into.",
        show_default=str(DEFAULT_PIECE_SECONDS),
    ),
]
NovelRuleOption = Annotated[
    NovelRuleChoice | None,
    typer.Option(
        help="avsbench-ov: categories are novel by LVIS's letters, or by their training videos.",
        show_default="lvis",
    ),
]
NamesOption = Annotated[
    Path | None,
    typer.Option(
        metavar="CSV",
        help="avsbench-ov: name and frequency (f, c, r or n) in LVIS; a category without a line is novel.",
        show_default="the taxonomy's own letters",
    ),
]
OwnCountsOption = Annotated[
    str,
    typer.Option(
        metavar="COMMON/FREQUENT",
        help="avsbench-ov: training videos from which a category is common, hence base, and frequent.",
        show_default="11/101",
    ),
]


def read_ov_options(
    *,
    is_ov: bool,
    piece_seconds: int | None,
    novel_rule: NovelRuleChoice | None,
    names: Path | None,
    own_counts: str,
) -> "OpenVocabularyOptions | None":
    """What was asked for, None for another format; raises ReleaseError and FormatError."""
    from avisbuild.formats.avsbench_ov.name_table import read_names
    from avisbuild.releases.avsbench_ov import NovelRule, OpenVocabularyOptions

    given = {
        "--piece-seconds": piece_seconds is not None,
        "--novel-rule": novel_rule is not None,
        "--names": names is not None,
        "--own-counts": bool(own_counts),
    }
    if not is_ov:
        if alone := [name for name, is_given in given.items() if is_given]:
            raise ReleaseError("ov-options-alone", options=alone[0])
        return None
    rule = NovelRule(novel_rule or NovelRule.LVIS)
    if names and rule is not NovelRule.LVIS:
        raise ReleaseError("ov-rule-options", option="--names", rule=NovelRule.LVIS)
    if own_counts and rule is not NovelRule.OWN_COUNTS:
        raise ReleaseError("ov-rule-options", option="--own-counts", rule=NovelRule.OWN_COUNTS)
    try:
        table = read_names(names) if names else None
    except OSError as error:
        raise FormatError("lvis-names-unreadable", file=names, reason=error.strerror) from error
    return OpenVocabularyOptions(
        rule=rule,
        names=table,
        piece_seconds=read_piece_seconds(piece_seconds),
        own_counts=_read_counts(own_counts),
    )


def read_piece_seconds(asked: int | None) -> int:
    """The seconds of a piece; raises ReleaseError for a length that the published readers do not take."""
    from avisbuild.formats.avsbench_ov.records import SECONDS_TAKEN

    if asked not in (None, *SECONDS_TAKEN):
        raise ReleaseError("ov-piece-seconds", found=asked)
    return asked or DEFAULT_PIECE_SECONDS


def _read_counts(text: str) -> "OwnCounts":
    from avisbuild.formats.avsbench_ov.vocabulary import OwnCounts

    if not text:
        return OwnCounts()
    match = _COUNTS.fullmatch(text.strip())
    counts = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= counts[0] <= counts[1]:
        raise ReleaseError("own-counts-form", text=text)
    return OwnCounts(common=counts[0], frequent=counts[1])

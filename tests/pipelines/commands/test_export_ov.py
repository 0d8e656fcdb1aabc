"""Options of an open-vocabulary export: what goes together, and what is told of the rest."""

from pathlib import Path
from typing import Any

import pytest

from avisbuild.errors import ReleaseError
from avisbuild.formats.avsbench_ov.vocabulary import OwnCounts
from avisbuild_pipelines.commands.export_ov import NovelRuleChoice, read_ov_options

NONE: dict[str, Any] = {"piece_seconds": None, "novel_rule": None, "names": None, "own_counts": ""}
COUNTS = NovelRuleChoice.OWN_COUNTS


def test_without_options_it_is_lvis_and_ten_seconds() -> None:
    options = read_ov_options(is_ov=True, **NONE)
    assert options is not None
    assert (options.rule.value, options.piece_seconds, options.names) == ("lvis", 10, None)
    assert read_ov_options(is_ov=False, **NONE) is None


def test_own_counts_are_read() -> None:
    options = read_ov_options(is_ov=True, **NONE | {"novel_rule": COUNTS, "own_counts": "3/20"})
    assert options is not None
    assert options.own_counts == OwnCounts(common=3, frequent=20)


@pytest.mark.parametrize(
    ("is_ov", "given", "told"),
    [
        (False, {"piece_seconds": 5}, "--piece-seconds: only --format avsbench-ov takes it"),
        (True, {"piece_seconds": 7}, "--piece-seconds 7: the published readers take 5 or 10"),
        (True, {"own_counts": "3/20"}, "--own-counts goes with --novel-rule own-counts"),
        (
            True,
            {"novel_rule": COUNTS, "names": Path("x.csv")},
            "--names goes with --novel-rule lvis",
        ),
        (
            True,
            {"novel_rule": COUNTS, "own_counts": "20/3"},
            "--own-counts 20/3: expected how many",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(
    is_ov: bool, given: dict[str, Any], told: str
) -> None:
    with pytest.raises(ReleaseError) as error:
        read_ov_options(is_ov=is_ov, **NONE | given)
    assert str(error.value).startswith(told)

"""What rounds changed in figures: of what there was, how much, and how far."""

from pathlib import Path

import pytest
from core.review.drawn_tracks import drawn, track
from core.review.reviewed_pond import reviewed_pond
from core.store.values import TAXONOMY

from avisbuild.records import VideoId
from avisbuild.review.change_figures import ChangeFigures, grouped_figures, total_figures
from avisbuild.review.diff import Totals, changes
from avisbuild.review.round_changes import ChangedRound, changes_by_round
from avisbuild.review.spans import RoundSpan


def _figures(project_folder: Path, by: str) -> dict[str, ChangeFigures]:
    with reviewed_pond(project_folder) as project:
        rounds = list(changes_by_round(project))
    return {each.group: each for each in grouped_figures(rounds, by, TAXONOMY)}


def test_a_reviewers_figures_are_those_of_their_reviews(tmp_path: Path) -> None:
    found = _figures(tmp_path, "reviewer")
    assert list(found) == ["bob", "eve"]
    assert (found["bob"].totals, found["bob"].changed) == (
        Totals(masks=3, cells=3, instances=1),
        Totals(masks=2, cells=0, instances=1),
    )
    # Squares of 4 x 4 pixels, moved by 2: 4 of 28 pixels.
    assert found["bob"].mean_iou == found["bob"].median_iou == pytest.approx(1 / 7)
    assert found["eve"].document["cell_share"] == pytest.approx(1 / 4)
    assert found["eve"].mean_iou is None


def test_a_project_in_which_nothing_was_reviewed_has_no_shares() -> None:
    document = total_figures([]).document
    assert (document["masks"], document["mask_share"], document["mean_iou"]) == (0, None, None)


def test_the_figures_of_categories_add_up_to_those_of_all() -> None:
    before = drawn(track("a", "##", "00"), track("c", "##", "55", category=2))
    after = drawn(track("a", "##", "01"), track("c", "##", ".5", category=2))
    span = RoundSpan(video_id=VideoId("pond"), review=1, person="bob", start=1, stop=None)
    rounds = [ChangedRound(span=span, changes=changes(before, after))]
    dog, cat = (
        next(each for each in grouped_figures(rounds, "category", TAXONOMY) if each.group == name)
        for name in ("dog", "cat")
    )
    assert (dog.mean_iou, cat.mean_iou) == (pytest.approx(0.6), None)
    assert dog.changed + cat.changed == total_figures(rounds).changed
    assert dog.totals + cat.totals == total_figures(rounds).totals

"""The figures of the plots are those that a person counts, and those of the published set."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from core.releases.plots.facts_case import facts_from
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.releases.plots import counting

PUBLISHED = Path(__file__).parents[5] / "shared" / "data" / "aviseg-published-counts.csv"
COUNTS = st.lists(st.integers(0, 5), min_size=1, max_size=30)


def test_frames_are_silent_single_or_multi_by_what_sounds_in_view() -> None:
    videos = facts_from({"a": {"dog_1": "##..", "cat_1": "#..o"}}).videos
    assert counting.source_shares(videos) == {"silent": 50.0, "single": 25.0, "multi": 25.0}
    assert counting.source_shares([]) == {}


def test_changes_are_counted_a_minute_of_video() -> None:
    assert counting.changes_a_minute([0, 1, 1, 2]) == 30.0
    assert counting.changes_a_minute([3]) == 0.0


@settings(max_examples=30, deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=5))
def test_the_best_constant_count_is_right_at_least_once_a_video_and_always_where_nothing_changes(
    rows: list[list[int]],
) -> None:
    score = counting.constant_count_score(rows)
    assert score is not None
    assert 100 * len(rows) / sum(map(len, rows)) <= score + 1e-9
    assert (score == 100) == all(len(set(row)) == 1 for row in rows)


def test_the_published_counts_give_the_published_figures() -> None:
    if not PUBLISHED.exists():
        pytest.skip("the counts of AVISeg's videos are not beside this checkout")
    rows = defaultdict[str, list[list[int]]](list)
    with PUBLISHED.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            counts = row["sounding_instances_per_second"].split()
            rows[row["split"]].append([int(count) for count in counts])
    scores = {split: counting.constant_count_score(each) for split, each in rows.items()}
    assert scores == {"train": pytest.approx(84.8, abs=0.05), "test": pytest.approx(83.6, abs=0.05)}
    means = {
        split: counting.mean_and_median([counting.changes_a_minute(row) for row in each])
        for split, each in rows.items()
    }
    assert means["train"] == pytest.approx((7.1, 4.0), abs=0.05)
    assert means["test"] == pytest.approx((7.5, 4.4), abs=0.05)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(1, 200), min_size=1, max_size=40),
    st.none() | st.lists(st.integers(0, 150), min_size=2, max_size=6, unique=True).map(sorted),
)
def test_every_video_is_in_one_bin_of_length(lengths: list[int], edges: list[int] | None) -> None:
    bins = counting.by_length(lengths, edges or counting.length_edges(lengths))
    assert sum(bins.values()) == len(lengths)


def test_the_papers_bins_are_taken_where_they_fit() -> None:
    bins = counting.by_length([25, 44, 45, 61, 61, 117], counting.length_edges([61, 61, 25]))
    assert bins == {"25–44": 2, "45–54": 1, "55–64": 2, "65–74": 0, "75–84": 0, "85–117": 1}


def test_categories_that_never_sound_in_view_are_not_counted() -> None:
    videos = facts_from(
        {"a": {"dog_1": "#.", "cat_1": "oo"}, "b": {"dog_1": "##", "dog_2": ".#"}}
    ).videos
    assert counting.by_category(videos) == {"dog": (2, 3)}
    assert counting.together(videos) == {("dog", "dog"): 1}


def test_a_split_without_a_category_has_the_whole_share_as_its_gap() -> None:
    videos = facts_from(
        {"a": {"dog_1": "#"}, "b": {"dog_1": "#"}, "c": {"cat_1": "#"}, "d": {"cat_1": "#"}},
        splits={"a": "train", "b": "train", "c": "train", "d": "test"},
    ).videos
    balance = counting.split_balance(videos, ("train", "test"))
    assert balance["dog"] == (50.0, {"train": pytest.approx(200 / 3), "test": 0.0})
    assert counting.largest_gap(balance) == 50.0

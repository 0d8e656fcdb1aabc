"""`avisbuild review assign`: who is to review what, by name or evenly, and never what they annotated."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Review = Callable[..., tuple[int, str, str]]
Listed = Callable[..., dict[str, Any]]


def test_a_share_is_dealt_evenly_by_a_seed_among_those_who_may(
    review: Review, listed: Listed
) -> None:
    words = ("assign", "--share", "1", "--to", "bo", "--to", "cy", "--seed", "4")
    planned = json.loads(review(*words, "--dry-run", "--json")[1])["assigned"]
    assert {row["assigned"] for row in listed().values()} == {None}
    code, said, _ = review(*words)
    assert (code, len(said.splitlines())) == (0, 6)
    found = {name: row["assigned"] for name, row in listed().items()}
    assert found == planned
    assert found["pond"] == "cy"
    assert sorted(map(list(found.values()).count, ("bo", "cy"))) == [3, 3]
    others = json.loads(review("assign", "--share", "1", "--to", "dan", "--json")[1])
    assert others["assigned"] == {}


def test_half_of_the_videos_go_to_one_person_in_the_second_review(
    review: Review, listed: Listed
) -> None:
    review("assign", "--share", "0.5", "--to", "cy", "--round", "2", by="lead")
    review("begin", "bay", "lake", "brook", "moor", by="bo")
    review("accept", "bay", "lake", "brook", "moor", by="bo")
    rows = listed("--round", "2")
    assigned = [name for name, row in rows.items() if row["assigned"] == "cy"]
    assert 1 <= len(assigned) <= 3
    assert "assigned to cy" in review("begin", assigned[0], by="dan")[2]


def test_a_later_review_is_not_given_to_a_second_person_by_chance(review: Review) -> None:
    review("assign", "--share", "1", "--to", "cy", "--round", "2")
    again = review("assign", "--share", "1", "--to", "dan", "--round", "2", "--json")[1]
    assert json.loads(again)["assigned"] == {}


def test_a_draw_that_cannot_be_is_refused(review: Review) -> None:
    code, _, told = review("assign", "--share", "1", "--to", "cy", "--seed", "-1")
    assert (code, "--seed" in told) == (2, True)


def test_nobody_is_given_what_they_annotated(review: Review, listed: Listed) -> None:
    """R23."""
    code, said, errors = review("assign", "pond", "bay", "--to", "bo")
    assert (code, said) == (1, "bay: assigned to bo\n")
    assert "bo annotated video pond and may not review it" in errors
    code, said, _ = review("assign", "pond", "--to", "bo", "--to", "bo ")
    assert (code, said) == (2, "")
    code, said, _ = review("assign", "--share", "1", "--to", "ann", "--to", "bo", "--dry-run")
    assert "pond: would go to ann" in said
    assert {line.split()[-1] for line in said.splitlines()[:4] if "pond" not in line} <= {
        "bo",
        "ann",
    }
    assert listed()["pond"]["assigned"] is None


def test_a_review_that_goes_on_is_taken_over_only_when_that_is_said(
    review: Review, listed: Listed
) -> None:
    review("begin", "bay", by="bo")
    code, _, errors = review("assign", "bay", "--to", "cy", by="lead")
    assert (code, "in review by bo" in errors) == (2, True)
    assert review("assign", "bay", "--to", "cy", "--take-over", by="lead")[0] == 0
    row = listed()["bay"]
    assert (row["state"], row["person"], row["assigned"]) == ("submitted", "", "cy")
    assert review("begin", "bay", by="cy")[0] == 0
    assert "in review by cy" in review("accept", "bay", by="bo")[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "cy"), "name videos, or say --share"),
        (("bay", "--share", "1", "--to", "cy"), "name videos, or say --share"),
        (("bay", "--to", " "), "--to ' ': expected a name in one line"),
        (("bay", "--to", "cy", "--round", "3"), "expected a review from 0 (its annotation) to 2"),
        (("bay", "--to", "cy", "--round", "0"), "submitted, and review 0 is behind it"),
    ],
)
def test_what_cannot_be_assigned_is_told_in_one_line(
    review: Review, words: tuple[str, ...], said: str
) -> None:
    code, _, errors = review("assign", *words)
    assert (code, errors.count("\n")) == (2, 1)
    assert said in errors

"""What people decided of pairs: how it is read, and what it does."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.errors import FormatError
from avisbuild.records import VideoId
from avisbuild.releases.audit.decisions import (
    Clip,
    Decided,
    Decision,
    apply_decisions,
    read_decisions,
    to_decide,
)
from avisbuild.releases.audit.pairs import Evidence, Pair

A, B, C = VideoId("a"), VideoId("b"), VideoId("c")
KEYS = {A: "1111", B: "2222", C: "3333"}
PAIRS = (
    Pair(first=A, second=B, evidence=Evidence.PICTURE, score=0.8),
    Pair(first=A, second=B, evidence=Evidence.SOUND, score=9),
    Pair(first=B, second=C, evidence=Evidence.SOUND, score=30),
)


def decided(first: str, second: str, decision: str) -> Decided:
    clips = [Clip(*each.split("@")) for each in (first, second)]
    return Decided(first=clips[0], second=clips[1], decision=Decision(decision))


def left(*decisions: Decided) -> list[tuple[str, str, str]]:
    done = apply_decisions(PAIRS, decisions, KEYS, KEYS)
    return [(pair.first, pair.second, str(pair.evidence)) for pair in done.pairs]


@pytest.mark.parametrize("two", [("a", "b"), ("b", "a"), ("old@1111", "b@2222")])
def test_what_was_decided_different_is_no_pair_whichever_stands_first_and_under_any_name(
    two: tuple[str, str],
) -> None:
    assert left(decided(*two, "different")) == [("b", "c", "sound")]


def test_a_key_of_another_clip_leaves_a_pair_of_the_same_names() -> None:
    stale = decided("a@9999", "b@2222", "different")
    done = apply_decisions(PAIRS, [stale], KEYS, KEYS)
    assert (done.pairs, done.applied, done.unknown) == (PAIRS, 0, (stale,))


def test_without_fingerprints_the_name_beside_a_key_has_to_do() -> None:
    done = apply_decisions(PAIRS, [decided("a@1111", "b@2222", "different")], KEYS, {})
    assert (len(done.pairs), done.applied) == (1, 1)


def test_what_was_decided_same_is_a_pair_though_nothing_was_found() -> None:
    assert ("a", "c", "decision") in left(decided("a", "c", "same"))


def test_a_decision_about_no_pair_is_counted_as_without_effect() -> None:
    done = apply_decisions(PAIRS, [decided("a", "c", "different")], KEYS, KEYS)
    assert (done.applied, done.without_effect) == (0, 1)


def test_open_pairs_are_written_as_a_table_that_decides_nothing_until_it_is_filled_in(
    tmp_path: Path,
) -> None:
    table = tmp_path / "decided.csv"
    table.write_text(to_decide(PAIRS, KEYS))
    assert read_decisions(table) == ()
    table.write_text(table.read_text().replace("b@2222,c@3333,,", "b@2222,c@3333,different,ann"))
    (only,) = read_decisions(table)
    assert (only.first, only.second, only.by) == (Clip("b", "2222"), Clip("c", "3333"), "ann")


@given(st.permutations(["a,b,different", "c,a,same", "b,c,different"]), st.booleans())
@settings(max_examples=8, deadline=None)
def test_the_order_of_lines_and_of_the_two_in_a_line_changes_nothing(
    lines: list[str], turned: bool
) -> None:
    rows = [line.split(",") for line in lines]
    told = [decided(b, a, word) if turned else decided(a, b, word) for a, b, word in rows]
    assert sorted(left(*told)) == [("a", "c", "decision")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n", "line 1: expected the columns a, b, decision, by, note"),
        ("a,b,decision\nx,y,maybe\n", "line 2: expected different, same or nothing"),
        ("a,b,decision\nx,x,same\n", "line 2: expected two videos, got x twice"),
        ("a,b,decision\n../x,y,same\n", "line 2: expected 1 to 128"),
        ("a,b,decision\nx,y,same\ny,x,different\n", "line 3: line 2 says same"),
    ],
)
def test_decisions_that_cannot_be_read_are_told_with_their_line(
    tmp_path: Path, text: str, says: str
) -> None:
    table = tmp_path / "decided.csv"
    table.write_text(text)
    with pytest.raises(FormatError) as caught:
        read_decisions(table)
    assert says in str(caught.value)


def test_of_contradicting_lines_same_holds_wherever_it_stands() -> None:
    lines = decided("a", "b", "same"), decided("a@1111", "b@2222", "different")
    assert left(*lines) == left(*reversed(lines))
    assert ("a", "b", "decision") in left(*lines)

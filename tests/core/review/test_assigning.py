"""Videos are dealt evenly, by a seed, to those who may have them."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from avisbuild.annotation.summary import SummaryRow
from avisbuild.records import RoundState, VideoId
from avisbuild.review.assigning import can_be_assigned, deal, share_of
from avisbuild.review.overview import ReviewRow

PEOPLE = ("ann", "bo", "cy")


def _row(
    name: str,
    *,
    state: RoundState = RoundState.SUBMITTED,
    review: int = 1,
    assigned: str = "",
    to_annotate: str = "",
) -> ReviewRow:
    video = SummaryRow(
        video_id=VideoId(name),
        state=state,
        round_number=review + 1,
        person="",
        cells_done=0,
        cells_total=0,
        second_count=5,
    )
    return ReviewRow(
        video=video, review=review, assigned=assigned, to_annotate=to_annotate, open_comments=0
    )


ROWS = [_row(f"v{index:02d}") for index in range(11)]


@given(
    seed=st.integers(0, 999),
    barred=st.sets(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 10)), max_size=20),
)
def test_each_video_goes_to_somebody_who_may_have_it(
    seed: int, barred: set[tuple[str, int]]
) -> None:
    def may(row: ReviewRow, person: str) -> bool:
        return (person, ROWS.index(row)) not in barred

    dealt = deal(ROWS, PEOPLE, seed=seed, may=may)
    assert dealt == deal(ROWS[::-1], PEOPLE, seed=seed, may=may)
    able = {row.video_id: [each for each in PEOPLE if may(row, each)] for row in ROWS}
    assert dealt.keys() == {name for name, people in able.items() if people}
    assert all(person in able[name] for name, person in dealt.items())


@given(seed=st.integers(0, 999))
def test_where_all_may_have_all_nobody_gets_two_more_than_another(seed: int) -> None:
    counts = Counter(deal(ROWS, PEOPLE, seed=seed, may=lambda *_: True).values())
    assert sorted(counts.values()) == [3, 4, 4]


def test_seeds_deal_differently() -> None:
    dealt = [deal(ROWS, PEOPLE, seed=seed, may=lambda *_: True) for seed in range(5)]
    assert len({tuple(each.items()) for each in dealt}) > 1
    drawn = [share_of(ROWS, 0.3, seed=seed) for seed in range(5)]
    assert {len(each) for each in drawn} == {3}
    assert len(set(map(tuple, drawn))) > 1


def test_a_share_of_anything_is_at_least_one_and_of_nothing_none() -> None:
    assert len(share_of(ROWS, 0.01, seed=0)) == 1
    assert share_of(ROWS, 0.0, seed=0) == share_of([], 1.0, seed=0) == ()
    assert list(share_of(ROWS, 1.0, seed=5)) == ROWS


def test_what_is_free_to_be_assigned_is_ahead_and_nobodys() -> None:
    todo = _row("todo", state=RoundState.TODO, review=0)
    free = {
        "waiting": can_be_assigned(_row("a"), None),
        "its first, before it is handed in": can_be_assigned(todo, None),
        "its annotation": can_be_assigned(todo, 0),
        "a later one": can_be_assigned(_row("a", state=RoundState.IN_REVIEW), 2),
    }
    assert set(free.values()) == {True}, free
    bound = {
        "somebody's": can_be_assigned(_row("a", assigned="bo"), None),
        "behind": can_be_assigned(_row("a", review=2), 1),
        "going on": can_be_assigned(_row("a", state=RoundState.IN_REVIEW), None),
        "accepted": can_be_assigned(_row("a", state=RoundState.ACCEPTED), None),
        "annotated by somebody": can_be_assigned(
            _row("a", state=RoundState.TODO, review=0, to_annotate="bo"), 0
        ),
    }
    assert set(bound.values()) == {False}, bound

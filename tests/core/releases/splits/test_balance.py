"""The balance of a split in points of share, against what is attainable and what random splits have."""

import pytest

from avisbuild.records import Split, SplitPlan, VideoId
from avisbuild.releases.splits import SplitItem, group_items
from avisbuild.releases.splits.balance import balance_of


def test_gaps_are_shares_of_videos_in_points_and_silence_is_a_share_of_seconds() -> None:
    items = [
        SplitItem(
            video_id=VideoId(f"v{number}"),
            labels=("dog",) if number < 3 else (),
            seconds=10,
            silent_seconds=5 if number == 0 else 0,
        )
        for number in range(10)
    ]
    splits = [Split.TRAIN] * 5 + [Split.VAL] * 2 + [Split.TEST] * 3
    names = [item.video_id for item in items]
    plan = SplitPlan(method="m", seed=0, assignment=dict(zip(names, splits, strict=True)))
    balance = balance_of(items, plan, group_items(items), random_count=99)
    dog = next(row for row in balance.rows if row.name == "dog")
    assert dog.counts == (3, 0, 0)
    assert dog.gaps == pytest.approx((30, -30, -30))
    assert dog.relative == pytest.approx((100, -100, -100))
    # 1.5 videos are due in train, 0.6 in val, 0.9 in test.
    assert dog.attainable == pytest.approx((10, 20, 10 / 3))
    silent = next(row for row in balance.rows if row.kind == "silent share")
    assert silent.shares == pytest.approx((10, 0, 0))
    assert silent.share == pytest.approx(5)
    assert balance.largest == dog
    # Only a dog in each split has smaller gaps: 5 x 2 x 3 of the 120 places for three dogs.
    assert dog.p_value == pytest.approx(1 - 30 / 120, abs=0.1)

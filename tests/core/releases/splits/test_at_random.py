"""Planning a split: seeded, independent of the order of input, with sizes that fit."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from release_scenes import THREE, snapshot_of

from avisbuild.errors import FormatError, ReleaseError
from avisbuild.records import Split, SplitSizes, VideoId
from avisbuild.releases import plan_random, read_sizes, scale_sizes
from avisbuild.releases.splits import plan_as_asked, read_splits_csv, splits_csv

NAMES = [VideoId(f"video-{number}") for number in range(926)]
AVISEG = SplitSizes(train=616, val=105, test=205)


def members(assignment: dict[VideoId, Split], split: Split) -> list[VideoId]:
    return sorted(name for name, found in assignment.items() if found is split)


def test_the_sizes_of_aviseg_are_met() -> None:
    plan = plan_random(NAMES, AVISEG, seed=0)
    assert [len(members(dict(plan.assignment), split)) for split in Split] == [616, 105, 205]


def test_the_order_of_the_videos_makes_no_difference() -> None:
    shuffled = random.Random(1).sample(NAMES, len(NAMES))
    assert plan_random(NAMES, AVISEG, 7).assignment == plan_random(shuffled, AVISEG, 7).assignment


def test_the_plan_of_a_seed_stays_the_same_for_ever() -> None:
    plan = plan_random(NAMES[:9], SplitSizes(train=6, val=1, test=2), seed=26)
    assert members(dict(plan.assignment), Split.VAL) == ["video-4"]
    assert members(dict(plan.assignment), Split.TEST) == ["video-0", "video-2"]


def test_another_seed_gives_another_plan() -> None:
    assert plan_random(NAMES, AVISEG, 0).assignment != plan_random(NAMES, AVISEG, 1).assignment


def test_sizes_that_do_not_fit_are_refused_with_sizes_that_would() -> None:
    with pytest.raises(
        ReleaseError, match=r"926 videos wanted .* has 9 .*--sizes 6/1/2 .*--ratios"
    ):
        plan_random(NAMES[:9], AVISEG, seed=0)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (926, "616/105/205"),
        (9, "6/1/2"),
        (6, "4/1/1"),
        (3, "1/1/1"),
        (2, "1/0/1"),
        (1, "1/0/0"),
        (0, "0/0/0"),
    ],
)
def test_sizes_are_scaled_by_largest_remainders(total: int, expected: str) -> None:
    assert str(scale_sizes(AVISEG, total)) == expected


sizes = st.builds(
    SplitSizes, train=st.integers(0, 900), val=st.integers(0, 900), test=st.integers(1, 900)
)


@given(sizes, st.integers(0, 2000))
def test_scaled_sizes_add_up_and_keep_empty_splits_empty(wanted: SplitSizes, total: int) -> None:
    scaled = scale_sizes(wanted, total)
    assert scaled.total == total
    for split in Split:
        assert wanted.of(split) > 0 or scaled.of(split) == 0
        assert total < 3 or wanted.of(split) == 0 or scaled.of(split) > 0


@pytest.mark.parametrize("text", ["616/105", "a/b/c", "1/-1/2", "", "1/2/3/4", "1.5/1/1"])
def test_sizes_that_are_no_sizes_are_refused(text: str) -> None:
    with pytest.raises(ReleaseError, match="expected train/val/test as in 616/105/205"):
        read_sizes(text)


def test_without_a_wish_in_the_manifest_a_video_goes_to_train() -> None:
    videos = list(snapshot_of(THREE).videos)
    object.__setattr__(videos[1], "split", Split.TEST)
    assert list(plan_as_asked(videos).assignment.values()) == [Split.TRAIN, Split.TEST, Split.TRAIN]


def test_the_splits_file_reads_back(tmp_path: Path) -> None:
    videos = snapshot_of(THREE).videos
    plan = plan_random([video.video_id for video in videos], SplitSizes(train=1, val=1, test=1), 0)
    (tmp_path / "splits.csv").write_text(splits_csv(videos, plan))
    rows = read_splits_csv(tmp_path / "splits.csv")
    assert {name: split for name, (split, _) in rows.items()} == plan.assignment
    assert rows[VideoId("a-1")][1] == "a"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("video,split\na,train\n", "expected the columns video_id, split"),
        ("video_id,split\na,trian\n", "line 2: expected train, val, test, got 'trian'"),
        ("video_id,split\na,train\na,test\n", "line 3: video a stands in the file twice"),
        ("video_id,split\n../a,train\n", "line 2: expected 1 to 128"),
    ],
)
def test_a_wrong_splits_file_is_refused_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "splits.csv").write_text(text)
    with pytest.raises(FormatError, match=says):
        read_splits_csv(tmp_path / "splits.csv")

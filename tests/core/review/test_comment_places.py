"""What a comment is about where somebody points, or does not, and which open one comes next."""

from pathlib import Path

import pytest
from core.annotation.small_project import CAT, DOG, add, commit, new_project

from avisbuild.annotation import VideoView, Workbench
from avisbuild.records import Comment, InstanceId, VideoId
from avisbuild.review.comment_places import next_comment, place_at, place_of_cell

_POND = VideoId("pond")


@pytest.fixture
def pond(tmp_path: Path) -> VideoView:
    """A dog's mask in a corner of second 0, a cat's further down, and both in one place in second 1."""
    with new_project(tmp_path / "pets") as project:
        bench = Workbench(project, author="ann")
        bench.open_video(_POND)
        commit(bench, add(bench, DOG, "#....."), 0, corner=0)
        commit(bench, add(bench, CAT, "##...."), 0, corner=8)
        for each in bench.view.instances:
            commit(bench, each.instance_id, 1, corner=2)
        return bench.view


def _ids(view: VideoView) -> list[InstanceId]:
    return [each.instance_id for each in view.instances]


def test_a_point_is_of_the_instance_whose_mask_lies_there(pond: VideoView) -> None:
    dog, cat = _ids(pond)
    assert place_at(pond, 0, dog, (9.0, 9.4)).instance_id == cat
    assert place_at(pond, 0, dog, (1.0, 1.0)).instance_id == dog
    beside = place_at(pond, 0, cat, (30.0, 3.0))
    assert (beside.instance_id, beside.second, beside.point_xy) == (cat, 0, (30.0, 3.0))
    for active in (dog, cat):  # of two that lie there the active one is meant
        assert place_at(pond, 1, active, (3.0, 3.0)).instance_id == active
    assert place_at(pond, 1, None, (-0.4, 17.4)).point_xy == (0.0, 17.0)


def test_without_a_point_it_is_pinned_on_the_active_instances_mask(pond: VideoView) -> None:
    dog, cat = _ids(pond)
    found = place_of_cell(pond, 0, cat)
    assert found.point_xy is not None
    assert place_at(pond, 0, dog, found.point_xy).instance_id == cat
    assert place_of_cell(pond, 3, dog).point_xy is None
    assert place_of_cell(pond, 3, InstanceId("gone")).instance_id is None


def _comments(*seconds: int | None, resolved: tuple[int, ...] = ()) -> list[Comment]:
    return [
        Comment(
            video_id=_POND,
            author="cy",
            text="x",
            second=second,
            number=number,
            resolved=number in resolved,
        )
        for number, second in enumerate(seconds, start=1)
    ]


@pytest.mark.parametrize(
    ("current", "second", "step", "expected"),
    [
        (0, 2, 1, 3),
        (0, 2, -1, 3),
        (0, 5, 1, 4),
        (1, 4, 1, 4),
        (4, 0, 1, 3),
        (3, 2, 1, 1),
        (3, 2, -1, 4),
        (2, 4, 1, 4),
    ],
    ids=[
        "from here on",
        "back from here",
        "round, to those of no second",
        "round from the last",
        "then the first second",
        "the same comes after a later one",
        "back to the one of no second",
        "from a resolved one on",
    ],
)
def test_comments_follow_one_another_by_second_and_round(
    current: int, second: int, step: int, expected: int
) -> None:
    found = next_comment(_comments(4, 4, 2, None, resolved=(2,)), current, second, step=step)
    assert found is not None
    assert found.number == expected


def test_without_an_open_one_there_is_no_next() -> None:
    assert next_comment(_comments(1, resolved=(1,)), 0, 0) is None

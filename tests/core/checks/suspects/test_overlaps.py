"""Two instances that claim the same pixels (R27)."""

from core.checks.suspects.scenes import box, look, told, track


def test_masks_that_share_a_good_part_are_suspect_once() -> None:
    dog, cat = (
        track("dog_1", [box(20, 20)] * 3),
        track("cat_1", [box(20, 60), box(20, 30), box(20, 60)]),
    )
    found = look(dog, cat)
    assert told(found)["overlap"] == [1]
    (overlap,) = [each for each in found.suspects if each.kind == "overlap"]
    assert (overlap.fields["other"], overlap.fields["share"]) == ("cat_1", "50 %")


def test_neighbours_may_share_an_outline() -> None:
    dog, cat = track("dog_1", [box(20, 20)] * 3), track("cat_1", [box(20, 39)] * 3)
    assert told(look(dog, cat)) == {}


def test_the_worst_overlap_comes_first() -> None:
    dog = track("dog_1", [box(20, 20)] * 3)
    cat = track("cat_1", [box(20, 34), box(20, 22), box(20, 28)])
    found = look(dog, cat)
    assert [each.second for each in found.suspects if each.kind == "overlap"] == [1, 2, 0]

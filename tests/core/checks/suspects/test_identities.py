"""Identities: masks that are exchanged, and one that is somewhere else for a while (R27)."""

from core.checks.suspects.scenes import box, look, told, track

_HERE, _THERE, _ELSEWHERE = box(30, 10), box(30, 110), box(60, 60)


def test_two_instances_that_change_places_are_swapped() -> None:
    dog = track("dog_1", [_HERE, _HERE, _THERE, _THERE])
    cat = track("cat_1", [_THERE, _THERE, _HERE, _HERE])
    found = look(dog, cat)
    assert told(found) == {"swap": [2]}
    assert found.suspects[0].fields["other"] == "cat_1"


def test_two_instances_that_stay_are_not() -> None:
    assert told(look(track("dog_1", [_HERE] * 4), track("cat_1", [_THERE] * 4))) == {}


def test_a_mask_that_is_elsewhere_for_one_second_has_jumped() -> None:
    dog = track("dog_1", [_HERE, _HERE, _ELSEWHERE, _HERE, _HERE])
    assert told(look(dog, track("cat_1", [_THERE] * 5))) == {"jump": [2]}


def test_a_mask_that_takes_anothers_place_has_jumped_there() -> None:
    dog = track("dog_1", [_HERE, _HERE, _THERE, _THERE])
    cat = track("cat_1", [_THERE, _THERE, None, None], "##..")
    (found,) = look(dog, cat).suspects
    assert (found.kind, found.second, found.fields["other"]) == ("jump", 2, "cat_1")


def test_a_mask_that_goes_to_and_fro_is_told_once() -> None:
    ways = [_HERE, _HERE, _ELSEWHERE, _HERE, _ELSEWHERE, *[_HERE] * 6]
    assert told(look(track("dog_1", ways))) == {"jump": [2]}


def test_an_object_that_comes_back_where_another_was_has_not_jumped() -> None:
    dog = track("dog_1", [_HERE, _HERE, None, _THERE, _THERE], "##o##")
    cat = track("cat_1", [_THERE, _THERE, None, None, None], "##...")
    assert "jump" not in told(look(dog, cat))


def test_a_cut_moves_everything_and_nothing_jumps() -> None:
    dog = track("dog_1", [_HERE] * 4 + [_ELSEWHERE] + [_HERE] * 4)
    cat = track("cat_1", [_THERE] * 4 + [box(5, 60)] + [_THERE] * 4)
    assert "jump" not in told(look(dog, cat))

"""Commands on identities: names and numbers, and mending them with a preview of what changes."""

import random
from contextlib import suppress

import pytest
from core.annotation.random_commands import KINDS, command_of
from core.annotation.small_desk import (
    CAT,
    DOG,
    add,
    commit,
    masked,
    picture,
    pixels,
    square,
    states_text,
    suggestion,
    undo_label,
)

from avisbuild.annotation import Command, VideoView, Workbench, commands
from avisbuild.annotation.commands import Repair, preview_of
from avisbuild.errors import ProjectError
from avisbuild.masks import encode
from avisbuild.records import CategoryId, InstanceId, MaskSource


def test_identities_are_numbered_by_category_and_last_the_video(desk: Workbench) -> None:
    """R11: category_n, and a new identity needs a command of its own."""
    for category in (DOG, CAT, DOG):
        add(desk, category)
    assert list(picture(desk.view)) == ["dog_1", "cat_1", "dog_2"]
    assert undo_label(desk) == "Add dog_2"


def test_identities_keep_their_place_when_others_come_and_go(desk: Workbench) -> None:
    """R11: number keys and colours go by place; later ones come after."""
    first, second = add(desk, CAT), add(desk, DOG)
    third = add(desk, CAT)
    desk.run(commands.remove_instance(desk.view, second))
    assert [each.instance_id for each in desk.view.instances] == [first, third]
    fourth = add(desk, DOG)
    assert [each.instance_id for each in desk.view.instances] == [first, third, fourth]


def test_removing_an_identity_takes_all_that_it_has_and_undo_brings_it_back(
    desk: Workbench,
) -> None:
    """R21: delete is one undo step."""
    name, other = add(desk, states="#.#"), add(desk, CAT, states="#")
    commit(desk, name, 0)
    desk.run(commands.add_proposals(desk.view, [suggestion(name, 2)]))
    before = desk.view
    desk.run(commands.remove_instance(desk.view, name))
    assert list(picture(desk.view)) == ["cat_1"]
    assert states_text(desk.view, other) == "#....."
    assert undo_label(desk) == "Delete dog_1"
    desk.undo()
    assert desk.view == before


def test_another_category_means_its_next_number(desk: Workbench) -> None:
    """R21: rename."""
    name = add(desk, states="#")
    add(desk, CAT)
    desk.run(commands.change_category(desk.view, name, CAT))
    assert picture(desk.view) == {"cat_2": ("#.....", []), "cat_1": ("......", [])}
    assert undo_label(desk) == "Rename dog_1 to cat_2"
    desk.run(commands.change_category(desk.view, name, CAT))
    assert undo_label(desk) == "Rename dog_1 to cat_2"


def test_a_number_that_is_taken_is_exchanged(desk: Workbench) -> None:
    """R21: rename."""
    first, second = add(desk, states="#"), add(desk, states="##")
    desk.run(commands.renumber_instance(desk.view, first, 2))
    assert picture(desk.view) == {"dog_2": ("#.....", []), "dog_1": ("##....", [])}
    assert undo_label(desk) == "Rename dog_1 to dog_2"
    desk.run(commands.renumber_instance(desk.view, second, 7))
    assert list(picture(desk.view)) == ["dog_2", "dog_7"]
    with pytest.raises(ProjectError, match="expected a number from 1, got 0"):
        commands.renumber_instance(desk.view, second, 0)


def test_a_category_that_is_not_there_is_told(desk: Workbench) -> None:
    made = commands.new_instance(desk.view, CategoryId(9))
    with pytest.raises(ProjectError, match="taxonomy pets has no category 9"):
        commands.add_instance(desk.view, made)


def test_merging_loses_no_pixel_and_no_sounding_second(desk: Workbench) -> None:
    """R21: where both have a mask it is their union, said in its provenance."""
    gone, kept = add(desk, states="##.>.?"), add(desk, CAT, states=">.##..")
    commit(desk, gone, 0, corner=0)
    commit(desk, gone, 1, corner=1)
    commit(desk, kept, 1, corner=4)
    before = desk.view
    desk.run(commands.merge_instances(desk.view, gone, kept))
    assert picture(desk.view) == {"cat_1": ("####.?", [0, 1])}
    assert desk.view.mask_of(kept, 0) == square(0)
    assert desk.view.mask_of(kept, 1) == encode(pixels(square(1)) | pixels(square(4)))
    origin = desk.view.provenances[kept, 1]
    assert (origin.source, origin.prompts, origin.model) == (MaskSource.BRUSH, "", "")
    assert desk.view.provenances[kept, 0].source is MaskSource.CLICK
    assert undo_label(desk) == "Merge dog_1 into cat_1"
    desk.undo()
    assert desk.view == before


def test_merged_proposals_go_to_cells_without_a_mask(desk: Workbench) -> None:
    gone, kept = add(desk, states="##"), add(desk, CAT, states="##")
    commit(desk, kept, 1)
    found = [suggestion(gone, 0), suggestion(gone, 1), suggestion(kept, 0, model="carried")]
    desk.run(commands.add_proposals(desk.view, found))
    desk.run(commands.merge_instances(desk.view, gone, kept))
    assert [(each.second, each.model) for each in desk.view.all_proposals] == [
        (0, "carried"),
        (0, "flow"),
    ]


def test_a_split_gives_what_follows_to_a_new_identity(desk: Workbench) -> None:
    """R21: split at t."""
    name = add(desk, states="##>##")
    commit(desk, name, 1)
    commit(desk, name, 3)
    desk.run(commands.add_proposals(desk.view, [suggestion(name, 4)]))
    before = desk.view
    desk.run(commands.split_instance(desk.view, name, 2))
    assert picture(desk.view) == {"dog_1": ("##....", [1]), "dog_2": ("..>##.", [3])}
    (proposal,) = desk.view.all_proposals
    assert desk.view.name(proposal.instance_id) == "dog_2"
    assert undo_label(desk) == "Split dog_1 at 2 s: dog_2"
    desk.undo()
    assert desk.view == before


@pytest.mark.parametrize(
    ("second", "message"),
    [(0, "nothing before second 0"), (2, "nothing before"), (5, "nothing from second 5 on")],
)
def test_a_split_with_nothing_on_one_side_is_refused(
    desk: Workbench, second: int, message: str
) -> None:
    name = add(desk, states="..##")
    with pytest.raises(ProjectError, match=message):
        commands.split_instance(desk.view, name, second)


def test_a_swap_exchanges_all_that_two_have_from_a_second_on(desk: Workbench) -> None:
    """R21: swap from t onward."""
    one, other = add(desk, states="######"), add(desk, CAT, states="#..>..")
    for second in (0, 2, 4):
        commit(desk, one, second, corner=second)
    commit(desk, other, 4, corner=9)
    models = [suggestion(other, 5, model="flow"), suggestion(other, 5, model="carried")]
    desk.run(commands.add_proposals(desk.view, models))
    before = desk.view
    desk.run(commands.swap_instances(desk.view, one, other, 2))
    assert picture(desk.view) == {
        "dog_1": ("##.>#.", [0, 4]),
        "cat_1": ("#.####", [2, 4]),
    }
    assert desk.view.mask_of(one, 4) == square(9)
    assert desk.view.mask_of(other, 4) == square(4)
    assert len(desk.view.proposals_of(one, 5)) == 2
    assert undo_label(desk) == "Swap dog_1 and cat_1 from 2 s"
    desk.run(commands.swap_instances(desk.view, one, other, 2))
    assert desk.view == before
    desk.undo()
    desk.undo()
    assert desk.view == before


def test_nobody_is_merged_or_swapped_with_themselves(desk: Workbench) -> None:
    name = add(desk, states="#")
    with pytest.raises(ProjectError, match="dog_1 cannot be merged into itself"):
        commands.merge_instances(desk.view, name, name)
    with pytest.raises(ProjectError, match="dog_1 cannot be swapped with itself"):
        commands.swap_instances(desk.view, name, name, 1)
    for repair in (Repair.MERGE, Repair.SWAP):
        with pytest.raises(ProjectError, match="choose another instance"):
            preview_of(repair, desk.view, name, other=name)


def test_a_preview_says_which_seconds_a_repair_changes(desk: Workbench) -> None:
    """R21: before it is done."""
    one, other = add(desk, states="##.>.?"), add(desk, CAT, states=">.##..")
    commit(desk, one, 0)
    commit(desk, other, 0, corner=5)
    view = desk.view
    merge = preview_of(Repair.MERGE, view, one, other=other)
    assert merge.seconds == {one: (0, 1, 3, 5), other: (0, 1, 5)}
    assert merge.united == (0,)
    assert merge.second_count == 4
    assert preview_of(Repair.SPLIT, view, one, second=2).seconds == {one: (3, 5)}
    assert preview_of(Repair.REMOVE, view, other).seconds == {other: (0, 2, 3)}
    with pytest.raises(ProjectError, match="nothing from second 6 on"):
        preview_of(Repair.SPLIT, view, one, second=6)


@pytest.mark.parametrize("seed", range(6))
def test_a_preview_is_what_then_happens(desk: Workbench, seed: int) -> None:
    """R21: for any state of the video, the previewed seconds are exactly those that change."""
    rng = random.Random(seed)
    names = [add(desk, category) for category in (DOG, CAT, DOG)]
    kinds = [kind for kind in KINDS if kind in ("sounding", "mask", "cells", "suggest", "toggle")]
    for _ in range(25):
        with suppress(ProjectError):
            numbers = (rng.randrange(1000), rng.randrange(1000), rng.randrange(1000))
            command = command_of(desk.view, rng.choice(kinds), numbers)
            assert command is not None
            desk.run(command)
    one, other, _ = names
    for repair in (Repair.MERGE, Repair.SWAP, Repair.SPLIT, Repair.REMOVE):
        before, second = desk.view, rng.randrange(1, 5)
        preview = preview_of(repair, before, one, other=other, second=second)
        desk.run(_command(repair, before, one, other, second))
        changed = {name: tuple(_changed(before, desk.view, name)) for name in preview.seconds}
        assert changed == preview.seconds
        untouched = set(names) - set(preview.seconds)
        assert all(not list(_changed(before, desk.view, name)) for name in untouched)
        desk.undo()
        assert desk.view == before


def _command(
    repair: Repair, view: VideoView, one: InstanceId, other: InstanceId, second: int
) -> Command:
    if repair is Repair.MERGE:
        return commands.merge_instances(view, one, other)
    if repair is Repair.SWAP:
        return commands.swap_instances(view, one, other, second)
    if repair is Repair.SPLIT:
        return commands.split_instance(view, one, second)
    return commands.remove_instance(view, one)


def _changed(before: VideoView, after: VideoView, name: InstanceId) -> list[int]:
    """The seconds in which a cell has another state or mask; of one that is gone, those it had."""
    track, now = before.track(name), after.by_id.get(name)
    if now is None:
        return list(commands.affected_seconds(before, name))
    return [
        second
        for second in range(before.video.second_count)
        if (track.states[second], track.masks[second]) != (now.states[second], now.masks[second])
    ]


def test_masks_and_states_go_with_the_identity_and_not_with_its_name(desk: Workbench) -> None:
    name = add(desk)
    commit(desk, name, 3)
    desk.run(commands.change_category(desk.view, name, CAT))
    assert masked(desk.view, name) == [3]

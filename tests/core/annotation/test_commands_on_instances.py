"""Commands on instances: names and numbers, and mending them with a preview of what changes."""

import random
from contextlib import suppress

import pytest
from core.annotation.random_commands import KINDS, command_of
from core.annotation.small_project import (
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
from avisbuild.annotation.commands import Repair, preview_repair
from avisbuild.errors import ProjectError
from avisbuild.masks import encode
from avisbuild.records import CategoryId, InstanceId, MaskSource


def test_instances_are_numbered_by_category_and_last_the_video(workbench: Workbench) -> None:
    """R11: category_n, and a new instance needs a command of its own."""
    for category in (DOG, CAT, DOG):
        add(workbench, category)
    assert list(picture(workbench.view)) == ["dog_1", "cat_1", "dog_2"]
    assert undo_label(workbench) == "Add dog_2"


def test_instances_keep_their_place_when_others_come_and_go(workbench: Workbench) -> None:
    """R11: number keys and colours go by place; later ones come after."""
    first, second = add(workbench, CAT), add(workbench, DOG)
    third = add(workbench, CAT)
    workbench.run(commands.remove_instance(workbench.view, second))
    assert [each.instance_id for each in workbench.view.instances] == [first, third]
    fourth = add(workbench, DOG)
    assert [each.instance_id for each in workbench.view.instances] == [first, third, fourth]


def test_removing_an_instance_takes_all_that_it_has_and_undo_brings_it_back(
    workbench: Workbench,
) -> None:
    """R21: delete is one undo step."""
    name, other = add(workbench, states="#.#"), add(workbench, CAT, states="#")
    commit(workbench, name, 0)
    workbench.run(commands.add_proposals(workbench.view, [suggestion(name, 2)]))
    before = workbench.view
    workbench.run(commands.remove_instance(workbench.view, name))
    assert list(picture(workbench.view)) == ["cat_1"]
    assert states_text(workbench.view, other) == "#....."
    assert undo_label(workbench) == "Delete dog_1"
    workbench.undo()
    assert workbench.view == before


def test_another_category_means_its_next_number(workbench: Workbench) -> None:
    """R21: rename."""
    name = add(workbench, states="#")
    add(workbench, CAT)
    workbench.run(commands.change_category(workbench.view, name, CAT))
    assert picture(workbench.view) == {"cat_2": ("#.....", []), "cat_1": ("......", [])}
    assert undo_label(workbench) == "Rename dog_1 to cat_2"
    workbench.run(commands.change_category(workbench.view, name, CAT))
    assert undo_label(workbench) == "Rename dog_1 to cat_2"


def test_a_number_that_is_taken_is_exchanged(workbench: Workbench) -> None:
    """R21: rename."""
    first, second = add(workbench, states="#"), add(workbench, states="##")
    workbench.run(commands.renumber_instance(workbench.view, first, 2))
    assert picture(workbench.view) == {"dog_2": ("#.....", []), "dog_1": ("##....", [])}
    assert undo_label(workbench) == "Rename dog_1 to dog_2"
    workbench.run(commands.renumber_instance(workbench.view, second, 7))
    assert list(picture(workbench.view)) == ["dog_2", "dog_7"]
    with pytest.raises(ProjectError, match="expected a number from 1, got 0"):
        commands.renumber_instance(workbench.view, second, 0)


def test_a_category_that_is_not_there_is_told(workbench: Workbench) -> None:
    made = commands.new_instance(workbench.view, CategoryId(9))
    with pytest.raises(ProjectError, match="taxonomy pets has no category 9"):
        commands.add_instance(workbench.view, made)


def test_merging_loses_no_pixel_and_no_sounding_second(workbench: Workbench) -> None:
    """R21: where both have a mask it is their union, said in its provenance."""
    gone, kept = add(workbench, states="##.>.?"), add(workbench, CAT, states=">.##..")
    commit(workbench, gone, 0, corner=0)
    commit(workbench, gone, 1, corner=1)
    commit(workbench, kept, 1, corner=4)
    before = workbench.view
    workbench.run(commands.merge_instances(workbench.view, gone, kept))
    assert picture(workbench.view) == {"cat_1": ("####.?", [0, 1])}
    assert workbench.view.mask_at(kept, 0) == square(0)
    assert workbench.view.mask_at(kept, 1) == encode(pixels(square(1)) | pixels(square(4)))
    origin = workbench.view.provenances[kept, 1]
    assert (origin.source, origin.prompts, origin.model) == (MaskSource.BRUSH, "", "")
    assert workbench.view.provenances[kept, 0].source is MaskSource.CLICK
    assert undo_label(workbench) == "Merge dog_1 into cat_1"
    workbench.undo()
    assert workbench.view == before


def test_merged_proposals_go_to_cells_without_a_mask(workbench: Workbench) -> None:
    gone, kept = add(workbench, states="##"), add(workbench, CAT, states="##")
    commit(workbench, kept, 1)
    found = [suggestion(gone, 0), suggestion(gone, 1), suggestion(kept, 0, model="carried")]
    workbench.run(commands.add_proposals(workbench.view, found))
    workbench.run(commands.merge_instances(workbench.view, gone, kept))
    assert [(each.second, each.model) for each in workbench.view.all_proposals] == [
        (0, "carried"),
        (0, "flow"),
    ]


def test_a_split_gives_what_follows_to_a_new_instance(workbench: Workbench) -> None:
    """R21: split at t."""
    name = add(workbench, states="##>##")
    commit(workbench, name, 1)
    commit(workbench, name, 3)
    workbench.run(commands.add_proposals(workbench.view, [suggestion(name, 4)]))
    before = workbench.view
    workbench.run(commands.split_instance(workbench.view, name, 2))
    assert picture(workbench.view) == {"dog_1": ("##....", [1]), "dog_2": ("..>##.", [3])}
    (proposal,) = workbench.view.all_proposals
    assert workbench.view.name(proposal.instance_id) == "dog_2"
    assert undo_label(workbench) == "Split dog_1 at 2 s: dog_2"
    workbench.undo()
    assert workbench.view == before


@pytest.mark.parametrize(
    ("second", "message"),
    [(0, "nothing before second 0"), (2, "nothing before"), (5, "nothing from second 5 on")],
)
def test_a_split_with_nothing_on_one_side_is_refused(
    workbench: Workbench, second: int, message: str
) -> None:
    name = add(workbench, states="..##")
    with pytest.raises(ProjectError, match=message):
        commands.split_instance(workbench.view, name, second)


def test_a_swap_exchanges_all_that_two_have_from_a_second_on(workbench: Workbench) -> None:
    """R21: swap from t onward."""
    one, other = add(workbench, states="######"), add(workbench, CAT, states="#..>..")
    for second in (0, 2, 4):
        commit(workbench, one, second, corner=second)
    commit(workbench, other, 4, corner=9)
    models = [suggestion(other, 5, model="flow"), suggestion(other, 5, model="carried")]
    workbench.run(commands.add_proposals(workbench.view, models))
    before = workbench.view
    workbench.run(commands.swap_instances(workbench.view, one, other, 2))
    assert picture(workbench.view) == {
        "dog_1": ("##.>#.", [0, 4]),
        "cat_1": ("#.####", [2, 4]),
    }
    assert workbench.view.mask_at(one, 4) == square(9)
    assert workbench.view.mask_at(other, 4) == square(4)
    assert len(workbench.view.proposals_at(one, 5)) == 2
    assert undo_label(workbench) == "Swap dog_1 and cat_1 from 2 s"
    workbench.run(commands.swap_instances(workbench.view, one, other, 2))
    assert workbench.view == before
    workbench.undo()
    workbench.undo()
    assert workbench.view == before


def test_nobody_is_merged_or_swapped_with_themselves(workbench: Workbench) -> None:
    name = add(workbench, states="#")
    with pytest.raises(ProjectError, match="dog_1 cannot be merged into itself"):
        commands.merge_instances(workbench.view, name, name)
    with pytest.raises(ProjectError, match="dog_1 cannot be swapped with itself"):
        commands.swap_instances(workbench.view, name, name, 1)
    for repair in (Repair.MERGE, Repair.SWAP):
        with pytest.raises(ProjectError, match="choose another instance"):
            preview_repair(repair, workbench.view, name, other=name)


def test_a_preview_says_which_seconds_a_repair_changes(workbench: Workbench) -> None:
    """R21: before it is done."""
    one, other = add(workbench, states="##.>.?"), add(workbench, CAT, states=">.##..")
    commit(workbench, one, 0)
    commit(workbench, other, 0, corner=5)
    view = workbench.view
    merge = preview_repair(Repair.MERGE, view, one, other=other)
    assert merge.seconds == {one: (0, 1, 3, 5), other: (0, 1, 5)}
    assert merge.united == (0,)
    assert merge.second_count == 4
    assert preview_repair(Repair.SPLIT, view, one, second=2).seconds == {one: (3, 5)}
    assert preview_repair(Repair.REMOVE, view, other).seconds == {other: (0, 2, 3)}
    with pytest.raises(ProjectError, match="nothing from second 6 on"):
        preview_repair(Repair.SPLIT, view, one, second=6)


@pytest.mark.parametrize("seed", range(6))
def test_a_preview_is_what_then_happens(workbench: Workbench, seed: int) -> None:
    """R21: for any state of the video, the previewed seconds are exactly those that change."""
    rng = random.Random(seed)
    names = [add(workbench, category) for category in (DOG, CAT, DOG)]
    kinds = [kind for kind in KINDS if kind in ("sounding", "mask", "cells", "suggest", "toggle")]
    for _ in range(25):
        with suppress(ProjectError):
            numbers = (rng.randrange(1000), rng.randrange(1000), rng.randrange(1000))
            command = command_of(workbench.view, rng.choice(kinds), numbers)
            assert command is not None
            workbench.run(command)
    one, other, _ = names
    for repair in (Repair.MERGE, Repair.SWAP, Repair.SPLIT, Repair.REMOVE):
        before, second = workbench.view, rng.randrange(1, 5)
        preview = preview_repair(repair, before, one, other=other, second=second)
        workbench.run(_command(repair, before, one, other, second))
        changed = {name: tuple(_changed(before, workbench.view, name)) for name in preview.seconds}
        assert changed == preview.seconds
        untouched = set(names) - set(preview.seconds)
        assert all(not list(_changed(before, workbench.view, name)) for name in untouched)
        workbench.undo()
        assert workbench.view == before


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


def test_masks_and_states_go_with_the_instance_and_not_with_its_name(workbench: Workbench) -> None:
    name = add(workbench)
    commit(workbench, name, 3)
    workbench.run(commands.change_category(workbench.view, name, CAT))
    assert masked(workbench.view, name) == [3]

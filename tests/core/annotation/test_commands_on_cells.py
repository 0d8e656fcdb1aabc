"""Commands on cells: states, masks, proposals, silences, and what the undo menu calls them."""

import pytest
from core.annotation.small_project import (
    CAT,
    CLICKED,
    POND,
    add,
    commit,
    masked,
    pixels,
    square,
    states_text,
    suggestion,
    undo_label,
)

from avisbuild.annotation import CellSign, Workbench, commands
from avisbuild.annotation.commands import Overlap
from avisbuild.errors import ProjectError
from avisbuild.masks import encode
from avisbuild.records import InstanceId, MaskSource, Rle, Sounding
from avisbuild.store import Project


def test_one_cell_is_toggled_and_other_states_become_sounding(workbench: Workbench) -> None:
    """R07: one key toggles "instance k sounds in this second"."""
    name = add(workbench, states=".?")
    for second in (0, 1):
        workbench.run(commands.toggle_sounding(workbench.view, name, second))
    assert states_text(workbench.view, name) == "##...."
    assert undo_label(workbench) == "Mark dog_1 as sounding, second 1"
    workbench.run(commands.toggle_sounding(workbench.view, name, 0))
    assert states_text(workbench.view, name) == ".#...."


def test_a_run_gets_one_state_and_lanes_overlap(workbench: Workbench) -> None:
    """R07, R16: a drag fills a range with any of the five states; other lanes are not touched."""
    name, other = add(workbench, states="######"), add(workbench, CAT)
    for start, state in enumerate(Sounding):
        workbench.run(commands.set_sounding(workbench.view, other, range(start, 6), state))
    assert states_text(workbench.view, name) == "######"
    assert states_text(workbench.view, other) == "#.>~??"
    assert undo_label(workbench) == "Mark cat_1 as unsure, seconds 4-5"


def test_cells_of_several_instances_get_one_state_in_one_step(workbench: Workbench) -> None:
    """R07, R13: a bulk action is one step."""
    one, other = add(workbench), add(workbench, CAT)
    cells = [(one, 0), (other, 0), (other, 3)]
    workbench.run(commands.set_cells(workbench.view, cells, Sounding.OFFSCREEN))
    assert (states_text(workbench.view, one), states_text(workbench.view, other)) == (
        ">.....",
        ">..>..",
    )
    assert undo_label(workbench) == "Mark dog_1, cat_1 as offscreen, seconds 0, 3"
    workbench.undo()
    assert (states_text(workbench.view, one), states_text(workbench.view, other)) == (
        "......",
        "......",
    )


def test_what_was_heard_sounds_where_nobody_had_said_so_in_one_step(workbench: Workbench) -> None:
    """R44: silent and unsure cells; those that say how they sound stay, confirmed silence is open again."""
    dog, cat = add(workbench, states="#>~?.."), add(workbench, CAT)
    workbench.run(commands.accept_silences(workbench.view, [4, 5]))
    workbench.run(commands.mark_heard(workbench.view, dog, range(5)))
    assert (states_text(workbench.view, dog), states_text(workbench.view, cat)) == (
        "#>~##.",
        "......",
    )
    assert workbench.view.silences == {5}
    assert undo_label(workbench) == "Mark dog_1 while listening, seconds 3-4"
    workbench.undo()
    assert (states_text(workbench.view, dog), workbench.view.silences) == ("#>~?..", {4, 5})


def test_a_state_after_the_end_is_refused(workbench: Workbench) -> None:
    name = add(workbench)
    with pytest.raises(ProjectError, match="second from 0 to 5, got 6"):
        workbench.run(commands.set_sounding(workbench.view, name, range(5, 7), Sounding.SOUNDING))
    assert states_text(workbench.view, name) == "......"


def test_a_mask_goes_to_its_instance_and_makes_the_cell_sounding(workbench: Workbench) -> None:
    """R11: a mask goes to the active instance; the sounding second is told by it."""
    name, other = add(workbench), add(workbench, CAT)
    workbench.run(commands.accept_silences(workbench.view, [2, 3]))
    commit(workbench, name, 2, corner=4)
    assert workbench.view.mask_at(name, 2) == square(4)
    assert states_text(workbench.view, name) == "..#..."
    assert masked(workbench.view, other) == []
    assert workbench.view.silences == {3}
    assert undo_label(workbench) == "Mask dog_1, second 2"
    workbench.undo()
    assert workbench.view.silences == {2, 3}
    assert states_text(workbench.view, name) == "......"


def test_a_mask_takes_the_place_of_the_one_before_and_of_proposals(workbench: Workbench) -> None:
    """R12: exactly one mask a cell."""
    name = add(workbench, states="#")
    workbench.run(commands.add_proposals(workbench.view, [suggestion(name, 0)]))
    assert workbench.view.sign(name, 0) is CellSign.PROPOSED
    commit(workbench, name, 0, corner=1)
    commit(workbench, name, 0, corner=5)
    assert workbench.view.mask_at(name, 0) == square(5)
    assert workbench.view.proposals == {}
    assert workbench.view.sign(name, 0) is CellSign.MASKED


def _empty() -> Rle:
    return encode(pixels(square()) & False)


@pytest.mark.parametrize("overlap", Overlap)
def test_a_mask_without_pixels_is_refused(workbench: Workbench, overlap: Overlap) -> None:
    name = add(workbench)
    with pytest.raises(ProjectError, match="dog_1, second 1: the mask has no pixels"):
        workbench.run(
            commands.commit_mask(workbench.view, name, 1, _empty(), CLICKED, overlap=overlap)
        )
    assert masked(workbench.view, name) == []


def test_masks_may_overlap_or_keep_out_of_others_or_take_their_pixels(workbench: Workbench) -> None:
    """R29: the modes of the brush, in the same step as the commit."""
    mine, theirs, elsewhere = add(workbench), add(workbench, CAT), add(workbench, CAT)
    commit(workbench, theirs, 1, corner=2)
    commit(workbench, elsewhere, 1, corner=12)
    before = workbench.view

    def with_overlap(overlap: Overlap) -> None:
        workbench.run(
            commands.commit_mask(workbench.view, mine, 1, square(0), CLICKED, overlap=overlap)
        )

    with_overlap(Overlap.SHARE)
    assert workbench.view.mask_at(mine, 1) == square(0)
    assert workbench.view.mask_at(theirs, 1) == square(2)
    assert workbench.view.provenances[mine, 1] == CLICKED

    with_overlap(Overlap.KEEP_OTHERS)
    left = pixels(square(0)) & ~pixels(square(2))
    assert workbench.view.mask_at(mine, 1) == encode(left)
    assert workbench.view.mask_at(theirs, 1) == square(2)
    assert workbench.view.provenances[mine, 1].source is MaskSource.BRUSH

    with_overlap(Overlap.STEAL)
    assert workbench.view.mask_at(mine, 1) == square(0)
    assert workbench.view.mask_at(theirs, 1) == encode(pixels(square(2)) & ~pixels(square(0)))
    assert workbench.view.provenances[theirs, 1].source is MaskSource.BRUSH
    assert workbench.view.provenances[mine, 1].source is MaskSource.CLICK
    assert workbench.view.mask_at(elsewhere, 1) == square(12)
    for _ in range(3):
        workbench.undo()
    assert workbench.view == before


def test_who_is_robbed_of_every_pixel_has_no_mask_and_is_to_do_again(workbench: Workbench) -> None:
    mine, theirs = add(workbench), add(workbench, CAT)
    commit(workbench, theirs, 1, corner=1)
    all_of_it = square(0, side=9)
    workbench.run(
        commands.commit_mask(workbench.view, mine, 1, all_of_it, CLICKED, overlap=Overlap.STEAL)
    )
    assert masked(workbench.view, theirs) == []
    assert workbench.view.sign(theirs, 1) is CellSign.TODO
    workbench.undo()
    assert workbench.view.mask_at(theirs, 1) == square(1)


def test_a_mask_that_lies_wholly_on_others_is_refused_where_it_must_keep_out(
    workbench: Workbench,
) -> None:
    mine, theirs = add(workbench), add(workbench, CAT)
    workbench.run(commands.commit_mask(workbench.view, theirs, 1, square(0, side=9), CLICKED))
    with pytest.raises(ProjectError, match="no pixels"):
        workbench.run(
            commands.commit_mask(
                workbench.view, mine, 1, square(2), CLICKED, overlap=Overlap.KEEP_OTHERS
            )
        )


def test_masks_are_removed_and_states_stay(workbench: Workbench) -> None:
    name = add(workbench)
    for second in (0, 1, 4):
        commit(workbench, name, second)
    workbench.run(commands.remove_masks(workbench.view, [(name, 0), (name, 1), (name, 3)]))
    assert masked(workbench.view, name) == [4]
    assert states_text(workbench.view, name) == "##..#."
    assert undo_label(workbench) == "Remove the mask of dog_1, seconds 0-1, 3"
    workbench.undo()
    assert masked(workbench.view, name) == [0, 1, 4]


def test_a_proposal_never_touches_a_mask(workbench: Workbench) -> None:
    """R20: human masks are immutable to propagation."""
    name = add(workbench, states="###")
    commit(workbench, name, 1, corner=7)
    found = [suggestion(name, second) for second in range(3)]
    workbench.run(commands.add_proposals(workbench.view, found))
    assert sorted(workbench.view.proposals) == [(name, 0), (name, 2)]
    assert workbench.view.mask_at(name, 1) == square(7)
    assert undo_label(workbench) == "Propose dog_1, seconds 0-2"
    with pytest.raises(ProjectError, match="never replaces one"):
        workbench.run(commands.add_proposals(workbench.view, found[1:2]))


def test_the_most_confident_proposal_of_a_cell_is_shown_and_accepted(workbench: Workbench) -> None:
    """R20: per-frame confidence."""
    name = add(workbench, states="#")
    both = [
        suggestion(name, 0, corner=1, model="flow", confidence=0.4),
        suggestion(name, 0, corner=9, model="carried", confidence=0.6),
    ]
    workbench.run(commands.add_proposals(workbench.view, both))
    assert workbench.view.proposals[name, 0].model == "carried"
    assert set(workbench.view.proposals_at(name, 0)) == set(both)
    workbench.run(commands.accept_proposals(workbench.view, [(name, 0)], author="ann"))
    assert workbench.view.mask_at(name, 0) == square(9)
    assert workbench.view.all_proposals == ()
    workbench.undo()
    assert set(workbench.view.proposals_at(name, 0)) == set(both)
    assert masked(workbench.view, name) == []


@pytest.mark.parametrize(
    ("model", "source"),
    [("carried", MaskSource.COPIED), ("flow-2", MaskSource.PROPAGATED)],
)
def test_an_accepted_proposal_says_where_it_comes_from(
    workbench: Workbench, model: str, source: MaskSource
) -> None:
    """R19, R37: copied and propagated masks are told apart, with who accepted them and how long it took."""
    name = add(workbench, states="##")
    found = [suggestion(name, second, model=model) for second in (0, 1)]
    workbench.run(commands.add_proposals(workbench.view, found))
    cells = [(name, 0), (name, 1)]
    workbench.run(commands.accept_proposals(workbench.view, cells, author="ann", seconds_spent=3.0))
    for cell in cells:
        provenance = workbench.view.provenances[cell]
        assert (provenance.source, provenance.model) == (source, model)
        assert (provenance.author, provenance.round_number) == ("ann", 1)
        assert provenance.seconds_spent == 1.5
    assert undo_label(workbench) == "Accept dog_1, seconds 0-1"


def test_accepting_a_range_leaves_silent_cells_alone_and_one_cell_becomes_sounding(
    workbench: Workbench,
) -> None:
    name = add(workbench, states="#.>")
    found = [suggestion(name, second) for second in range(4)]
    workbench.run(commands.add_proposals(workbench.view, found))
    cells = [(name, second) for second in range(4)]
    workbench.run(commands.accept_proposals(workbench.view, cells, author="ann"))
    assert masked(workbench.view, name) == [0]
    assert states_text(workbench.view, name) == "#.>..."
    assert sorted(workbench.view.proposals) == [(name, 1), (name, 2), (name, 3)]
    workbench.run(commands.accept_silences(workbench.view, [1]))
    workbench.run(commands.accept_proposals(workbench.view, [(name, 1)], author="ann"))
    assert masked(workbench.view, name) == [0, 1]
    assert states_text(workbench.view, name) == "##>..."
    assert workbench.view.silences == frozenset()


def test_there_must_be_a_proposal_to_accept(workbench: Workbench) -> None:
    name = add(workbench, states="#")
    with pytest.raises(ProjectError, match="no proposal here to accept"):
        workbench.run(commands.accept_proposals(workbench.view, [(name, 0)], author="ann"))


def test_proposals_are_dropped_and_come_back_with_undo(workbench: Workbench) -> None:
    name = add(workbench, states="###")
    found = [suggestion(name, second) for second in range(3)]
    workbench.run(commands.add_proposals(workbench.view, found))
    workbench.run(commands.drop_proposals(workbench.view, [(name, 0), (name, 2), (name, 5)]))
    assert sorted(workbench.view.proposals) == [(name, 1)]
    assert undo_label(workbench) == "Drop the proposals of dog_1, seconds 0, 2"
    workbench.undo()
    assert sorted(workbench.view.proposals) == [(name, 0), (name, 1), (name, 2)]


def test_silence_is_accepted_for_every_instance_and_never_where_a_mask_stands(
    workbench: Workbench,
) -> None:
    """R14: suggestions are accepted singly or all at once; a masked second is refused and said."""
    one, other = add(workbench, states="##>#~."), add(workbench, CAT, states="?.....")
    commit(workbench, one, 3)
    workbench.run(commands.accept_silences(workbench.view, range(6)))
    assert workbench.view.silences == {0, 1, 2, 4, 5}
    assert (states_text(workbench.view, one), states_text(workbench.view, other)) == (
        "...#..",
        "......",
    )
    assert (
        undo_label(workbench)
        == "Confirm silence, seconds 0-2, 4-5 (not second 3: masks stand there)"
    )
    workbench.undo()
    assert states_text(workbench.view, one) == "##>#~."
    assert states_text(workbench.view, other) == "?....."
    assert workbench.view.silences == frozenset()


def test_a_second_with_a_mask_alone_is_refused(workbench: Workbench) -> None:
    """R14."""
    name = add(workbench)
    commit(workbench, name, 3)
    assert commands.refused_silences(workbench.view, [2, 3]) == (3,)
    with pytest.raises(ProjectError, match="second 3: masks stand there; remove them"):
        workbench.run(commands.accept_silences(workbench.view, [3]))
    assert workbench.view.silences == frozenset()


def test_a_silence_is_opened_again_by_hand_or_by_what_sounds_in_it(workbench: Workbench) -> None:
    name = add(workbench)
    workbench.run(commands.accept_silences(workbench.view, range(6)))
    workbench.run(commands.reopen_silences(workbench.view, [5]))
    assert undo_label(workbench) == "Open silence again, second 5"
    workbench.run(commands.set_sounding(workbench.view, name, range(1, 3), Sounding.OFFSCREEN))
    workbench.run(commands.set_sounding(workbench.view, name, range(3, 4), Sounding.SILENT))
    assert workbench.view.silences == {0, 3, 4}


def test_labels_count_where_a_list_would_be_long(workbench: Workbench) -> None:
    names = [add(workbench) for _ in range(4)]
    cells = [(name, second) for name in names for second in (0, 2, 4)]
    workbench.run(commands.set_cells(workbench.view, cells, Sounding.SOUNDING))
    assert undo_label(workbench) == "Mark 4 instances as sounding, seconds 0, 2, 4"
    workbench.run(commands.remove_masks(workbench.view, [(names[0], 1)]))
    cells = [(names[0], second) for second in (0, 2, 4, 5)]
    workbench.run(commands.set_cells(workbench.view, [*cells, (names[0], 1)], Sounding.UNSURE))
    assert undo_label(workbench) == "Mark dog_1 as unsure, seconds 0-2, 4-5"


def test_a_name_that_is_not_in_the_video_is_told(workbench: Workbench) -> None:
    with pytest.raises(ProjectError, match="video pond has no instance gone") as caught:
        commands.remove_masks(workbench.view, [(InstanceId("gone"), 1)])
    assert "\n" not in str(caught.value)


def test_what_is_on_disk_after_a_command_is_what_the_workbench_shows(
    workbench: Workbench, project: Project
) -> None:
    """R01: a command that has returned is in the journal and in the state, and both agree."""
    name = add(workbench)
    commit(workbench, name, 2)
    project.close()
    with Project.open(project.folder) as again:
        assert again.tracks(POND) == workbench.view.tracks
        assert again.journal.verify() == 3
        assert again.rebuild_state() == again.state_digest()

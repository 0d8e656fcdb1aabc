"""Commands on cells: states, masks, proposals, silences, and what the undo menu calls them."""

import pytest
from core.annotation.small_desk import (
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


def test_one_cell_is_toggled_and_other_states_become_sounding(desk: Workbench) -> None:
    """R07: one key toggles "identity k sounds in this second"."""
    name = add(desk, states=".?")
    for second in (0, 1):
        desk.run(commands.toggle_sounding(desk.view, name, second))
    assert states_text(desk.view, name) == "##...."
    assert undo_label(desk) == "Mark dog_1 as sounding, second 1"
    desk.run(commands.toggle_sounding(desk.view, name, 0))
    assert states_text(desk.view, name) == ".#...."


def test_a_run_gets_one_state_and_lanes_overlap(desk: Workbench) -> None:
    """R07, R16: a drag fills a range with any of the five states; other lanes are not touched."""
    name, other = add(desk, states="######"), add(desk, CAT)
    for start, state in enumerate(Sounding):
        desk.run(commands.set_sounding(desk.view, other, range(start, 6), state))
    assert states_text(desk.view, name) == "######"
    assert states_text(desk.view, other) == "#.>~??"
    assert undo_label(desk) == "Mark cat_1 as unsure, seconds 4-5"


def test_cells_of_several_instances_get_one_state_in_one_step(desk: Workbench) -> None:
    """R07, R13: a bulk action is one step."""
    one, other = add(desk), add(desk, CAT)
    cells = [(one, 0), (other, 0), (other, 3)]
    desk.run(commands.set_cells(desk.view, cells, Sounding.OFFSCREEN))
    assert (states_text(desk.view, one), states_text(desk.view, other)) == (">.....", ">..>..")
    assert undo_label(desk) == "Mark dog_1, cat_1 as offscreen, seconds 0, 3"
    desk.undo()
    assert (states_text(desk.view, one), states_text(desk.view, other)) == ("......", "......")


def test_a_state_after_the_end_is_refused(desk: Workbench) -> None:
    name = add(desk)
    with pytest.raises(ProjectError, match="second from 0 to 5, got 6"):
        desk.run(commands.set_sounding(desk.view, name, range(5, 7), Sounding.SOUNDING))
    assert states_text(desk.view, name) == "......"


def test_a_mask_goes_to_its_identity_and_makes_the_cell_sounding(desk: Workbench) -> None:
    """R11: a mask goes to the active identity; the sounding second is told by it."""
    name, other = add(desk), add(desk, CAT)
    desk.run(commands.accept_silences(desk.view, [2, 3]))
    commit(desk, name, 2, corner=4)
    assert desk.view.mask_of(name, 2) == square(4)
    assert states_text(desk.view, name) == "..#..."
    assert masked(desk.view, other) == []
    assert desk.view.silences == {3}
    assert undo_label(desk) == "Mask dog_1, second 2"
    desk.undo()
    assert desk.view.silences == {2, 3}
    assert states_text(desk.view, name) == "......"


def test_a_mask_takes_the_place_of_the_one_before_and_of_proposals(desk: Workbench) -> None:
    """R12: exactly one mask a cell."""
    name = add(desk, states="#")
    desk.run(commands.add_proposals(desk.view, [suggestion(name, 0)]))
    assert desk.view.sign(name, 0) is CellSign.PROPOSED
    commit(desk, name, 0, corner=1)
    commit(desk, name, 0, corner=5)
    assert desk.view.mask_of(name, 0) == square(5)
    assert desk.view.proposals == {}
    assert desk.view.sign(name, 0) is CellSign.MASKED


def _empty() -> Rle:
    return encode(pixels(square()) & False)


@pytest.mark.parametrize("overlap", Overlap)
def test_a_mask_without_pixels_is_refused(desk: Workbench, overlap: Overlap) -> None:
    name = add(desk)
    with pytest.raises(ProjectError, match="dog_1, second 1: the mask has no pixels"):
        desk.run(commands.commit_mask(desk.view, name, 1, _empty(), CLICKED, overlap=overlap))
    assert masked(desk.view, name) == []


def test_masks_may_overlap_or_keep_out_of_others_or_take_their_pixels(desk: Workbench) -> None:
    """R29: the modes of the brush, in the same step as the commit."""
    mine, theirs, elsewhere = add(desk), add(desk, CAT), add(desk, CAT)
    commit(desk, theirs, 1, corner=2)
    commit(desk, elsewhere, 1, corner=12)
    before = desk.view

    def with_overlap(overlap: Overlap) -> None:
        desk.run(commands.commit_mask(desk.view, mine, 1, square(0), CLICKED, overlap=overlap))

    with_overlap(Overlap.SHARE)
    assert desk.view.mask_of(mine, 1) == square(0)
    assert desk.view.mask_of(theirs, 1) == square(2)
    assert desk.view.provenances[mine, 1] == CLICKED

    with_overlap(Overlap.KEEP_OTHERS)
    left = pixels(square(0)) & ~pixels(square(2))
    assert desk.view.mask_of(mine, 1) == encode(left)
    assert desk.view.mask_of(theirs, 1) == square(2)
    assert desk.view.provenances[mine, 1].source is MaskSource.BRUSH

    with_overlap(Overlap.STEAL)
    assert desk.view.mask_of(mine, 1) == square(0)
    assert desk.view.mask_of(theirs, 1) == encode(pixels(square(2)) & ~pixels(square(0)))
    assert desk.view.provenances[theirs, 1].source is MaskSource.BRUSH
    assert desk.view.provenances[mine, 1].source is MaskSource.CLICK
    assert desk.view.mask_of(elsewhere, 1) == square(12)
    for _ in range(3):
        desk.undo()
    assert desk.view == before


def test_who_is_robbed_of_every_pixel_has_no_mask_and_is_to_do_again(desk: Workbench) -> None:
    mine, theirs = add(desk), add(desk, CAT)
    commit(desk, theirs, 1, corner=1)
    all_of_it = square(0, side=9)
    desk.run(commands.commit_mask(desk.view, mine, 1, all_of_it, CLICKED, overlap=Overlap.STEAL))
    assert masked(desk.view, theirs) == []
    assert desk.view.sign(theirs, 1) is CellSign.TODO
    desk.undo()
    assert desk.view.mask_of(theirs, 1) == square(1)


def test_a_mask_that_lies_wholly_on_others_is_refused_where_it_must_keep_out(
    desk: Workbench,
) -> None:
    mine, theirs = add(desk), add(desk, CAT)
    desk.run(commands.commit_mask(desk.view, theirs, 1, square(0, side=9), CLICKED))
    with pytest.raises(ProjectError, match="no pixels"):
        desk.run(
            commands.commit_mask(
                desk.view, mine, 1, square(2), CLICKED, overlap=Overlap.KEEP_OTHERS
            )
        )


def test_masks_are_removed_and_states_stay(desk: Workbench) -> None:
    name = add(desk)
    for second in (0, 1, 4):
        commit(desk, name, second)
    desk.run(commands.remove_masks(desk.view, [(name, 0), (name, 1), (name, 3)]))
    assert masked(desk.view, name) == [4]
    assert states_text(desk.view, name) == "##..#."
    assert undo_label(desk) == "Remove the mask of dog_1, seconds 0-1, 3"
    desk.undo()
    assert masked(desk.view, name) == [0, 1, 4]


def test_a_proposal_never_touches_a_mask(desk: Workbench) -> None:
    """R20: human masks are immutable to propagation."""
    name = add(desk, states="###")
    commit(desk, name, 1, corner=7)
    found = [suggestion(name, second) for second in range(3)]
    desk.run(commands.add_proposals(desk.view, found))
    assert sorted(desk.view.proposals) == [(name, 0), (name, 2)]
    assert desk.view.mask_of(name, 1) == square(7)
    assert undo_label(desk) == "Propose dog_1, seconds 0-2"
    with pytest.raises(ProjectError, match="never replaces one"):
        desk.run(commands.add_proposals(desk.view, found[1:2]))


def test_the_most_confident_proposal_of_a_cell_is_shown_and_accepted(desk: Workbench) -> None:
    """R20: per-frame confidence."""
    name = add(desk, states="#")
    both = [
        suggestion(name, 0, corner=1, model="flow", confidence=0.4),
        suggestion(name, 0, corner=9, model="carried", confidence=0.6),
    ]
    desk.run(commands.add_proposals(desk.view, both))
    assert desk.view.proposals[name, 0].model == "carried"
    assert set(desk.view.proposals_of(name, 0)) == set(both)
    desk.run(commands.accept_proposals(desk.view, [(name, 0)], author="ann"))
    assert desk.view.mask_of(name, 0) == square(9)
    assert desk.view.all_proposals == ()
    desk.undo()
    assert set(desk.view.proposals_of(name, 0)) == set(both)
    assert masked(desk.view, name) == []


@pytest.mark.parametrize(
    ("model", "source"),
    [("carried", MaskSource.CARRIED), ("flow-2", MaskSource.PROPAGATED)],
)
def test_an_accepted_proposal_says_where_it_comes_from(
    desk: Workbench, model: str, source: MaskSource
) -> None:
    """R19, R37: carried and propagated masks are told apart, with who accepted them and how long it took."""
    name = add(desk, states="##")
    found = [suggestion(name, second, model=model) for second in (0, 1)]
    desk.run(commands.add_proposals(desk.view, found))
    cells = [(name, 0), (name, 1)]
    desk.run(commands.accept_proposals(desk.view, cells, author="ann", seconds_spent=3.0))
    for cell in cells:
        provenance = desk.view.provenances[cell]
        assert (provenance.source, provenance.model) == (source, model)
        assert (provenance.author, provenance.round_number) == ("ann", 1)
        assert provenance.seconds_spent == 1.5
    assert undo_label(desk) == "Accept dog_1, seconds 0-1"


def test_accepting_a_range_leaves_silent_cells_alone_and_one_cell_becomes_sounding(
    desk: Workbench,
) -> None:
    name = add(desk, states="#.>")
    found = [suggestion(name, second) for second in range(4)]
    desk.run(commands.add_proposals(desk.view, found))
    cells = [(name, second) for second in range(4)]
    desk.run(commands.accept_proposals(desk.view, cells, author="ann"))
    assert masked(desk.view, name) == [0]
    assert states_text(desk.view, name) == "#.>..."
    assert sorted(desk.view.proposals) == [(name, 1), (name, 2), (name, 3)]
    desk.run(commands.accept_silences(desk.view, [1]))
    desk.run(commands.accept_proposals(desk.view, [(name, 1)], author="ann"))
    assert masked(desk.view, name) == [0, 1]
    assert states_text(desk.view, name) == "##>..."
    assert desk.view.silences == frozenset()


def test_there_must_be_a_proposal_to_accept(desk: Workbench) -> None:
    name = add(desk, states="#")
    with pytest.raises(ProjectError, match="no proposal here to accept"):
        desk.run(commands.accept_proposals(desk.view, [(name, 0)], author="ann"))


def test_proposals_are_dropped_and_come_back_with_undo(desk: Workbench) -> None:
    name = add(desk, states="###")
    found = [suggestion(name, second) for second in range(3)]
    desk.run(commands.add_proposals(desk.view, found))
    desk.run(commands.drop_proposals(desk.view, [(name, 0), (name, 2), (name, 5)]))
    assert sorted(desk.view.proposals) == [(name, 1)]
    assert undo_label(desk) == "Drop the proposals of dog_1, seconds 0, 2"
    desk.undo()
    assert sorted(desk.view.proposals) == [(name, 0), (name, 1), (name, 2)]


def test_silence_is_accepted_for_every_identity_and_never_where_a_mask_stands(
    desk: Workbench,
) -> None:
    """R14: suggestions are accepted singly or all at once; a masked second is refused and said."""
    one, other = add(desk, states="##>#~."), add(desk, CAT, states="?.....")
    commit(desk, one, 3)
    desk.run(commands.accept_silences(desk.view, range(6)))
    assert desk.view.silences == {0, 1, 2, 4, 5}
    assert (states_text(desk.view, one), states_text(desk.view, other)) == ("...#..", "......")
    assert undo_label(desk) == "Confirm silence, seconds 0-2, 4-5 (not second 3: masks stand there)"
    desk.undo()
    assert states_text(desk.view, one) == "##>#~."
    assert states_text(desk.view, other) == "?....."
    assert desk.view.silences == frozenset()


def test_a_second_with_a_mask_alone_is_refused(desk: Workbench) -> None:
    """R14."""
    name = add(desk)
    commit(desk, name, 3)
    assert commands.refused_silences(desk.view, [2, 3]) == (3,)
    with pytest.raises(ProjectError, match="second 3: masks stand there; remove them"):
        desk.run(commands.accept_silences(desk.view, [3]))
    assert desk.view.silences == frozenset()


def test_a_silence_is_opened_again_by_hand_or_by_what_sounds_in_it(desk: Workbench) -> None:
    name = add(desk)
    desk.run(commands.accept_silences(desk.view, range(6)))
    desk.run(commands.reopen_silences(desk.view, [5]))
    assert undo_label(desk) == "Open silence again, second 5"
    desk.run(commands.set_sounding(desk.view, name, range(1, 3), Sounding.OFFSCREEN))
    desk.run(commands.set_sounding(desk.view, name, range(3, 4), Sounding.SILENT))
    assert desk.view.silences == {0, 3, 4}


def test_labels_count_where_a_list_would_be_long(desk: Workbench) -> None:
    names = [add(desk) for _ in range(4)]
    cells = [(name, second) for name in names for second in (0, 2, 4)]
    desk.run(commands.set_cells(desk.view, cells, Sounding.SOUNDING))
    assert undo_label(desk) == "Mark 4 instances as sounding, seconds 0, 2, 4"
    desk.run(commands.remove_masks(desk.view, [(names[0], 1)]))
    cells = [(names[0], second) for second in (0, 2, 4, 5)]
    desk.run(commands.set_cells(desk.view, [*cells, (names[0], 1)], Sounding.UNSURE))
    assert undo_label(desk) == "Mark dog_1 as unsure, seconds 0-2, 4-5"


def test_a_name_that_is_not_in_the_video_is_told(desk: Workbench) -> None:
    with pytest.raises(ProjectError, match="video pond has no instance gone") as caught:
        commands.remove_masks(desk.view, [(InstanceId("gone"), 1)])
    assert "\n" not in str(caught.value)


def test_what_is_on_disk_after_a_command_is_what_the_desk_shows(
    desk: Workbench, project: Project
) -> None:
    """R01: a command that has returned is in the journal and in the state, and both agree."""
    name = add(desk)
    commit(desk, name, 2)
    project.close()
    with Project.open(project.folder) as again:
        assert again.tracks(POND) == desk.view.tracks
        assert again.journal.verify() == 3
        assert again.rebuild_state() == again.state_digest()

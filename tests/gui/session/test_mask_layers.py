"""What lies on the frame: masks, proposals, and not what is shown as a draft."""

from drawn_views import drawn_view
from gui.part_fakes import DrawnState, noted
from pytestqt.qtbot import QtBot

from avisbuild.annotation import Draft
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.mask_layers import MaskLayers
from avisbuild_gui.values import MaskKind


def _shown(state: DrawnState, kept: KeptDrafts) -> list[list[tuple[str, str]]]:
    layers = MaskLayers(state, kept)
    told = noted(layers.masks_changed)
    layers.tell()
    return [[(each.name, each.kind) for each in shown] for (shown,) in told]


def test_the_active_instance_lies_on_top_and_kinds_are_told_apart() -> None:
    state = DrawnState(drawn_view("#", "p", "x", "o"))
    state.image = "a frame"
    assert _shown(state, KeptDrafts(state)) == [
        [
            ("guitar_1", MaskKind.PROPOSAL),
            ("violin_1", MaskKind.SILENT),
            ("person_1", MaskKind.COMMITTED),
        ]
    ]


def test_a_mask_that_is_being_edited_is_shown_as_its_draft() -> None:
    state = DrawnState(drawn_view("#", "#"))
    state.image = "a frame"
    kept = KeptDrafts(state)
    kept.keep(Draft(state.active_cell, (4, 6)))
    assert _shown(state, kept) == [[("guitar_1", MaskKind.COMMITTED)]]


def test_where_there_is_no_frame_nothing_lies_on_it() -> None:
    state = DrawnState(drawn_view("#"))
    assert _shown(state, KeptDrafts(state)) == [[]]


def test_while_no_second_is_shown_nothing_is_said() -> None:
    state = DrawnState(drawn_view("#"))
    state.second = -1
    assert _shown(state, KeptDrafts(state)) == []


def test_at_rest_the_masks_of_the_seconds_beside_are_told(qtbot: QtBot) -> None:
    state = DrawnState(drawn_view("##.#"))
    layers = MaskLayers(state, KeptDrafts(state))
    told = noted(layers.masks_coming)
    state.second = 1
    state.tell_place()
    qtbot.waitUntil(lambda: bool(told))
    assert [[each.rle for each in coming] for (coming,) in told] == [
        [state.view.mask_at(state.view.instances[0].instance_id, 0)]
    ]

"""From which mask a propagation starts, and how far it goes (R20)."""

import pytest
from drawn_views import drawn_view

from avisbuild.annotation.propagation_range import PropagationRange, find_propagation_range
from avisbuild.annotation.unwritten import UnwrittenProposals
from avisbuild.records import InstanceId, Proposal, Rle

_FIRST = InstanceId("i0")


@pytest.mark.parametrize(
    ("lane", "chosen", "step", "expected"),
    [
        ("#oo.", range(1), 1, (0, range(1, 3), {1, 2})),
        ("#o.o#o", range(1), 1, (0, range(1, 4), {1, 3})),
        ("#oooo", range(2, 4), 1, (0, range(1, 4), {2, 3})),
        ("#ooo", range(3), 1, (0, range(1, 3), {1, 2})),
        (".oo#", range(3, 4), -1, (3, range(1, 3), {1, 2})),
        ("#..#", range(1), 1, (0, range(0), set())),
        ("oo#o", range(1, 2), 1, None),
    ],
    ids=[
        "to the last second that sounds",
        "up to the next mask",
        "over a run, from the mask before it",
        "over a run that begins with the mask",
        "backward",
        "nothing to do in the way",
        "no mask to begin from",
    ],
)
def test_how_far_masks_go(lane: str, chosen: range, step: int, expected) -> None:
    found = find_propagation_range(drawn_view(lane), _FIRST, chosen, step=step)
    wanted = expected and PropagationRange(
        start=expected[0], seconds=expected[1], wanted=frozenset(expected[2])
    )
    assert found == wanted


def _proposal(second: int, *, confidence: float = 0.9, name: str = "i0") -> Proposal:
    return Proposal(
        instance_id=InstanceId(name),
        second=second,
        rle=Rle((4, 6), b"0h0"),
        model="flow",
        confidence=confidence,
    )


def test_found_proposals_lie_beside_the_masks_where_there_is_room() -> None:
    view, unwritten = drawn_view("#op"), UnwrittenProposals()
    assert unwritten.beside(view) is view
    for each in (_proposal(0), _proposal(1), _proposal(2), _proposal(1, name="gone")):
        unwritten.add(each)
    shown = unwritten.beside(view)
    assert {cell: each.confidence for cell, each in shown.proposals.items()} == {
        ("i0", 1): 0.9,
        ("i0", 2): 0.9,
    }
    assert unwritten.beside(view) is shown
    assert unwritten.holds_any_of([("i0", 1)])
    assert not unwritten.holds_any_of([("i1", 1)])
    assert len(unwritten.take()) == 4
    assert unwritten.beside(view) is view


def test_a_less_confident_proposal_takes_no_place() -> None:
    view = drawn_view("p").with_proposals([_proposal(0, confidence=0.1)])
    assert view.proposals["i0", 0].confidence == 0.5

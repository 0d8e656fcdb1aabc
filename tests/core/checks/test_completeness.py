"""R45: a video is complete once a person has settled each of its seconds; one mask in one is not enough."""

import pytest
from drawn_views import drawn_view

from avisbuild.annotation.summary import summary_row


@pytest.mark.parametrize(
    ("lanes", "silences", "unsettled", "complete"),
    [
        (("#.....",), (), (1, 2, 3, 4, 5), False),
        (("#.....", ".#####"), (), (), True),
        (("######",), (), (), True),
        ((">~####",), (), (), True),
        (("#.....",), (1, 2, 3, 4, 5), (), True),
        (("#.....",), (1, 2, 3), (4, 5), False),
        (("#####o",), (), (), False),
        (("#####?",), (), (), False),
        (("#####x",), (5,), (), False),
        (("######", "......"), (), (), False),
        ((), range(60), (), True),
        ((), range(59), (59,), False),
        ((), (), tuple(range(60)), False),
    ],
)
def test_every_second_has_a_cell_that_is_not_silent_or_is_confirmed_silent(
    lanes: tuple[str, ...], silences: range | tuple[int, ...], unsettled: object, complete: bool
) -> None:
    view = drawn_view(*lanes, silences=frozenset(silences))
    assert view.unsettled_seconds == unsettled
    assert summary_row(view).is_complete is complete
    assert not summary_row(view, heard_enough=False).is_complete

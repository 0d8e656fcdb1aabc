"""What became of whole instances is told from what they hold, whatever commands were used."""

import pytest
from core.review.drawn_tracks import drawn, track

from avisbuild.records import Track
from avisbuild.review.diff import changes

_A, _B = track("a", "####", "0000"), track("b", "####", "5555", number=2)


def _texts(before: tuple[Track, ...], after: tuple[Track, ...]) -> list[str]:
    found = changes(drawn(*before), drawn(*after)).instances
    return [
        f"{each.instance_id} {each.kind}" + (f" {each.other.instance_id}" if each.other else "")
        for each in found
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((_A,), (_A, _B), ["b added"]),
        ((_A, _B), (_A,), ["b removed"]),
        ((_A,), (track("a", "####", "0000", number=3),), ["a renamed"]),
        ((_A,), (track("a", "####", "0000", category=2),), ["a renamed"]),
        (
            (track("a", "##..", "00.."), track("b", "..##", "..55", number=2)),
            (track("a", "####", "0055"),),
            ["b merged a"],
        ),
        (
            (track("a", "####", "0055"),),
            (track("a", "##..", "00.."), track("b", "..##", "..55", number=2)),
            ["b split a"],
        ),
        (
            (track("a", "#..."), track("b", ".##.", number=2)),
            (track("a", "###."),),
            ["b merged a"],
        ),
        (
            (track("a", "####", "5555"), track("b", "####", "5555", number=2)),
            (track("a", "####", "5555"),),
            ["b removed"],
        ),
    ],
    ids=[
        "added",
        "removed",
        "another number",
        "another category",
        "merged",
        "split",
        "merged, without masks",
        "a double was removed",
    ],
)
def test_an_instance_came_went_is_called_otherwise_or_became_one_with_another(
    before: tuple[Track, ...], after: tuple[Track, ...], expected: list[str]
) -> None:
    assert _texts(before, after) == expected


def test_an_instance_that_is_called_otherwise_has_no_cell_that_changed() -> None:
    before, after = drawn(_A), drawn(track("a", "####", "0000", category=2))
    found = changes(before, after, authors={("a", None): "eve"})
    assert found.cells == ()
    assert found.changed_instances == {"a"}
    assert [each.author for each in found.instances] == ["eve"]

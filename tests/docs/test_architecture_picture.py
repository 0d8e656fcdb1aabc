"""The picture of the architecture: what it shows of made-up packages, and when it is stale."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from architecture_picture.bands import (
    Band,
    UnplacedError,
    make_band,
    starters_joined,
    without_shortcuts,
)
from architecture_picture.drawing import draw
from architecture_picture.layout import lay_out
from architecture_picture.staleness import differences

_LAYERS = [["avisbuild.cli"], ["avisbuild.store", "avisbuild.media"], ["avisbuild.files"]]
_LINES = {
    "avisbuild.cli": 900,
    "avisbuild.store": 2000,
    "avisbuild.media": 700,
    "avisbuild.files": 60,
}
_IMPORTS = {
    ("avisbuild.cli", "avisbuild.store"),
    ("avisbuild.cli", "avisbuild.files"),
    ("avisbuild.store", "avisbuild.files"),
    ("avisbuild_gui.app", "avisbuild.store"),
}


def _band(lines: dict[str, int] = _LINES, imports: set[tuple[str, str]] = _IMPORTS) -> Band:
    return make_band("avisbuild", _LAYERS, lines, imports)


def test_arrows_are_the_imports_but_those_that_follow_from_others() -> None:
    assert _band().arrows == (
        ("avisbuild.cli", "avisbuild.store"),
        ("avisbuild.store", "avisbuild.files"),
    )


def test_a_shortcut_over_several_steps_goes_and_what_leads_elsewhere_stays() -> None:
    chain = {("a", "b"), ("b", "c"), ("c", "d")}
    assert without_shortcuts(chain | {("a", "d"), ("b", "e")}) == chain | {("b", "e")}


def test_a_box_knows_who_outside_its_band_imports_it() -> None:
    used = {box.name: box.used_by for row in _band().rows for box in row}
    assert used["avisbuild.store"] == ("avisbuild_gui",)
    assert used["avisbuild.files"] == ()


def test_a_module_that_no_layer_names_is_refused_by_name() -> None:
    with pytest.raises(UnplacedError, match=r"avisbuild\.new"):
        _band({**_LINES, "avisbuild.new": 5})


def test_modules_that_no_package_reaches_are_one_box_at_the_top() -> None:
    layers = [["gui.app"], ["gui.window"], ["gui.panels"], ["gui.theme"]]
    lines = {"gui.app": 10, "gui.window": 20, "gui.panels": 30, "gui.theme": 40}
    arrows = set(pairwise(lines))
    band = starters_joined(make_band("gui", layers, lines, arrows), {"gui.panels"})
    assert [[(box.name, box.labels, box.line_count) for box in row] for row in band.rows] == [
        [("gui", ("app", "window"), 30)],
        [("gui.panels", ("panels",), 30)],
        [("gui.theme", ("theme",), 40)],
    ]
    assert band.arrows == (("gui", "gui.panels"), ("gui.panels", "gui.theme"))


def test_no_box_lies_on_another_and_no_arrow_goes_through_one() -> None:
    rows = [["a"], ["b", "c", "d"], ["e", "f"]]
    arrows = [("a", "b"), ("a", "e"), ("a", "f"), ("c", "e"), ("d", "f"), ("b", "f")]
    widths = dict.fromkeys("abcdef", 80.0)
    layout = lay_out(rows, arrows, widths)
    lanes = {1: [layout.routes["a", "e"][1], layout.routes["a", "f"][1]]}
    for index, row in enumerate(rows):
        centres = sorted(layout.centres[name] for name in row)
        assert all(right - left > 80 for left, right in pairwise(centres))
        assert all(abs(lane - x) > 40 for lane in lanes.get(index, []) for x in centres)
        assert centres[0] >= 40
        assert centres[-1] <= layout.width - 40


def test_the_same_imports_make_the_same_bytes() -> None:
    shuffled = dict(sorted(_LINES.items(), reverse=True))
    assert draw([_band(shuffled)]) == draw([_band()])


@pytest.mark.parametrize(
    ("lines", "imports", "said"),
    [
        (_LINES, _IMPORTS, []),
        ({**_LINES, "avisbuild.store": 2400}, _IMPORTS, []),
        (
            {**_LINES, "avisbuild.store": 2600},
            _IMPORTS,
            ["avisbuild.store holds 2,600 lines, not 2,000"],
        ),
        (
            _LINES,
            _IMPORTS | {("avisbuild.store", "avisbuild.media")},
            ["the arrow from avisbuild.store to avisbuild.media is new"],
        ),
        (
            _LINES,
            _IMPORTS - {("avisbuild.store", "avisbuild.files")},
            [
                "the arrow from avisbuild.cli to avisbuild.files is new",
                "the arrow from avisbuild.store to avisbuild.files is gone",
            ],
        ),
        (
            {name: count for name, count in _LINES.items() if name != "avisbuild.media"},
            _IMPORTS,
            ["avisbuild.media is gone"],
        ),
        (
            _LINES,
            _IMPORTS | {("avisbuild_gui.app", "avisbuild.media")},
            ["a layer, a dot, a name in a box or the way of drawing has changed"],
        ),
    ],
    ids=[
        "same",
        "a fifth more lines",
        "much larger",
        "an arrow more",
        "one less",
        "a box less",
        "a dot more",
    ],
)
def test_a_picture_is_stale_by_what_it_shows_and_not_by_a_few_lines(
    lines: dict[str, int], imports: set[tuple[str, str]], said: list[str]
) -> None:
    assert differences(draw([_band()]), [_band(lines, imports)]) == said


def test_a_box_in_another_layer_makes_the_picture_stale() -> None:
    band = _band()
    top, middle, bottom = band.rows
    moved = replace(band, rows=(top, middle[:1], middle[1:], bottom))
    assert differences(draw([band]), [moved]) != []


def test_what_stands_in_the_picture_is_well_within_it() -> None:
    picture = draw([_band()])
    width = int(re.search(r'viewBox="0 0 (\d+) ', picture)[1])  # type: ignore[index]
    assert all(0 <= int(x) <= width for x in re.findall(r' x="(\d+)"', picture))

"""The colours of instances are seen on skin and on wood, and are told from each other."""

import numpy as np
import pytest
from gui.theme.colour_difference import (
    SKIN,
    VISIONS,
    WOOD,
    ciede2000,
    differences,
    laid_over,
    pairwise,
    rgb_of,
    seen_with,
)

from avisbuild_gui.preferences import Preferences
from avisbuild_gui.theme import instance_colour

COLOURS = rgb_of([instance_colour(number) for number in range(12)])
GROUNDS = rgb_of(SKIN + WOOD)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_that_of_the_published_pairs(one, other, expected) -> None:
    assert float(ciede2000(np.array(one), np.array(other))) == pytest.approx(expected, abs=1e-4)


def test_an_outline_differs_from_skin_and_wood_by_24() -> None:
    assert differences(COLOURS[:, None], GROUNDS[None]).min() >= 24


def test_the_inside_differs_from_what_it_lies_on_by_15_at_the_usual_opacity() -> None:
    shown = laid_over(COLOURS, GROUNDS, Preferences().opacity)
    assert differences(shown, np.broadcast_to(GROUNDS, shown.shape)).min() >= 15


def test_any_two_differ_by_20() -> None:
    assert pairwise(COLOURS) >= 20


@pytest.mark.parametrize("vision", VISIONS)
def test_who_does_not_tell_red_from_green_tells_the_first_six_and_all_twelve(vision: str) -> None:
    assert pairwise(seen_with(vision, COLOURS[:6])) >= 18
    assert pairwise(seen_with(vision, COLOURS)) >= 9

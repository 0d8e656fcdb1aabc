"""How well are masks seen on skin and wood, and told from each other? CIEDE2000, beside the colours of 0.2.

    python benchmarks/mask_colours.py

Nothing is timed; the figures are exact. What stands must hold is in tests/gui/theme/test_palette.py.
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from gui.theme.colour_difference import (
    SKIN,
    VISIONS,
    WOOD,
    differences,
    laid_over,
    pairwise,
    rgb_of,
    seen_with,
)
from harness import write_result

from avisbuild_gui.preferences import Preferences
from avisbuild_gui.theme import instance_colour

COUNT = 12
OF_0_2 = (
    "#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00",
    "#cc79a7", "#9ad14b", "#b08cff", "#ff8f80", "#4fd1c5", "#c2a878",
)  # fmt: skip


def measured(colours: tuple[str, ...], opacity: float) -> dict[str, object]:
    """The smallest differences of a palette, and which of its colours has them."""
    rgb, grounds = rgb_of(colours), rgb_of(SKIN + WOOD)
    shown = laid_over(rgb, grounds, opacity)
    outline = differences(rgb[:, None], grounds[None]).min(axis=1)
    inside = differences(shown, np.broadcast_to(grounds, shown.shape)).min(axis=1)
    return {
        "outline_on_skin_and_wood": round(float(outline.min()), 1),
        "inside_on_skin_and_wood": round(float(inside.min()), 1),
        "any_two": round(pairwise(rgb), 1),
        **{f"any_two_{name}": round(pairwise(seen_with(name, rgb)), 1) for name in VISIONS},
        **{
            f"any_two_of_six_{name}": round(pairwise(seen_with(name, rgb[:6])), 1)
            for name in VISIONS
        },
        "colours": {
            colour: {"outline": round(float(one), 1), "inside": round(float(other), 1)}
            for colour, one, other in zip(colours, outline, inside, strict=True)
        },
    }


def main() -> None:
    opacity = Preferences().opacity
    now = tuple(instance_colour(number) for number in range(COUNT))
    write_result(
        "mask_colours",
        question="The smallest CIEDE2000 of mask colours on 10 tones of skin and 12 of wood",
        figures={
            "opacity": opacity,
            "now": measured(now, opacity),
            "version 0.2": measured(OF_0_2, opacity),
        },
    )


if __name__ == "__main__":
    main()

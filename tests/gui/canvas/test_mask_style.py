"""How kinds of masks differ."""

from itertools import combinations

import numpy as np
import pytest
from gui.canvas.canvas_case import layer_of

from avisbuild_gui.canvas.mask_style import MaskStyle, choose_style
from avisbuild_gui.values import Look, MaskKind, MaskLayer

MASK = np.ones((4, 4), np.bool_)


def style(
    kind: MaskKind = MaskKind.COMMITTED,
    look: Look | None = None,
    *,
    is_active: bool = False,
    is_prompting: bool = False,
) -> MaskStyle:
    layer = layer_of(MASK, kind=kind, is_active=is_active)
    found = choose_style(layer, look or Look(), is_prompting=is_prompting)
    assert found is not None
    return found


def test_kinds_differ_by_their_lines_and_not_by_colour() -> None:
    """R30: whole, dashed, dotted."""
    for one, other in combinations(MaskKind, 2):
        assert style(one).dashes != style(other).dashes
    assert style(MaskKind.PROPOSAL).is_hatched


def test_while_prompting_every_mask_is_a_thin_line() -> None:
    """R30: other instances as thin outlines while prompting."""
    for kind in MaskKind:
        prompted = style(kind, is_prompting=True)
        assert prompted.fill == 0
        assert not prompted.is_hatched
        assert prompted.width < style(kind).width
        assert prompted.dashes == style(kind).dashes


def test_outlines_only_leaves_the_inside_free() -> None:
    """R30."""
    for kind in MaskKind:
        outlined = style(kind, Look(outlines_only=True))
        assert outlined.fill == 0
        assert not outlined.is_hatched


def test_opacity_is_that_of_committed_masks_and_others_are_fainter() -> None:
    """R30."""
    assert style(look=Look(opacity=0.8)).fill == 0.8
    assert style(MaskKind.PROPOSAL, Look(opacity=0.8)).fill < 0.5
    assert style(MaskKind.SILENT, Look(opacity=0.8)).fill < 0.5


def test_hidden_masks_have_no_style() -> None:
    """R30."""
    assert choose_style(layer_of(MASK), Look(hide_all=True), is_prompting=False) is None


def test_the_active_instance_has_the_wider_line() -> None:
    assert style(is_active=True).width > style().width


def test_an_opacity_beyond_one_and_an_unknown_kind_are_refused() -> None:
    with pytest.raises(ValueError, match=r"expected an opacity in \[0, 1\]"):
        Look(opacity=1.2)
    layer = layer_of(MASK)
    with pytest.raises(ValueError, match="guess"):
        MaskLayer(instance_id=layer.instance_id, rle=layer.rle, colour="#ff0000", kind="guess")  # type: ignore[arg-type]

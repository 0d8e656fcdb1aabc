"""Chooses how a mask is painted, from its kind and from how masks are set to look."""

from dataclasses import dataclass

from avisbuild_gui.canvas.pens import DASHES, DOTS
from avisbuild_gui.values import Look, MaskKind, MaskLayer

_THIN, _USUAL, _ACTIVE = 1.1, 1.6, 2.6
_FILL = {MaskKind.COMMITTED: 1.0, MaskKind.PROPOSAL: 0.15, MaskKind.SILENT: 0.3}
_DASHES: dict[MaskKind, tuple[float, ...]] = {
    MaskKind.COMMITTED: (),
    MaskKind.PROPOSAL: DASHES,
    MaskKind.SILENT: DOTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskStyle:
    """`fill`: opacity of the inside; `width`: of the outline, in units; `dashes`: none for a whole line."""

    fill: float
    width: float
    dashes: tuple[float, ...] = ()
    is_hatched: bool = False
    is_cased: bool = True


def choose_style(layer: MaskLayer, look: Look, *, is_prompting: bool) -> MaskStyle | None:
    """The style of a mask, None where it is hidden.

    While someone prompts, every mask that stands is a thin line, so that the picture is free. Kinds
    differ by their lines, not by colour: whole, dashed and hatched (proposal), dotted (silent).
    """
    if look.hide_all:
        return None
    dashes = _DASHES[layer.kind]
    if is_prompting:
        return MaskStyle(fill=0.0, width=_THIN, dashes=dashes, is_cased=False)
    return MaskStyle(
        fill=0.0 if look.outlines_only else look.opacity * _FILL[layer.kind],
        width=_ACTIVE if layer.is_active else _USUAL,
        dashes=dashes,
        is_hatched=layer.kind is MaskKind.PROPOSAL and not look.outlines_only,
    )

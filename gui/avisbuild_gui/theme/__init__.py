"""How the annotator looks: the colours of its two themes, signs of cells, icons, style sheet."""

from avisbuild_gui.theme.cell_signs import paint_cell, sign_short_text, sign_text
from avisbuild_gui.theme.chip import chip_icon, paint_chip
from avisbuild_gui.theme.colour_mixing import even_scale, lightness, mixed, see_through
from avisbuild_gui.theme.fonts import smaller
from avisbuild_gui.theme.icons import icon, icon_pixmap, paint_icon
from avisbuild_gui.theme.palette import DARK, LIGHT, Theme, instance_colour, theme_named
from avisbuild_gui.theme.style import qt_palette, stylesheet

__all__ = [
    "DARK",
    "LIGHT",
    "Theme",
    "chip_icon",
    "even_scale",
    "icon",
    "icon_pixmap",
    "instance_colour",
    "lightness",
    "mixed",
    "paint_cell",
    "paint_chip",
    "paint_icon",
    "qt_palette",
    "see_through",
    "sign_short_text",
    "sign_text",
    "smaller",
    "stylesheet",
    "theme_named",
]

"""How the annotator looks: the colours of its light and its dark theme, and of identities and cells."""

from avisbuild_gui.theme.palette import DARK, LIGHT, Theme, instance_colour, theme_named

__all__ = ["DARK", "LIGHT", "Theme", "instance_colour", "theme_named"]

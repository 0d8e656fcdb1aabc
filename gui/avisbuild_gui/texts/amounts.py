"""Counted things as people say them: "1 mask", "2 masks"."""

from avisbuild_gui.texts.language import tr


def masks_text(count: int) -> str:
    """So many masks."""
    return tr("1 mask") if count == 1 else tr("{count} masks").format(count=count)

"""Why propagation ended, as the window says it."""

from avisbuild.propagation import EndReason
from avisbuild_gui.texts.language import mark, tr

_REASONS = {
    EndReason.CUT: mark("cut"),
    EndReason.HIDDEN: mark("hidden"),
    EndReason.LEFT: mark("left the frame"),
    EndReason.DRIFTED: mark("in view, but not to be told apart"),
    EndReason.UNREADABLE: mark("undecodable picture"),
}


def reason_text(reason: EndReason) -> str:
    """A reason, in the chosen language."""
    return tr(_REASONS[reason])


def lost_text(second: int, reason: EndReason) -> str:
    """Where and why it was lost, as a sentence without its stop."""
    return tr("Lost at second {second}: {reason}").format(second=second, reason=reason_text(reason))

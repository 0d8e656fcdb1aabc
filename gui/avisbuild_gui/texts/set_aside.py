"""Why a video is set aside, in the chosen language where it is one of the reasons that are suggested."""

from avisbuild.annotation.commands.setting_aside import SUGGESTED_REASONS
from avisbuild.messages.printable import printable
from avisbuild_gui.texts.messages import text_of

_SUGGESTED = {str(reason): reason for reason in SUGGESTED_REASONS}


def reason_text(reason: str) -> str:
    """A reason as the project keeps it, in words to be shown; what a person wrote stays as it is."""
    return printable(text_of(_SUGGESTED.get(reason, reason)))


def suggested_reasons() -> tuple[str, ...]:
    """The reasons that are suggested, as the project keeps them: in English, to be counted as one."""
    return tuple(_SUGGESTED)

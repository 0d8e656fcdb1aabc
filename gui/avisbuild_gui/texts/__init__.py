"""What the annotator says, in the language of the person who reads it."""

from avisbuild_gui.texts.language import LANGUAGES, set_language, tr

__all__ = ["LANGUAGES", "set_language", "tr"]

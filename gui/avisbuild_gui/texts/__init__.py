"""What the annotator says, in the language of the person who reads it."""

from avisbuild_gui.texts.language import LANGUAGES, language, mark, set_language, tr

__all__ = ["LANGUAGES", "language", "mark", "set_language", "tr"]

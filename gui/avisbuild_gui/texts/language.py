"""The functions that turn English texts into the chosen language."""

from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
CATALOGUES = Path(__file__).parent
_ENGLISH = "en"
_chosen = _ENGLISH
_catalogue: dict[str, str] = {}


def tr(text: str) -> str:
    """`text` in the chosen language; English where it has no translation.

    Texts with parts that change keep them as `{name}` and are filled after:
    `tr("{count} to do").format(count=3)`.
    """
    return _catalogue.get(text) or text


def mark(text: str) -> str:
    """`text` as it is; says that it is shown through `tr` later, so that it belongs into the catalogues."""
    return text


def language() -> str:
    """The language chosen last."""
    return _chosen


def set_language(language: str) -> None:
    """Use another language from here on; raises ValueError for one that is not there."""
    if language not in LANGUAGES:
        raise ValueError(f"expected one of {', '.join(LANGUAGES)}, got {language!r}")
    global _chosen, _catalogue  # noqa: PLW0603 - one program speaks one language at a time
    _catalogue = {} if language == _ENGLISH else read_catalogue(language)
    _chosen = language


@cache
def read_catalogue(language: str) -> dict[str, str]:
    """English text to translation, of one language's .po file."""
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{language}.po").open("rb") as stream:
        messages = read_po(stream, locale=language)
    return {
        str(message.id): str(message.string)
        for message in messages
        if message.id and message.string and not message.fuzzy
    }

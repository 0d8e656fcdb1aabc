"""The one function that turns English texts into the chosen language."""

LANGUAGES = ("en", "zh")
_catalogue: dict[str, str] = {}


def tr(text: str) -> str:
    """`text` in the chosen language; English where it has no translation.

    Texts with parts that change keep them as `{name}` and are filled after:
    `tr("{count} to do").format(count=3)`.
    """
    return _catalogue.get(text) or text


def set_language(language: str) -> None:
    """Use another language from here on; raises ValueError for one that is not there."""
    if language not in LANGUAGES:
        raise ValueError(f"expected one of {', '.join(LANGUAGES)}, got {language!r}")

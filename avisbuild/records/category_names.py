"""How categories are called: which names may be given, which are the same, and lists of them as typed."""

import unicodedata
from collections.abc import Iterable

from avisbuild.errors import FormatError

MOST_CHARACTERS = 64
# What separates names where they are listed, and what no file may be called on some system.
_REFUSED = frozenset(',;=/\\:*?"<>|')


def checked_name(text: str) -> str:
    """The name as it is kept: composed characters, single spaces. Raises FormatError for what is no name."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise FormatError("category-name-empty")
    if len(name) > MOST_CHARACTERS:
        raise FormatError("category-name-long", name=f"{name:.20}...", most=MOST_CHARACTERS)
    wrong = [each for each in name if each in _REFUSED or not each.isprintable()]
    if wrong or name.startswith(".") or name.isdecimal():
        raise FormatError("category-name-unfit", name=name)
    return name


def folded(name: str) -> str:
    """What two names have in common that are one word to people: case, width, and how words are joined."""
    return " ".join(
        unicodedata.normalize("NFKC", name).casefold().replace("_", " ").replace("-", " ").split()
    )


def check_distinct(words: Iterable[str]) -> None:
    """Refuse words of which two are the same to people; raises FormatError."""
    known: dict[str, str] = {}
    for word in words:
        key = folded(word)
        if known.get(key) == word:
            raise FormatError("category-word-twice", name=word)
        if key in known:
            raise FormatError("category-name-twice", name=word, other=known[key])
        known[key] = word


def parse_word(text: str) -> tuple[str, tuple[str, ...]]:
    """The name and the synonyms of `violin=fiddle=Geige`; raises FormatError."""
    name, *synonyms = (checked_name(each) for each in text.split("="))
    check_distinct([name, *synonyms])
    return name, tuple(synonyms)

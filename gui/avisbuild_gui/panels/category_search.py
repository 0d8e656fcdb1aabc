"""Finding a category by a few letters: plain functions, no window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from avisbuild.records import Category, CategoryId, Taxonomy
from avisbuild.records.category_names import folded

# A synonym that is typed whole stands with names that have a word that begins so.
_WHOLE_SYNONYM = 1
_SYNONYM_BEGINS, _SYNONYM_HOLDS = 4, 5
# From here on a rank is a guess, and counts only where there is none of a better one.
_LETTERS, _NEAR = 6, 7
# "voilin" and "violin" are alike by 0.83, "sitar" and "guitar" by 0.73.
_ALIKE = 0.75
_FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A category that fits, and why it stands where it stands.

    `synonym` is the word it was found by where that is not its name; `is_guess`: only the spelling is near.
    """

    category: Category
    is_recent: bool
    is_of_scenario: bool
    synonym: str = ""
    is_guess: bool = False


def find_categories(
    taxonomy: Taxonomy,
    text: str,
    *,
    recent: Sequence[CategoryId] = (),
    scenarios: Sequence[str] = (),
) -> tuple[Found, ...]:
    """The categories that `text` may mean, the likeliest first.

    A name that begins with it comes before one with a word that does, then one that contains it, then one
    whose words begin with its letters ("eg": "electric guitar"), then one that has a synonym with it. Only
    where there is none of these, names that have its letters in order, and else those spelt nearly so.
    Among equals: recently used ones, the last used first; those met in the video's scenarios; the
    taxonomy's order. Without text all are found.
    """
    wanted = folded(text)
    found = []
    for category in taxonomy:
        rank, synonym = min(_ranks(category, wanted), default=(None, ""))
        if rank is not None:
            is_recent = category.category_id in recent
            age = recent.index(category.category_id) if is_recent else len(recent)
            is_of_scenario = any(each in scenarios for each in category.scenarios)
            made = Found(
                category=category,
                is_recent=is_recent,
                is_of_scenario=is_of_scenario,
                synonym=synonym,
                is_guess=rank == _NEAR,
            )
            found.append(((rank, age, not is_of_scenario, category.category_id), made))
    best = min((key[0] for key, _ in found), default=0)
    kept = [pair for pair in found if pair[0][0] in (best, *range(_LETTERS))]
    return tuple(each for _, each in sorted(kept, key=lambda pair: pair[0]))


def _ranks(category: Category, wanted: str) -> Iterator[tuple[int, str]]:
    """How well each word for a category fits, with the word where it is not its name."""
    name = folded(category.name)
    rank = _rank(name, wanted)
    if rank is not None:
        yield rank, ""
    for word in category.synonyms if wanted else ():
        synonym = folded(word)
        if synonym == wanted:
            yield _WHOLE_SYNONYM, word
        elif synonym.startswith(wanted):
            yield _SYNONYM_BEGINS, word
        elif wanted in synonym:
            yield _SYNONYM_HOLDS, word
        elif _is_near(synonym, wanted):
            yield _NEAR, word


def _rank(name: str, wanted: str) -> int | None:
    if name.startswith(wanted):
        return 0
    words = name.split()
    if any(word.startswith(wanted) for word in words):
        return 1
    if wanted in name:
        return 2
    if "".join(word[0] for word in words).startswith(wanted):
        return 3
    letters = iter(name)
    if all(letter in letters for letter in wanted if letter != " "):
        return _LETTERS
    return _NEAR if _is_near(name, wanted) else None


def _is_near(word: str, wanted: str) -> bool:
    """Whether a word is spelt nearly so, or begins nearly so."""
    if len(wanted) < _FEWEST_LETTERS:
        return False
    return any(
        SequenceMatcher(None, each, wanted, autojunk=False).ratio() >= _ALIKE
        for each in {word, word[: len(wanted)]}
    )

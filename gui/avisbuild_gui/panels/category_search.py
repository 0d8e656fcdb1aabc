"""Finding a category by a few letters: plain functions, no window."""

from collections.abc import Sequence
from dataclasses import dataclass

from avisbuild.records import Category, CategoryId, Taxonomy

# The rank of a name that only has the letters in order.
_LETTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A category that fits, and why it stands where it stands."""

    category: Category
    is_recent: bool
    is_of_scenario: bool


def find_categories(
    taxonomy: Taxonomy,
    text: str,
    *,
    recent: Sequence[CategoryId] = (),
    scenarios: Sequence[str] = (),
) -> tuple[Found, ...]:
    """The categories that `text` may mean, the likeliest first.

    A name that begins with it comes before one with a word that does, then one that contains it, then one
    whose words begin with its letters ("eg": "electric guitar"); only where there is none of these, names
    that have its letters in order. Among equals: recently used ones, the last used first; those met in the
    video's scenarios; the taxonomy's order. Without text all are found.
    """
    wanted = text.casefold().strip()
    found = []
    for category in taxonomy:
        rank = _rank(category.name.casefold(), wanted)
        if rank is not None:
            is_recent = category.category_id in recent
            age = recent.index(category.category_id) if is_recent else len(recent)
            is_of_scenario = any(each in scenarios for each in category.scenarios)
            key = rank, age, not is_of_scenario, category.category_id
            found.append(
                (key, Found(category=category, is_recent=is_recent, is_of_scenario=is_of_scenario))
            )
    best = min((key[0] for key, _ in found), default=0)
    kept = [pair for pair in found if pair[0][0] < _LETTERS or best == _LETTERS]
    return tuple(each for _, each in sorted(kept, key=lambda pair: pair[0]))


def _rank(name: str, wanted: str) -> int | None:
    if name.startswith(wanted):
        return 0
    words = name.replace("_", " ").replace("-", " ").split()
    if any(word.startswith(wanted) for word in words):
        return 1
    if wanted in name:
        return 2
    if "".join(word[0] for word in words).startswith(wanted):
        return 3
    letters = iter(name)
    return _LETTERS if all(letter in letters for letter in wanted if letter != " ") else None

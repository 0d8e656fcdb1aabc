"""Finding a category by a few letters: plain functions, no window."""

from collections.abc import Sequence
from dataclasses import dataclass

from avisbuild.records import Category, CategoryId, Taxonomy


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
    that has its letters in order ("eg" finds "electric guitar"). Among equals: recently used ones, the last
    used first; those met in the video's scenarios; the taxonomy's order. Without text all are found.
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
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def _rank(name: str, wanted: str) -> int | None:
    if name.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in name.replace("_", " ").replace("-", " ").split()):
        return 1
    if wanted in name:
        return 2
    letters = iter(name)
    return 3 if all(letter in letters for letter in wanted if letter != " ") else None

"""Which categories are base, which training may show, and which are novel: two rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from avisbuild.errors import ReleaseError
from avisbuild.formats.avsbench.label_index import published_names
from avisbuild.records import Category, CategoryId, Taxonomy
from avisbuild.records.category import Frequency
from avisbuild.records.category_names import folded

# LVIS counts images: frequent in more than 100, common in 11 to 100, rare in 1 to 10.
LVIS_COMMON, LVIS_FREQUENT = 11, 101
_NOT_IN_LVIS: Frequency = "n"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCounts:
    """From how many training videos on a category is common, and from how many frequent."""

    common: int = LVIS_COMMON
    frequent: int = LVIS_FREQUENT

    def letter(self, count: int) -> Frequency:
        """LVIS's letter for a category that sounds in that many videos; n for one that sounds in none."""
        if count >= self.frequent:
            return "f"
        if count >= self.common:
            return "c"
        return "r" if count else _NOT_IN_LVIS


def by_lvis(taxonomy: Taxonomy, names: Mapping[str, Frequency] | None = None) -> Taxonomy:
    """The categories with LVIS's letters: from a table of names, in which those not found are not in LVIS.

    Without a table, as the taxonomy has them; raises ReleaseError if it lacks some.
    """
    if names is not None:
        letters = {folded(name): letter for name, letter in names.items()}
        return _with_letters(
            taxonomy, {each.category_id: _found(each, letters) for each in taxonomy}
        )
    lacking = [each.name for each in taxonomy if each.frequency is None]
    if lacking:
        raise ReleaseError("ov-no-frequency", count=len(lacking), first=lacking[0])
    return taxonomy


def by_own_counts(
    taxonomy: Taxonomy, videos_with: Mapping[CategoryId, int], rule: OwnCounts
) -> Taxonomy:
    """The categories with letters by the number of training videos in which each sounds."""
    return _with_letters(
        taxonomy,
        {each.category_id: rule.letter(videos_with.get(each.category_id, 0)) for each in taxonomy},
    )


def with_published_names(taxonomy: Taxonomy) -> Taxonomy:
    """The same categories as AVSBench spells them; raises FormatError where no label map can hold them."""
    names = published_names(taxonomy)
    categories = tuple(replace(each, name=names[each.category_id]) for each in taxonomy)
    return Taxonomy(name=taxonomy.name, categories=categories)


def _found(category: Category, letters: Mapping[str, Frequency]) -> Frequency:
    words = (category.name, *category.synonyms)
    return next((letters[folded(word)] for word in words if folded(word) in letters), _NOT_IN_LVIS)


def _with_letters(taxonomy: Taxonomy, letters: Mapping[CategoryId, Frequency]) -> Taxonomy:
    categories = tuple(replace(each, frequency=letters[each.category_id]) for each in taxonomy)
    return Taxonomy(name=taxonomy.name, categories=categories)

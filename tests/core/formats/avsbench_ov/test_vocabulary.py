"""Base and novel: the published 40 and 30 from the table of frequencies, others by names or by own counts."""

import pytest

from avisbuild.errors import FormatError, ReleaseError
from avisbuild.formats.avsbench_ov.vocabulary import (
    OwnCounts,
    by_lvis,
    by_own_counts,
    with_published_names,
)
from avisbuild.records import Category, CategoryId, Taxonomy
from avisbuild.records.bundled import load_taxonomy

# As the published code has them (release-formats.md 2.4).
NOVEL = """1 3 5 13 14 15 22 23 24 25 30 32 33 34 39 42 45 49 50 51 53 54 56 57 61 64 65 66 68 69"""


def letters(taxonomy: Taxonomy) -> str:
    return "".join(each.frequency or "-" for each in taxonomy)


def test_avsbench_has_the_published_40_base_and_30_novel_categories() -> None:
    taxonomy = by_lvis(load_taxonomy("avsbench"))
    novel = [each.category_id for each in taxonomy if not each.is_base]
    assert novel == [int(word) for word in NOVEL.split()]
    assert len(taxonomy) - len(novel) == 40


def test_names_are_found_however_they_are_joined_and_the_rest_is_not_in_lvis() -> None:
    names = {"Hair_Dryer": "f", "lawn mover": "c", "piano": "r"}
    taxonomy = by_lvis(load_taxonomy("aviseg"), names)  # type: ignore[arg-type]
    by_name = taxonomy.by_name
    assert (by_name["lawn_mover"].frequency, by_name["piano"].frequency) == ("c", "r")
    assert by_name["dog"].frequency == "n"
    assert by_name["lawn_mover"].is_base
    assert not by_name["piano"].is_base


def test_a_taxonomy_without_frequencies_needs_a_table() -> None:
    with pytest.raises(ReleaseError, match="26 categories have no frequency in LVIS, first person"):
        by_lvis(load_taxonomy("aviseg"))


def test_own_counts_give_the_letter_of_each_category() -> None:
    pets = Taxonomy(
        name="pets",
        categories=tuple(
            Category(category_id=CategoryId(n), name=name, colour_rgb=(n, 0, 0))
            for n, name in enumerate(("a", "b", "c", "d", "e"), start=1)
        ),
    )
    counts = {CategoryId(1): 9, CategoryId(2): 5, CategoryId(3): 4, CategoryId(4): 1}
    assert letters(by_own_counts(pets, counts, OwnCounts(common=5, frequent=9))) == "fcrrn"


def test_names_are_written_with_dashes() -> None:
    names = [each.name for each in with_published_names(load_taxonomy("aviseg"))]
    assert {"lawn-mover", "tree-harvester"} <= set(names)
    assert not any("_" in name for name in names)


def test_a_category_that_is_called_as_the_background_is_refused() -> None:
    category = Category(category_id=CategoryId(1), name="background", colour_rgb=(0, 0, 1))
    with pytest.raises(FormatError, match="background"):
        with_published_names(Taxonomy(name="x", categories=(category,)))

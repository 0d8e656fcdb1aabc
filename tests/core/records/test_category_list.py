"""Categories of one's own as they are typed at `init`."""

import pytest

from avisbuild.errors import FormatError
from avisbuild.records.bundled import load_taxonomy
from avisbuild.records.category_list import own_taxonomy
from avisbuild.records.category_names import folded


def test_names_get_ids_in_order_colours_of_their_own_and_the_usual_synonyms() -> None:
    found = own_taxonomy("violin, cello ,helicopter，二胡")
    assert [(each.category_id, each.name) for each in found] == [
        (1, "violin"),
        (2, "cello"),
        (3, "helicopter"),
        (4, "二胡"),
    ]
    assert len({each.colour_rgb for each in found}) == 4
    assert found.by_name["violin"].synonyms == ("fiddle", "小提琴")
    assert found.by_name["violin"].scenarios == ("Music",)
    assert found.find("chopper") == found.by_name["helicopter"]
    assert own_taxonomy("violin=Geige").by_name["violin"].synonyms == ("Geige",)


def test_a_usual_synonym_that_is_a_category_here_stays_one() -> None:
    found = own_taxonomy("violin,fiddle,mower,lawn_mower")
    assert found.by_name["violin"].synonyms == ("小提琴",)
    assert [found.find(each.name) for each in found] == list(found)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("violin,,cello", "needs a name"),
        ("violin,Violin", "'Violin' and 'violin' are one word"),
        ("violin=cello,cello", "'cello' is there twice"),
        ("a,a", "'a' is there twice"),
        ("a,b,a", "'a' is there twice"),
        ("../violin", "is no name"),
        (" ", "needs a name"),
        (",".join(f"c{n}" for n in range(5001)), "at most 5000 categories, got 5001"),
    ],
)
def test_what_cannot_be_is_one_line(typed: str, told: str) -> None:
    with pytest.raises(FormatError, match=told) as caught:
        own_taxonomy(typed)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["aviseg", "avsbench"])
def test_no_word_of_a_bundled_taxonomy_means_two_categories(name: str) -> None:
    taxonomy = load_taxonomy(name)
    words = [folded(word) for each in taxonomy for word in (each.name, *each.synonyms)]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert all(each.synonyms for each in taxonomy)

"""Names of categories are normalised, and what is no name is refused in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.errors import FormatError
from avisbuild.records import Category, CategoryId, Taxonomy
from avisbuild.records.category_names import check_distinct, checked_name, folded, parse_word


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" electric  guitar ", "electric guitar"),
        ("cafe\u0301", "caf\u00e9"),
        ("二胡", "二胡"),
        ("lawn_mover", "lawn_mover"),
        ("R2D2", "R2D2"),
    ],
)
def test_a_name_is_kept_composed_and_with_single_spaces(typed: str, kept: str) -> None:
    assert checked_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("  ", "needs a name"),
        ("a" * 65, "at most 64 characters"),
        ("../x", "is no name"),
        ("a/b", "is no name"),
        ("a\\b", "is no name"),
        ("a:b", "is no name"),
        (".hidden", "is no name"),
        ("a;b", "is no name"),
        ("a\x1b[31mb", "is no name"),
        ("a\u202eb", "is no name"),
        ("12", "is no name"),
    ],
)
def test_what_is_no_name_is_told_in_one_line(typed: str, told: str) -> None:
    with pytest.raises(FormatError, match=told) as caught:
        checked_name(typed)
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


@given(st.text(max_size=80))
def test_a_name_that_is_taken_is_taken_as_it_is_again(typed: str) -> None:
    try:
        name = checked_name(typed)
    except FormatError:
        return
    assert checked_name(name) == name
    assert folded(folded(name)) == folded(name)


def test_words_that_are_the_same_to_people_are_told() -> None:
    check_distinct(["violin", "viola"])
    with pytest.raises(FormatError, match="'lawn_mover' and 'Lawn Mover'"):
        check_distinct(["Lawn Mover", "lawn_mover"])


@pytest.mark.parametrize("typed", ["fiddle", "a", "鼓"])
def test_a_word_that_is_there_twice_is_told_as_that(typed: str) -> None:
    with pytest.raises(FormatError, match=f"'{typed}' is there twice"):
        check_distinct([typed, "cello", typed])


def test_synonyms_are_typed_behind_the_name() -> None:
    assert parse_word("violin=fiddle= 小提琴") == ("violin", ("fiddle", "小提琴"))
    with pytest.raises(FormatError, match="one word"):
        parse_word("violin=Violin")


def test_a_word_finds_a_name_before_a_synonym() -> None:
    violin = Category(
        category_id=CategoryId(1), name="violin", colour_rgb=(1, 2, 3), synonyms=("fiddle", "bow")
    )
    bow = Category(category_id=CategoryId(2), name="bow", colour_rgb=(1, 2, 3))
    taxonomy = Taxonomy(name="x", categories=(violin, bow))
    assert [taxonomy.find(each) for each in ("FIDDLE", "Violin", "bow", "oboe")] == [
        violin,
        violin,
        bow,
        None,
    ]

"""Categories as typed at `init`, `violin=fiddle,cello`: the taxonomy of one's own that they make."""

import re

from avisbuild.errors import FormatError
from avisbuild.records.bundled import load_taxonomy
from avisbuild.records.category import Category, Taxonomy
from avisbuild.records.category_colours import colours_apart
from avisbuild.records.category_names import check_distinct, folded, parse_word
from avisbuild.records.ids import CategoryId
from avisbuild_schemas import read_synonyms

MOST_CATEGORIES = 5_000
OWN = "own"
# The second is what a Chinese keyboard types.
_COMMAS = re.compile("[,，]")


def own_taxonomy(text: str) -> Taxonomy:
    """The categories in the order in which they are typed, with ids from 1 and colours far apart.

    One that is known by its name gets its usual synonyms and scenarios, unless synonyms are typed behind it.
    Raises FormatError.
    """
    words = [parse_word(each) for each in _COMMAS.split(text)]
    if len(words) > MOST_CATEGORIES:
        raise FormatError("categories-too-many", count=len(words), most=MOST_CATEGORIES)
    check_distinct([word for name, synonyms in words for word in (name, *synonyms)])
    taken = {folded(word) for name, synonyms in words for word in (name, *synonyms)}
    scenarios = {folded(each.name): each.scenarios for each in load_taxonomy("aviseg")}
    known = {folded(name): synonyms for name, synonyms in read_synonyms().items()}
    made = []
    for number, ((name, synonyms), colour) in enumerate(
        zip(words, colours_apart(len(words)), strict=True), start=1
    ):
        usual = [each for each in known.get(folded(name), ()) if folded(each) not in taken]
        taken |= {folded(each) for each in usual} if not synonyms else set()
        made.append(
            Category(
                category_id=CategoryId(number),
                name=name,
                colour_rgb=colour,
                synonyms=synonyms or tuple(usual),
                scenarios=scenarios.get(folded(name), ()),
            )
        )
    return Taxonomy(name=OWN, categories=tuple(made))

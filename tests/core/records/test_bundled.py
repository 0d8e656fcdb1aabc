"""The bundled taxonomies are the published ones, and recipes can be read, written and be one's own."""

import re
from itertools import count
from pathlib import Path

import pytest

from avisbuild.errors import FormatError
from avisbuild.records import GuidelineRule, SplitSizes
from avisbuild.records.bundled import load_recipe, load_taxonomy, recipe_document, recipe_from

BASE = [
    2,
    4,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
    16,
    17,
    18,
    19,
    20,
    21,
    26,
    27,
    28,
    29,
    31,
    35,
    36,
    37,
    38,
    40,
]
BASE += [41, 43, 44, 46, 47, 48, 52, 55, 58, 59, 60, 62, 63, 67, 70]


def voc_colour(number: int) -> tuple[int, int, int]:
    """The PASCAL VOC palette: three bits of the number at a time set bits 7, 6, 5, ... of R, G, B."""
    colour = [0, 0, 0]
    for bit in count(7, -1):
        if not number:
            return colour[0], colour[1], colour[2]
        for channel in range(3):
            colour[channel] |= (number >> channel & 1) << bit
        number >>= 3
    raise AssertionError


def test_aviseg_has_its_26_categories_in_the_published_spelling() -> None:
    taxonomy = load_taxonomy("aviseg")
    assert [category.category_id for category in taxonomy] == list(range(1, 27))
    assert taxonomy.by_name["lawn_mover"].category_id == 15
    assert taxonomy.by_name["tree_harvester"].colour_rgb == (0, 0, 230)
    assert taxonomy.by_name["person"].scenarios == ("Speaking", "Music")
    by_scenario = dict.fromkeys(("Music", "Speaking", "Machine", "Animal"), 0)
    for category in taxonomy:
        by_scenario[category.scenarios[0]] += 1
    assert by_scenario == {"Music": 17, "Speaking": 1, "Machine": 4, "Animal": 4}


def test_avsbench_has_its_40_base_and_30_novel_categories() -> None:
    taxonomy = load_taxonomy("avsbench")
    assert [category.category_id for category in taxonomy] == list(range(1, 71))
    assert [category.category_id for category in taxonomy if category.is_base] == BASE
    letters = "".join(category.frequency or "-" for category in taxonomy)
    assert {letter: letters.count(letter) for letter in "fcrn"} == {
        "f": 25,
        "c": 15,
        "r": 9,
        "n": 21,
    }


def test_avsbench_has_the_colours_of_the_voc_palette_and_no_underscores() -> None:
    for category in load_taxonomy("avsbench"):
        assert category.colour_rgb == voc_colour(category.category_id)
        assert re.fullmatch(r"[a-z-]+", category.name)


def test_the_tables_are_those_of_the_specification(shared: Path) -> None:
    rows = re.findall(
        r"^\| (\d+) \| ([\w-]+) \| (.*) \|$", (shared / "spec/release-formats.md").read_text(), re.M
    )
    specified = {(int(number), name): rest for number, name, rest in rows}
    for name in ("aviseg", "avsbench"):
        for category in load_taxonomy(name):
            rest = specified.pop((category.category_id, category.name))
            assert ",".join(map(str, category.colour_rgb)) in rest
            assert " or ".join(category.scenarios) in rest
            assert rest.startswith(category.frequency or "")
    assert not specified


def test_the_recipes_say_what_kind_of_data_set_is_made() -> None:
    aviseg, avsbench = load_recipe("aviseg"), load_recipe("avsbench-ov")
    assert aviseg.split_sizes == SplitSizes(train=616, val=105, test=205)
    assert aviseg.scenarios == ("Music", "Speaking", "Machine", "Animal")
    assert (aviseg.frame_offset, avsbench.frame_offset) == (0.5, 0.9375)
    assert (len(aviseg.taxonomy), len(avsbench.taxonomy)) == (26, 70)


OWN = """
name = "birds"
taxonomy = "garden"
max_seconds = 30

[[categories]]
id = 3
name = "wren"
colour_rgb = [1, 2, 3]

[[categories]]
id = 7
name = "robin"
colour_rgb = [200, 20, 0]
supercategory = "bird"
scenarios = ["Garden"]
"""


def test_a_recipe_of_ones_own_brings_its_categories(tmp_path: Path) -> None:
    path = tmp_path / "birds.toml"
    path.write_text(OWN)
    recipe = load_recipe(path)
    assert [category.name for category in recipe.taxonomy] == ["wren", "robin"]
    assert (recipe.taxonomy.name, recipe.max_seconds, recipe.sample_rate_hz) == (
        "garden",
        30,
        16_000,
    )


def test_a_guideline_is_rules_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "birds.toml"
    path.write_text(
        OWN + "[[guideline]]\nid = 'flock'\ntext = 'A flock is one.'\npicture = 'flock.png'\n"
        "[[guideline]]\nid = 'by-ear'\ntext = 'Listen.'\ncheck = 'unsure'\n"
    )
    recipe = load_recipe(path)
    assert recipe.guideline == (
        GuidelineRule(rule_id="flock", text="A flock is one.", picture="flock.png"),
        GuidelineRule(rule_id="by-ear", text="Listen.", check="unsure"),
    )
    assert recipe.rule("by-ear") == recipe.guideline[1]
    assert recipe.rule("by-eye") is None
    assert recipe_from(recipe_document(recipe), where="it") == recipe


def test_a_project_of_before_keeps_two_names_that_differ_in_case(tmp_path: Path) -> None:
    document = recipe_document(load_recipe("aviseg")) | {"taxonomy": "own"}
    pair = [
        {"id": n, "name": name, "colour_rgb": [n, 0, 0]} for n, name in enumerate(("a", "A"), 1)
    ]
    assert len(recipe_from(document | {"categories": pair}, where="it").taxonomy) == 2


def test_a_recipe_written_as_a_document_reads_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "birds.toml"
    path.write_text(OWN)
    for recipe in (load_recipe("aviseg"), load_recipe("avsbench-ov"), load_recipe(path)):
        assert recipe_from(recipe_document(recipe), where="it") == recipe
    assert "categories" not in recipe_document(load_recipe("aviseg"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name = ", "no valid TOML: "),
        ('name = "x"', 'expected a field "taxonomy"'),
        (
            'name = "x"\ntaxonomy = "y"',
            "taxonomy y: there is none of this name; there are aviseg, avsbench",
        ),
        (
            'name = "x"\ntaxonomy = "aviseg"\nreview_rounds = "two"',
            "review_rounds: expected a whole number",
        ),
        (OWN.replace("id = 7", "id = 3"), "expected ascending ids and distinct names"),
        (OWN + "[[guideline]]\nid = 'a'", 'guideline[0]: expected a field "text"'),
        (OWN + "[[guideline]]\nid = 'a'\ntext = 'x'\npicture = '../y.png'", "guideline[0].picture"),
        (OWN + "[[guideline]]\nid = 'a'\ntext = 'x'\n" * 2, "expected distinct ids, got a twice"),
        (OWN + '[[guideline]]\nid = "a"\ntext = "x\\ny"', "guideline: a: expected a text in one"),
        (OWN.replace('"robin"', '"WREN"'), "'WREN' and 'wren' are one word to people"),
    ],
)
def test_a_wrong_recipe_file_is_named_with_what_is_wrong(
    tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(FormatError) as caught:
        load_recipe(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert problem in str(caught.value)


def test_a_recipe_that_is_not_there_is_refused_with_those_there_are() -> None:
    with pytest.raises(FormatError, match="expected a TOML file or one of aviseg, avsbench-ov"):
        load_recipe("avisegg")

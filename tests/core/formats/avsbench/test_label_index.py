"""label2idx.json: 71 entries for AVSBench, ids for any other taxonomy, and mistakes in one line."""

import json
from pathlib import Path

import pytest

from avisbuild.errors import FormatError
from avisbuild.formats.avsbench.label_index import (
    PUBLISHED_COUNT,
    label_index,
    labels_of,
    published_names,
    read_label_index,
)
from avisbuild.records import Category, CategoryId, Taxonomy
from avisbuild.records.bundled import load_taxonomy

AVSBENCH = load_taxonomy("avsbench")


def test_avsbench_has_the_71_entries_that_the_published_code_asserts() -> None:
    index = label_index(AVSBENCH)
    assert len(index) == PUBLISHED_COUNT == 71
    assert (index["background"], index["accordion"], index["woman"]) == (0, 1, 70)
    assert list(published_names(AVSBENCH).values()) == [each.name for each in AVSBENCH]


@pytest.mark.parametrize("name", ["avsbench", "aviseg"])
def test_an_index_that_is_written_is_read_back(tmp_path: Path, name: str) -> None:
    taxonomy = load_taxonomy(name)
    (tmp_path / "label2idx.json").write_text(json.dumps(label_index(taxonomy)))
    found = labels_of(tmp_path)
    assert list(found) == [each.category_id for each in taxonomy]
    assert [taxonomy.find(name) for name in found.values()] == list(taxonomy)


def test_without_a_file_labels_are_those_of_avsbench(tmp_path: Path) -> None:
    assert labels_of(tmp_path)[70] == "woman"


def test_two_categories_that_would_be_spelt_alike_are_refused() -> None:
    twins = tuple(
        Category(category_id=CategoryId(number), name=name, colour_rgb=(0, 0, 0))
        for number, name in enumerate(("hair_dryer", "hair-dryer"), 1)
    )
    with pytest.raises(FormatError, match="hair_dryer and hair-dryer"):
        label_index(Taxonomy(name="twins", categories=twins))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "expected an object of names and labels"),
        ("{}", "expected an object of names and labels"),
        ('{"background": 0, "dog": 1.5}', 'label of "dog": expected a whole number from 0 to 255'),
        ('{"background": 0, "dog": true}', "expected a whole number"),
        ('{"background": 0, "dog": 256}', "got 256"),
        ('{"background": 0, "dog": 1, "cat": 1}', 'got 1 for "dog" and "cat"'),
        ('{"dog": 0}', 'expected label 0 to be "background"'),
        ('{"dog": 1}', 'expected label 0 to be "background"'),
        (json.dumps({str(number): number for number in range(300)}), "at most 256 labels, got 300"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "label2idx.json"
    path.write_text(text)
    with pytest.raises(FormatError) as caught:
        read_label_index(path)
    assert told in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)

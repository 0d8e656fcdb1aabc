"""Every word has its translation, and no translation is of a word that nothing says (R40)."""

import re
from pathlib import Path

import pytest

from avisbuild_gui.texts import LANGUAGES, mark, set_language, tr
from avisbuild_gui.texts.collect import SOURCES, as_po, texts_of, updated
from avisbuild_gui.texts.labels import label_text
from avisbuild_gui.texts.language import CATALOGUES, read_catalogue

_FIELD = re.compile(r"{\w*}")
# What is said alike in every language.
_ALIKE = frozenset({"{count} s", "{seconds} s"})


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_text_lacks_a_translation_and_none_is_stale(language: str) -> None:
    """R40: `python -m avisbuild_gui.texts.collect` says what is missing."""
    said, known = set(texts_of(SOURCES)), read_catalogue(language)
    assert sorted(said - known.keys()) == [], "say these in the other language"
    path = CATALOGUES / f"{language}.po"
    assert path.read_bytes() == as_po(updated(path.read_bytes(), texts_of(SOURCES), language)), (
        "run python -m avisbuild_gui.texts.collect"
    )


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_translation_has_the_same_fields(language: str) -> None:
    for text, translation in read_catalogue(language).items():
        assert sorted(_FIELD.findall(text)) == sorted(_FIELD.findall(translation)), text


def test_chinese_is_chinese() -> None:
    """Nothing was left in English by mistake."""
    for text, translation in read_catalogue("zh").items():
        assert text in _ALIKE or re.search("[一-鿿]", translation), text


def test_the_language_changes_at_once_and_back() -> None:
    set_language("zh")
    assert tr("Undo") == "撤销"
    assert tr("no such text") == "no such text"
    set_language("en")
    assert tr("Undo") == "Undo"
    with pytest.raises(ValueError, match="klingon"):
        set_language("klingon")


def test_texts_are_found_wherever_they_are_said(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        'tr("one")\nx.tr(1)\nmark(\n    "two "\n    "three"\n)\ntr(name)\n'
    )
    (tmp_path / "b.py").write_text('print(tr("one"))\n')
    assert texts_of(tmp_path) == {"one": ["a.py", "b.py"], "two three": ["a.py"]}
    (tmp_path / "c.py").write_text('tr(f"{x} to do")\n')
    with pytest.raises(TypeError, match=r"c\.py:1"):
        texts_of(tmp_path)


def test_labels_of_edits_are_read_in_the_chosen_language() -> None:
    set_language("zh")
    assert label_text("Remove the mask of dog_1, second 3") == "删除蒙版 dog_1, second 3"
    assert label_text("something older") == "something older"
    assert mark("Undo") == "Undo"

"""Every word has its translation, and no translation is of a word that nothing says (R40)."""

import re
from pathlib import Path

import pytest
from message_samples import samples_of

from avisbuild.messages import AREAS, Message
from avisbuild.store import Step
from avisbuild_gui.texts import LANGUAGES, mark, set_language, tr
from avisbuild_gui.texts.collect import all_texts, as_po, texts_in, updated
from avisbuild_gui.texts.language import CATALOGUES, read_catalogue
from avisbuild_gui.texts.messages import SHOWN_AREAS, label_of, text_of

_CHINESE = re.compile("[一-鿿，；：。]")  # The signs between the words are others, too.
_FIELD = re.compile(r"{[^}]*}")
# One word a thing, and one Chinese word for it; texts/terms.csv says where the field says it.
_TERMS = {
    "instances?": "实例",
    "masks?|masked": "掩码",
    "cells?": "格子",
    "proposals?|proposed": "建议",
    "drafts?": "草稿",
    "categor(y|ies)": "类别",
    "videos?": "视频",
    "(?<!left the )frames?": "帧",  # what leaves the frame leaves the picture, 画面
    "seconds?": "秒",
    "silences?|silent": "静音",
    "sounding|sounds": "发声",
    "offscreen": "画外",
    "occluded": "遮挡",
    "unsure": "不确定",
    "propagated?": "传播",
    "candidates?": "候选",
    "embeddings?|embedded": "特征",
    "clip(ped)?": "剪辑",
    "commit(ted)?": "提交",
    "hand(ed|ing)? in": "上交",
    "undo|undone": "撤销",
}
# What things were called once, and a command or a file's name that is no word of a sentence.
_GIVEN_UP = re.compile(
    r"\b(identit(y|ies)|carr(y|ied|ying)|off-screen|recording)\b|身份|单元格|传递|切分",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(r"{[^}]*}|`[^`]*`|avisbuild \w+|--\w+")
# What is said alike in every language.
_ALIKE = frozenset({"{before} → {after}", "{count} s", "{seconds} s"})


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_text_lacks_a_translation_and_none_is_stale(language: str) -> None:
    """R40: `python -m avisbuild_gui.texts.collect` says what is missing."""
    said, known = set(all_texts()), read_catalogue(language)
    assert sorted(said - known.keys()) == [], "say these in the other language"
    path = CATALOGUES / f"{language}.po"
    assert path.read_bytes() == as_po(updated(path.read_bytes(), all_texts(), language)), (
        "run python -m avisbuild_gui.texts.collect"
    )


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_translation_has_the_same_fields(language: str) -> None:
    for text, translation in read_catalogue(language).items():
        assert sorted(_FIELD.findall(text)) == sorted(_FIELD.findall(translation)), text


def test_chinese_is_chinese() -> None:
    """Nothing was left in English by mistake."""
    for text, translation in read_catalogue("zh").items():
        assert text in _ALIKE or _CHINESE.search(translation), text


def test_a_thing_has_one_word_in_each_language() -> None:
    unlike = [
        (english, text, translation)
        for text, translation in read_catalogue("zh").items()
        for english, chinese in _TERMS.items()
        if re.search(rf"\b({english})\b", _NO_WORDS.sub("", text), re.IGNORECASE)
        and chinese not in translation
    ]
    assert unlike == []
    said = [*read_catalogue("zh"), *read_catalogue("zh").values()]
    assert [text for text in said if _GIVEN_UP.search(text)] == []


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
    assert texts_in(tmp_path) == {"one": ["a.py", "b.py"], "two three": ["a.py"]}
    (tmp_path / "c.py").write_text('tr(f"{x} to do")\n')
    with pytest.raises(TypeError, match=r"c\.py:1"):
        texts_in(tmp_path)


def test_labels_of_edits_are_said_in_the_chosen_language() -> None:
    fields = {"names": "dog_1", "seconds": {"kind": "second", "fields": {"second": 3}}}
    step = Step(1, "ann", "Remove the mask of dog_1, second 3", 0, "remove-masks", fields)
    older = Step(1, "ann", "Remove the mask of dog_1, second 3", 0)
    set_language("zh")
    assert label_of(step) == "删除掩码 dog_1，第 3 秒"
    assert label_of(older) == "Remove the mask of dog_1, second 3"
    assert label_of(None) == ""
    set_language("en")
    assert label_of(step) == step.action
    assert mark("Undo") == "Undo"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", SHOWN_AREAS)
def test_every_kind_that_the_window_can_show_is_said_in_every_language(
    area: str, language: str
) -> None:
    set_language(language)
    for kind, template in AREAS[area].items():
        samples = samples_of(template)
        text = text_of(Message(kind, **samples))
        assert all(str(each) in text for each in samples.values()), kind
        assert language == "en" or text == str(Message(kind, **samples)) or _CHINESE.search(text)
        assert language == "en" or template in read_catalogue(language) or not _has_words(template)
    set_language("en")


def _has_words(template: str) -> bool:
    """Whether a sentence says anything beside its fields, if it is a comma."""
    return _FIELD.fullmatch(template) is None

"""What strangers wrote is shown without steering a terminal, and nothing of it is lost."""

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from avisbuild.errors import AvisbuildError
from avisbuild.messages.printable import printable, printable_json, printable_lines

_ANY = st.text(st.characters(codec=None, exclude_categories=()))


@given(_ANY)
@example("\x1b]0;title\x07 \x9b31m \u202e \ud800 a\r\nb \U000e0041")
def test_a_text_is_one_line_of_visible_characters(text: str) -> None:
    shown = printable(text)
    assert {unicodedata.category(each) for each in shown} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert [each for each in shown if unicodedata.bidirectional(each)[:2] in ("LR", "RL")] == []
    shown.encode()


def test_writing_of_every_kind_stays_as_it_is() -> None:
    text = "狗 Übung ١ 👩\u200d💻 می\u200cخواهم \u3000 C:\\new\\x1b"
    assert printable(text) == text


def test_what_shows_nothing_is_shown() -> None:
    """Two names that look alike are told apart."""
    assert printable("vio\u200blin\xad\u180e\ufeff") == "vio\\u200blin\\xad\\u180e\\ufeff"


def test_only_our_own_line_ends_stay() -> None:
    assert printable_lines("a\nb\x1b") == "a\nb\\x1b"


@given(_ANY)
@example("\U000e0041\ud800\x7f")
def test_a_json_text_says_the_same(text: str) -> None:
    shown = printable_json(json.dumps({text: [text]}, indent=1, ensure_ascii=False))
    assert json.loads(shown) == {text: [text]}
    assert printable_lines(shown) == shown


@pytest.mark.parametrize("found", ["\x1b[2J", "a\nb"], ids=["an escape code", "a line end"])
def test_an_error_tells_what_it_found_in_one_harmless_line(found: str) -> None:
    error = AvisbuildError("synth-form", form=found, known="set")
    assert "\x1b" not in str(error)
    assert "\n" not in str(error)
    assert found.encode("unicode_escape").decode() in str(error)

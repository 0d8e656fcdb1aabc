"""docs/requirements.md: every number that is cited stands there, and what it says of code and tests is so."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_PAGE = _ROOT / "docs" / "requirements.md"
_NUMBER = re.compile(r"\bR\d\d\b")
_STANDS = ("Stands:", "Stands in part:")
# Where numbers are cited: all our code, its tests, and the documents beside the page.
_CITING = ("avisbuild", "pipelines", "schemas", "gui", "tests", "benchmarks", "docs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One section of the page: what is demanded, and the paragraph that says whether it stands."""

    number: str
    standing: str

    @property
    def stands(self) -> bool:
        return self.standing.startswith(_STANDS)

    @property
    def paths(self) -> list[str]:
        return re.findall(r"`([\w./]+)`", self.standing)


def _requirements() -> list[Requirement]:
    sections = re.split(r"^## ", _PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [
        Requirement(number=title, standing=text.strip().rsplit("\n\n", 1)[-1])
        for title, text in (section.split("\n", 1) for section in sections)
    ]


REQUIREMENTS = _requirements()


def test_the_page_has_every_number_once_in_order() -> None:
    numbers = [each.number for each in REQUIREMENTS]
    assert numbers == [f"R{number:02}" for number in range(1, 47)]


@pytest.mark.parametrize("each", REQUIREMENTS, ids=lambda each: each.number)
def test_each_says_where_it_stands_or_which_issue_brings_it(each: Requirement) -> None:
    lost = [path for path in each.paths if not (_ROOT / path).exists()]
    assert not lost, f"{each.number} points to what is not there"
    if not each.standing.startswith(_STANDS[0]):
        assert re.search(r"issue \d+ \(", each.standing)
    if each.stands:
        tests = [path for path in each.paths if path.startswith("tests/")]
        assert tests
        assert all(each.number in _named_by_tests(_ROOT / path) for path in tests)


def test_each_number_that_is_cited_is_on_the_page() -> None:
    known = {each.number for each in REQUIREMENTS}
    strangers = {
        f"{path.relative_to(_ROOT)}: {number}"
        for folder in _CITING
        for path in (_ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md"}
        for number in _NUMBER.findall(path.read_text(encoding="utf-8"))
        if number not in known
    }
    assert strangers == set()


def _named_by_tests(path: Path) -> set[str]:
    """The numbers in the docstrings of a file's tests, and in its own."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [ast.get_docstring(tree) or ""]
    texts += [
        ast.get_docstring(node) or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    return {number for text in texts for number in _NUMBER.findall(text)}

"""Documents point to what is there: files by links, and names in code after a link to a file of code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_LINK = re.compile(
    r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)#\s]+)[^)]*\)(?P<names>(?:,? `[^`]+`)*)"
)
_DOCUMENTS = sorted(
    path
    for folder, pattern in ((_ROOT, "*.md"), (_ROOT / "docs", "**/*.md"))
    for path in folder.glob(pattern)
)
_MAPS = [_ROOT / "docs" / name for name in ("architecture.md", "finding-your-way.md")]


def _links(path: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """The text of each link to a file, the file, and the names in code that follow it."""
    for link in _LINK.finditer(path.read_text(encoding="utf-8")):
        if "://" not in link["target"]:
            yield (
                link["text"],
                path.parent / link["target"],
                re.findall(r"`([^`]+)`", link["names"]),
            )


def _defined(path: Path) -> set[str]:
    """What a file of code defines: its functions, classes and constants, and what its classes have."""
    names: set[str] = set()

    def collect(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            match node:
                case ast.FunctionDef(name=name):
                    names.add(prefix + name)
                    names.update(f"{prefix}{each}" for each in _attributes_set(node))
                case ast.ClassDef(name=name, body=inner):
                    names.add(prefix + name)
                    collect(inner, f"{prefix}{name}.")
                case ast.AnnAssign(target=ast.Name(id=name)):
                    names.add(prefix + name)
                case ast.Assign(targets=targets):
                    for each in ast.walk(ast.Tuple(targets)):
                        if isinstance(each, ast.Name):
                            names.add(prefix + each.id)

    collect(ast.parse(path.read_text(encoding="utf-8")).body, "")
    return names


def _attributes_set(method: ast.FunctionDef) -> Iterator[str]:
    """What a method sets on its object: the x of `self.x = ...`."""
    for node in ast.walk(method):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                yield name


@pytest.mark.parametrize("path", _DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_finds_it(path: Path) -> None:
    missing = sorted({str(target) for _, target, _ in _links(path) if not target.exists()})
    assert missing == [], f"{path.relative_to(_ROOT)} links to what is not there"


@pytest.mark.parametrize("path", _MAPS, ids=lambda path: path.name)
def test_a_name_after_a_link_to_code_is_defined_there(path: Path) -> None:
    wrong = [
        f"{name} in {target.resolve().relative_to(_ROOT)}"
        for _, target, names in _links(path)
        if target.suffix == ".py" and target.exists()
        for name in sorted(set(names) - _defined(target))
    ]
    assert wrong == [], f"{path.relative_to(_ROOT)} names what is not defined (any more)"


@pytest.mark.parametrize("path", _MAPS, ids=lambda path: path.name)
def test_the_text_of_a_link_to_code_is_the_end_of_its_path(path: Path) -> None:
    wrong = [
        f"[{text}]({target.resolve().relative_to(_ROOT)})"
        for text, target, _ in _links(path)
        if target.suffix == ".py" and not target.as_posix().endswith(f"/{text}")
    ]
    assert wrong == []


def test_the_text_beside_the_picture_says_what_each_box_of_it_holds() -> None:
    text = (_ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.split("## The packages")[1].split("\n## ")[0]
    told = {word for code in re.findall(r"`([^`]+)`", section) for word in re.findall(r"\w+", code)}
    picture = (_ROOT / "docs/pictures/architecture.svg").read_text(encoding="utf-8")
    boxes = re.findall(r'"middle" fill="#1b1f24">([a-z_, ]+)</text>', picture)
    names = {name for box in boxes for name in re.findall(r"\w+", box)}
    assert len(names) > 50
    assert sorted(names - told) == []


def test_the_table_of_behaviours_names_forty_and_a_test_for_each() -> None:
    text = (_ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.split("## Where does it live")[1].split("\n## ")[0]
    rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")]
    rows = [row for row in rows if row[0] not in ("| behaviour", "| ---")]
    assert len(rows) >= 40
    without = [row[0] for row in rows if "tests/" not in row[-1] or ".py)" not in row[1]]
    assert without == []


def test_a_document_that_code_cites_is_in_the_repository() -> None:
    cited = {
        (name, path.relative_to(_ROOT).as_posix())
        for folder in ("avisbuild", "gui", "pipelines", "schemas", "benchmarks")
        for path in (_ROOT / folder).rglob("*.py")
        for name in re.findall(r"[\w./-]+\.md\b", path.read_text(encoding="utf-8"))
    }
    assert sorted(each for each in cited if not (_ROOT / each[0]).exists()) == []

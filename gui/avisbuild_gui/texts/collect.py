"""Keeps the catalogues in step with the program: `python -m avisbuild_gui.texts.collect`.

Every literal in a call of `tr` or `mark` below gui/ gets an entry, and every sentence of the core's that
can come into the window; entries that nothing says any more go.
"""

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from avisbuild import files
from avisbuild.messages import AREAS
from avisbuild.records.bundled import load_recipe
from avisbuild_gui.texts.language import CATALOGUES, LANGUAGES
from avisbuild_gui.texts.messages import SHOWN_AREAS
from avisbuild_schemas import recipe_names

SOURCES = CATALOGUES.parent
_FUNCTIONS = ("tr", "mark")
_WIDTH = 100
# A template that is a field alone is said alike everywhere; each other has its own words or its own commas.
_FIELD = re.compile(r"{[^}]*}")


def main() -> None:
    """Bring every catalogue up to date, and say what still needs a translation."""
    texts = all_texts()
    for language in LANGUAGES[1:]:
        path = CATALOGUES / f"{language}.po"
        catalogue = updated(path.read_bytes() if path.exists() else b"", texts, language)
        files.write_bytes(path, as_po(catalogue))
        missing = [str(message.id) for message in catalogue if message.id and not message.string]
        sys.stdout.write(f"{path.name}: {len(texts)} texts, {len(missing)} without translation\n")
        sys.stdout.writelines(f"  {text}\n" for text in missing)


def texts_in(folder: Path) -> dict[str, list[str]]:
    """Every text that is said in the Python files below `folder`, with the files that say it, sorted."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        for text in sorted(set(_literals(path))):
            found.setdefault(text, []).append(path.relative_to(folder).as_posix())
    return dict(sorted(found.items()))


def all_texts() -> dict[str, list[str]]:
    """What the window, the core and our guidelines say in it, with the files that say it, sorted."""
    found = texts_in(SOURCES)
    for area in SHOWN_AREAS:
        for template in AREAS[area].values():
            if not _FIELD.fullmatch(template):
                found.setdefault(template, []).append(f"messages/{area}.py")
    for name in recipe_names():
        for rule in load_recipe(name).guideline:
            found.setdefault(rule.text, []).append(f"{name}.recipe.toml")
    return dict(sorted(found.items()))


def updated(po: bytes, texts: dict[str, list[str]], language: str) -> Catalog:
    """A catalogue of exactly these texts, with the translations that `po` has of them."""
    known = read_po(BytesIO(po), locale=language) if po else Catalog(locale=language)
    catalogue = Catalog(locale=language, project="avisbuild", charset="utf-8")
    for text, where in texts.items():
        message = known.get(text)
        catalogue.add(
            text,
            string=message.string if message is not None else "",
            locations=[(name, 0) for name in where],
        )
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file; the same texts give the same bytes."""
    stream = BytesIO()
    write_po(stream, catalogue, width=_WIDTH, omit_header=True, include_lineno=False)
    header = f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale}\\n"\n'
    header += '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return header.encode() + stream.getvalue()


def _literals(path: Path) -> Iterator[str]:
    """The first argument of every call of `tr` and `mark`; raises TypeError where it is no literal."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or _name(node.func) not in _FUNCTIONS or not node.args:
            continue
        match node.args[0]:
            case ast.Constant(value=str() as text):
                yield text
            case ast.Name() | ast.Attribute() | ast.Subscript() if _name(node.func) == "tr":
                continue  # A value that was marked where it is written.
            case other:
                raise TypeError(
                    f"{path}:{other.lineno}: expected a literal in {_name(node.func)}()"
                )


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


if __name__ == "__main__":
    main()

"""Every requirement of the annotator that was built has a test that names it."""

import ast
import re
from pathlib import Path

_TESTS = Path(__file__).parent
# What an annotator must do, by number; the review rounds (R23-R27, R36) and the formats (R39) come later.
_BUILT = {*range(1, 23), *range(28, 36), 37, 38, 40}


def test_each_requirement_is_named_by_a_test() -> None:
    named: set[int] = set()
    for path in _TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                words = re.findall(r"\bR(\d\d)\b", ast.get_docstring(node) or "")
                named.update(int(word) for word in words)
    missing = sorted(_BUILT - named)
    assert not missing, "no test names " + ", ".join(f"R{number:02}" for number in missing)

"""The sample files of `docs/metrics.md` are whole: who copies them gets what the page shows."""

import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

_PAGE = Path(__file__).parents[2] / "docs/metrics.md"
_FENCED = re.compile(r"^```(json|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_sample_of_the_page_is_scored_as_the_page_says(
    avisbuild: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    _, _, section = _PAGE.read_text(encoding="utf-8").partition("## Sample files")
    (_, truth), (_, predictions), (_, console) = _FENCED.findall(section)[:3]
    (tmp_path / "test.json").write_text(truth)
    (tmp_path / "results.json").write_text(predictions)
    typed, *shown = console.splitlines()
    answer = avisbuild(*typed.removeprefix("$ avisbuild ").split(), cwd=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert _lines(answer.stdout.splitlines()) == _lines(shown)


def _lines(printed: list[str]) -> list[str]:
    """The lines that say something; a table ends in blanks."""
    return [line.rstrip() for line in printed if line.strip()]

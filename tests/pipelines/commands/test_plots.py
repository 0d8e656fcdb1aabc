"""`stats --plots`, as a user types it: what it says, and what it refuses in one line."""

import json
from pathlib import Path

import pytest
from program_here import run_here

from avisbuild.report import figures

NEEDED = "plots are drawn by matplotlib, the extra [report]"


def test_a_release_gets_a_page_and_the_command_names_it(
    release: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib", reason=NEEDED)
    scores = tmp_path / "scores.json"
    scores.write_text(json.dumps({"strict": {"FSLA": 12.5}}))
    folder = tmp_path / "plots"
    given = ("--plots", folder, "--bins", "1,3,9", "--scores", f"ours={scores}")
    assert run_here("stats", release, "--json", *given) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["plots"][0] == str(folder / "index.html")
    assert all(Path(path).is_file() for path in told["plots"])
    assert "ours,strict,12.5" in (folder / "table-2.csv").read_text(encoding="utf-8")
    rows = (folder / "complexity.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 7


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--bins", "1,3"), "--bins tells how plots are drawn: give --plots DIR, too"),
        (("--no-frames",), "--no-frames tells how"),
        (("--plots", "{out}", "--bins", "9,3"), "--bins 9,3: expected"),
        (("--plots", "{out}", "--bins", "9"), "--bins 9: expected"),
        (("--plots", "{out}", "--bins", "1,x"), "--bins 1,x: expected"),
        (("--plots", "{out}", "--scores", "ours"), "--scores ours: expected NAME=FILE"),
        (("--plots", "{out}", "--scores", "ours=none.json"), "none.json: not read as JSON"),
        (("--plots", "{release}/plots"), "stays as it is: give --plots another folder"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(
    release: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    given: tuple[str, ...],
    said: str,
) -> None:
    pytest.importorskip("matplotlib", reason=NEEDED)
    out = tmp_path / "plots"
    words = [each.format(out=out, release=release) for each in given]
    assert run_here("stats", release, *words) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert not out.exists()


def test_without_matplotlib_plain_stats_works_and_plots_end_with_one_line(
    release: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(figures, "find_spec", lambda _: None)
    assert run_here("stats", release) == 0
    capsys.readouterr()
    assert run_here("stats", release, "--plots", tmp_path / "plots") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("pip install 'avisbuild[report]'")

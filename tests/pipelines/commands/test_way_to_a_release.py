"""import, export, validate and stats after each other, as a user types them."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Program = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_way_from_a_truth_file_to_a_valid_release(
    avisbuild: Program, project: Path, release: Path, tmp_path: Path
) -> None:
    frames, out = release / "train/JPEGImages", tmp_path / "out"
    at = ("--project", project)
    answer = avisbuild(
        "import", release / "train.json", "--frames", frames, "--as", "accepted", *at
    )
    assert answer.stdout == "imported 6 of 6 videos: 12 instances, 18 masks, as accepted\n"
    answer = avisbuild("export", "--split", "--sizes", "4/1/1", "--out", out, *at)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert f"wrote {out}; next: avisbuild validate {out}" in answer.stdout
    answer = avisbuild("validate", out)
    assert (answer.returncode, answer.stdout) == (0, f"{out}: no errors, no warnings\n")
    answer = avisbuild("stats", out, "--json")
    figures = json.loads(answer.stdout)
    assert list(figures) == ["train", "val", "test", "all"]
    assert [figures[name]["videos"] for name in figures] == [4, 1, 1, 6]
    answer = avisbuild("stats", *at)
    assert answer.stdout.splitlines()[1].split() == ["accepted"]

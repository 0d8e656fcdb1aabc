"""README's first data set is made by the five commands that stand there, from a video of one's own."""

import re
import shlex
from pathlib import Path

import pytest
from pipelines.download_case import render_video
from program_here import run_here

from avisbuild.annotation import Workbench, commands
from avisbuild.store import Project

_README = Path(__file__).parents[3] / "README.md"
_FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _annotate(words: list[str]) -> int:
    """What somebody does in the window that `annotate` opens: here, to hear nothing and hand it in."""
    assert words[:2] == ["annotate", "--project"]
    with Project.open(Path(words[2])) as project:
        workbench = Workbench(project, author="ann")
        view = workbench.open_video(project.videos()[0].video_id)
        workbench.run(commands.accept_silences(view, range(view.video.second_count)))
        rounds = project.recipe.review_rounds
        command = commands.submit(workbench.view, author="ann", review_rounds=rounds)
        workbench.run_as_is(command)
    return 0


def test_the_five_commands_make_a_valid_release_as_they_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    render_video(tmp_path / "duo.mp4")
    text = _README.read_text(encoding="utf-8")
    _, _, section = text.partition("## A first data set in five commands")
    (_, manifest), (_, console) = _FENCED.findall(section)[:2]
    (tmp_path / "manifest.csv").write_text(manifest)
    lines = [line.removeprefix("$ ") for line in console.splitlines()]
    assert len(lines) == 5
    said = ""
    for line in lines:
        program, *words = shlex.split(line)
        # Each command has named the next one, with the names of files of this very project.
        assert program == "avisbuild"
        assert words[0] in ("init", "export") or line in said
        assert (_annotate(words) if words[0] == "annotate" else run_here(*words)) == 0
        said = capsys.readouterr().out
    assert said == "orchestra-1: no errors, no warnings\n"

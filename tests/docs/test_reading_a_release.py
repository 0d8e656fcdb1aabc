"""The examples in docs/releasing.md that read a release run as they are printed, on rendered scenes."""

import re
from pathlib import Path

import pytest

from avisbuild.synth import SceneOptions
from avisbuild_pipelines.synthesis import Form, SynthOptions, synthesize

_PAGE = Path(__file__).parents[2] / "docs/releasing.md"
_SECTION = _PAGE.read_text(encoding="utf-8").split("## Reading a release")[1]
_EXAMPLES = re.findall(r"```python\n(.*?)```", _SECTION, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the release that the page reads."""
    folder = tmp_path_factory.mktemp("page")
    scene = SceneOptions(seed=1, seconds=3, height_px=48, width_px=64, fps=5)
    options = SynthOptions(scene=scene, video_count=5, form=Form.RELEASE, jobs=1)
    synthesize(folder / "aviseg-1", options)
    return folder


@pytest.mark.parametrize("number", [0, 1], ids=["a Dataset", "plain records"])
def test_an_example_runs(
    number: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert len(_EXAMPLES) == 2
    monkeypatch.chdir(folder)
    exec(_EXAMPLES[number], {"__name__": "example"})  # noqa: S102 - a page of ours
    said = capsys.readouterr().out.splitlines()
    assert said
    shape = ("5, 3, 48, 64])", "(3, 48, 64, 3)")[number]
    assert all(shape in line for line in said)

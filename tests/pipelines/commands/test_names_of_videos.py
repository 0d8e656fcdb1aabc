"""`fetch` and `import` look at the names of new videos before they make anything."""

from pathlib import Path

import pytest
from program_here import run_here

from avisbuild.store import video_names
from avisbuild.system.names import Naming


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A project, and a manifest of one video with a name that Windows does not have."""
    (tmp_path / "a.mp4").write_bytes(b"no video")
    (tmp_path / "m.csv").write_text("video_id,source\nnul.1,local:a.mp4\n", encoding="utf-8")
    assert run_here("init", tmp_path / "p") == 0
    return tmp_path


@pytest.mark.parametrize("more", [(), ("--dry-run",)], ids=["fetch", "dry run"])
def test_windows_refuses_a_manifest_with_a_name_that_it_cannot_have(
    lab: Path,
    more: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(video_names, "naming_here", lambda: Naming(is_windows=True))
    assert run_here("fetch", lab / "m.csv", "--project", lab / "p", *more) == 2
    assert "nul.1: Windows has no folder of that name" in capsys.readouterr().err
    assert list((lab / "p/sources").iterdir()) == []


def test_elsewhere_it_is_told_and_fetched(lab: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert run_here("fetch", lab / "m.csv", "--project", lab / "p") == 1  # it is no video
    assert "nul.1: Windows has no folder of that name" in caplog.text

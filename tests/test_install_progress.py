"""What `make` says while pip installs: put together from pip's own lines, without pip."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

_SCRIPT = Path(__file__).parents[1] / ".ci/pip_install.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pip_install", _SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_download_is_told_with_what_is_left_of_it(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(script.time, "monotonic", lambda: now[0])
    watch = script.Watch(tmp_path)
    assert watch.told() == "   asking what is needed (0:00 so far)"
    watch.hear("Collecting torch>=2.6\n")
    watch.hear("  Downloading https://x.org/torch-2.9.0-cp311-cp311-linux_x86_64.whl (800 MB)\n")
    now[0] = 110.0
    watch.hear("Progress 200000000 of 800000000\n")
    assert watch.told() == (
        "   fetching torch-2.9.0, 200 of 800 MB, 0:30 left (1 file, 0:10 so far)"
    )


def test_packages_that_come_are_counted_and_those_that_were_there_are_not(
    script: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "rich-15.0.0.dist-info").mkdir()
    watch = script.Watch(tmp_path)
    watch.hear("Installing collected packages: numpy, lazy_loader, rich\n")
    (tmp_path / "lazy_loader-0.6.dist-info").mkdir()
    assert "in place: 1 of 2 (" in watch.told()

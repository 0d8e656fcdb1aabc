"""What every test may use: the figures and clips beside the project, and the program as a user runs it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Whoever starts the tests in the background may have Ctrl-C ignored, and children inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[1]

# A busy machine is slow, which is no failure; in CI the examples are the same each time. Those that failed
# are kept in the checkout, where that may be written.
settings.register_profile(
    "avisbuild",
    **({} if os.access(ROOT, os.W_OK) else {"database": None}),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("avisbuild")
Program = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker is left with it when the others have ended."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real figures and clips beside the project; the test is skipped without it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"no {folder.name}/ beside the project: real figures and clips are not at hand")
    return folder


@pytest.fixture(autouse=True, scope="session")
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests allow their projects is not kept in the settings of whoever runs them."""
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("config"))


@pytest.fixture
def avisbuild() -> Program:
    """Run `avisbuild` with the given words in a process of its own, as a user would."""

    def run(*words: object, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "avisbuild", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
            timeout=240,
        )

    return run

"""librosa compiles on import into a store that two processes must not write at once."""

import fcntl
import importlib.util
import os
import subprocess
import sys

import pytest

from avisbuild.librosa_part import librosa_part

_IMPORTS = "from avisbuild.librosa_part import librosa_part; librosa_part('util.utils')"


def test_a_process_waits_while_another_one_imports() -> None:
    spec = importlib.util.find_spec("librosa")
    assert spec is not None
    assert spec.submodule_search_locations
    held = os.open(spec.submodule_search_locations[0], os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    waiting = subprocess.Popen([sys.executable, "-c", _IMPORTS])
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=4)
    finally:
        os.close(held)
    assert waiting.wait(timeout=60) == 0


def test_a_part_is_the_module_that_defines_what_is_needed() -> None:
    assert callable(vars(librosa_part("util.utils"))["frame"])
    assert callable(vars(librosa_part("onset"))["onset_detect"])


def test_the_lock_is_gone_after_the_import() -> None:
    librosa_part("util.utils")
    assert subprocess.run([sys.executable, "-c", _IMPORTS], timeout=60, check=False).returncode == 0

"""librosa compiles on import into a store that two processes must not write at once."""

import fcntl
import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from avisbuild.compiled_parts import lazy_librosa

_IMPORTS = "from avisbuild.compiled_parts import lazy_librosa; lazy_librosa('util.utils')"


@contextmanager
def _held_by_another() -> Iterator[None]:
    """The lock, as held by another process that imports; locks of two descriptors keep each other out."""
    spec = importlib.util.find_spec("librosa")
    assert spec is not None
    assert spec.submodule_search_locations
    held = os.open(spec.submodule_search_locations[0], os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def test_a_process_waits_while_another_one_imports() -> None:
    with _held_by_another():
        waiting = subprocess.Popen([sys.executable, "-c", _IMPORTS])
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=4)
    assert waiting.wait(timeout=60) == 0


def test_a_process_does_not_wait_for_ever_for_one_that_was_stopped() -> None:
    impatient = (
        f"from avisbuild import compiled_parts as part; part._LONGEST_WAIT_S = 0.2; {_IMPORTS}"
    )
    with _held_by_another():
        answer = subprocess.run([sys.executable, "-c", impatient], timeout=60, check=False)
    assert answer.returncode == 0


def test_a_part_that_is_there_already_is_had_while_another_process_imports() -> None:
    """The annotator draws spectrograms while a fetch beside it starts its workers."""
    lazy_librosa("util.utils")
    had: list[object] = []
    with _held_by_another():
        asking = threading.Thread(
            target=lambda: had.append(lazy_librosa("util.utils")), daemon=True
        )
        asking.start()
        asking.join(timeout=5)
        assert had == [sys.modules["librosa.util.utils"]]
    asking.join()


def test_threads_that_ask_at_once_are_all_given_the_whole_module() -> None:
    script = """
import threading
from avisbuild.compiled_parts import lazy_librosa
found = []
def ask(name, what):
    found.append(callable(getattr(lazy_librosa(name), what)))
wanted = [("util.utils", "frame"), ("onset", "onset_detect"), ("filters", "mel")] * 4
threads = [threading.Thread(target=ask, args=each) for each in wanted]
[each.start() for each in threads]
[each.join() for each in threads]
assert found == [True] * 12, found
"""
    assert subprocess.run([sys.executable, "-c", script], timeout=120, check=False).returncode == 0


def test_a_library_whose_folder_cannot_be_opened_is_imported_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python also imports from archives, and from folders that may not be listed."""
    real = os.open

    def refuse(path: str, flags: int, *rest: int) -> int:
        if Path(path).name == "librosa":
            raise NotADirectoryError(20, "Not a directory", path)
        return real(path, flags, *rest)

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.delitem(sys.modules, "librosa.util.utils")
    assert callable(vars(lazy_librosa("util.utils"))["frame"])


def test_a_part_is_the_module_that_defines_what_is_needed() -> None:
    assert callable(vars(lazy_librosa("util.utils"))["frame"])
    assert callable(vars(lazy_librosa("onset"))["onset_detect"])


def test_the_lock_is_gone_after_the_import() -> None:
    lazy_librosa("util.utils")
    assert subprocess.run([sys.executable, "-c", _IMPORTS], timeout=60, check=False).returncode == 0


def test_librosa_is_had_where_no_place_to_keep_compiled_code_can_be_written(tmp_path: Path) -> None:
    """A service's user without a home, on an installation of root's: librosa refuses to be imported."""
    script = """
import tempfile
from pathlib import Path
from numba.core import caching
for name, kind in list(vars(caching).items()):
    if "CacheLocator" in name and "UserProvided" not in name and hasattr(kind, "from_function"):
        kind.from_function = lambda *_: None
from avisbuild.compiled_parts import lazy_librosa
assert callable(lazy_librosa("util.utils").frame)
assert callable(lazy_librosa("onset").onset_detect)
assert len(list(Path(tempfile.gettempdir()).glob(".avisbuild-compiled.*"))) == 1
"""
    answer = subprocess.run(
        [sys.executable, "-c", script],
        timeout=240,
        check=False,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert answer.returncode == 0
    assert list(tmp_path.iterdir()) == []  # and nothing stays


def test_without_a_place_to_keep_compiled_code_it_is_compiled_for_this_process() -> None:
    """An installation that cannot be written, and a person without a folder for caches."""
    script = """
import numba
real = numba.njit
def nowhere(*arguments, cache=False, **options):
    if cache:
        raise RuntimeError("cannot cache function: no locator available")
    return real(*arguments, **options)
numba.njit = nowhere
from avisbuild.masks.many import CocoRle, unpack_runs
assert unpack_runs([CocoRle((4, 4), b"844")]).areas.tolist() == [4]
"""
    assert subprocess.run([sys.executable, "-c", script], timeout=240, check=False).returncode == 0


@pytest.mark.parametrize("spoilt", ["nbi", "nbc"])
def test_what_is_kept_and_cut_off_is_compiled_again(tmp_path: Path, spoilt: str) -> None:
    """As a loss of power leaves it: numba does not look whether its files are whole."""
    script = """
from avisbuild.masks.many import CocoRle, unpack_runs
assert unpack_runs([CocoRle((4, 4), b"844")]).areas.tolist() == [4]
"""
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}

    def run() -> int:
        return subprocess.run(
            [sys.executable, "-c", script], timeout=240, check=False, env=environment
        ).returncode

    assert run() == 0
    kept = list(tmp_path.rglob(f"compiled_runs.unpack*.{spoilt}"))
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:10])
    assert run() == 0


def test_what_is_hidden_from_a_part_is_there_again_afterwards() -> None:
    script = """
import sys
from avisbuild.masks.many import zero_rle, unpack_runs
assert unpack_runs([zero_rle(4, 4)]).areas.tolist() == [0]
assert "numba" in sys.modules and "scipy.linalg" not in sys.modules
import numba, numpy, scipy.linalg
product = numba.njit(lambda a, b: numpy.dot(a, b))(numpy.eye(2), numpy.ones((2, 2)))
assert product.tolist() == [[1.0, 1.0], [1.0, 1.0]]
"""
    answer = subprocess.run([sys.executable, "-c", script], timeout=120, check=False)
    assert answer.returncode == 0

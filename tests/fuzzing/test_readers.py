"""Whatever becomes of a file, who reads it ends with an exit code of its own: never with a traceback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzzing.bench import Bench, quick_program
from fuzzing.every_reader import READERS
from fuzzing.mutations import Form, mutated
from fuzzing.reader import Reader

# A worker of pytest makes its bench once; one worker runs all of it.
pytestmark = pytest.mark.xdist_group("fuzzing")
_ATTEMPTS = 30


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("fuzzing")
    with quick_program(folder / "of-nobody"):
        yield Bench(folder)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_changed_file_is_read_or_refused(bench: Bench, reader: Reader, tmp_path: Path) -> None:
    """Whole it is read well, so that the changes reach what reads it."""
    for number in range(len(reader.lines) or 1):
        assert bench.read(reader, number) == ""
    for number in range(_ATTEMPTS):
        data, wrong = bench.attempt(reader, number)
        (tmp_path / "found").write_bytes(data if wrong else b"")
        assert wrong == "", f"{reader.name} {number}, in {tmp_path}"


@pytest.mark.parametrize("form", Form)
def test_a_seed_gives_the_same_change(form: Form) -> None:
    from random import Random

    data = b'{"a": [1, 2]}' if form is Form.JSON else b"a = 1\nb = 2\n"
    one, other = ([mutated(data, form, Random(seed)) for seed in range(50)] for _ in range(2))
    assert one == other
    assert len(set(one)) > 20

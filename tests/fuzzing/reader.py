"""A reader of strangers' files: the file, what reads it, and what came of that."""

import io
import resource
import sys
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from random import Random

from fuzzing.mutations import Form, mutated
from program_here import run_here

from avisbuild.errors import AvisbuildError

_CODES = (0, 1, 2, 3)
_MOST_BYTES = 2 << 30
_HARM = ("\x1b", "\x07", "\u202e", "Traceback", "internal error", "internal-error")


@dataclass(frozen=True)
class Reader:
    """`sample` is the file that is changed, below the bench; `lines` are commands, of which one is run.

    In them {p} is the project, {o} the folder of what commands are given. `call` is run in place of them.
    `reports` are files below the bench in which a bug of ours would be told, too.
    """

    name: str
    sample: str
    form: Form
    lines: tuple[str, ...] = ()
    call: Callable[[Path], object] | None = None
    reports: tuple[str, ...] = ()


def changed(reader: Reader, sample: bytes, number: int) -> bytes:
    """The file of one attempt: the same whenever and wherever it is made."""
    return mutated(sample, reader.form, Random(f"{reader.name}:{number}"))


def attempt(reader: Reader, bench: Path, number: int) -> str:
    """Read what lies on the bench; "" where that ends as it should, else what went wrong."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(said):
            code = _run(reader, bench, number)
    except Exception:  # noqa: BLE001 - that is what is looked for
        return traceback.format_exc()
    text = said.getvalue() + "".join(map(_read, (bench / each for each in reader.reports)))
    if code not in _CODES:
        return f"exit code {code}: {text[-2000:]}"
    if harm := [each for each in _HARM if each in text]:
        return f"said {harm}: {text[-2000:]!r}"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * _UNIT
    return f"took {grown >> 20} MiB" if grown > _MOST_BYTES else ""


_UNIT = 1 if sys.platform == "darwin" else 1024


def _read(path: Path) -> str:
    return path.read_text(errors="replace") if path.is_file() else ""


def _run(reader: Reader, bench: Path, number: int) -> int:
    if reader.call is not None:
        try:
            reader.call(bench / reader.sample)
        except AvisbuildError as error:
            str(error).encode()
            return error.exit_code
        except OSError as error:
            return 2 if error.filename else 70
        return 0
    line = reader.lines[number % len(reader.lines)]
    places = {"p": str(bench / "p"), "o": str(bench / "o")}
    return run_here(*(word.format(**places) for word in line.split()))

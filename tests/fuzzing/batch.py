"""One process of the long run: so many attempts, each of which is told before it is made and after.

python -m fuzzing.batch FOLDER FIRST SECONDS [NAME...]
"""

import json
import logging
import os
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from fuzzing.bench import Bench, quick_program
from fuzzing.canary import Canary
from fuzzing.every_reader import READERS

from avisbuild.system.limits import limit_files, limit_memory

_MEMORY_BYTES = 8 << 30
_FILE_BYTES = 1 << 30


def main() -> None:
    """Try every reader with the change of each number in turn, until the time is over."""
    folder, first, seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    readers = [each for each in READERS if not sys.argv[4:] or each.name in sys.argv[4:]]
    logging.disable(logging.CRITICAL)
    limit_memory(_MEMORY_BYTES)
    limit_files(_FILE_BYTES)
    # What commands print, and what libraries do, goes elsewhere than what is told here.
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    canary = Canary(folder / "canary")
    os.chdir(folder / "canary/here")
    with quick_program(folder / "of-nobody"):
        os.environ["HOME"] = str(folder / "canary/home")
        bench = Bench(folder)
        number, stop = first, time.monotonic() + seconds
        while time.monotonic() < stop:
            for reader in readers:
                _tell(told, reader=reader.name, number=number)
                began = time.monotonic()
                data, wrong = bench.attempt(reader, number)
                if touched := canary.touched():
                    wrong += f"\ntouched {touched}"
                if wrong:
                    found = folder / "found"
                    found.write_bytes(data)
                _tell(
                    told, reader=reader.name, number=number, wrong=wrong, s=time.monotonic() - began
                )
                if touched:
                    return
            number += 1


def _tell(stream: TextIO, **facts: Any) -> None:
    stream.write(json.dumps(facts) + "\n")
    stream.flush()


if __name__ == "__main__":
    main()

"""Lends another environment of the same Python the torch of this one, by links, with what torch requires.

It is 5 GB, which `test_wheel.py` would fetch and unpack anew in every run.
"""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

_LENT = ("torch", "torchvision")


def with_requirements(names: tuple[str, ...]) -> set[str]:
    """These distributions and those that they require, of which this environment has all that apply here."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            wanted = distribution(name).requires or ()
        except PackageNotFoundError:
            continue  # A requirement of other systems, or of an extra.
        found.add(name)
        waiting += [re.match(r"[\w.-]+", each)[0] for each in wanted if "extra ==" not in each]
    return found


def lend_torch(borrower: Path) -> None:
    """Into the borrower's folder of packages; what is there already stays."""
    for name in sorted(with_requirements(_LENT)):
        found = distribution(name)
        for top in {path.parts[0] for path in found.files or ()} - {"..", "__pycache__"}:
            if not (borrower / top).exists():
                (borrower / top).symlink_to(Path(str(found.locate_file(top))))

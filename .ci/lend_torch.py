"""lend_torch.py SITE_PACKAGES: gives another environment of the same Python links to the torch of this one.

torch is 5 GB, which `test-wheel` would fetch and unpack anew in every run. What is there already stays.
"""

import re
import sys
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


def main() -> None:
    borrower = Path(sys.argv[1])
    for name in sorted(with_requirements(_LENT)):
        for top in {path.parts[0] for path in distribution(name).files or ()} - {
            "..",
            "__pycache__",
        }:
            if not (borrower / top).exists():
                (borrower / top).symlink_to(Path(distribution(name).locate_file(top)))


if __name__ == "__main__":
    main()

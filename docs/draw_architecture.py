"""Draws docs/pictures/architecture.svg from the imports as they are; with --check it only compares.

    .venv/bin/python docs/draw_architecture.py [--check]

The picture is stale when a package, a layer or an arrow has come or gone, or when a box holds a quarter more
or fewer lines than it says. A smaller change of lines leaves it as it is.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
sys.path[:0] = [str(ROOT / each) for each in ("docs", ".", "gui", "pipelines", "schemas")]

from architecture_picture.drawing import draw
from architecture_picture.imports import read_bands
from architecture_picture.staleness import differences


def main(arguments: list[str]) -> int:
    bands = read_bands(ROOT)
    if arguments != ["--check"]:
        PICTURE.write_text(draw(bands), encoding="utf-8", newline="\n")
        return 0
    found = differences(PICTURE.read_text(encoding="utf-8"), bands)
    for line in found:
        sys.stderr.write(f"{PICTURE.relative_to(ROOT)}: {line}\n")
    if found:
        sys.stderr.write("draw it again: make map\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

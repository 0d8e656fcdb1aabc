"""Lays two folders of `docs/window_states.py` side by side, and says where the wordless pictures differ.

    python docs/window_pairs.py BEFORE AFTER FOLDER

FOLDER gets one picture a state: before, after, and in red what differs. In the wordless pictures each
sentence is the same word, so what differs there is no sentence; the exit code is 1 if anything does.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

WORDLESS = "wordless"
Pixels = NDArray[np.uint8]


def pixels_of(path: Path) -> Pixels:
    """A picture as (H, W, 3) uint8."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def difference(before: Pixels, after: Pixels) -> NDArray[np.bool_]:
    """Where two pictures differ, (H, W) bool; what only one of them covers differs."""
    height = max(before.shape[0], after.shape[0])
    width = max(before.shape[1], after.shape[1])
    differs = np.ones((height, width), dtype=bool)
    low, left = min(before.shape[0], after.shape[0]), min(before.shape[1], after.shape[1])
    differs[:low, :left] = (before[:low, :left] != after[:low, :left]).any(axis=2)
    return differs


def box_of(differs: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """The box around all that differs: left, top, right, bottom, in pixels."""
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def side_by_side(before: Pixels, after: Pixels, differs: NDArray[np.bool_]) -> Image.Image:
    """Both pictures, and the second one pale with red where they differ."""
    height, width = differs.shape
    marked = np.full((height, width, 3), 255, dtype=np.uint8)
    marked[: after.shape[0], : after.shape[1]] = 191 + after // 4
    marked[differs] = (220, 0, 0)
    sheet = Image.new("RGB", (3 * width + 20, height), "white")
    for place, each in enumerate((before, after, marked)):
        sheet.paste(Image.fromarray(each), (place * (width + 10), 0))
    if differs.any():
        left, top, right, bottom = box_of(differs)
        x = 2 * (width + 10)
        ImageDraw.Draw(sheet).rectangle((x + left, top, x + right, bottom), outline=(220, 0, 0))
    return sheet


def main(before: Path, after: Path, out: Path) -> int:
    found = 0
    names = {path.relative_to(root) for root in (before, after) for path in root.rglob("*.png")}
    for name in sorted(names):
        if not (before / name).exists() or not (after / name).exists():
            sys.stdout.write(f"{name}: in one folder only\n")
            found += 1
            continue
        one, other = pixels_of(before / name), pixels_of(after / name)
        differs = difference(one, other)
        if name.parts[0] == WORDLESS and differs.any():
            sys.stdout.write(f"{name}: {int(differs.sum())} pixels in {box_of(differs)}\n")
            found += 1
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        side_by_side(one, other, differs).save(out / name)
    sys.stdout.write(f"{len(names)} pictures, {found} differ in more than words\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:4])))

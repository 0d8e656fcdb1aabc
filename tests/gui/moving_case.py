"""A video of four seconds whose pictures say their numbers, with its source: for tests of what moves."""

from pathlib import Path

from clipped_project import make_clipped_project
from media.barcode import Barcode, render, steady

RATE_HZ, SECONDS = 25, 4


def make_moving_project(folder: Path) -> Path:
    """A project with that video, nothing annotated."""
    barcode = Barcode(
        name="source.mp4",
        time_of=steady(RATE_HZ),
        frame_count=RATE_HZ * SECONDS,
        sound_s=float(SECONDS),
    )
    return make_clipped_project(folder, lambda source: render(barcode, source))

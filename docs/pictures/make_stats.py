"""Makes the guide's pictures of the page of `stats --plots`: of 60 rendered videos, exported and split.

    .venv/bin/python docs/pictures/make_stats.py [FOLDER]

Everything is done by the commands that a user types; scenes have the counts of published videos if
`../shared/data/aviseg-published-counts.csv` is there. Needs Chromium and matplotlib.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
_COUNTS = HERE.parents[2] / "shared" / "data" / "aviseg-published-counts.csv"
_VIDEOS, _SIZES = 60, "40/7/13"
# Window sizes: what fits on a wide screen, and on a telephone.
_WIDE, _NARROW = (1600, 2900), (500, 2600)
_SHOWN_WIDTHS = {"stats-page": 1100, "stats-dark": 1100, "stats-narrow": 420}


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        like = (
            ["--like", str(_COUNTS), "--seconds", "24"] if _COUNTS.exists() else ["--seconds", "24"]
        )
        _avisbuild(
            "synth", at / "scenes", "--videos", _VIDEOS, "--seed", 5, "--size", "320x180", *like
        )
        _avisbuild(
            "export",
            "--project",
            at / "scenes",
            "--out",
            at / "scenes-1",
            "--split",
            "--sizes",
            _SIZES,
        )
        _avisbuild("stats", at / "scenes-1", "--plots", at / "release")
        _avisbuild("stats", "--project", at / "scenes", "--plots", at / "project")
        _picture(at / "project/index.html", target / "stats-page.png", _WIDE)
        _picture(at / "release/index.html", target / "stats-dark.png", _WIDE, is_dark=True)
        _picture(at / "project/index.html", target / "stats-narrow.png", _NARROW)


def _avisbuild(*words: object) -> None:
    subprocess.run([sys.executable, "-m", "avisbuild", *map(str, words)], check=True)


def _picture(page: Path, path: Path, size: tuple[int, int], *, is_dark: bool = False) -> None:
    dark = ["--blink-settings=preferredColorScheme=0"] if is_dark else []
    subprocess.run(
        (
            *("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            f"--window-size={size[0]},{size[1]}",
            f"--screenshot={path}",
            *dark,
            page.as_uri(),
        ),
        check=True,
        capture_output=True,
    )
    with Image.open(path) as picture:
        width = _SHOWN_WIDTHS[path.stem]
        small = picture.convert("RGB").resize((width, picture.height * width // picture.width))
    small.quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    main()

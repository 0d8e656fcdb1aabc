"""Makes the guide's pictures of the page of `stats --plots`, from a project of scenes and its release.

    avisbuild synth scenes --videos 16 --seconds 12 --size 320x180 --seed 3
    .venv/bin/python docs/pictures/make_stats.py scenes [FOLDER]

Everything is done by the commands that a user types. Needs Chromium and matplotlib.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
# Window sizes: what fits on a wide screen, and on a telephone.
_WIDE, _NARROW = (1600, 2900), (500, 2600)
_SHOWN_WIDTHS = {"stats-page": 1100, "stats-dark": 1100, "stats-narrow": 420}


def main() -> None:
    project = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE
    with tempfile.TemporaryDirectory() as folder:
        release, plots = Path(folder) / f"{project.name}-1", Path(folder) / "plots"
        at = ("--project", project)
        _avisbuild("export", *at, "--out", release, "--split", "--ratios", "--method", "random")
        _avisbuild("stats", *at, "--plots", plots / "project")
        _avisbuild("stats", release, "--plots", plots / "release")
        _picture(plots / "project/index.html", target / "stats-page.png", _WIDE)
        _picture(plots / "release/index.html", target / "stats-dark.png", _WIDE, is_dark=True)
        _picture(plots / "project/index.html", target / "stats-narrow.png", _NARROW)


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

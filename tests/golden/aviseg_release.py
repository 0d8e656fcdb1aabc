"""Regenerate `aviseg-release/`: python tests/golden/aviseg_release.py, then read the difference.

`release.json` and its checksum are left out: they name the versions of the tools.
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from avisbuild.records import SplitSizes
from avisbuild.releases import plan_random, write_release

sys.path.insert(0, str(Path(__file__).parents[1]))
from release_scenes import THREE, snapshot_of

EXPECTED = Path(__file__).parent / "aviseg-release"
NAMES = ("train.json", "test.json", "splits.csv")


def write_small_release(out: Path) -> None:
    """Two videos in train and one in test, without media."""
    snapshot = snapshot_of(THREE)
    ids = [video.video_id for video in snapshot.videos]
    write_release(snapshot, out, plan_random(ids, SplitSizes(train=2, val=0, test=1), seed=0))


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        write_small_release(Path(folder) / "out")
        for name in NAMES:
            shutil.copyfile(Path(folder) / "out" / name, EXPECTED / name)

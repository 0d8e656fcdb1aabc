"""Seventy categories in small videos of 5, 10 and 23 seconds, split, and released once."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from release_scenes import snapshot_of, write_media

from avisbuild.records import Snapshot, Split, SplitPlan
from avisbuild.records.bundled import load_taxonomy
from avisbuild.releases.avsbench_ov import write_ov_release

_SPLITS = (Split.TRAIN, Split.VAL, Split.TEST)


def seventy_scenes() -> dict[str, dict[str, str]]:
    """Four categories a video, which overlap; one in seven has 23 seconds, the others 10 or 5."""
    taxonomy = load_taxonomy("avsbench")
    names = {
        "train": [each.name for each in taxonomy if each.is_base],
        "val": [each.name for each in taxonomy],
        "test": [each.name for each in taxonomy],
    }
    scenes = {
        f"{split}_{first:02d}": _together(
            own[first : first + 4], (5, 10, 5, 5, 5, 23)[first // 4 % 6]
        )
        for split, own in names.items()
        for first in range(0, len(own), 4)
    }
    # A piece that nobody hears; a novel category after the last piece, and one that is never in view.
    scenes["test_silent"] = {"man_1": "#####" + "." * 15}
    scenes["train_late"] = {"man_1": "#" * 23, "violin_1": "." * 21 + "##"}
    scenes["train_unseen"] = {"man_1": "#" * 10, "violin_1": "o" + "." * 9}
    return scenes


def _together(names: Sequence[str], seconds: int) -> dict[str, str]:
    """Each sounds in two seconds of three; the number of an instance is where it is in the picture."""
    return {
        f"{name}_{place}": ("##." * seconds)[place : place + seconds]
        for place, name in enumerate(names, start=1)
    }


@pytest.fixture(scope="session")
def seventy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, SplitPlan]:
    """A snapshot with media, and a plan by which a video is where its name begins."""
    folder = tmp_path_factory.mktemp("seventy")
    drawn = snapshot_of(seventy_scenes(), folder, load_taxonomy("avsbench"))
    snapshot = replace(drawn, videos=[replace(video, group="") for video in drawn.videos])
    write_media(folder, snapshot.videos, rate_hz=400)
    assignment = {v.video_id: Split(v.video_id.partition("_")[0]) for v in snapshot.videos}
    return snapshot, SplitPlan(method="random", seed=0, assignment=assignment)


@pytest.fixture(scope="session")
def ov_release(
    seventy: tuple[Snapshot, SplitPlan], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Its release, not to be changed; 1,500 files need not outlive a power cut."""
    folder = tmp_path_factory.mktemp("ov") / "release"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("avisbuild.files.sync_tree", lambda _: None)
        write_ov_release(seventy[0], folder, seventy[1])
    return folder

"""Importing AVSBench-OV: the JSONs with their frames and sound; of v1s no more than was annotated."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pipelines.importing.avsbench_case import RATE_HZ, write_data_set

from avisbuild.errors import FormatError
from avisbuild.masks import encode
from avisbuild.masks.rle import decode
from avisbuild.records import Recipe, Sounding, Split, VideoId
from avisbuild.records.bundled import load_taxonomy
from avisbuild.records.video_folder import sound_path
from avisbuild.store import Project
from avisbuild_pipelines.importing import ImportOptions, import_avsbench_ov

RLE = encode(np.array([[True, True, False, False], [False] * 4]))
MASK = {"size": [2, 4], "counts": RLE.counts.decode()}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    recipe = Recipe(name="avs", taxonomy=load_taxonomy("avsbench"), sample_rate_hz=RATE_HZ)
    with Project.create(tmp_path / "project", recipe) as opened:
        yield opened


def _video(folder: Path, split: str, name: str) -> None:
    frames = folder / f"AVSBench-openvoc/{split}/JPEGImages/{name}"
    frames.mkdir(parents=True)
    for second in range(5):
        Image.new("RGB", (4, 2), (second, 0, 0)).save(frames / f"{second}.jpg")


def _release(root: Path, **videos: Any) -> Path:
    """A release of a training and a validation JSON of a video each, and one test video."""
    maps = {"maps": ["dd.. ...."] * 5, "names": "dog"}
    write_data_set(
        root / "AVSBench-semantic", {"trained": maps, "tested": {**maps, "split": "test"}}
    )
    _video(root, "train", "trained")
    _video(root, "val", "checked")
    for name, file, label in (
        ("trained", "avsbench_ov_train_base.json", "v1m"),
        ("checked", "avsbench_ov_val_base_novel.json", "v1s"),
    ):
        video = {
            "id": 1,
            "width": 4,
            "height": 2,
            "file_names": [f"{name}/{second}.jpg" for second in range(5)],
            "label": label,
        } | videos.get(name, {})
        dog = {"id": 17, "name": "dog", "supercategory": None, "frequency": "f"}
        annotation = {
            "id": 1,
            "video_id": 1,
            "category_id": 17,
            "iscrowd": 0,
            "segmentations": [MASK, None, None, None, None],
        }
        document = {"videos": [video], "categories": [dog], "annotations": [annotation]}
        (root / "AVSBench-openvoc" / file).write_text(json.dumps(document))
    return root


def _states(project: Project, name: str) -> tuple[Sounding, ...]:
    (track,) = project.tracks(VideoId(name))
    return track.states


@pytest.mark.parametrize("inner", ["", "AVSBench-openvoc"])
def test_a_release_comes_in_with_all_its_splits(
    project: Project, tmp_path: Path, inner: str
) -> None:
    root = _release(tmp_path / "ov")
    outcomes = import_avsbench_ov(project, root / inner, ImportOptions())
    assert [(each.name, each.problem) for each in outcomes] == [
        ("trained", ""),
        ("checked", ""),
        ("tested", ""),
    ]
    splits = {video.video_id: video.split for video in project.videos()}
    assert splits == {"trained": Split.TRAIN, "checked": Split.VAL, "tested": Split.TEST}
    assert _states(project, "trained") == (Sounding.SOUNDING, *[Sounding.SILENT] * 4)
    (track,) = project.tracks(VideoId("trained"))
    assert track.masks[0] is not None
    assert (decode(track.masks[0]) == decode(RLE)).all()


def test_of_v1s_only_the_first_frame_was_annotated(project: Project, tmp_path: Path) -> None:
    root = _release(tmp_path / "ov")
    outcomes = import_avsbench_ov(project, root, ImportOptions())
    assert _states(project, "checked") == (Sounding.SOUNDING, *[Sounding.UNSURE] * 4)
    assert outcomes[1].notes[0].startswith("only frame 0 is annotated, as in v1s")


def test_the_sound_lies_with_the_label_maps(project: Project, tmp_path: Path) -> None:
    root = _release(tmp_path / "ov")
    semantic = root / "AVSBench-semantic/v1m/trained/audio.wav"
    assert semantic.is_file()
    import_avsbench_ov(project, root, ImportOptions())
    record = json.loads((project.video_dir(VideoId("trained")) / "clip.json").read_text())
    assert record["origin"]["sound_sha256"]
    assert "no-audio" not in record["flags"]
    assert sound_path(project.video_dir(VideoId("trained"))).is_file()


def test_a_video_of_no_subset_and_a_folder_without_a_json_are_told(
    project: Project, tmp_path: Path
) -> None:
    root = _release(tmp_path / "ov", trained={"label": 3})
    outcome = import_avsbench_ov(project, root, ImportOptions())[0]
    assert outcome.problem == "videos[0].label: expected v1s, v1m or v2, got 3"
    with pytest.raises(FormatError, match=r"expected avsbench_ov_train_base\.json or"):
        import_avsbench_ov(project, tmp_path, ImportOptions())

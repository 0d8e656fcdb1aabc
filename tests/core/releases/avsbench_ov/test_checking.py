"""What `validate` says of a release of AVSBench-OV: nothing of ours, and each fault by its name."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avisbuild.errors import ReleaseError
from avisbuild.releases import Severity, count_stats, validate_release

_TRAIN = "AVSBench-openvoc/avsbench_ov_train_base.json"


def test_what_we_write_is_clean(ov_release: Path) -> None:
    assert [str(each) for each in validate_release(ov_release)] == []


def _damage_json(document: dict) -> None:
    videos, annotations = document["videos"], document["annotations"]
    annotations[0]["category_id"] = 68
    next(each for each in annotations[1]["segmentations"] if each)["size"] = [9, 9]
    videos[0]["file_names"][3] = videos[0]["file_names"][3].replace("3.jpg", "03.jpg")
    videos[1]["file_names"].pop()
    videos[1]["length"] -= 1
    del videos[2]["label"]


def _paint(path: Path, *colours: tuple[int, int, int]) -> None:
    pixels = np.asarray(Image.open(path)).copy()
    pixels[0, : len(colours)] = colours
    path.unlink()
    Image.fromarray(pixels).save(path)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.unlink()
    path.write_text(text.replace(old, new, 1))


FOUND = {
    ("ov-leak", "annotations[0]"),
    ("ov-mask", "annotations[1]"),
    ("ov-frame-name", "videos[0].file_names[3]"),
    ("ov-frames", "videos[1]"),
    ("schema", "videos[2]"),
    ("ov-map-colour", "v2/test_04/labels_rgb/4.png"),
    ("ov-map-label", "v2/test_04/labels_rgb/4.png"),
    ("ov-files", "v2/test_04/labels_rgb"),
    ("sound-missing", "v2/test_04/audio.wav"),
    ("frame-missing", "test/JPEGImages/test_04/7.jpg"),
    ("ov-row", "metadata.csv val_00"),
    ("ov-leak", "metadata.csv train_16"),
    ("card-counts", "counts.test.frames"),
    ("file-changed", "classes.csv"),
}


def test_each_fault_is_found(ov_release: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ov_release, tmp_path / "release", copy_function=_linked))
    path = folder / _TRAIN
    document = json.loads(path.read_text())
    _damage_json(document)
    path.unlink()
    path.write_text(json.dumps(document))
    piece = folder / "AVSBench-semantic/v2/test_04"
    _paint(piece / "labels_rgb/4.png", (1, 2, 3), (160, 128, 128))
    (piece / "labels_rgb/5.png").unlink()
    (piece / "audio.wav").unlink()
    (folder / "AVSBench-openvoc/test/JPEGImages/test_04/7.jpg").unlink()
    metadata = folder / "AVSBench-semantic/metadata.csv"
    _edit(metadata, "val_00,0,0,accordion_airplane_axe_baby,val,v1m", "val_00,0,0,axe,test,v1m")
    _edit(metadata, "train_16,train_16,0,0,", "train_16,train_16,0,0,violin_")
    _edit(folder / "release.json", '"frames": 170', '"frames": 171')
    _edit(folder / "classes.csv", "accordion", "accordeon")
    found = [each for each in validate_release(folder) if each.severity is Severity.ERROR]
    for rule, place in FOUND:
        assert any(each.rule == rule and place in each.place for each in found), (rule, place)


def _linked(source: str, target: str) -> str:
    """The same file by another name: each damage unlinks before it writes."""
    Path(target).hardlink_to(source)
    return target


def test_figures_of_aviseg_are_refused_in_one_line(ov_release: Path) -> None:
    with pytest.raises(ReleaseError, match="is a release of AVSBench-OV"):
        count_stats(ov_release)

"""The published readers take an open-vocabulary release as it is; nothing novel is in what training reads."""

import json
from pathlib import Path

import numpy as np
from core.releases.avsbench_ov import published_reader as published

from avisbuild.formats.avsbench.overlap import label_map
from avisbuild.metrics.class_table import avsbench_classes, read_classes, read_video_labels
from avisbuild.metrics.folders import score_open_vocabulary
from avisbuild.metrics.protocol import EvaluationProtocol
from avisbuild.records import CategoryId, Snapshot, SplitPlan
from avisbuild.records.bundled import load_taxonomy

TRAIN, VAL = "avsbench_ov_train_base.json", "avsbench_ov_val_base_novel.json"
BASE = {int(each.category_id) for each in load_taxonomy("avsbench") if each.is_base}


def test_the_training_loader_takes_every_clip_and_finds_no_novel_category(ov_release: Path) -> None:
    clips = list(published.training_clips(ov_release, TRAIN, "train"))
    assert len({clip.video for clip in clips}) == 11
    found = {category for clip in clips for category in clip.categories}
    assert found == BASE
    assert all(mask.shape == (5, 12, 20) for clip in clips for mask in clip.masks)


def test_the_validation_loader_finds_all_seventy_categories(ov_release: Path) -> None:
    clips = list(published.training_clips(ov_release, VAL, "val"))
    assert {category for clip in clips for category in clip.categories} == set(range(1, 71))


def test_the_test_code_reads_the_label_maps_that_the_overlap_rule_gives(
    ov_release: Path, seventy: tuple[Snapshot, SplitPlan]
) -> None:
    snapshot, _ = seventy
    videos = {video.video_id: video for video in snapshot.videos}
    seen: set[int] = set()
    for uid, second, labels in published.truth_of_test(ov_release, "test"):
        seen |= set(np.unique(labels).tolist())
        if second:
            continue
        source, _, start = uid.rpartition("_") if uid not in videos else (uid, "", "0")
        masks = [
            (track.instance.category_id, mask)
            for track in sorted(snapshot.tracks[source], key=lambda t: t.instance.category_id)
            if (mask := track.sounding_masks[int(start)]) is not None
        ]
        expected = label_map(masks, (12, 20))
        rows = (np.arange(224) + 0.5) * 12 / 224
        columns = (np.arange(224) + 0.5) * 20 / 224
        assert (labels == expected[rows.astype(int)][:, columns.astype(int)]).all(), uid
    assert seen == set(range(71))


def test_a_piece_in_which_nothing_sounds_lists_the_background(ov_release: Path) -> None:
    rows = {uid: categories for uid, categories, *_ in published.metadata_rows(ov_release)}
    assert rows["test_silent_10"] == ["background"]
    assert rows["test_silent_0"] == ["man"]


def test_no_training_line_of_metadata_lists_a_novel_category(ov_release: Path) -> None:
    numbers = published.label_numbers(ov_release)
    for uid, categories, split, _ in published.metadata_rows(ov_release):
        if split == "train":
            assert {numbers[name] for name in categories} <= BASE | {0}, uid


def test_a_release_scores_100_against_itself(ov_release: Path) -> None:
    maps = ov_release / "AVSBench-semantic"
    classes = avsbench_classes()
    assert read_classes(ov_release / "classes.csv") == classes
    listed = read_video_labels(maps / "metadata.csv", classes)
    document = score_open_vocabulary(
        maps, maps, classes, protocols=EvaluationProtocol, video_labels=listed
    )
    for protocol in EvaluationProtocol:
        figures = document[protocol.value]
        for name in ("base", "novel", "harmonic", "mIoU"):
            assert figures[name] == 100.0, (protocol, name)
        assert CategoryId(len(figures["per_class"])) == 71


def test_the_json_says_of_each_category_how_frequent_it_is_in_lvis(ov_release: Path) -> None:
    for name in (TRAIN, VAL):
        categories = json.loads((ov_release / "AVSBench-openvoc" / name).read_text())["categories"]
        letters = [category["frequency"] for category in categories]
        assert (letters.count("f"), letters.count("c")) == (25, 15)
        assert (letters.count("r"), letters.count("n")) == (9, 21)
        assert all("supercategory" in category for category in categories)

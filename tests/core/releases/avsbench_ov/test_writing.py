"""An open-vocabulary release is split first, loses videos with novel categories, and tells the price."""

from dataclasses import replace
from pathlib import Path

import pytest
from release_scenes import TAXONOMY, snapshot_of, write_media

from avisbuild.errors import ReleaseError
from avisbuild.formats.avsbench.metadata import read_metadata
from avisbuild.formats.avsbench_ov.vocabulary import OwnCounts
from avisbuild.records import Snapshot, Split, SplitPlan, Taxonomy
from avisbuild.releases.avsbench_ov import (
    NovelRule,
    OpenVocabularyOptions,
    planning,
    write_ov_release,
)
from avisbuild.releases.splits import read_splits_csv

_BASE_DOGS = Taxonomy(
    name="pets",
    categories=tuple(
        replace(each, frequency=letter) for each, letter in zip(TAXONOMY, "fr", strict=True)
    ),
)
_SCENES = {
    "a": {"dog_1": "#" * 23},
    "b": {"dog_1": "#" * 12, "cat_1": "." * 11 + "#"},
    "c": {"dog_1": "#" * 5, "cat_2": "##..."},
    "d": {"dog_1": "###"},
}
_SPLITS = (Split.TRAIN, Split.TRAIN, Split.TEST, Split.VAL)


@pytest.fixture
def pets(tmp_path: Path) -> Snapshot:
    snapshot = snapshot_of(_SCENES, tmp_path / "videos", _BASE_DOGS)
    write_media(tmp_path / "videos", snapshot.videos)
    return snapshot


def plan_of(snapshot: Snapshot) -> SplitPlan:
    ids = [video.video_id for video in snapshot.videos]
    return SplitPlan(method="random", seed=0, assignment=dict(zip(ids, _SPLITS, strict=True)))


def content(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_training_video_goes_whole_for_a_novel_category_after_its_last_piece(
    pets: Snapshot, tmp_path: Path
) -> None:
    card = write_ov_release(pets, tmp_path / "out", plan_of(pets))
    rows = read_splits_csv(tmp_path / "out/splits.csv")
    assert {name: split for name, (split, _) in rows.items()} == {
        "a_0": Split.TRAIN,
        "a_10": Split.TRAIN,
        "c": Split.TEST,
    }
    assert card["open_vocabulary"]["removed"] == ["b"]
    assert card["open_vocabulary"]["price"] == {
        "training_videos": 2,
        "removed_videos": 1,
        "removed_pieces": 1,
        "base_masks": 30,
        "removed_base_masks": 10,
    }
    assert card["open_vocabulary"]["dropped_seconds"] == 3 + 2 + 3
    assert card["open_vocabulary"]["without_piece"] == ["d"]
    assert "training lost 1 of 2 videos" in card["notes"][1]


def test_pieces_may_have_five_seconds(pets: Snapshot, tmp_path: Path) -> None:
    options = OpenVocabularyOptions(piece_seconds=5)
    card = write_ov_release(pets, tmp_path / "out", plan_of(pets), options=options)
    names = [row.uid for row in read_metadata(tmp_path / "out/AVSBench-semantic/metadata.csv")]
    assert names == ["a_0", "a_10", "a_15", "a_5", "c"]
    assert card["counts"]["train"]["frames"] == 20


def test_the_same_project_gives_the_same_bytes(pets: Snapshot, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_ov_release(pets, tmp_path / name, plan_of(pets))
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_own_counts_are_of_training_videos_alone(pets: Snapshot, tmp_path: Path) -> None:
    options = OpenVocabularyOptions(
        rule=NovelRule.OWN_COUNTS, own_counts=OwnCounts(common=2, frequent=9)
    )
    card = write_ov_release(pets, tmp_path / "out", plan_of(pets), options=options)
    assert (card["open_vocabulary"]["base"], card["open_vocabulary"]["novel"]) == (["dog"], ["cat"])


def test_a_novel_category_in_training_is_never_written(
    pets: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_all = planning._pieces_of
    monkeypatch.setattr(planning, "_pieces_of", lambda *args: keep_all(*args[:3], removed=()))
    options = OpenVocabularyOptions(piece_seconds=5)
    late = snapshot_of({"a": {"dog_1": "#####", "cat_1": "#...."}, "b": {"dog_1": "#####"}})
    snapshot = replace(late, taxonomy=_BASE_DOGS)
    plan = SplitPlan(
        method="random",
        seed=0,
        assignment={video.video_id: Split.TRAIN for video in snapshot.videos},
    )
    with pytest.raises(ReleaseError, match="novel category cat"):
        write_ov_release(snapshot, tmp_path / "out", plan, options=options)
    assert not (tmp_path / "out").exists()


def test_nothing_left_to_train_on_is_refused(tmp_path: Path) -> None:
    snapshot = snapshot_of({"a": {"cat_1": "#####"}}, taxonomy=_BASE_DOGS)
    plan = SplitPlan(method="random", seed=0, assignment={snapshot.videos[0].video_id: Split.TRAIN})
    with pytest.raises(ReleaseError, match="every one of the 1 training videos"):
        write_ov_release(snapshot, tmp_path / "out", plan)

"""A project goes out as AVSBench-semantic, comes in again, and goes out as the same files (R39)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pipelines.importing.avsbench_case import RATE_HZ, write_data_set

from avisbuild.records import Recipe, RoundState, Split
from avisbuild.records.bundled import load_taxonomy
from avisbuild.releases.avsbench_ov import OpenVocabularyOptions
from avisbuild.store import Project
from avisbuild_pipelines.exporting import export_release
from avisbuild_pipelines.importing import ImportOptions, import_avsbench, import_avsbench_ov

ACCEPTED = ImportOptions(state=RoundState.ACCEPTED)


@pytest.fixture
def projects(tmp_path: Path) -> Iterator[tuple[Project, Project]]:
    recipe = Recipe(name="avs", taxonomy=load_taxonomy("avsbench"), sample_rate_hz=RATE_HZ)
    with (
        Project.create(tmp_path / "one", recipe) as one,
        Project.create(tmp_path / "two", recipe) as two,
    ):
        yield one, two


def _content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _data_set(folder: Path) -> Path:
    maps = ["vv.. .dd.", "vv.. ....", ".... ....", "v... ....", "vv.. .d.."]
    dogs = ["d... ...d"] * 10
    return write_data_set(
        folder,
        {
            "duo": {"maps": maps, "names": "dog_violin", "split": "test"},
            "pack": {"maps": dogs, "names": "dog", "label": "v2"},
        },
    )


def test_label_maps_there_and_back(projects: tuple[Project, Project], tmp_path: Path) -> None:
    one, two = projects
    folder = _data_set(tmp_path / "s")
    import_avsbench(one, folder, ACCEPTED)
    first = export_release(one, label_maps_of_s=5)
    assert first.folder == one.folder / "releases/avsbench-1"
    given = _content(folder)
    written = _content(first.folder / "AVSBench-semantic")
    same = {name for name in given if "labels_rgb" in name or name.endswith(".jpg")}
    assert len(same) == 30
    assert {name: written[name] for name in same} == {name: given[name] for name in same}
    outcomes = import_avsbench(two, first.folder, ACCEPTED)
    assert [(each.problem, each.notes) for each in outcomes] == [("", ()), ("", ())]
    again = export_release(two, label_maps_of_s=5).folder
    assert _content(again / "AVSBench-semantic") == written


def test_an_open_vocabulary_release_there_and_back(
    projects: tuple[Project, Project], tmp_path: Path
) -> None:
    one, two = projects
    import_avsbench(one, _data_set(tmp_path / "s"), ACCEPTED)
    options = OpenVocabularyOptions()
    first = export_release(one, open_vocabulary=options).folder
    outcomes = import_avsbench_ov(two, first, ACCEPTED)
    assert [(each.name, each.problem, each.notes) for each in outcomes] == [
        ("pack", "", ()),
        ("duo", "", ()),
    ]
    assert [video.split for video in two.videos()] == [Split.TEST, Split.TRAIN]
    again = export_release(two, open_vocabulary=options).folder
    assert _content(again / "AVSBench-semantic") == _content(first / "AVSBench-semantic")
    assert _content(again / "AVSBench-openvoc") == _content(first / "AVSBench-openvoc")

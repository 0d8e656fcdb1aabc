"""Importing AVSBench-semantic: what is painted comes in by the pixel, what nobody looked at stays open."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pipelines.importing.avsbench_case import RATE_HZ, write_data_set

from avisbuild.checks.cells import find_issues
from avisbuild.checks.issue import IssueKind
from avisbuild.errors import FormatError
from avisbuild.masks import decode
from avisbuild.records import Recipe, RoundState, Sounding, Split, Track, VideoId
from avisbuild.records.bundled import load_taxonomy
from avisbuild.store import Project
from avisbuild_pipelines.importing import ImportedVideo, ImportOptions, import_avsbench

DUO = {
    "maps": ["vv.. .dd.", "vv.. ....", ".... ....", "v... ....", "vv.. .d.."],
    "names": "violin_dog",
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    recipe = Recipe(name="avs", taxonomy=load_taxonomy("avsbench"), sample_rate_hz=RATE_HZ)
    with Project.create(tmp_path / "project", recipe) as opened:
        yield opened


def _import(project: Project, folder: Path, **options: Any) -> list[ImportedVideo]:
    return import_avsbench(project, folder, ImportOptions(**options))


def _tracks(project: Project, name: str) -> dict[str, Track]:
    tracks = project.tracks(VideoId(name))
    return {track.instance.name(project.taxonomy): track for track in tracks}


def test_each_category_is_one_instance_that_sounds_where_it_is_painted(
    project: Project, tmp_path: Path
) -> None:
    folder = write_data_set(tmp_path / "s", {"duo": DUO})
    (outcome,) = _import(project, folder)
    assert (outcome.problem, outcome.notes) == ("", ())
    assert (outcome.instance_count, outcome.mask_count) == (2, 6)
    tracks = _tracks(project, "duo")
    assert [state.value for state in tracks["dog_1"].states] == [
        *("sounding", "silent", "silent", "silent", "sounding"),
    ]
    mask = tracks["violin_1"].masks[3]
    assert mask is not None
    assert decode(mask).tolist() == [[True, False, False, False], [False] * 4]
    assert (project.video_dir(VideoId("duo")) / "frames/00004.jpg").is_file()


def test_seconds_without_a_label_map_are_unsure_and_cannot_leave_unseen(
    project: Project, tmp_path: Path
) -> None:
    """v1s in training: one mask, and four seconds that nobody has annotated."""
    single = {"maps": ["dd.. ....", "", "", "", ""], "label": "v1s", "names": "dog"}
    folder = write_data_set(tmp_path / "s", {"one": single})
    (outcome,) = _import(project, folder, state=RoundState.ACCEPTED)
    assert outcome.notes[0].startswith("4 of 5 seconds have no label map: whether its instances")
    track = _tracks(project, "one")["dog_1"]
    assert track.states == (Sounding.SOUNDING, *[Sounding.UNSURE] * 4)
    (video,) = project.videos()
    issues = find_issues(video, [track], project.taxonomy)
    assert {issue.kind for issue in issues} == {IssueKind.UNSURE}


def test_what_is_listed_but_not_painted_in_the_one_frame_is_unsure_in_the_others(
    project: Project, tmp_path: Path
) -> None:
    single = {"maps": [".... ....", "", "", "", ""], "label": "v1s", "names": "dog"}
    folder = write_data_set(tmp_path / "s", {"one": single})
    (outcome,) = _import(project, folder)
    assert "metadata.csv lists dog, which none of its label maps has" in outcome.notes
    assert _tracks(project, "one")["dog_1"].states == (Sounding.SILENT, *[Sounding.UNSURE] * 4)


def test_a_video_of_which_nothing_says_what_is_in_it_is_not_taken_as_silent(
    project: Project, tmp_path: Path
) -> None:
    single = {"maps": [".... ....", "", "", "", ""], "label": "v1s", "names": "background"}
    (outcome,) = _import(project, write_data_set(tmp_path / "s", {"one": single}))
    assert outcome.problem.startswith("4 of its seconds have no label map, the others show nothing")
    assert not project.videos()


def test_a_silent_video_with_all_its_label_maps_is_taken(project: Project, tmp_path: Path) -> None:
    night = {"maps": ["...."] * 5, "names": "background"}
    (outcome,) = _import(project, write_data_set(tmp_path / "s", {"night": night}))
    assert (outcome.problem, outcome.instance_count) == ("", 0)


def _paint(folder: Path, name: str, colour: tuple[int, int, int]) -> None:
    path = folder / name
    pixels = np.array(Image.open(path))
    pixels[0, 1] = colour
    Image.fromarray(pixels).save(path)


@pytest.mark.parametrize(
    "colour", [(129, 0, 0), (96, 0, 0)], ids=["nobody's", "a label that the data set lacks"]
)
def test_colours_of_no_label_are_refused_by_name_or_taken_for_background_when_asked(
    project: Project, tmp_path: Path, colour: tuple[int, int, int]
) -> None:
    folder = write_data_set(tmp_path / "s", {"duo": DUO})
    _paint(folder, "v1m/duo/labels_rgb/1.png", colour)
    (outcome,) = _import(project, folder)
    told = f"is {colour} in {folder}/v1m/duo/labels_rgb/1.png, row 0, column 1"
    assert told in outcome.problem
    assert "--ignore-colours" in outcome.problem
    (outcome,) = _import(project, folder, ignore_colours=True)
    assert outcome.problem == ""
    assert told in outcome.notes[0]


def test_a_category_that_is_painted_and_not_listed_is_taken_in_and_told(
    project: Project, tmp_path: Path
) -> None:
    """The published test code takes such pixels for background: 8 pixels of baby in a guitar's frame."""
    folder = write_data_set(tmp_path / "s", {"duo": {**DUO, "names": "violin"}})
    (outcome,) = _import(project, folder)
    assert outcome.notes[0].startswith("its label maps have 3 pixels of dog, which metadata.csv")
    assert "dog_1" in _tracks(project, "duo")


def test_the_data_sets_own_labels_and_the_projects_names_are_joined_by_name(
    project: Project, tmp_path: Path
) -> None:
    folder = write_data_set(tmp_path / "s", {"duo": {"maps": ["a"] * 5, "names": "Dog"}})
    (folder / "label2idx.json").write_text('{"background": 0, "Dog": 1}')
    assert _import(project, folder)[0].problem == ""
    assert list(_tracks(project, "duo")) == ["dog_1"]


def test_a_listed_category_that_the_project_lacks_stops_all(
    project: Project, tmp_path: Path
) -> None:
    folder = write_data_set(tmp_path / "s", {"duo": {"maps": ["a"] * 5, "names": "unicorn"}})
    with pytest.raises(FormatError, match=r"metadata.csv: line 2: .* got 'unicorn'"):
        _import(project, folder)
    (folder / "label2idx.json").write_text('{"background": 0, "unicorn": 1}')
    with pytest.raises(FormatError, match=r"no category unicorn \(id 1, 1 videos\)"):
        _import(project, folder)
    assert not project.videos()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("rm frames/2.jpg", "frames: expected 0.jpg, 1.jpg, and so on, 2.jpg is missing"),
        ("rm audio.wav", "no sound"),
        ("mv frames/4.jpg frames/00004.jpg", "and so on, got '00004.jpg'"),
        ("mv labels_rgb/4.png labels_rgb/5.png", "5.png: expected label maps of 5 frames"),
        ("mv labels_rgb none", "labels_rgb: cannot be opened (No such file or directory)"),
        ("wider labels_rgb/3.png", "3.png: expected (2, 4) (height, width)"),
        ("wider frames/3.jpg", "frames/3.jpg: expected (2, 4) (height, width), got (2, 5)"),
        ("mv frames/0.jpg labels_rgb/0.png", "expected 0.jpg, 1.jpg"),
        ("empty labels_rgb/0.png", "0.png: cannot be read as a label map"),
    ],
)
def test_what_is_wrong_with_one_video_is_told_and_does_not_stop_the_others(
    project: Project, tmp_path: Path, spoil: str, told: str
) -> None:
    folder = write_data_set(tmp_path / "s", {"bad": DUO, "good": DUO})
    verb, name, *other = spoil.split()
    path = folder / "v1m/bad" / name
    match verb:
        case "rm":
            path.unlink()
        case "mv":
            path.rename(folder / "v1m/bad" / other[0])
        case "wider":
            Image.new("RGB", (5, 2)).save(path)
        case "empty":
            path.write_bytes(b"")
    bad, good = _import(project, folder)
    assert told in bad.problem
    assert (good.problem, [video.video_id for video in project.videos()]) == ("", ["good"])


def test_a_video_keeps_its_split_its_categories_and_its_source(
    project: Project, tmp_path: Path
) -> None:
    folder = write_data_set(tmp_path / "s", {"duo_0": {**DUO, "split": "test"}, "solo_5": DUO})
    table = folder / "metadata.csv"
    table.write_text(
        table.read_text().replace("duo_0,duo_0", "duo,duo_0").replace("solo_5,", "x,", 1)
    )
    _import(project, folder)
    duo, solo = project.videos()
    assert (duo.split, duo.labels, duo.group) == (Split.TEST, ("violin", "dog"), "duo")
    assert (solo.split, solo.group) == (Split.TRAIN, "")


def test_what_a_project_does_not_keep_is_told(project: Project, tmp_path: Path) -> None:
    folder = write_data_set(tmp_path / "s", {"duo": {**DUO, "label": "v1s"}})
    (outcome,) = _import(project, folder)
    assert outcome.notes == ("a project does not keep that it is of v1s, with 5 seconds",)

"""Importing a truth JSON: pixel for pixel, a video whole or not at all, and back out byte for byte."""

import errno
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pipelines.import_case import ACCEPTED, RATE_HZ, changed, from_release
from release_scenes import THREE, snapshot_of, write_media

from avisbuild.annotation import category_edits
from avisbuild.errors import FormatError
from avisbuild.records import (
    Category,
    CategoryId,
    Mask,
    Recipe,
    Round,
    RoundState,
    Snapshot,
    Taxonomy,
    VideoId,
)
from avisbuild.releases import plan_as_asked, validate_release, write_release
from avisbuild.store import Project, video_names
from avisbuild.store.video_names import longest_path
from avisbuild.system.names import Naming
from avisbuild_pipelines.exporting import export_release
from avisbuild_pipelines.importing import importer
from avisbuild_pipelines.picture_videos import PictureVideo


def content(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_export_import_export_gives_the_same_files(
    release: Path, project: Project, tmp_path: Path
) -> None:
    """R39: AVISeg's JSON there and back."""
    outcomes = from_release(project, release)
    assert [outcome.problem for outcome in outcomes] == ["", "", ""]
    again = export_release(project, out=tmp_path / "again").folder
    before, after = content(release), content(again)
    same = {name for name in before if name.startswith("train")}
    assert len(same) == 1 + 12 + 3
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


def test_masks_states_and_provenance_come_in_as_they_were(release: Path, project: Project) -> None:
    from_release(project, release, author="ann")
    original: Snapshot = snapshot_of(THREE)
    tracks = project.tracks(VideoId("a-1"))
    assert [track.instance.name(project.taxonomy) for track in tracks] == ["dog_1", "dog_2"]
    for read, written in zip(tracks, original.tracks[VideoId("a-1")], strict=False):
        assert read.masks == written.masks
        assert read.states == written.states
    mask = project.records(Mask, VideoId("a-1"))[0]
    assert (mask.provenance.source, mask.provenance.author) == ("imported", "ann")
    assert set(project.states().values()) == {ACCEPTED}


def test_a_file_with_names_from_before_a_rename_and_a_merge_comes_in_under_todays(
    release: Path, project: Project
) -> None:
    dog, cat = (project.taxonomy.by_name[name] for name in ("dog", "cat"))
    category_edits.merge(project, "ann", cat, category_edits.rename(project, "ann", dog, "pet"))
    changed(release, lambda document: document["annotations"][1].update(category_id=2))
    assert [each.problem for each in from_release(project, release)] == ["", "", ""]
    found = {
        name: [each.instance.name(project.taxonomy) for each in project.tracks(VideoId(name))]
        for name in THREE
    }
    assert found == {"a-1": ["pet_1", "pet_2"], "b-1": ["pet_1"], "c-1": ["pet_1"]}


def test_a_release_keeps_ids_as_they_are_and_is_read_under_todays_names(
    release: Path, project: Project, tmp_path: Path
) -> None:
    from_release(project, release)
    dog, cat = (project.taxonomy.by_name[name] for name in ("dog", "cat"))
    category_edits.merge(project, "ann", dog, category_edits.rename(project, "ann", cat, "pet"))
    category_edits.add_named(project, "ann", "owl")
    again = export_release(project, out=tmp_path / "again").folder
    document = json.loads((again / "train.json").read_text())
    assert [(each["id"], each["name"]) for each in document["categories"]] == [
        (2, "pet"),
        (3, "owl"),
    ]
    assert {each["category_id"] for each in document["annotations"]} == {2}
    assert [each for each in validate_release(again) if each.severity == "error"] == []


def test_every_video_is_one_journal_entry(release: Path, project: Project) -> None:
    before = len(list(project.journal.entries()))
    from_release(project, release)
    actions = [entry.action for entry in project.journal.entries()][before:]
    assert actions == [f"import {name} from train.json" for name in ("a-1", "b-1", "c-1")]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda train: (train / "JPEGImages/b-1/00001.jpg").unlink(), "no picture"),
        (lambda train: (train / "JPEGImages/b-1/00001.jpg").write_bytes(b"x"), "not a picture"),
        (lambda train: (train / "WAVAudios/b-1.wav").write_bytes(b"x"), "not a sound file"),
        (
            lambda train: Image.new("RGB", (9, 9)).save(train / "JPEGImages/b-1/00001.jpg"),
            "expected (12, 20) (height, width), got (9, 9)",
        ),
    ],
    ids=["picture missing", "picture broken", "sound broken", "picture of another size"],
)
def test_one_video_that_cannot_be_made_leaves_the_others_alone(
    release: Path, project: Project, damage: Any, says: str
) -> None:
    damage(release / "train")
    outcomes = from_release(project, release)
    assert [bool(outcome.problem) for outcome in outcomes] == [False, True, False]
    assert says in outcomes[1].problem
    assert [video.video_id for video in project.videos()] == ["a-1", "c-1"]
    assert sorted(path.name for path in project.videos_dir.iterdir()) == ["a-1", "c-1"]


def test_a_name_that_leaves_the_folder_is_refused(release: Path, project: Project) -> None:
    changed(
        release,
        lambda document: document["videos"][1].update(
            file_names=["b-1/00000.jpg", "b-1/../../../train.json", "b-1/00002.jpg"]
        ),
    )
    assert "expected a frame" in from_release(project, release)[1].problem


def test_without_pictures_a_video_must_be_in_the_project(release: Path, project: Project) -> None:
    outcomes = from_release(project, release, frames_dir=None)
    assert all("--frames DIR" in outcome.problem for outcome in outcomes)
    assert project.videos() == []


def test_a_second_import_is_refused_until_it_may_replace(release: Path, project: Project) -> None:
    from_release(project, release)
    assert "--replace" in from_release(project, release)[0].problem
    changed(release, lambda document: document["annotations"].pop(0))
    assert [each.problem for each in from_release(project, release, replace=True)] == ["", "", ""]
    assert len(project.tracks(VideoId("a-1"))) == 1


def test_a_new_video_without_a_wished_state_is_to_be_done_in_its_first_round(
    release: Path, project: Project
) -> None:
    from_release(project, release, state=None)
    assert [
        (one.number, one.state, one.person) for one in project.records(Round, VideoId("a-1"))
    ] == [(1, RoundState.TODO, "")]
    from_release(project, release, state=ACCEPTED, replace=True)
    from_release(project, release, state=None, replace=True)
    assert [(one.number, one.state) for one in project.records(Round, VideoId("a-1"))] == [
        (1, ACCEPTED)
    ]


def test_a_replacing_import_opens_an_accepted_video_again_where_it_changes_something(
    release: Path, project: Project
) -> None:
    def import_again(**changes: Any) -> tuple[str, Round]:
        outcome = from_release(project, release, replace=True, author="lab", **changes)[0]
        return outcome.problem, project.last_rounds()[VideoId("a-1")]

    from_release(project, release, author="lab")
    old = replace(project.last_rounds()[VideoId("a-1")], person="bo", seen_hash="seen")
    with project.edit(author="bo", action="Accept") as edit:
        edit.set_round(old)
    assert import_again(state=None) == ("", old)
    changed(release, lambda document: document["annotations"].pop(0))
    _, reopened = import_again(state=None)
    assert (reopened.state, reopened.person) == (RoundState.ANNOTATING, "lab")
    assert reopened.seen_hash != "seen"
    with project.edit(author="bo", action="Accept") as edit:
        edit.set_round(old)
    changed(release, lambda document: document["annotations"].pop(0))
    _, accepted = import_again()
    assert (accepted.state, accepted.person, accepted.seen_hash) == (ACCEPTED, "lab", "")


def test_an_import_never_changes_what_somebody_else_reviews(
    release: Path, project: Project
) -> None:
    from_release(project, release)
    reviewed = Round(video_id=VideoId("a-1"), number=2, state=RoundState.IN_REVIEW, person="bo")
    with project.edit(author="bo", action="Review") as edit:
        edit.set_round(reviewed)
    changed(release, lambda document: document["annotations"].pop(0))
    for state in (None, ACCEPTED):
        problem = from_release(project, release, replace=True, state=state)[0].problem
        assert "in review by bo" in problem
    assert project.last_rounds()[VideoId("a-1")] == reviewed
    assert len(project.tracks(VideoId("a-1"))) == 2
    assert from_release(project, release, replace=True, state=None, author="bo")[0].problem == ""
    assert project.last_rounds()[VideoId("a-1")] == reviewed


def test_a_dry_run_says_the_same_and_changes_nothing(release: Path, project: Project) -> None:
    dry = from_release(project, release, dry_run=True)
    assert project.videos() == []
    assert list(project.videos_dir.iterdir()) == []
    assert dry == from_release(project, release)


def test_a_dry_run_tells_of_pictures_that_the_import_would_refuse(
    release: Path, project: Project
) -> None:
    pictures = release / "train/JPEGImages"
    (pictures / "a-1/00000.jpg").write_bytes(b"")
    Image.new("RGB", (9, 9)).save(pictures / "b-1/00001.jpg")
    (project.videos_dir / "c-1").mkdir()
    dry = from_release(project, release, dry_run=True)
    assert dry[0].problem == f"{pictures}/a-1/00000.jpg: not a picture"
    assert "b-1/00001.jpg: expected (12, 20) (height, width), got (9, 9)" in dry[1].problem
    assert "c-1 holds another video already" in dry[2].problem
    assert dry == from_release(project, release)


def test_a_video_that_the_disk_refuses_does_not_stop_the_others(
    release: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = importer.make_picture_video

    def failing(wanted: PictureVideo, *rest: Any, **options: Any) -> list[str]:
        if wanted.video.video_id == "a-1":
            raise OSError(errno.ENOSPC, "No space left on device")
        return make(wanted, *rest, **options)

    monkeypatch.setattr(importer, "make_picture_video", failing)
    outcomes = from_release(project, release)
    assert [outcome.problem for outcome in outcomes] == ["No space left on device", "", ""]


def test_lengths_and_sizes_that_differ_are_named_per_video(release: Path, project: Project) -> None:
    from_release(project, release)

    def shorten(document: dict[str, Any]) -> None:
        document["videos"][1].update(file_names=["b-1/0.jpg"], length=1)
        document["annotations"] = document["annotations"][:2] + document["annotations"][3:]
        document["videos"][2].update(height=13)
        for annotation in document["annotations"]:
            annotation.pop("height")

    changed(release, shorten)
    outcomes = from_release(project, release, replace=True)
    assert [outcome.problem for outcome in outcomes] == [
        "",
        "seconds: the project has 3, the file 1",
        "size (height, width): the project has (12, 20), the file (13, 20)",
    ]


def test_categories_are_matched_by_name_whatever_their_ids(release: Path, tmp_path: Path) -> None:
    turned = Taxonomy(
        name="turned",
        categories=(
            Category(category_id=CategoryId(3), name="cat", colour_rgb=(0, 0, 0)),
            Category(category_id=CategoryId(9), name="dog", colour_rgb=(0, 0, 1)),
        ),
    )
    recipe = Recipe(name="turned", taxonomy=turned, sample_rate_hz=RATE_HZ)
    with Project.create(tmp_path / "turned", recipe) as project:
        from_release(project, release)
        instances = [track.instance.name(turned) for track in project.tracks(VideoId("b-1"))]
    assert instances == ["cat_1"]


def test_an_unknown_category_stops_the_whole_import(release: Path, project: Project) -> None:
    changed(release, lambda document: document["categories"][0].update(name="wolf"))
    with pytest.raises(FormatError, match=r"pets has no category wolf \(id 1, 3 annotations\)"):
        from_release(project, release)
    assert project.videos() == []


def test_a_killed_import_goes_on_where_it_stopped(release: Path, project: Project) -> None:
    from_release(project, release)
    made = content(project.videos_dir)
    with Project.create(project.folder.parent / "other", project.recipe) as other:
        # What a kill between publishing the pictures and the edit leaves behind.
        for name, data in made.items():
            (other.videos_dir / name).parent.mkdir(parents=True, exist_ok=True)
            (other.videos_dir / name).write_bytes(data)
        assert [outcome.problem for outcome in from_release(other, release)] == ["", "", ""]
        assert content(other.videos_dir) == made


def test_a_folder_of_another_video_is_never_taken_for_this_one(
    release: Path, project: Project
) -> None:
    (project.videos_dir / "b-1").mkdir()
    assert "holds another video already" in from_release(project, release)[1].problem


def test_new_videos_whose_names_cannot_be_had_here_are_refused_one_by_one(
    project: Project, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    naming = Naming(longest_path=len(longest_path(project.folder, "a-1")) - 1)
    monkeypatch.setattr(video_names, "naming_here", lambda: naming)
    outcomes = from_release(project, release)
    assert all("take a shorter folder or video_id" in each.problem for each in outcomes)
    assert project.videos() == []
    monkeypatch.undo()
    assert [each.problem for each in from_release(project, release)] == ["", "", ""]
    monkeypatch.setattr(video_names, "naming_here", lambda: naming)
    again = from_release(project, release, replace=True)
    assert [each.problem for each in again] == ["", "", ""], "they are there already"


def test_of_two_videos_that_differ_by_case_alone_one_is_refused_but_where_both_are_there(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Earlier versions took both on Linux: such a project opens, takes annotations and exports."""
    snapshot = snapshot_of({"Dog-1": {"dog_1": "##."}, "dog-1": {"dog_1": ".#."}}, tmp_path / "v")
    write_media(tmp_path / "v", snapshot.videos, rate_hz=RATE_HZ)
    write_release(snapshot, tmp_path / "pair", plan_as_asked(snapshot.videos))
    first, second = from_release(project, tmp_path / "pair")
    assert (first.problem, [video.video_id for video in project.videos()]) == ("", ["Dog-1"])
    assert "dog-1 and Dog-1 differ by upper and lower case alone" in second.problem

    monkeypatch.setattr(importer, "check_new_names", lambda *_: None)
    assert from_release(project, tmp_path / "pair")[1].problem == ""
    monkeypatch.undo()
    with Project.open(project.folder) as opened:
        again = from_release(opened, tmp_path / "pair", replace=True)
        assert [each.problem for each in again] == ["", ""]
        out = export_release(opened, out=tmp_path / "out").folder
    before, after = content(tmp_path / "pair"), content(out)
    same = [name for name in before if name.startswith("train")]
    assert {name: after[name] for name in same} == {name: before[name] for name in same}

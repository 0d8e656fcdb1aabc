"""Reading a truth JSON: what was written comes back, and what is wrong is named by its place."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco
from release_scenes import SIZE, TAXONOMY, THREE, blob, snapshot_of
from truth_snapshot import read_aviseg

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import read_content
from avisbuild.masks import encode, from_polygons, to_polygons
from avisbuild.records import Category, Instance, Rle, Snapshot, Sounding, Track, Video
from avisbuild.releases import plan_as_asked, write_release


def write(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document))
    return path


def document_of(segmentations: list[Any], **changes: Any) -> dict[str, Any]:
    """One video `a` of two seconds with one dog, and only the fields that nobody can do without."""
    return {
        "videos": [
            {"id": 7, "file_names": ["a/0.jpg", "a/1.jpg"], "height": SIZE[0], "width": SIZE[1]}
        ],
        "categories": [{"id": 1, "name": "dog"}],
        "annotations": [
            {"id": 5, "video_id": 7, "category_id": 1, "segmentations": segmentations} | changes
        ],
    }


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    snapshot = snapshot_of(THREE)
    write_release(snapshot, tmp_path / "out", plan_as_asked(snapshot.videos))
    back = read_aviseg(tmp_path / "out/train.json")
    assert [(video.video_id, video.second_count, video.size) for video in back.videos] == [
        (video.video_id, video.second_count, video.size) for video in snapshot.videos
    ]
    for video in snapshot.videos:
        heard = [track for track in snapshot.tracks[video.video_id] if any(track.sounding_masks)]
        read = back.tracks[video.video_id]
        assert [track.sounding_masks for track in read] == [track.sounding_masks for track in heard]
        assert [track.instance.category_id for track in read] == [
            track.instance.category_id for track in heard
        ]


masks = st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(0, 2**81 - 1)).map(
    lambda drawn: encode(
        np.array([drawn[2] >> bit & 1 for bit in range(drawn[0] * drawn[1])], bool).reshape(
            drawn[:2]
        )
        | (np.arange(drawn[0] * drawn[1]) == 0).reshape(drawn[:2])
    )
)


def one_mask(mask: Rle) -> Snapshot:
    video = Video(video_id="v", second_count=2, height_px=mask.size[0], width_px=mask.size[1])
    instance = Instance(instance_id="v/dog_1", video_id="v", category_id=1, number=1)
    track = Track(
        instance=instance, states=(Sounding.SOUNDING, Sounding.SILENT), masks=(mask, None)
    )
    return Snapshot(taxonomy=TAXONOMY, videos=[video], tracks={"v": [track]})


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(masks)
def test_writing_reading_and_writing_again_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, mask: Rle
) -> None:
    folder = tmp_path_factory.mktemp("round-trip")
    first = one_mask(mask)
    write_release(first, folder / "one", plan_as_asked(first.videos))
    second = read_aviseg(folder / "one/train.json")
    write_release(second, folder / "two", plan_as_asked(second.videos))
    assert second.tracks["v"][0].masks[0] == mask
    assert (folder / "one/train.json").read_bytes() == (folder / "two/train.json").read_bytes()


def spellings() -> dict[str, Any]:
    """The mask `blob(2, 3)` as files spell it: rows 2 to 6 and columns 3 to 7 but for (4, 5)."""
    mask = blob(2, 3)
    height, width = SIZE
    column, pierced = [5, height - 5], [2, 1, 2, height - 5]
    before, after = 3 * height + 2, (width - 8) * height + 5
    counts = [before, *column, *column, *pierced, *column, *column[:1], after]
    upper, lower = [[3, 2, 8, 2, 8, 4, 3, 4]], [[3, 4, 5, 4, 5, 5, 6, 5, 6, 4, 8, 4, 8, 7, 3, 7]]
    return {
        "polygons": to_polygons(mask),
        "parts": upper + lower,
        "compressed": {"size": list(SIZE), "counts": mask.counts.decode()},
        "uncompressed": {"size": list(SIZE), "counts": counts},
    }


@pytest.mark.parametrize("spelling", ["polygons", "parts", "compressed", "uncompressed"])
def test_every_spelling_of_a_mask_gives_the_same_pixels(tmp_path: Path, spelling: str) -> None:
    path = write(tmp_path / "truth.json", document_of([spellings()[spelling], None]))
    track = read_aviseg(path).tracks["a"][0]
    assert track.masks == (blob(2, 3), None)
    assert track.states == (Sounding.SOUNDING, Sounding.SILENT)


def test_a_frame_that_is_listed_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "train.json"
    entry = {"id": 1, "width": 8, "height": 6, "file_names": ["a/0.jpg", "a/0.jpg"]}
    document = {"categories": [{"id": 1, "name": "dog"}], "videos": [entry], "annotations": []}
    path.write_text(json.dumps(document))
    (read,) = read_content(path).videos
    assert read.notes == ["videos[0].file_names: a frame stands there more than once"]


def test_an_empty_mask_is_taken_as_silent_and_told(tmp_path: Path) -> None:
    nothing = coco.encode(np.asfortranarray(np.zeros(SIZE, np.uint8)))["counts"].decode()
    segmentations = [{"size": list(SIZE), "counts": nothing}, to_polygons(blob(0, 0))]
    content = read_content(write(tmp_path / "truth.json", document_of(segmentations)))
    assert content.videos[0].notes == [
        "annotations[0].segmentations[0]: an empty mask; taken as silent"
    ]
    assert content.videos[0].tracks[0].states == (Sounding.SILENT, Sounding.SOUNDING)


SQUARE = [[0, 0, 4, 0, 4, 4, 0, 4]]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (document_of([SQUARE]), "annotations[0].segmentations: expected 2 entries, got 1"),
        (
            document_of([SQUARE, None], category_id=9),
            "annotations[0].category_id: no category has the id 9",
        ),
        (document_of([SQUARE, None], video_id=9), "annotations[0].video_id: no video has the id 9"),
        (
            document_of([SQUARE, None], height=99),
            "expected the video's size (12, 20), got (99, 20)",
        ),
        (
            document_of([SQUARE, None], width=[1] * 999),
            "annotations[0].width: expected a whole number or null, got a list of 999",
        ),
        (document_of([SQUARE, [[1, 2, 3]]]), "annotations[0].segmentations[1]: polygon 0"),
        (
            document_of([SQUARE, {"size": [9, 9], "counts": "PPQ7"}]),
            "expected an RLE of size [12, 20]",
        ),
        (
            document_of([SQUARE, None]) | {"videos": [{"id": 7, "file_names": []}]},
            "videos[0].file_names",
        ),
        (
            document_of([SQUARE, None])
            | {"videos": [{"id": 7, "file_names": ["../x/0.jpg"], "height": 1, "width": 1}]},
            "videos[0]: expected 1 to 128",
        ),
        (
            document_of([SQUARE, None])
            | {"categories": [{"id": 1, "name": "dog\x1b[31m\n"}, {"id": 2, "name": "cat"}]},
            "categories[0]: expected an id from 1 and a name in one line",
        ),
        (
            document_of([SQUARE, None], category_id=["x"] * 99),
            "annotations[0].category_id: expected a whole number, got a list of 99",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_place(tmp_path: Path, document: Any, says: str) -> None:
    with pytest.raises(FormatError) as raised:
        read_aviseg(write(tmp_path / "truth.json", document))
    assert says in str(raised.value)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize("folder", ["", "\x1b[31m\n", "x" * 5000, ".."])
def test_a_video_whose_name_is_wrong_goes_by_its_place(tmp_path: Path, folder: str) -> None:
    document = document_of([SQUARE, None])
    document["videos"][0]["file_names"] = [f"{folder}/0.jpg", f"{folder}/1.jpg"]
    (video,) = read_content(write(tmp_path / "truth.json", document)).videos
    assert video.name == "videos[0]"
    assert video.problems[0].isprintable()
    assert len(video.problems[0]) < 300


def test_one_wrong_video_does_not_spoil_the_others(tmp_path: Path) -> None:
    snapshot = snapshot_of(THREE)
    write_release(snapshot, tmp_path / "out", plan_as_asked(snapshot.videos))
    document = json.loads((tmp_path / "out/train.json").read_text())
    document["annotations"][0]["segmentations"][1] = [[1, 2]]
    content = read_content(write(tmp_path / "truth.json", document))
    assert [bool(video.problems) for video in content.videos] == [True, False, False]


@pytest.mark.parametrize("lacking", ["id", "category_id", "segmentations"])
def test_an_annotation_that_lacks_a_field_spoils_its_video_alone(
    tmp_path: Path, lacking: str
) -> None:
    document = document_of([SQUARE, None])
    other = {"id": 8, "file_names": ["b/0.jpg"], "height": 12, "width": 20}
    document["videos"].append(other)
    del document["annotations"][0][lacking]
    content = read_content(write(tmp_path / "truth.json", document))
    (problem,), none = (video.problems for video in content.videos)
    assert problem.startswith(f'annotations[0]: expected a field "{lacking}", got an object with ')
    assert not none


@pytest.mark.parametrize("broken", [{"id": 8}, {"id": 8, "file_names": ["a/1.jpg"], "length": 9}])
def test_a_video_that_lacks_a_field_spoils_itself_alone(tmp_path: Path, broken: Any) -> None:
    document = document_of([SQUARE, None])
    document["videos"].append({"height": 12, "width": 20} | broken)
    document["annotations"].append({"id": 6, "video_id": 8})
    content = read_content(write(tmp_path / "truth.json", document))
    assert [len(video.problems) for video in content.videos] == [0, 1]
    assert [len(video.tracks) for video in content.videos] == [1, 0]


def test_a_video_without_an_id_of_its_own_spoils_the_file(tmp_path: Path) -> None:
    for number in ({}, {"id": 7}):
        document = document_of([SQUARE, None])
        document["videos"].append({"file_names": ["b/0.jpg"], "height": 12, "width": 20} | number)
        with pytest.raises(FormatError, match=r"videos\[1\].id: expected a number of its own"):
            read_content(write(tmp_path / "truth.json", document))


def test_two_videos_in_one_folder_are_refused(tmp_path: Path) -> None:
    document = document_of([SQUARE, None])
    document["videos"].append(document["videos"][0] | {"id": 8})
    with pytest.raises(
        FormatError, match=r"videos\[1\].file_names: expected a folder of its own, got \"a\""
    ):
        read_aviseg(write(tmp_path / "truth.json", document))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1 column 1: expected JSON"),
        ("[]", "truth.json: expected an object, got []"),
        ('{"videos": [', "line 1 column 13"),
        (
            '{"videos": [{"id": 1}\n{"id": 2}]}',
            "line 2 column 1: expected JSON, got",
        ),
        ('{"videos": []} x', "(trailing characters)"),
        ('{"videos": [], "videos": []}', "stands there twice"),
        ('{"videos": [NaN]}', "line 1 column 13: videos[0]: expected a number, got NaN"),
        ('{"videos": []}', "expected the key 'categories', got videos"),
        ('{"categories": {}}', "truth.json: categories: expected a list, got an empty object"),
        ("[" * 100_000, "expected an object, got a list"),
        ('{"videos": ' + "[" * 200_000, "a thousand deep"),
    ],
)
def test_broken_json_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "truth.json").write_text(text)
    with pytest.raises(FormatError) as raised:
        read_aviseg(tmp_path / "truth.json")
    assert says in str(raised.value)


def test_lists_may_come_in_any_order(tmp_path: Path) -> None:
    document = document_of([SQUARE, None])
    turned = {key: document[key] for key in reversed(document)} | {"info": {"year": 2026}}
    back = read_aviseg(write(tmp_path / "truth.json", turned))
    assert back.tracks["a"][0].masks[0] == from_polygons(SQUARE, SIZE)


def test_categories_keep_their_ids_and_names(tmp_path: Path) -> None:
    snapshot = snapshot_of(THREE)
    write_release(snapshot, tmp_path / "out", plan_as_asked(snapshot.videos))
    back: list[Category] = list(read_aviseg(tmp_path / "out/train.json").taxonomy)
    assert [(each.category_id, each.name, each.supercategory) for each in back] == [
        (1, "dog", None),
        (2, "cat", "pet"),
    ]


def test_an_id_that_stands_twice_spoils_its_video_and_is_noted_between_two(tmp_path: Path) -> None:
    document = document_of([SQUARE, None])
    document["videos"] += [document["videos"][0] | {"id": 8, "file_names": ["b/0.jpg", "b/1.jpg"]}]
    first = document["annotations"][0]
    document["annotations"] += [first | {"video_id": 8}]
    one, two = read_content(write(tmp_path / "truth.json", document)).videos
    assert not one.problems + two.problems
    assert one.notes == []
    assert two.notes[0].startswith(f"annotations[1].id: the id {first['id']} is that of annotation")
    document["annotations"] += [first]
    one, two = read_content(write(tmp_path / "truth.json", document)).videos
    assert one.problems == [
        f"annotations[2].id: expected a new id, got {first['id']} again, as in annotations[0]"
    ]
    assert not two.problems


SHARES = [[0.1, 0.1, 0.4, 0.1, 0.4, 0.4, 0.1, 0.4]]


def test_a_file_whose_masks_are_all_empty_is_refused(tmp_path: Path) -> None:
    for segmentation, says in (
        (
            SHARES,
            r"annotations\[0\].segmentations\[1\]: expected coordinates in pixels, got 0.1 to",
        ),
        ([[5, 5, 5, 5, 5, 5]], r"annotations\[0\].segmentations\[1\]: an empty mask, as are all 1"),
    ):
        path = write(tmp_path / "truth.json", document_of([None, segmentation]))
        with pytest.raises(FormatError, match=says):
            read_content(path)


def test_one_video_in_shares_of_the_frame_is_refused_alone(tmp_path: Path) -> None:
    document = document_of([SQUARE, None])
    document["videos"] += [document["videos"][0] | {"id": 8, "file_names": ["b/0.jpg", "b/1.jpg"]}]
    document["annotations"] += [
        document["annotations"][0] | {"id": 99, "video_id": 8, "segmentations": [SHARES, None]}
    ]
    one, two = read_content(write(tmp_path / "truth.json", document)).videos
    assert not one.problems
    assert "expected coordinates in pixels, got 0.1 to 0.4" in two.problems[0]


@pytest.mark.parametrize("number", [1.0, "1", True, [1], None])
def test_what_is_no_whole_number_is_no_id(tmp_path: Path, number: Any) -> None:
    """1.0 and true are equal to 1, which is an id."""
    for part, key in (("videos", "id"), ("annotations", "video_id")):
        document = document_of([SQUARE, None], video_id=1)
        document["videos"][0]["id"] = 1
        document[part][0][key] = number
        says = rf"truth.json: {part}\[0\].{key}: expected a (whole )?number"
        with pytest.raises(FormatError, match=says):
            read_content(write(tmp_path / "truth.json", document))
    content = read_content(write(tmp_path / "truth.json", document_of([SQUARE, None], id=number)))
    assert (
        content.videos[0].problems[0].startswith("annotations[0].id: expected a whole number, got")
    )


def test_polygons_that_are_all_the_first_pixel_are_noted(tmp_path: Path) -> None:
    """A mask of one pixel is one; several exporters write the whole frame so."""
    corner = [[0, 0, 1, 0, 1, 1, 0, 1]]
    (video,) = read_content(write(tmp_path / "truth.json", document_of([corner, None]))).videos
    assert not video.problems
    assert "all 1 polygons of the video lie on its first pixel" in video.notes[0]


def test_an_id_that_stands_twice_in_a_later_video_is_found_though_an_earlier_has_it_too(
    tmp_path: Path,
) -> None:
    document = document_of([SQUARE, None])
    document["videos"] += [document["videos"][0] | {"id": 8, "file_names": ["b/0.jpg", "b/1.jpg"]}]
    document["annotations"] += [document["annotations"][0] | {"video_id": 8}] * 2
    one, two = read_content(write(tmp_path / "truth.json", document)).videos
    assert not one.problems
    assert two.problems == [
        "annotations[2].id: expected a new id, got 5 again, as in annotations[1]"
    ]

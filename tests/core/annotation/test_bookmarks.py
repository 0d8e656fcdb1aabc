"""The annotator opens where one stopped; a damaged file is no reason not to open."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.annotation import Bookmark, Bookmarks

BOOKMARK = Bookmark(
    video_id="pond",
    second=17,
    instance_id="pond/1",
    zoom=2.5,
    centre_xy=(320.5, 180.0),
    tool="brush",
    extra={"brush_px": 24, "panels": [1, 2]},
)


def bookmarks(folder: Path, *, project: str = "pets", author: str = "ann") -> Bookmarks:
    return Bookmarks(folder / "state", project=folder / project, author=author)


def test_a_bookmark_is_found_again(tmp_path: Path) -> None:
    """R22: the same video, second, zoom, instance and tool."""
    assert bookmarks(tmp_path).load() == Bookmark()
    assert bookmarks(tmp_path).save(BOOKMARK)
    again = bookmarks(tmp_path)
    assert again.load() == BOOKMARK
    assert again.notice is None


def test_each_person_and_each_project_has_a_bookmark_of_its_own(tmp_path: Path) -> None:
    """R22."""
    bookmarks(tmp_path).save(BOOKMARK)
    assert bookmarks(tmp_path, author="bo").load() == Bookmark()
    assert bookmarks(tmp_path, project="birds").load() == Bookmark()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"null",
        b"\xff\xfe\x00",
        b"[" * 9000,
    ],
    ids=["empty", "cut off", "a list", "a number", "null", "no text", "deep"],
)
def test_a_damaged_file_starts_afresh_and_is_told_in_one_line(
    tmp_path: Path, content: bytes
) -> None:
    """R22, R35."""
    bookmarks(tmp_path).save(BOOKMARK)
    (file,) = (tmp_path / "state").iterdir()
    file.write_bytes(content)
    damaged = bookmarks(tmp_path)
    assert damaged.load() == Bookmark()
    assert "opens at its first video" in str(damaged.notice)
    assert "\n" not in str(damaged.notice)
    assert damaged.save(BOOKMARK)
    assert damaged.load() == BOOKMARK
    assert damaged.notice is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("second", "17"), ("second", True), ("second", 1.5), ("video_id", 3),
        ("zoom", "2"), ("zoom", float("inf")), ("zoom", 10**400), ("zoom", float("nan")),
        ("centre_xy", [1.0]), ("centre_xy", [1.0, "2"]), ("centre_xy", None),
        ("extra", []),
    ],
)  # fmt: skip
def test_a_field_of_another_kind_is_as_at_first_and_the_others_stay(
    name: str, value: object
) -> None:
    document = {"video_id": "pond", "second": 17, "tool": "brush", "unknown": 1} | {name: value}
    found = Bookmark.from_document(document)
    assert getattr(found, name) == getattr(Bookmark(), name)
    assert found.tool == "brush"


@given(
    document=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(list(Bookmark.__slots__)), inner)
        ),
    )
)
def test_any_object_gives_a_bookmark(document: object) -> None:
    if not isinstance(document, dict):
        with pytest.raises(ValueError, match="expected an object"):
            Bookmark.from_document(document)
        return
    found = Bookmark.from_document(document)
    assert isinstance(found.second, int)
    assert len(found.centre_xy) == 2


def test_a_bookmark_that_cannot_be_kept_is_no_error(tmp_path: Path) -> None:
    """R35."""
    (tmp_path / "state").write_text("a file where a folder should be")
    assert not bookmarks(tmp_path).save(BOOKMARK)
    kept = Bookmarks(tmp_path / "other", project=tmp_path, author="ann")
    assert not kept.save(Bookmark(zoom=float("nan")))
    assert kept.load() == Bookmark()


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    for second in range(5):
        bookmarks(tmp_path).save(Bookmark(second=second))
    assert len(list((tmp_path / "state").iterdir())) == 1

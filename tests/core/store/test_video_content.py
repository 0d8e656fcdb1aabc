"""A video brought up to date from the journal is the video read whole, whatever was edited in between."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from core.store.content_scripts import (
    CHANGES,
    NAMES,
    POND,
    SECONDS,
    Step,
    begin,
    check_reading_on,
    video_of,
    whole,
)
from core.store.values import instance, mask
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.records import Instance, InstanceId
from avisbuild.store import Edit, video_content

scripts = st.lists(
    st.tuples(
        st.sampled_from(list(CHANGES)),
        st.sampled_from(NAMES),
        st.integers(0, SECONDS - 1),
        st.booleans(),
    ),
    max_size=24,
)


def _add_again(edit: Edit, name: str) -> None:
    edit.drop(Instance, instance_id=InstanceId(name))
    edit.add(instance(name, video_of(name), category=2, number=7))


@given(scripts)
def test_reading_on_gives_what_reading_whole_gives(script: list[Step]) -> None:
    """R07, R11: what a toggle costs does not grow with the masks of the video."""
    with TemporaryDirectory() as folder, begin(Path(folder)) as project:
        check_reading_on(project, script)


@pytest.mark.parametrize("name", ["Zed", "carp"])
def test_instances_that_came_and_went_are_seen(tmp_path: Path, name: str) -> None:
    with begin(tmp_path) as project:
        known = project.video_content(POND)
        with project.edit(author="bob", action="Again") as edit:
            _add_again(edit, name)
            edit.put(mask(name, 1))
        assert project.content_update(known) == whole(project, known)


@pytest.mark.parametrize("entry_count", [1, 4], ids=["one long entry", "many short ones"])
def test_after_more_than_is_worth_following_the_video_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry_count: int
) -> None:
    """An import beside the annotator writes an entry a video, each of any length."""
    with begin(tmp_path) as project:
        known = project.video_content(POND)
        for number in range(entry_count):
            with project.edit(author="bob", action="Mask", video_id=POND) as edit:
                edit.put(mask("Zed", number))
        longest = max(len(entry.operations_text) for entry in project.journal.entries(after=1))
        most = longest - 1 if entry_count == 1 else longest + 1
        monkeypatch.setattr(video_content, "_MOST_CHARACTERS", most)
        monkeypatch.setattr(video_content, "with_operations", None)
        assert project.content_update(known) == whole(project, known)


def test_the_content_of_a_past_that_was_replaced_is_not_read_on(tmp_path: Path) -> None:
    """Someone restores yesterday's copy, and goes on, while a window is open."""
    with begin(tmp_path) as project:
        copy = sqlite3.connect(tmp_path / "copy.db")
        live = sqlite3.connect(project.folder / "project.db")
        with closing(copy), closing(live):
            live.backup(copy)
            with project.edit(author="ann", action="Mask") as edit:
                edit.put(mask("Zed", 3))
            known = project.video_content(POND)
            copy.backup(live)
        assert project.content_update(known) is None
        for second in (0, 1):
            with project.edit(author="bob", action="Other mask") as edit:
                edit.put(mask("amy", second))
        assert project.content_update(known) is None

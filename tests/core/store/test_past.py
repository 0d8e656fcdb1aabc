"""A video's annotation at any entry of the journal is what it was then, told by the journal alone."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from core.store.content_scripts import CHANGES, LAKE, NAMES, POND, SECONDS, begin, video_of
from core.store.values import instance, mask, span
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.errors import ProjectError
from avisbuild.records import Instance, InstanceId, VideoId
from avisbuild.store import Edit, Past, Project

_REX = InstanceId("rex")


def _come_or_go(edit: Edit, name: str, _second: int) -> None:
    """An instance comes back with another number, or goes with all that it has."""
    try:
        edit.add(instance(name, video_of(name), category=2, number=1 + 2 * NAMES.index(name)))
    except ProjectError:
        edit.drop(Instance, instance_id=InstanceId(name))


def _rename(edit: Edit, name: str, second: int) -> None:
    edit.change(
        instance(name, video_of(name), category=1, number=10 * second + 1 + NAMES.index(name))
    )


_CHANGES = {
    **CHANGES,
    "come or go": _come_or_go,
    "rename": _rename,
    "other mask": lambda edit, name, second: edit.put(mask(name, second, corner=second + 1)),
}
_STEPS = st.tuples(
    st.sampled_from(list(_CHANGES)),
    st.sampled_from(NAMES),
    st.integers(0, SECONDS - 1),
    st.booleans(),
)


def _hashes(past: Past) -> dict[int, str]:
    return {number: each.hash for number, each in past.moments.items()}


@settings(max_examples=12)
@given(st.lists(_STEPS, max_size=16))
def test_each_past_annotation_is_what_it_was_then(script: list[tuple[str, str, int, bool]]) -> None:
    """R25: half of the edits say which video they are about, the others none, as imports do.

    Whether both videos are asked for at once, or each by itself.
    """
    with TemporaryDirectory() as folder, begin(Path(folder)) as project:
        hashes = {video_id: {1: project.annotation_hash(video_id)} for video_id in (POND, LAKE)}
        for word, name, second, says_so in script:
            about = video_of(name) if says_so else ""
            try:
                with project.edit(author=name, action=word, video_id=about) as edit:
                    _CHANGES[word](edit, name, second)
            except ProjectError:
                continue
            for video_id, known in hashes.items():
                known[edit.head.sequence] = project.annotation_hash(video_id)
        for past in project.past.annotations(hashes):
            assert _hashes(past) == hashes[past.video_id]
        for video_id, known in hashes.items():
            (past,) = project.past.annotations({video_id: known})
            assert _hashes(past) == known


def test_tracks_and_silences_of_a_past_moment_are_those_of_then(project: Project) -> None:
    pond = VideoId("pond")
    before = project.tracks(pond)
    with project.edit(author="bob", action="Remove", video_id=pond) as edit:
        edit.drop(Instance, instance_id=_REX)
    (past,) = project.past.annotations({pond: (1, 2)})
    assert past.moments[1].tracks == before
    assert past.moments[2].tracks == ()


def test_who_changed_a_cell_is_who_did_so_last_in_between(project: Project) -> None:
    pond = VideoId("pond")
    for author, second in (("bob", 3), ("eve", 3), ("bob", 4), ("zoe", 4)):
        with project.edit(author=author, action="Sound", video_id=pond) as edit:
            if author == "zoe":
                edit.put(mask("rex", second))
            else:
                edit.set_sounding(span("rex", second, second + 1))
                edit.put(mask("rex", second, corner=len(author) + (author == "eve")))
    (past,) = project.past.annotations({pond: (1, 3, 4, 5)})
    assert past.authors(1, 4) == {("rex", 3): "eve", ("rex", 4): "bob"}
    assert past.authors(3, 4) == {("rex", 4): "bob"}
    assert past.authors(4, 5) == {("rex", 4): "zoe"}


def test_before_the_first_entry_nothing_was_annotated(project: Project) -> None:
    (past,) = project.past.annotations({VideoId("pond"): (0,)})
    assert past.moments[0].tracks == ()


def test_a_video_that_is_not_there_has_no_past(project: Project) -> None:
    with pytest.raises(ProjectError, match="lake"):
        list(project.past.annotations({VideoId("lake"): (0,)}))


def test_what_an_import_wrote_of_an_instance_that_is_gone_is_found(project: Project) -> None:
    """The entry about no single video names the instance alone; the one that removed it names the video."""
    pond = VideoId("pond")
    with project.edit(author="import", action="Masks") as edit:
        edit.put(mask("rex", 4))
    then = project.annotation_hash(pond)
    with project.edit(author="import", action="Remove") as edit:
        edit.drop(Instance, instance_id=_REX)
    (past,) = project.past.annotations({pond: (1, 2)})
    assert past.moments[2].hash == then
    assert len([each for each in past.moments[1].tracks[0].masks if each]) == 2

"""A sheet brought up to date from the journal is the sheet read whole, whatever was edited in between."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from core.store.values import RECIPE, instance, mask, rle, span, video
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.errors import ProjectError
from avisbuild.records import InstanceId, Proposal, Round, RoundState, Sounding, VideoId
from avisbuild.store import Edit, Project, VideoSheet, sheet_changes

POND, LAKE = VideoId("pond"), VideoId("lake")
SECONDS = 5

Change = Callable[[Edit, str, int], None]


def _proposal(name: str, second: int) -> Proposal:
    return Proposal(
        instance_id=InstanceId(name), second=second, rle=rle(second), model="walk", confidence=0.5
    )


def _state_round(edit: Edit, video_id: VideoId, second: int) -> None:
    state = (RoundState.ANNOTATING, RoundState.SUBMITTED)[second % 2]
    edit.set_round(Round(video_id=video_id, number=1 + second // 3, state=state, person="ann"))


# What can be done with (instance, second); the video's own changes are for the instance's video.
CHANGES: dict[str, Change] = {
    "mask": lambda edit, name, second: edit.set_mask(mask(name, second, corner=second)),
    "no mask": lambda edit, name, second: edit.remove_mask(InstanceId(name), second),
    "sound": lambda edit, name, second: edit.set_sounding(
        span(name, second, SECONDS, state=list(Sounding)[second % 5])
    ),
    "silent": lambda edit, name, second: edit.set_sounding(
        span(name, 0, second + 1, state=Sounding.SILENT)
    ),
    "proposal": lambda edit, name, second: edit.add_proposal(_proposal(name, second)),
    "no proposals": lambda edit, name, second: edit.drop_proposals(
        InstanceId(name), seconds=[second]
    ),
    "silence": lambda edit, name, second: edit.set_silences(_video_of(name), [second], silent=True),
    "no silence": lambda edit, name, second: edit.set_silences(
        _video_of(name), [second], silent=False
    ),
    "round": lambda edit, name, second: _state_round(edit, _video_of(name), second),
}

edits = st.lists(
    st.tuples(
        st.sampled_from(list(CHANGES)),
        st.sampled_from(["rex", "tom", "carp"]),
        st.integers(0, SECONDS - 1),
        st.booleans(),
    ),
    max_size=24,
)


def _video_of(name: str) -> VideoId:
    return LAKE if name == "carp" else POND


def _add_again(edit: Edit, name: str) -> None:
    edit.remove_instance(InstanceId(name))
    edit.add_instance(instance(name, _video_of(name), category=2, number=7))


def _begin(folder: Path) -> Project:
    project = Project.create(folder / "pets", RECIPE)
    with project.edit(author="ann", action="Begin") as edit:
        for name in (POND, LAKE):
            edit.add_video(video(name, seconds=SECONDS))
        edit.add_instance(instance("rex", POND))
        edit.add_instance(instance("tom", POND, category=2))
        edit.add_instance(instance("carp", LAKE))
        edit.set_mask(mask("rex", 2))
    return project


def _whole(project: Project, known: VideoSheet) -> VideoSheet:
    return project.sheet(known.video.video_id, steps_after=known.head.sequence)


@given(edits)
def test_reading_on_gives_what_reading_whole_gives(
    script: list[tuple[str, str, int, bool]],
) -> None:
    """R07, R11: what a toggle costs does not grow with the masks of the video."""
    with TemporaryDirectory() as folder, _begin(Path(folder)) as project:
        known = project.sheet(POND)
        for word, name, second, reads in script:
            video_id = _video_of(name)
            with (
                suppress(ProjectError),  # a second that is silent and sounds, and the like
                project.edit(author="ann", action=word, video_id=video_id) as edit,
            ):
                CHANGES[word](edit, name, second)
            if reads:
                whole = _whole(project, known)
                known = project.sheet_after(known)
                assert known == whole
        assert project.sheet_after(known) == _whole(project, known)


@pytest.mark.parametrize("name", ["rex", "carp"])
def test_instances_that_came_and_went_are_seen(tmp_path: Path, name: str) -> None:
    with _begin(tmp_path) as project:
        known = project.sheet(POND)
        with project.edit(author="bob", action="Again") as edit:
            _add_again(edit, name)
            edit.set_mask(mask(name, 1))
        assert project.sheet_after(known) == _whole(project, known)


def test_after_more_than_is_worth_following_the_sheet_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _begin(tmp_path) as project:
        known = project.sheet(POND)
        with project.edit(author="bob", action="Masks", video_id=POND) as edit:
            for second in range(SECONDS):
                edit.set_mask(mask("rex", second))
        monkeypatch.setattr(sheet_changes, "_MOST_CHARACTERS", 10)
        monkeypatch.setattr(sheet_changes, "changed_sheet", None)
        assert project.sheet_after(known) == _whole(project, known)

"""Every kind of change to a video's content, by its name, for tests that play them in any order."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from core.store.values import RECIPE, instance, mask, rle, span, video

from avisbuild.errors import ProjectError
from avisbuild.records import (
    InstanceId,
    Mask,
    Proposal,
    Round,
    RoundState,
    Silence,
    Sounding,
    VideoId,
)
from avisbuild.store import Edit, Project, VideoContent
from avisbuild.store.settings import DEFAULT_DATABASE

POND, LAKE = VideoId("pond"), VideoId("lake")
# Two instances of `pond`, and one of `lake`. A dictionary has `amy` before `Zed`, a program after it.
NAMES = ("Zed", "amy", "carp")
SECONDS = 5

Change = Callable[[Edit, str, int], None]
# A change by its name, what it is done to, and whether the content is read on after it.
Step = tuple[str, str, int, bool]


def video_of(name: str) -> VideoId:
    """The video of an instance."""
    return LAKE if name == "carp" else POND


def begin(folder: Path, *, database: str = DEFAULT_DATABASE) -> Project:
    """A project with both videos and a mask."""
    project = Project.create(folder / "pets", RECIPE, database=database)
    with project.edit(author="ann", action="Begin") as edit:
        for name in (POND, LAKE):
            edit.add_video(video(name, seconds=SECONDS))
        edit.add(instance("Zed", POND))
        edit.add(instance("amy", POND, category=2))
        edit.add(instance("carp", LAKE))
        edit.put(mask("Zed", 2))
    return project


def whole(project: Project, known: VideoContent) -> VideoContent:
    """What `known` must become, read without it."""
    return project.video_content(known.video.video_id, steps_after=known.head.sequence)


def check_reading_on(project: Project, script: Iterable[Step]) -> None:
    """Play a script, and compare the content of `pond` that was read on with the one read whole."""
    known = project.video_content(POND)
    for word, name, second, reads in script:
        with (
            suppress(ProjectError),  # a second that is silent and sounds, and the like
            project.edit(author="ann", action=word, video_id=video_of(name)) as edit,
        ):
            CHANGES[word](edit, name, second)
        if reads:
            expected = whole(project, known)
            read = project.content_update(known)
            assert read == expected
            known = read
    assert project.content_update(known) == whole(project, known)


def _proposal(name: str, second: int, model: str) -> Proposal:
    return Proposal(
        instance_id=InstanceId(name), second=second, rle=rle(second), model=model, confidence=0.5
    )


def _state_round(edit: Edit, video_id: VideoId, second: int) -> None:
    state = (RoundState.ANNOTATING, RoundState.SUBMITTED)[second % 2]
    edit.set_round(Round(video_id=video_id, number=1 + second // 3, state=state, person="ann"))


# What can be done with (instance, second); the video's own changes are for the instance's video.
CHANGES: dict[str, Change] = {
    "mask": lambda edit, name, second: edit.put(mask(name, second, corner=second)),
    "no mask": lambda edit, name, second: edit.drop(
        Mask, instance_id=InstanceId(name), second=second
    ),
    "sound": lambda edit, name, second: edit.set_sounding(
        span(name, second, SECONDS, state=list(Sounding)[second % 5])
    ),
    "silent": lambda edit, name, second: edit.set_sounding(
        span(name, 0, second + 1, state=Sounding.SILENT)
    ),
    "proposal": lambda edit, name, second: edit.put(_proposal(name, second, "walk")),
    "other proposal": lambda edit, name, second: edit.put(_proposal(name, second, "SAM")),
    "no proposals": lambda edit, name, second: edit.drop(
        Proposal, instance_id=InstanceId(name), second=[second]
    ),
    "silence": lambda edit, name, second: edit.put(Silence(video_id=video_of(name), second=second)),
    "no silence": lambda edit, name, second: edit.drop(
        Silence, video_id=video_of(name), second=[second]
    ),
    "round": lambda edit, name, second: _state_round(edit, video_of(name), second),
}

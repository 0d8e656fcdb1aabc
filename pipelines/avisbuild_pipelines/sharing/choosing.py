"""Which videos a share holds."""

from collections.abc import Collection, Sequence

from avisbuild.errors import ProjectError
from avisbuild.records import Assignment, RoundState, VideoId
from avisbuild.store import Project


def chosen_videos(
    project: Project,
    *,
    names: Sequence[str] = (),
    person: str = "",
    states: Collection[RoundState] = (),
) -> list[VideoId]:
    """The videos that are named, that a person has to do, and that are in a state: those that are all of it.

    Raises ProjectError where that is none, and for a name that no video has.
    """
    known = {each.video_id for each in project.videos()}
    for name in names:
        if name not in known:
            raise ProjectError("no-such-video", name=name)
    chosen = known.intersection(names) if names else known
    if person:
        chosen &= _videos_of(project, person)
    if states:
        chosen &= {video_id for video_id, state in project.states().items() if state in states}
    if not chosen:
        raise ProjectError("share-no-video")
    return sorted(chosen)


def _videos_of(project: Project, person: str) -> set[VideoId]:
    """Where somebody has the last round, or is to do a later one."""
    last = project.last_rounds()
    own = {video_id for video_id, each in last.items() if each.person == person}
    for each in project.records(Assignment):
        number = last[each.video_id].number if each.video_id in last else 0
        if each.person == person and each.round_number >= number:
            own.add(each.video_id)
    return own

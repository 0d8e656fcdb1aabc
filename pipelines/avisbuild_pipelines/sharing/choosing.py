"""Which videos a share holds."""

from collections.abc import Collection, Sequence

from avisbuild.errors import ProjectError
from avisbuild.records import Assignment, Round, RoundState, VideoId
from avisbuild.review.overview import has_annotated
from avisbuild.store import Project

# Nobody is at work on a video in these, whoever has its last round.
_LEFT_OFF = (RoundState.SUBMITTED, RoundState.ACCEPTED)


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
    """Where somebody is at work, or is to do the round that comes next or a later one."""
    last = project.last_rounds()
    own = {video_id for video_id, each in last.items() if _has_it(project, each, person)}
    for each in project.records(Assignment):
        next_number = _next_number(last.get(each.video_id))
        if each.person == person and each.round_number >= next_number:
            own.add(each.video_id)
    return own


def _has_it(project: Project, last: Round, person: str) -> bool:
    """Whether somebody is at work on a video; what was returned is for who annotated it."""
    if last.state is RoundState.CHANGES_REQUESTED:
        return has_annotated(project, last.video_id, person)
    return last.person == person and last.state not in _LEFT_OFF


def _next_number(last: Round | None) -> int:
    """The round that somebody is to work on: a video that was handed in first waits for round 2."""
    if last is None:
        return 1
    if last.state is RoundState.ACCEPTED:
        return last.number + 1
    return max(last.number, 2) if last.state is RoundState.SUBMITTED else last.number

"""Which seconds were played to whom (R45), noted beside the journal: decision 110 in docs/decisions/."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from avisbuild.messages import Message
from avisbuild.records import Heard, Video, VideoId
from avisbuild.store import Project


def note_heard(
    project: Project, video_id: VideoId, person: str, times: Mapping[int, int]
) -> frozenset[int]:
    """Add how often each second was just played to a person; returns the seconds that anybody has heard.

    It leaves no entry in the journal and no step of undo, and changes nothing that is annotated. A second
    that the video does not have (any more) is passed over. Raises ProjectError, and nothing is noted.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with project.edit(author=person, action=Message("listen", video=video_id)) as edit:
        known = edit.records(Heard, video_id)
        mine = {each.second: each for each in known if each.person == person}
        length = max((each.second_count for each in edit.records(Video, video_id)), default=0)
        new = [
            Heard(
                video_id=video_id,
                second=second,
                person=person,
                first_at=mine[second].first_at if second in mine else now,
                times=count + (mine[second].times if second in mine else 0),
            )
            for second, count in sorted(times.items())
            if 0 <= second < length and count
        ]
        edit.put(*new)
    return heard_by_anybody([*known, *new])


def heard_by_anybody(records: Iterable[Heard]) -> frozenset[int]:
    """The seconds that somebody has heard."""
    return frozenset(each.second for each in records)

"""What must be settled by a person before a project can be released."""

from collections.abc import Sequence

from avisbuild.checks.cells import STOPS_EXPORT, issues_of
from avisbuild.checks.issue import Issue
from avisbuild.checks.wording import issue_text
from avisbuild.errors import ReleaseError
from avisbuild.progress import Progress, silent
from avisbuild.records import Snapshot, Taxonomy, Track, Video

_SHOWN = 3


class UnsettledError(ReleaseError):
    """Cells that stop an export; the message counts them and shows the first."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        shown = "; ".join(map(whole_text, issues[:_SHOWN]))
        more = f"; and {len(issues) - _SHOWN} more" if len(issues) > _SHOWN else ""
        cells = "1 cell stops" if len(issues) == 1 else f"{len(issues)} cells stop"
        super().__init__(f"{cells} the export: {shown}{more}")
        self.issues = tuple(issues)


def whole_text(issue: Issue) -> str:
    """An issue in English with its video."""
    return f"video {issue.place.video_id}, {issue_text(issue)}"


def check_settled(snapshot: Snapshot, *, progress: Progress = silent) -> None:
    """Raise UnsettledError with every cell that stops an export (`STOPS_EXPORT`)."""
    found: list[Issue] = []
    for done, video in enumerate(snapshot.videos, start=1):
        tracks = snapshot.tracks.get(video.video_id, ())
        _check_lengths(video, tracks, snapshot.taxonomy)
        issues = issues_of(video, tracks, snapshot.taxonomy)
        found += [issue for issue in issues if issue.kind in STOPS_EXPORT]
        progress(done, len(snapshot.videos), "checking")
    if found:
        raise UnsettledError(found)


def _check_lengths(video: Video, tracks: Sequence[Track], taxonomy: Taxonomy) -> None:
    for track in tracks:
        if len(track.states) != video.second_count:
            raise ReleaseError(
                f"video {video.video_id}, {track.instance.name(taxonomy)}: expected "
                f"{video.second_count} seconds, got {len(track.states)}"
            )

"""May this project be exported? Cells that a person has to decide or to mask first stop it."""

from collections.abc import Sequence

from avisbuild.checks.cells import STOPS_EXPORT, find_issues
from avisbuild.checks.issue import Issue
from avisbuild.checks.wording import issue_in_video
from avisbuild.errors import ReleaseError
from avisbuild.messages import Message, joined
from avisbuild.progress import Progress, silent
from avisbuild.records import Snapshot, Taxonomy, Track, Video

_SHOWN = 3


class NotExportableError(ReleaseError):
    """Cells that stop an export; the message counts them and shows the first."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        shown = joined([issue_in_video(issue) for issue in issues[:_SHOWN]], by="and-also")
        if more := len(issues[_SHOWN:]):
            shown = Message("and-more", shown=shown, more=more)
        if len(issues) == 1:
            super().__init__("cell-stops-export", shown=shown)
        else:
            super().__init__("cells-stop-export", count=len(issues), shown=shown)
        self.issues = tuple(issues)


def check_exportable(snapshot: Snapshot, *, progress: Progress = silent) -> None:
    """Raise NotExportableError with every cell that stops an export (`STOPS_EXPORT`)."""
    found: list[Issue] = []
    for done, video in enumerate(snapshot.videos, start=1):
        tracks = snapshot.tracks.get(video.video_id, ())
        _check_lengths(video, tracks, snapshot.taxonomy)
        issues = find_issues(
            video, tracks, snapshot.taxonomy, keep_silent_masks=snapshot.keep_silent_masks
        )
        found += [issue for issue in issues if issue.kind in STOPS_EXPORT]
        progress(done, len(snapshot.videos), "checking")
    if found:
        raise NotExportableError(found)


def _check_lengths(video: Video, tracks: Sequence[Track], taxonomy: Taxonomy) -> None:
    for track in tracks:
        if len(track.states) != video.second_count:
            raise ReleaseError(
                "track-length",
                video=video.video_id,
                name=track.instance.name(taxonomy),
                expected=video.second_count,
                found=len(track.states),
            )

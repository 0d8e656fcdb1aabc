"""What stands before handing a video in, as the window shows it."""

from avisbuild.annotation import VideoView
from avisbuild.checks.issue import Issue, IssueKind
from avisbuild_gui.texts.language import mark, tr

_ISSUES = {
    IssueKind.MISSING_MASK: mark("{second} s · {name}: no mask"),
    IssueKind.STRAY_MASK: mark("{second} s · {name}: mask, not sounding in view"),
    IssueKind.EMPTY_MASK: mark("{second} s · {name}: mask without pixels"),
    IssueKind.WRONG_SIZE: mark("{second} s · {name}: mask of another size than the video"),
    IssueKind.NEVER_SOUNDS: mark("{name}: never sounds"),
    IssueKind.UNSURE: mark("{second} s · {name}: unsure"),
    IssueKind.NO_INSTANCES: mark(
        "nothing is annotated: add an instance, or confirm that every second is silent"
    ),
    IssueKind.UNHEARD: mark("never listened to: {count} of {total} s (heard_share {share})"),
}


def issue_text(issue: Issue, view: VideoView) -> str:
    """One line about an issue, in the chosen language."""
    if issue.kind is IssueKind.MISSING_MASK and issue.cell in view.proposals:
        return tr("{second} s · {name}: proposal").format(second=issue.place.second, **issue.fields)
    return tr(_ISSUES[issue.kind]).format(second=issue.place.second, **issue.fields)

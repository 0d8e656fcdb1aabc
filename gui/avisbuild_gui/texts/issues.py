"""What stands before handing a video in, as the window shows it."""

from avisbuild.annotation import VideoView
from avisbuild.checks.issue import Issue, IssueKind
from avisbuild.propagation import EndReason
from avisbuild_gui.texts.ended_walks import reason_text
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


def issue_text(issue: Issue, view: VideoView, lost: EndReason | None = None) -> str:
    """One line about an issue, in the chosen language; `lost` is why propagation ended there."""
    if lost is not None:
        text = tr("{second} s · {name}: lost, {reason}")
        return text.format(second=issue.place.second, reason=reason_text(lost), **issue.fields)
    if issue.kind is IssueKind.MISSING_MASK and issue.cell in view.proposals:
        return tr("{second} s · {name}: proposal").format(second=issue.place.second, **issue.fields)
    return tr(_ISSUES[issue.kind]).format(second=issue.place.second, **issue.fields)

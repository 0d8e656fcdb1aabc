"""What stands before handing a video in, as the window shows it."""

from avisbuild.annotation import Issue, IssueKind, VideoView
from avisbuild_gui.texts.language import tr


def issue_text(issue: Issue, view: VideoView) -> str:
    """One line about an issue, in the chosen language."""
    if issue.cell is None:
        return tr("nothing is annotated: add an identity, or confirm that every second is silent")
    texts = {
        IssueKind.MISSING_MASK: tr("{second} s · {name}: no mask"),
        IssueKind.STRAY_MASK: tr("{second} s · {name}: mask, not sounding in view"),
        IssueKind.EMPTY_MASK: tr("{second} s · {name}: mask without pixels"),
        IssueKind.NEVER_SOUNDS: tr("{name}: never sounds"),
        IssueKind.UNSURE: tr("{second} s · {name}: unsure"),
    }
    text = texts.get(issue.kind)
    if issue.kind is IssueKind.MISSING_MASK and issue.cell in view.proposals:
        text = tr("{second} s · {name}: proposal")
    if text is None or issue.cell[0] not in view.by_id:
        return issue.text
    return text.format(name=view.name(issue.cell[0]), second=issue.cell[1])

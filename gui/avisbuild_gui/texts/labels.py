"""What the core says in English and the window shows: labels of edits, and what stands before handing in.

The journal keeps labels in English, whatever language the annotator had; here they are read for people.
"""

from avisbuild.annotation import VideoView
from avisbuild.checks.issue import Issue, IssueKind
from avisbuild_gui.texts.language import mark, tr

_LABELS = (
    mark("Add {what}"),
    mark("Rename {what}"),
    mark("Delete {what}"),
    mark("Merge {what}"),
    mark("Split {what}"),
    mark("Swap {what}"),
    mark("Mask {what}"),
    mark("Remove the mask of {what}"),
    mark("Suggest {what}"),
    mark("Accept {what}"),
    mark("Drop suggestions for {what}"),
    mark("Confirm silence, {what}"),
    mark("Open silence again, {what}"),
    mark("Hand in {what}"),
    mark("Open {what} again"),
    mark("Mark {what}"),
)


_ISSUES = {
    IssueKind.MISSING_MASK: mark("{second} s · {name}: no mask"),
    IssueKind.STRAY_MASK: mark("{second} s · {name}: mask, not sounding in view"),
    IssueKind.EMPTY_MASK: mark("{second} s · {name}: mask without pixels"),
    IssueKind.WRONG_SIZE: mark("{second} s · {name}: mask of another size than the video"),
    IssueKind.NEVER_SOUNDS: mark("{name}: never sounds"),
    IssueKind.UNSURE: mark("{second} s · {name}: unsure"),
    IssueKind.NO_INSTANCES: mark(
        "nothing is annotated: add an identity, or confirm that every second is silent"
    ),
}


def label_text(label: str) -> str:
    """An edit's label in the chosen language; its names and numbers stay as they are."""
    for template in sorted(_LABELS, key=len, reverse=True):
        before, _, after = template.partition("{what}")
        if label.startswith(before) and label.endswith(after):
            return tr(template).format(what=label[len(before) : len(label) - len(after)])
    return label


def issue_text(issue: Issue, view: VideoView) -> str:
    """One line about an issue, in the chosen language."""
    if issue.kind is IssueKind.MISSING_MASK and issue.cell in view.proposals:
        return tr("{second} s · {name}: proposal").format(second=issue.place.second, **issue.fields)
    return tr(_ISSUES[issue.kind]).format(second=issue.place.second, **issue.fields)

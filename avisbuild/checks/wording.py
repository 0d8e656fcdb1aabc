"""What issues say, as messages: to the command line, in errors, and within what the window says."""

from collections import Counter
from collections.abc import Iterable

from avisbuild.checks.issue import Issue, IssueKind
from avisbuild.messages import Message, joined

_KINDS = {
    IssueKind.MISSING_MASK: "cell-lacks-mask",
    IssueKind.STRAY_MASK: "cell-stray-mask",
    IssueKind.EMPTY_MASK: "cell-empty-mask",
    IssueKind.WRONG_SIZE: "cell-wrong-size",
    IssueKind.UNSURE: "cell-unsure",
    IssueKind.NEVER_SOUNDS: "instance-never-sounds",
    IssueKind.NO_INSTANCES: "nothing-annotated",
    IssueKind.UNHEARD: "too-little-heard",
}
# Once, and more often.
_COUNTED = {
    IssueKind.MISSING_MASK: ("lacks-mask-once", "lacks-mask-often"),
    IssueKind.STRAY_MASK: ("stray-mask-once", "stray-mask-often"),
    IssueKind.EMPTY_MASK: ("empty-mask-once", "empty-mask-often"),
    IssueKind.WRONG_SIZE: ("wrong-size-once", "wrong-size-often"),
    IssueKind.UNSURE: ("unsure-once", "unsure-often"),
    IssueKind.NEVER_SOUNDS: ("never-sounds-once", "never-sounds-often"),
    IssueKind.NO_INSTANCES: ("nothing-annotated-once", "nothing-annotated-often"),
    IssueKind.UNHEARD: ("too-little-heard-once", "too-little-heard-often"),
}


def issue_message(issue: Issue) -> Message:
    """`dog_1, second 3: unsure whether it sounds; decide it`, without the video."""
    fields: dict[str, object] = {**issue.fields, "second": issue.place.second}
    if "state" in issue.fields:
        fields["state"] = Message(issue.fields["state"])
    return Message(_KINDS[issue.kind], **fields)


def issue_in_video(issue: Issue) -> Message:
    """The same with the video's name in front, for where several videos are listed."""
    return Message("issue-in-video", video=issue.place.video_id, issue=issue_message(issue))


def counts_message(issues: Iterable[Issue]) -> Message:
    """`2 sounding cells without a mask, 1 unsure cell`."""
    counts = Counter(issue.kind for issue in issues)
    return joined(
        [
            Message(once if counts[kind] == 1 else often, count=counts[kind])
            for kind, (once, often) in _COUNTED.items()
            if counts[kind]
        ],
        by="listed",
    )

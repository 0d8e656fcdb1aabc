"""Issues in English, for the command line and for errors; the window has words of its own language."""

from collections import Counter
from collections.abc import Iterable

from avisbuild.checks.issue import Issue, IssueKind

_SENTENCES = {
    IssueKind.MISSING_MASK: "sounds but has no mask; draw one, or mark it offscreen, occluded or silent",
    IssueKind.STRAY_MASK: "has a mask but is {state}; remove the mask, or say that it sounds",
    IssueKind.EMPTY_MASK: "its mask has no pixels; draw it again, or remove it",
    IssueKind.WRONG_SIZE: "its mask is {size} but the video {video_size} (height, width); draw it again",
    IssueKind.UNSURE: "unsure whether it sounds; decide it",
    IssueKind.NEVER_SOUNDS: "never sounds; say when it does, or delete it",
    IssueKind.NO_INSTANCES: "nothing is annotated; add an instance, or confirm that every second is silent",
}
_COUNTED = {
    IssueKind.MISSING_MASK: ("sounding cell without a mask", "sounding cells without a mask"),
    IssueKind.STRAY_MASK: (
        "mask where nothing sounds in view",
        "masks where nothing sounds in view",
    ),
    IssueKind.EMPTY_MASK: ("mask without pixels", "masks without pixels"),
    IssueKind.WRONG_SIZE: ("mask of another size", "masks of another size"),
    IssueKind.UNSURE: ("unsure cell", "unsure cells"),
    IssueKind.NEVER_SOUNDS: ("instance that never sounds", "instances that never sound"),
    IssueKind.NO_INSTANCES: ("video with nothing annotated", "videos with nothing annotated"),
}


def issue_text(issue: Issue) -> str:
    """`dog_1, second 3: unsure whether it sounds; decide it`, without the video."""
    sentence = _SENTENCES[issue.kind].format(**issue.fields)
    if issue.cell is None:
        return sentence
    is_of_instance = issue.kind is IssueKind.NEVER_SOUNDS
    where = "" if is_of_instance else f", second {issue.place.second}"
    return f"{issue.fields['name']}{where}: {sentence}"


def counts_text(issues: Iterable[Issue]) -> str:
    """`2 sounding cells without a mask, 1 unsure cell`."""
    counts = Counter(issue.kind for issue in issues)
    return ", ".join(
        f"{counts[kind]} {one if counts[kind] == 1 else many}"
        for kind, (one, many) in _COUNTED.items()
        if counts[kind]
    )

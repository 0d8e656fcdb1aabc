"""Merging a share: conflicts, what each side says of a place, and what is told beside."""

TEMPLATES = {
    # What a merge and its undo are called in the journal.
    "merge-share": "Merge a share: {rows} rows ({people})",
    "undo-merge-share": "Take back the merge of edit {number}",
    # Conflicts.
    "conflict-state": "{video}: handed in or reviewed on one side, edited on the other",
    "conflict-rounds": "{video}: its rounds went on on both sides",
    "conflict-removed": "{video}: {name} was removed on one side, changed on the other",
    "conflict-same-name": "{video}: both sides added {name}",
    "conflict-instances": "{video}: {name} was named otherwise on both sides",
    "conflict-cell": "{video}: {name} in second {second}",
    "conflict-silence": "{video}: second {second} is silent on one side, sounds on the other",
    "conflict-proposals": "{video}: a proposal for {name} in second {second}",
    "conflict-comments": "{video}: comment {name}",
    "conflict-assignments": "{video}: who does round {name}",
    "conflict-dismissals": "{video}: who dismissed {name}",
    "conflict-set-aside": "{video}: set aside on both sides",
    "conflict-videos": "{video}: what is known of the video",
    "conflict-category": "category {name} was changed on both sides",
    "conflict-category-gone": "category {name} was merged into another here, and is used in the share",
    # What one side says.
    "side-cell": "{state}, a mask of {area} pixels ({who})",
    "side-cell-empty": "{state}, no mask",
    "side-gone": "removed",
    "side-instance": "{name}; masks: {masks}, sounding cells: {states}",
    "side-round": "{state}, {who}",
    "side-review": "{state}, review {number}, {who}",
    "side-row": "{said}",
    "side-silent": "nothing sounds",
    "side-sounds": "something sounds",
    "side-category": "{name}, {colour}, also called {synonyms}",
    "side-category-retired": "removed",
    "side-category-merged": "part of {name} now",
    "side-category-used": "used for instances that are new or changed",
    # What is told beside.
    "merge-category-id": "category {name} of the share has id {new} here: {old} is another one's",
    "merge-category-back": "category {name} was removed here and is back: the share uses it",
    "merge-category-stays": "category {name} was removed in the share and stays: it is used here",
    "merge-instance-id": "instance {name} is another one here; that of the share is {new}",
    "merge-comment-number": "{video}: comment {old} of the share is comment {new} here",
    "merge-renumbered": "{video}: {name} of the share is {new} here",
    "merge-sounds-after-all": "{video}: second {second} is not silent any more: something sounds in it",
    "merge-reopened": "{video}: being annotated again; {state} was said of other masks",
    "merge-video-unknown": "{video} is in the share alone and left out",
    # What is refused.
    "merge-video-changed": (
        "{video} was clipped anew since the share was made: here {ours}, in the share {theirs}; what was "
        "marked there fits no frame here"
    ),
    "merge-ids": "{project}: its journal says of an earlier merge what no merge writes: {reason}",
    "merge-overtaken": (
        "the merge of edit {number} cannot be taken back: what it changed was edited since; restore the "
        "backup that was made before it, or edit by hand"
    ),
}

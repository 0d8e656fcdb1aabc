"""Shares for people far away: packing, unpacking, merging, and what two sides say of one place."""

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
    "conflict-silences": "{video}: silence of second {second}",
    "conflict-videos": "{video}: what is known of the video",
    "conflict-category": "category {name} was changed on both sides",
    "conflict-category-gone": "category {name} was merged into another here, and is used in the share",
    # What one side says.
    "side-cell": "{state}, a mask of {area} pixels ({source}, {who})",
    "side-cell-empty": "{state}, no mask",
    "side-gone": "removed",
    "side-instance": "{name} with {masks} masks and {states} cells that sound",
    "side-round": "{state}, review {number}, {who}",
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
    "share-of-another": (
        "{share} is no share of {project}: their journals have nothing in common; name the project that it "
        "was packed from with --project DIR"
    ),
    "merge-video-changed": (
        "{video} was clipped anew since the share was made: here {ours}, in the share {theirs}; what was "
        "marked there fits no frame here"
    ),
    "merge-undecided": (
        "{count} conflicts are not decided, the first is {key}; nothing was merged; decide them: avisbuild "
        "project merge SHARE --conflicts FILE.csv, fill in `decision`, then --decisions FILE.csv"
    ),
    "merge-decision-unknown": (
        "{count} decisions are about no conflict that there is, or say what cannot be chosen; the first is "
        "{key}; list the conflicts anew with --conflicts FILE.csv"
    ),
    "merge-none-to-undo": "{project}: no share was merged, or each merge was taken back",
    "merge-overtaken": (
        "the merge of edit {number} cannot be taken back: what it changed was edited since; restore the "
        "backup that was made before it, or edit by hand"
    ),
    "merge-locked": "{video} is open by {who}; merge when it is closed",
    "merge-decisions-file": (
        "{path}: expected a table or a JSON of conflicts with the columns key and decision, as --conflicts "
        "writes it"
    ),
    "merge-decision-word": "{path}: {key}: expected ours, theirs or both, got {word!r}",
    "merge-what": "expected a SHARE or --undo, and of --all ours or theirs",
    "state-unknown": "expected states of {known}, got {state!r}",
    "merge-itself": "{project} cannot be merged with itself; name a share or a copy",
    "share-target-there": "{path} exists already; name a new file",
    "share-no-video": "no video is chosen: nothing to pack",
    "share-no-room": "{path}: the share takes {needed}, the disk has {free} free; make room",
    "unpack-no-room": "{folder}: the share takes {needed}, the disk has {free} free; make room",
    "no-share": "{path} is no share of a project ({reason}); expected what `project pack` wrote",
    "share-format": "{path}: expected a share of format {format}; update avisbuild to unpack it",
    "share-name": "{path}: {name} is no name of a file of a project; nothing was unpacked",
    "share-too-many": "{path}: its list of files takes more than {most} MiB",
    "share-file": "{path}: {name}: {reason}; nothing was unpacked",
    "share-spoilt": (
        "{path}: {name} is not what was packed: expected SHA-256 {expected:.12}, found {found:.12}; nothing "
        "was unpacked"
    ),
    "share-lacks": "{path}: the share has no {name}",
    "share-journal": "{path}: its database is not the one that was packed; nothing was unpacked",
}

"""Shares for people far away on the command line: packing, unpacking, and deciding conflicts."""

TEMPLATES = {
    "share-of-another": (
        "{share} is no share of {project}: their journals have nothing in common; name the project that it "
        "was packed from with --project DIR"
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

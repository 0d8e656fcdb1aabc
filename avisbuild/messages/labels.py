"""What edits are called, in the journal and where they are taken back."""

TEMPLATES = {
    "add-instance": "Add {name}",
    "rename-instance": "Rename {name} to {new}",
    "delete-instance": "Delete {name}",
    "merge-instances": "Merge {name} into {into}",
    "split-instance": "Split {name} at {second} s: {new}",
    "swap-instances": "Swap {name} and {other} from {second} s",
    "set-mask": "Mask {name}, {seconds}",
    "remove-masks": "Remove the mask of {names}, {seconds}",
    "suggest-masks": "Propose {names}, {seconds}",
    "accept-masks": "Accept {names}, {seconds}",
    "drop-suggestions": "Drop the proposals of {names}, {seconds}",
    "confirm-silence": "Confirm silence, {seconds}",
    "confirm-silence-partly": "Confirm silence, {seconds} (not {refused}: masks stand there)",
    "reopen-silence": "Open silence again, {seconds}",
    "hand-in": "Hand in {video}",
    "reopen-video": "Open {video} again",
    "set-sounding": "Mark {names} as {state}, {seconds}",
    "mark-heard": "Mark {name} while listening, {seconds}",
    # What programs write into the journal.
    "fetch": "fetched {video}",
    "fetch-several": "fetched {video} and {more} more",
    "import": "import {video} from {file}",
    "render": "rendered truth of {video}",
    # Parts of the above.
    "second": "second {second}",
    "seconds": "seconds {seconds}",
    "second-count": "{count} seconds",
    "instance-count": "{count} instances",
    "nothing": "nothing",
    "someone": "someone",
}

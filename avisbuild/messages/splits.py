"""What is said of planning splits."""

TEMPLATES = {
    # Planning.
    "split-sizes-do-not-fit": (
        "{total} videos wanted ({sizes}), there are {count} to split: --sizes {fitting} would fit, "
        "or add --ratios"
    ),
    "split-not-reached": (
        "no mix of whole groups (the largest has {largest} videos) fills {sizes}; the nearest sizes "
        "that one fills: --sizes {near}"
    ),
    "split-not-filled": (
        "no mix of whole groups (the largest has {largest} videos) was found that fills {sizes}: "
        "try sizes that differ by a few"
    ),
    "split-needs-sizes": "a split needs --sizes train/val/test, as in 616/105/205",
    "split-table-missing": "--method published needs --table FILE with the columns video_id and split",
    "split-method-alone": (
        "--method, --table, --keep, --by-uploader and --leak-accepted say how to split: add --split"
    ),
    "split-table-alone": "--table is for --method published alone",
    "split-published-sizes": "--method published takes its sizes from the table: no --sizes, no --ratios",
    "split-keep-alone": "--keep is for --method grouped alone: the other methods assign every video anew",
    "split-two-inputs": "a table of videos and --project: expected one of them",
    "split-out-name": "--out {path} names the table: expected another ending than .json and .html, as .csv",
    "split-out-folder": "--out {path} cannot be written: {parent} is no folder",
    "split-out-exists": "{path} exists already, and others may work with that split: choose another --out",
    # What is said of a plan.
    "split-cuts-groups": (
        "{count} groups of videos that belong together are cut, {leaking} of them with videos in test: what "
        "{clips} test videos show is in another split, too (--method grouped keeps groups whole)"
    ),
    "split-left-out": "{count} videos are not in the table and left out: {named}",
    "split-missing": "{count} videos of the table are not here",
    "split-kept": "{count} videos stay where the earlier split has them, {new} are new",
    "split-no-uploader": (
        "--by-uploader ties nothing together: no uploader is known; a table of videos tells it in its column "
        "uploader, a project does not keep it"
    ),
    "split-nothing-to-balance": (
        "no labels, lengths or counts are known, or they are the same throughout: nothing is balanced"
    ),
    "split-old-project": (
        "this project does not say how to split and goes on at random; --method grouped keeps "
        "videos together that show the same"
    ),
    "split-unaudited": (
        "{count} videos were not audited: near-duplicates among them are not kept together (avisbuild audit)"
    ),
    "split-torn": (
        "{count} groups have videos that the earlier plan has in several splits, and nothing assigned moves: "
        "{named}; set the new videos aside, or add --leak-accepted"
    ),
    "split-leaks-into-test": (
        "{count} groups stand in test and in another split, with {clips} test videos: {named}; "
        "--leak-accepted writes it all the same"
    ),
    "split-none-published": (
        "none of the {count} videos is among the {listed} of the table: are the names the same?"
    ),
    "split-pinned-too-many": (
        "{sizes} wanted, but {pinned} are assigned by the earlier plan: choose sizes that are no smaller"
    ),
    # A table of videos.
    "items-columns": "line {line}: expected video_id and of the columns {columns} what there is",
    "items-unreadable": "{file} cannot be read as CSV in UTF-8: {reason}",
    "items-none": "{file} has no rows: expected a line for each video below the header",
    "items-number": "line {line}, {column}: expected a number from 0 to {most} or nothing, got {found!r:.40}",
    "items-silent": "line {line}: expected no more silent_seconds than seconds, got {silent} of {seconds}",
}

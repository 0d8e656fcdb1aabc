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
    "split-needs-sizes": ("--method {method} needs --sizes train/val/test, as in 616/105/205"),
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

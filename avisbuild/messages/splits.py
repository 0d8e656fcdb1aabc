"""What is said of planning splits."""

TEMPLATES = {
    # A table of videos.
    "items-columns": "line {line}: expected video_id and of the columns {columns} what there is",
    "items-unreadable": "{file} cannot be read as CSV in UTF-8: {reason}",
    "items-none": "{file} has no rows: expected a line for each video below the header",
    "items-number": "line {line}, {column}: expected a number from 0 to {most} or nothing, got {found!r:.40}",
    "items-silent": "line {line}: expected no more silent_seconds than seconds, got {silent} of {seconds}",
}

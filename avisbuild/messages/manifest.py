"""What is wrong with a manifest, or with lists of names that become one."""

TEMPLATES = {
    # All that is wrong, a line each.
    "manifest-wrong": "{report}",
    "names-wrong": "{path}: {count}\n{problems}",
    "manifest-no-rows": "{path} has a header and no rows; expected one row a video",
    "manifest-problem": "{path}, {problem}",
    "manifest-empty": "{path} is empty; expected a header with the columns {columns}",
    "manifest-separator": "{path}, line {line}: expected commas between the columns, got {found!r}",
    "manifest-header": (
        "{path}, line {line}: the header lacks {missing} (found: {found}); known columns: {columns}"
    ),
    "manifest-column-unnamed": "{path}, line {line}: column {column} has no name",
    "manifest-column-twice": "{path}, line {line}: column {column} is there twice",
    "manifest-is-folder": "{path} is a folder; expected a CSV file",
    "manifest-unreadable": "{path} cannot be read: {reason}",
    "manifest-utf16": "{path} is in UTF-16; save it as UTF-8",
    "manifest-nul": "{path}, line {line}: holds a NUL byte; a manifest is a CSV file in UTF-8",
    "manifest-not-utf8": (
        "{path}, line {line}: byte 0x{found:02x} is not UTF-8; save the file as UTF-8"
    ),
    # What can be done and may not be meant.
    "row-file-missing": "line {line}, column source: {path} is not there",
    "rows-label-near": (
        "line {lines}, column labels: {label} is no category of the project; the nearest is {nearest}"
    ),
    "rows-label-other-word": "line {lines}, column labels: {label} is {name} in this project",
    "rows-label-unknown": (
        "line {lines}, column labels: {label} is no category of the project, and none of {taxonomy} is "
        "like it"
    ),
    "rows-times-rounded": (
        "times with more than three decimals: {count}, rounded to a millisecond; the first in line {line}, "
        "column {column}: {text} is {rounded}"
    ),
    "rows-more": "and {count} more of this kind",
    "root-no-folder": "{option}: {folder} is not a folder",
    "music-avqa-unreadable": "--music-avqa-root: {folder} cannot be read: {reason}",
    "questions-unreadable": "{path} cannot be read: {reason}",
    "questions-no-json": "{path} is not JSON: {reason}",
    "questions-no-list": "{path}: expected a list of questions, each with a video_id",
    "questions-ids": (
        "{path}: expected MUSIC-AVQA ids (8 digits, or sa, va, esa, eva, vv, evv and 8 "
        "digits), got {found!r}"
    ),
    "names-empty": "{path} names no video",
    "names-out-exists": "{path} exists already; name another file, or remove it",
    "names-no-folder": "{folder} is not a folder",
    "names-unreadable": "{path} cannot be read: {reason}",
    "names-not-utf8": "{path} is not UTF-8 (byte {position})",
    "names-line": "{path}, line {line}: {reason}",
}

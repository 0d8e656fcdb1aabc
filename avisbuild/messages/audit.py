"""What is said of leaks between splits."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {
    # A table of videos and splits.
    "audit-columns": "line 1: expected the columns video_id (or video) and split",
    "audit-video": "line {line}: {reason}",
    "audit-place": "{place}: {reason}",
    "audit-split": "line {line}: video {video}: expected a split such as train, got {found!r:.40}",
    "audit-unreadable": "{file}: expected a CSV table in UTF-8 ({reason})",
    "audit-empty": "{file} names no video",
    # decided.csv
    "decided-columns": "line 1: expected the columns {columns}",
    "decided-word": "line {line}: expected {known} or nothing as the decision, got {found!r:.40}",
    "decided-one": "line {line}: expected two videos, got {video} twice",
    "decided-twice": "line {line}: line {first} says {found} of the same two",
    # Media.
    "audit-media": "cannot be read ({reason})",
    "audit-no-media": "{folder} is no folder: expected a release or a project",
    "audit-kept-broken": (
        "{path}: expected what an audit wrote ({reason}); remove it and run avisbuild audit again"
    ),
    # What the command refuses.
    "audit-in-release": "{path} lies in {folder}, which never changes: choose another {option}",
    "audit-report-exists": "{path} is there already: remove it, or choose another {option}",
}

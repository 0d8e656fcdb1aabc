"""What is said of AVSBench and AVSBench-OV: label maps, palettes, name tables, pieces."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {
    "label-too-large": (
        "a label map holds category ids from 1 to {most}, got {found}; give the category another id"
    ),
    "label-name-twice": (
        "the categories {one} and {other} are both {name!r:.80} in a label index, which has dashes and lower "
        "case; rename one of them"
    ),
    "label-index-unreadable": "{path}: cannot be read as JSON ({reason})",
    "label-index-shape": (
        '{path}: expected an object of names and labels: "background": 0, "accordion": 1, and so on'
    ),
    "label-index-many": "{path}: expected at most {most} labels, got {found}",
    "label-index-number": (
        "{path}: label of {name}: expected a whole number from 0 to {most}, got {found}"
    ),
    "label-index-twice": (
        "{path}: expected a label of its own for each name, got {label} for {one} and {other}"
    ),
    "label-index-background": '{path}: expected label 0 to be "background"',
    "metadata-none": "{path}: expected a table of videos, found no row",
    "metadata-place": (
        "{path}: line 1: expected {name} as column {place}, where the published code looks for it"
    ),
    "metadata-no-split": "{path}: line 1: expected a column split, got {found:.200}",
    "metadata-uid": "{path}: line {line}, uid: {reason}",
    "metadata-uid-twice": (
        "{path}: line {line}: expected each video once, got {found!r:.80} again, with other cells"
    ),
    "metadata-label": "{path}: line {line}, label: expected v1s, v1m or v2, got {found!r:.40}",
    "metadata-split": "{path}: line {line}, split: expected train, val or test, got {found!r:.40}",
}

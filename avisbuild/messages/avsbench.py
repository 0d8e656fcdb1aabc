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
    # An open-vocabulary release that is written.
    "ov-piece-name": "video {video}: its pieces would have no legal name: {reason}",
    "ov-piece-twice": (
        "{name} would be a piece of both {first} and {second}: rename one of the two videos"
    ),
    "ov-no-frequency": (
        "{count} categories have no frequency in LVIS, first {first}: name them in a table (--names FILE),"
        " or count them in training (--novel-rule own-counts)"
    ),
    "ov-no-base": (
        "none of the {count} categories is base, so nothing would be left to train on: look at --names, or"
        " lower --own-counts"
    ),
    "ov-no-training": (
        "every one of the {count} training videos shows a novel category, so nothing would be left to train"
        " on"
    ),
    "ov-leak": "{place} has the novel category {name}, which training must not show: nothing was written",
    "own-counts-form": (
        "--own-counts {text}: expected how many training videos make a category common and frequent, as in"
        " 11/101"
    ),
    "silent-layer-no-place": "--with-silent: {format} has no place for masks of silent objects",
    "ov-piece-seconds": "--piece-seconds {found}: the published readers take 5 or 10",
    "ov-options-alone": "{options}: only --format avsbench-ov takes it",
    "ov-rule-options": "{option} goes with --novel-rule {rule}",
    # A table of names with LVIS's letters.
    "lvis-names-unreadable": "{file} cannot be read as CSV in UTF-8: {reason}",
    "lvis-names-columns": "{file} line 1: expected the columns {columns}",
    "lvis-names-no-name": "{file} line {line}: expected a name",
    "lvis-names-letter": "{file} line {line}: expected a frequency of {known}, got {found!r:.40}",
    "lvis-names-twice": "{file} line {line}: {name} stands in the file twice",
    "lvis-names-none": "{file} has no rows: expected a name and its frequency on each line below the header",
    # Reading a data set back.
    "avsbench-no-truth": (
        "{folder} is a release of label maps, which have no tracks: `validate`, `evaluate-ov` and "
        "`import --format avsbench` read it"
    ),
    "avsbench-no-folder": "{path}: cannot be opened ({reason})",
    "avsbench-many": "{path}: expected at most {most} files, got {found}",
    "avsbench-name": "{path}: expected 0{suffix}, 1{suffix}, and so on, got {found!r:.80}",
    "avsbench-gap": "{path}: expected 0.jpg, 1.jpg, and so on, {missing}.jpg is missing",
    "avsbench-no-frame": (
        "{path}: expected label maps of {count} frames, from 0.png on; this one has no frame"
    ),
    "avsbench-no-maps": "{path}: expected a label map, 0.png, found none",
    "avsbench-size": (
        "{path}: expected {expected} (height, width), as the video's first label map has, got {found}"
    ),
    "avsbench-nothing": (
        "{count} of its seconds have no label map, the others show nothing, and metadata.csv lists no "
        "category: nobody has annotated it"
    ),
    "avsbench-colours": (
        "{count} pixels in {files} label maps have a colour that no label has, the first is {colour} in "
        "{path}, row {row}, column {column}; repaint them, or take them for background with --ignore-colours"
    ),
    "avsbench-colours-ignored": (
        "{count} pixels in {files} label maps have a colour that no label has, and were taken for "
        "background: the first is {colour} in {path}, row {row}, column {column}"
    ),
    "avsbench-no-sound": "no sound {path}",
    "avsbench-unannotated": (
        "{count} of {seconds} seconds have no label map: whether its instances sound there is unsure until "
        "somebody decides"
    ),
    "avsbench-subset": "a project does not keep that it is of {label}, with {seconds} seconds",
    "avsbench-not-listed": (
        "its label maps have {pixels} pixels of {name}, which metadata.csv does not list: taken in; the "
        "published test code takes them for background"
    ),
    "avsbench-not-painted": "metadata.csv lists {name}, which none of its label maps has",
    "ov-label": "expected v1s, v1m or v2, got {found}",
    "ov-nothing": (
        "frame 0 of this video of v1s has no mask, and the {count} others are not annotated: nobody has "
        "looked at it"
    ),
    "ov-first-frame": (
        "only frame 0 is annotated, as in v1s: whether its instances sound in the other {count} is unsure "
        "until somebody decides"
    ),
    "ov-no-json": "{path}: expected {names}, found neither",
    # What `validate` finds in a release of AVSBench-OV.
    "ov-no-aviseg": (
        "{folder} is a release of AVSBench-OV, whose test split has no JSON; `validate`, `evaluate-ov` and"
        " `import --format avsbench-ov` read it"
    ),
    "ov-frame-count": "expected {expected} frames in a video of {label}, got {found}",
    "ov-frame-name": "expected {expected}, whose first digit is its second, got {found}",
    "ov-novel-in-training": "{name} is novel, and training must not show it",
    "ov-mask-empty": "no pixel is in the mask: the loader takes the object for absent",
    "ov-category-unknown": "label2idx.json has no {name}",
    "ov-row-missing": "no line, but the JSON of {split} has the video",
    "ov-row-differs": "expected {expected} as in the JSON, got {found}",
    "ov-row-of-none": "a line of a video that no JSON has",
    "ov-files-missing": "a video of {label} has {expected}, and {first} is missing",
    "ov-files-extra": "{first} is one too many: the published code counts what is in the folder",
    "ov-map-size": "expected {expected} as its frames (height, width), got {found}",
    "ov-map-colour": "{pixels} pixels have a colour that no label has, first {colour}",
    "ov-map-label": "label {label} is painted, and label2idx.json has none",
    "ov-map-not-listed": (
        "{name} is painted, and metadata.csv does not list it: test code makes it background"
    ),
}

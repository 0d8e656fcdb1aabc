"""What is wrong with what is scored: predicted masks, folders of label maps, tables of categories."""

TEMPLATES = {
    "mask-wrong": "{where}: {problem}",
    "mask-empty-list": "{where}: expected a mask, got an empty list",
    "prediction-mask": "{file}: prediction {index}.segmentations[{frame}]: {reason}",
    "prediction-too-short": (
        "{where}: expected at least {expected} entries, one a frame of video {video}, got {found}"
    ),
    # Label maps.
    "maps-no-folder": "{folder}: expected a folder of label maps, found none",
    "maps-none": "{folder}: expected label maps (.png or .npz), found none",
    "maps-missing": (
        "{folder}: expected a prediction for each of {count} label maps, {missing} are missing, "
        "the first for {first}"
    ),
    "map-colours": "{path}: expected indices, grey or RGB, got mode {mode}",
    "map-three-channels": (
        "{path}: expected indices in one channel, or PASCAL VOC's colours in three, got three equal "
        "channels with {found}; write one of them"
    ),
    "map-deep-colours": "{path}: expected colours of 8 bits a channel, got {found} bits",
    "map-lossy": "{path}: expected a PNG, got {found}, which changes labels",
    "map-unreadable": "{path}: cannot be read as a label map ({reason})",
    "map-damaged": "it is damaged",
    "map-bare-array": "{path}: expected an archive of one array, got a bare one (npy)",
    "map-arrays": "{path}: expected one array, got {found}",
    "map-axes": "{path}: expected (F, H, W) or (H, W), got {found}",
    "map-no-numbers": "{path}: expected numbers throughout, got {found}",
    "map-nan": "{path}: expected numbers throughout, got NaN {count} times, the first at {place}",
    "map-wrong": "{map}: {problem}",
    "labels-no-whole-numbers": (
        "expected whole numbers, the label of each pixel, got fractions or beyond; write the "
        "category with the highest score"
    ),
    "labels-no-class-truth": "expected labels of the classes in the truth, got {found}, which none has",
    "labels-no-class-prediction": (
        "expected labels of the classes in the prediction, got {found}, which none has"
    ),
    "labels-unknown-truth": "expected labels 0 to {largest} in the truth, got {found}",
    "labels-unknown-prediction": "expected labels 0 to {largest} in the prediction, got {found}",
    "maps-twice": "{path}: expected one file for each map, got {other} beside it",
    "maps-foreign-colours": (
        "{count} pixels in {files} files have a colour that no label has, and count as background: "
        "the first is {colour} in {path}, row {row}, column {column}"
    ),
    "maps-other-size": (
        "{count} predictions have another (height, width) than their truth, and were brought to it: "
        "the first is {path}, {found} instead of {expected}"
    ),
    "maps-left-out": ("{count} predictions have no truth, and were left out: the first is {path}"),
    "maps-not-listed": "{path}: expected a folder that the metadata lists, got {name}",
    "maps-frame-count": "{path}: expected {expected} frames, got {found}",
    "maps-sizes": "{folder}: expected frames of one size, got {found}",
    # Tables.
    "predictions-changed": "{path}: changed while it was read; run again",
    "predictions-unreadable": "{path}: cannot be read any more ({reason})",
    "table-unreadable": "{path}: cannot be read as CSV ({reason})",
    "classes-none": "{path}: expected a table of categories, found no row",
    "classes-id": (
        "{path}: line {line}, id: expected a whole number from 1 to {largest}, got {found!r:.40}"
    ),
    "classes-id-twice": "{path}: line {line}, id: expected a new id, got {found} again",
    "classes-name-twice": "{path}: line {line}, name: expected a new name, got {found!r:.40} again",
    "classes-part": (
        "{path}: line {line}: expected a split (base or novel) or a frequency (f, c, r or n), "
        "got {found!r}"
    ),
    "metadata-columns": "{path}: line {line}: expected 7 columns, got {found}",
    "metadata-video-twice": (
        "{path}: line {line}: expected each video once, got {found!r:.80} again, with other categories"
    ),
    "metadata-category": ("{path}: line {line}: expected categories of the table, got {found!r}"),
}

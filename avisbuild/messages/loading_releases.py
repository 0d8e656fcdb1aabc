"""What is said where a release is read for training."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {
    "load-another-format": (
        "{folder} is a release of format {format}, which load does not read: it reads the layout of AVISeg; "
        "export the project with --format aviseg, or read it with the data set's own loader"
    ),
    "load-split-name": "split {split!r}: expected train, val or test",
    "load-no-split": "{folder}: no {split}.json in it; there is {present}",
    "load-no-frames": (
        "{folder}: no such folder: a release of annotations only cannot be loaded; export it with its media"
    ),
    "load-no-silent": (
        "{path}: no such file: the release holds no masks of silent objects; export it with --with-silent"
    ),
    "load-silent-videos": "{path}: expected the videos of {truth}, the same under the same ids",
    "load-silent-another": "{path}: {place}: its id is that of another category in {truth}",
    "load-card-broken": "{path}: expected JSON ({reason})",
    "load-truth-changed": (
        "{path} has changed since it was opened, and a release never changes; load it again"
    ),
    "load-packed": "{path}: expected plain JSON, got a packed file or a byte-order mark; unpack it first",
    "load-frame-name": "expected {expected}/ and a plain file name, got {found}",
    "load-frame-damaged": "{path}: expected a whole picture, got a damaged one ({reason})",
    "load-frame-size": "{path}: expected a picture of {expected} (height, width), got {found}",
    "load-sound-damaged": "{path}: expected a sound file, got what cannot be read ({reason})",
    "load-sound-channels": "{file}: {found} channels, expected at most {most}",
    "load-sound-long": "{file}: {found} samples asked for, at most {most} are read; take a shorter window",
    "load-sound-short": "{path}: expected {expected} s of sound, got {found_s}; a second a frame is wanted",
    "load-features-damaged": "{path}: expected an array file ({reason})",
    "load-features-shape": "{path}: expected floats of {expected} (seconds, features), got {found}",
    "load-item-too-large": (
        "{file}: its frames and masks take {found_mib} MiB, expected at most {most_mib}; "
        "take a shorter window"
    ),
    "load-no-torch": (
        "load needs torch and torchvision: pip install 'avisbuild[train]'; read_records does without"
    ),
}

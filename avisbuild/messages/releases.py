"""What writing a release refuses, and what is wrong with one that is read."""

TEMPLATES = {
    "release-exists": "{folder} exists already, and a release never changes: choose another --out",
    "release-overtaken": "{folder} came into being meanwhile: choose another --out",
    "release-no-folder": "{folder} cannot be written: {parent} is no folder",
    "release-unwritable": "{folder} cannot be written: {reason}",
    "release-no-videos": (
        "no video to release: accept some in review, or widen with --include STATE"
    ),
    "release-another-plan": (
        "the split plan and the project differ in {count} videos, first {first}"
    ),
    # Sizes of splits.
    "sizes-do-not-fit": (
        "{total} videos wanted ({sizes}), the project has {count} to release: --sizes {fitting}"
        " would fit, or add --ratios"
    ),
    "sizes-all-zero": "split sizes 0/0/0 leave nothing to scale: expected at least one above 0",
    "sizes-form": "--sizes {text}: expected train/val/test as in 616/105/205",
    # What a video lacks.
    "release-no-sound": "video {video}: no readable sound in {path} ({reason})",
    "release-sound": (
        "video {video}: expected 16-bit mono sound of {expected} samples in {path}, got "
        "{channels} channels, {bits} bits, {samples} samples; clip it again"
    ),
    "release-features-no-array": "video {video}: {path} is no array ({reason})",
    "release-features-shape": "video {video}: expected {expected} features, got {found} in {path}",
    "release-frame": (
        "video {video}: expected a JPEG of {expected} (height, width) in {path}, got {found}"
    ),
    "release-frame-unreadable": "video {video}: frame {path} cannot be read ({reason})",
    # A release that is read.
    "checksums-line": "{file} line {line}: expected 64 hex digits, two spaces, a file name",
    "splits-columns": "{file}: expected the columns {columns}",
    "splits-word": "{file} line {line}: expected {known}, got {found!r:.40}",
    "splits-video": "{file} line {line}: {reason}",
    "splits-twice": "{file} line {line}: video {video} stands in the file twice",
    "not-a-release-folder": (
        "{folder} is no folder: expected a release with train.json, val.json or test.json"
    ),
    "not-a-release": (
        "{folder} is not a release: expected train.json, val.json or test.json in it"
    ),
}

"""What writing a release refuses, and what is wrong with one that is read."""

TEMPLATES = {
    "release-exists": "{folder} exists already, and a release never changes: choose another --out",
    "release-overtaken": "{folder} came into being meanwhile: choose another --out",
    "release-no-folder": "{folder} cannot be written: {parent} is no folder",
    "release-unwritable": "{folder} cannot be written: {reason}",
    "release-no-videos": "no video to release: none is in a state that is released",
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
    "release-frame-unreadable": (
        "video {video}: frame {path} cannot be read ({reason}); make it again (avisbuild fetch MANIFEST), "
        "or leave media out (--annotations-only)"
    ),
    # A release that is read.
    "checksums-line": "{file} line {line}: expected 64 hex digits, two spaces, a file name",
    "splits-wrong": "{file} {problem}",
    "splits-columns": "line 1: expected the columns {columns}",
    "splits-word": "line {line}: expected {known}, got {found!r:.40}",
    "splits-video": "line {line}: {reason}",
    "splits-twice": "line {line}: video {video} stands in the file twice",
    # What `validate` finds in its files.
    "no-such-file": "no such file",
    "no-such-folder": "no such folder",
    "file-unreadable-here": "expected a file that can be read",
    "file-is-link": "expected a file of its own, got a link to {target}",
    "file-listed-only": "no such file, but {listing} lists it",
    "file-not-listed": "{listing} does not list it",
    "file-of-another-hash": "expected SHA-256 {expected}..., got {found}...",
    "no-checksums": "no such file: changes cannot be noticed",
    "no-card": "no such file: not written by avisbuild, or incomplete",
    "card-no-json": "expected JSON ({reason})",
    "card-count": "expected {expected}, got {found}",
    "in-several-splits": "stands in {splits}",
    "shared-by-splits": "is in {splits}: {names}",
    "video-without-row": "video {video} of {split}.json has no row",
    "row-of-another-split": "video {video} is in {split}.json, its row says {found}",
    "row-without-video": "video {video} has a row but is in no JSON",
    "no-media": "no frames and no sound to check",
    "of-no-video": "belongs to no video of {split}.json",
    "frame-not-listed": "not in file_names, but the loader counts it as a frame",
    "frame-not-there": "no such file, but file_names of video {video} has it",
    "frame-of-another-size": "expected (height, width) {expected}, got {found}",
    "frame-cannot-be-read": "expected a JPEG, got what cannot be read ({reason})",
    "frame-of-another-kind": "expected a JPEG, got {found}",
    "frame-is-tagged": (
        "has the orientation tag {found}: who heeds it sees another picture than the masks were made for"
    ),
    "frame-not-plain": "expected 8-bit RGB, got {found}",
    "sound-no-wav": "expected a PCM WAV file ({reason})",
    "sound-channel-count": "expected 2 channels, got {found}: the feature script fails",
    "sound-sample-bits": "expected 16 bits a sample, got {found}",
    "sound-too-short": (
        "expected {expected} s, got {found_s:.3f} s for {expected} frames: the feature script fails"
    ),
    "sound-not-exact": "expected exactly {expected} s, got {found_s:.3f} s for {expected} frames",
    "sound-lacks-end": (
        "expected {expected} s, got {found_s:.3f} s for {expected} frames: zeros for the last second"
    ),
    "features-no-array": "expected an array file ({reason})",
    "features-of-another-shape": "expected {expected} (seconds, features), got {found}",
    "features-no-floats": "expected finite floats from 0, got {found} beyond",
    "not-a-release-folder": (
        "{folder} is no folder: expected a release with train.json, val.json or test.json"
    ),
    "truth-no-file": "{path}: expected a plain file, got a folder, a pipe or a link to nothing; remove it",
    "not-a-release": (
        "{folder} is not a release: expected train.json, val.json or test.json in it"
    ),
}

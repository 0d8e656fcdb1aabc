"""What is wrong with a video's sound."""

TEMPLATES = {
    "sound-unreadable": (
        "{path}: no sound file that can be read ({reason}); run `avisbuild clip` again"
    ),
    "sound-of-another-format": (
        "{path}: expected WAV PCM_16, 1 channel(s), got {found}; run `avisbuild clip` again"
    ),
    "sound-format": "{format} {subtype}, {channels} channel(s)",
    "sound-of-another-length": (
        "{path}: expected {count} s of sound, {samples} samples at {rate} Hz, got {found}; "
        "run `avisbuild clip` again"
    ),
    "sound-of-another-rate": (
        "{path}: expected {expected} Hz, got {found} Hz; run `avisbuild clip` again"
    ),
    "sound-unreadable-now": "{path}: cannot be read any more ({reason})",
    "sound-changed": (
        "{path}: expected samples {start} to {stop}, got {found}; it has changed, open the "
        "video again"
    ),
    "sound-missing": "{path}: no such file; run `avisbuild clip` again",
}

"""What is said of masks of silent visible objects."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {
    "silent-layer-not-kept": (
        "--with-silent: this project keeps no masks of silent instances; set keep_silent_masks = true in"
        " {path}, have them drawn, and export again"
    ),
    # What `validate` finds in the layer of a release.
    "silent-without-truth": "expected {truth} beside it: the layer has the ids of its videos and instances",
    "silent-other-videos": "expected the videos of {truth}, the same in the same order",
    "silent-another": "the id {id} is that of another instance in {truth}",
    "silent-and-sounding": (
        "has a mask in {count} seconds in which {truth} has it as sounding, first second {second}"
    ),
}

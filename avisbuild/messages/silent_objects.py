"""What is said of masks of silent visible objects."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {
    "silent-masks-not-kept": (
        "this project keeps no masks of silent instances; to keep them, write keep_silent_masks = true into"
        " its avisbuild.toml"
    ),
    "silent-layer-not-kept": (
        "--with-silent: this project keeps no masks of silent instances; write keep_silent_masks = true into"
        " {path}, have them drawn, and export again"
    ),
}

"""What is said of AVSBench and AVSBench-OV: label maps, palettes, name tables, pieces."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {
    "label-too-large": (
        "a label map holds category ids from 1 to {most}, got {found}; give the category another id"
    ),
}

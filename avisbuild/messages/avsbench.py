"""What is said of AVSBench and AVSBench-OV: label maps, palettes, name tables, pieces."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {}

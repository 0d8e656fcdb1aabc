"""What is said of masks of silent visible objects."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {}

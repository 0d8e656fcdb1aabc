"""What is said of planning splits."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {}

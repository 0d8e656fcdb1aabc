"""What is said of leaks between splits."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {}

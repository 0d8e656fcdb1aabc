"""What is said of plots and reports."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {}

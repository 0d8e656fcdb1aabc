"""What is said where a release is read for training."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {}

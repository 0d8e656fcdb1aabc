"""The small project with two empty videos."""

from core.annotation.conftest import project

__all__ = ["project"]

"""A small truth with its predictions, to be spoilt."""

from typing import Any

import pytest
from core.metrics import scenes


@pytest.fixture
def documents() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return scenes.random_set(0, scenes.Kind(size=(12, 16)))

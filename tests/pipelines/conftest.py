"""Rendered sources that a fetch can take."""

from pathlib import Path

import pytest
from pipelines.fetch.fetch_case import render_sources


@pytest.fixture(scope="session")
def fetch_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a0.mp4, a1.mp4 and a2.mp4."""
    folder = tmp_path_factory.mktemp("fetch-media")
    render_sources(folder, 3)
    return folder

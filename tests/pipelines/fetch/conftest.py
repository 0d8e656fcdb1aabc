"""A server with rendered sources, and a project that fetches from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pipelines.fetch.fetch_case import FetchCase, render_sources
from pipelines.media_server import MediaServer


@pytest.fixture(scope="session")
def fetch_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a0.mp4, a1.mp4 and a2.mp4."""
    folder = tmp_path_factory.mktemp("fetch-media")
    render_sources(folder, 3)
    return folder


@pytest.fixture
def case(fetch_media: Path, tmp_path: Path) -> Iterator[FetchCase]:
    """An empty project and manifest beside a server of its own."""
    with MediaServer(fetch_media) as server:
        yield FetchCase(tmp_path, server)

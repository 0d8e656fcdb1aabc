"""A server with rendered sources, and a project that fetches from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pipelines.fetch.fetch_case import FetchCase
from pipelines.media_server import MediaServer


@pytest.fixture
def case(fetch_media: Path, tmp_path: Path) -> Iterator[FetchCase]:
    """An empty project and manifest beside a server of its own."""
    with MediaServer(fetch_media) as server:
        yield FetchCase(tmp_path, server)

"""The rendered media for the tests of this folder."""

import pytest
from media.shelf import Shelf


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Test media, rendered on demand."""
    return Shelf(tmp_path_factory.mktemp("media"))

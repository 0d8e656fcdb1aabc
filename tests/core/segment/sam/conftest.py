from collections.abc import Iterator

import pytest
from core.segment.sam.sam_case import picture

from avisbuild.segment import Image


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Sums come out alike to the last bit only on as many threads."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def image() -> Image:
    return picture()

"""Reading a release for training: plain numpy records, or a torch Dataset over them.

torch is imported when `load` or a way to make batches is used; the rest does without.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avisbuild.errors import ReleaseError
from avisbuild.models.data.reader import ReleaseReader, read_records
from avisbuild.models.data.record import Record, State
from avisbuild.models.data.windows import EvenWindows, PublishedWindow, WholeVideo, Window
from avisbuild.records import Split

if TYPE_CHECKING:
    from avisbuild.models.data.dataset import ReleaseDataset

__all__ = [
    "EvenWindows",
    "PublishedWindow",
    "Record",
    "ReleaseReader",
    "State",
    "WholeVideo",
    "Window",
    "load",
    "read_records",
]


def load(
    release: Path | str,
    split: Split | str = Split.TRAIN,
    *,
    window: Window | None = None,
    with_silent: bool = False,
    seed: int = 0,
    transform: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> "ReleaseDataset":
    """A torch Dataset, map style, of one split of a release in the layout of AVISeg, ours or anyone's.

    By default train gives the published windows, another split whole videos. `with_silent` reads the masks of
    visible silent objects, too; `transform` is given each item whole, as `torchvision.transforms.v2` wants
    it. Raises ReleaseError or FormatError, one line with the file and the cure; a release of another format
    is refused so.
    """
    try:
        from avisbuild.models.data.dataset import ReleaseDataset
    except ImportError as error:
        if error.name not in ("torch", "torchvision"):
            raise
        raise ReleaseError("load-no-torch") from error
    reader = ReleaseReader(release, split, window=window, with_silent=with_silent, seed=seed)
    return ReleaseDataset(reader, transform)

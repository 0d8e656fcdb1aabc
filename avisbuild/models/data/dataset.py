"""A torch Dataset over the items of a release."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import Dataset
from torchvision import tv_tensors

from avisbuild.models.data.reader import ReleaseReader
from avisbuild.models.data.record import Record

Item = dict[str, Any]


class ReleaseDataset(Dataset[Item]):
    """One item a window; it opens its files where the item is asked for, so workers may have it.

    An item is a dict, T seconds and N instances that have a mask in one of them:

        video: tv_tensors.Video (T, 3, H, W) uint8. masks: tv_tensors.Mask (N, T, H, W) bool.
        audio: (channels, samples) float32, None without sound. features: (T, 128) float32, None without.
        labels: (N,) int64, category ids. states: (N, T) int8, of `State`. seconds: (T,) int64.
        identities: list of N names. video_id, sample_rate_hz.
    """

    def __init__(
        self, reader: ReleaseReader, transform: Callable[[Item], Item] | None = None
    ) -> None:
        self.reader = reader
        self.transform = transform
        # In shared memory: workers that live on from epoch to epoch see it change.
        self._epoch: Tensor = torch.zeros((), dtype=torch.int64)
        self._epoch.share_memory_()  # type: ignore[no-untyped-call]

    @property
    def categories(self) -> dict[int, str]:
        """The release's categories, by the id that `labels` have."""
        return self.reader.categories

    def set_epoch(self, epoch: int) -> None:
        """Draw other windows from here on; the same epoch draws the same. Say it before an epoch begins."""
        self._epoch.fill_(epoch)

    def __len__(self) -> int:
        return len(self.reader)

    def __getitem__(self, index: int) -> Item:
        if not -len(self) <= index < len(self):
            raise IndexError(f"expected an index below {len(self)}, got {index}")
        item = item_of(self.reader.record(index, epoch=int(self._epoch)))
        return item if self.transform is None else self.transform(item)


def item_of(record: Record) -> Item:
    """A record as tensors, which share its memory; a transform moves frames and masks alike."""
    return {
        "video": tv_tensors.Video(torch.from_numpy(record.frames).permute(0, 3, 1, 2)),
        "audio": _tensor(record.audio),
        "sample_rate_hz": record.sample_rate_hz,
        "features": _tensor(record.features),
        "masks": tv_tensors.Mask(torch.from_numpy(record.masks)),
        "labels": torch.from_numpy(record.labels),
        "identities": list(record.identities),
        "states": torch.from_numpy(record.states),
        "video_id": record.video_id,
        "seconds": torch.from_numpy(record.seconds),
    }


def _tensor(array: Any) -> Tensor | None:
    return None if array is None else torch.from_numpy(array)

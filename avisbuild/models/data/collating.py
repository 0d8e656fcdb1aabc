"""From items to a batch: as lists, or padded to the largest of them."""

from collections.abc import Sequence

import torch
from torch import Tensor

from avisbuild.models.data.dataset import Item

# What is padded, and which of its axes may differ from item to item.
_PADDED = ("video", "audio", "features", "masks", "labels", "states", "seconds")
_NO_LABEL, _NO_SECOND = -1, -1


def collate_lists(items: Sequence[Item]) -> Item:
    """Each key with the list of what the items have; nothing is copied or padded."""
    return {key: [item[key] for item in items] for key in items[0]}


def collate_padded(items: Sequence[Item]) -> Item:
    """Every tensor padded at its end to the largest of the batch and stacked; the rest as lists.

    `valid` is (B, N) bool, true where an instance is one, and `valid_seconds` (B, T) bool. Padding is 0, of
    labels and seconds -1. A batch of items without instances has N = 0. What some items lack (sound or
    features) is None for all.
    """
    batch = collate_lists(items)
    for key in _PADDED:
        fill = {"labels": _NO_LABEL, "seconds": _NO_SECOND}.get(key, 0)
        batch[key] = _stacked(batch[key], fill)
    batch["valid"] = batch["labels"] != _NO_LABEL
    batch["valid_seconds"] = batch["seconds"] != _NO_SECOND
    return batch


def _stacked(found: Sequence[Tensor | None], fill: int) -> Tensor | None:
    there = [each.as_subclass(Tensor) for each in found if each is not None]
    if len(there) < len(found):
        return None
    shape = [max(sizes) for sizes in zip(*(each.shape for each in there), strict=True)]
    stacked = torch.full((len(there), *shape), fill, dtype=there[0].dtype)
    for position, each in enumerate(there):
        stacked[position][tuple(map(slice, each.shape))] = each
    return stacked

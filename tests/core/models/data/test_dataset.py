"""The torch Dataset: tensors of the records, through real workers, batches and transforms."""

import pickle
from pathlib import Path

import pytest
import torch
from torch.utils.data import DataLoader
from torchvision import tv_tensors
from torchvision.transforms import v2

from avisbuild.models.data import EvenWindows, WholeVideo, load, read_records
from avisbuild.models.data.collating import collate_lists, collate_padded


def test_an_item_is_the_record_as_tensors(release: Path) -> None:
    dataset = load(release, window=WholeVideo(), with_silent=True)
    assert len(dataset) == 3
    assert dataset.categories == {1: "dog", 2: "cat"}
    for item, record in zip(dataset, read_records(release, with_silent=True), strict=True):
        assert isinstance(item["video"], tv_tensors.Video)
        assert isinstance(item["masks"], tv_tensors.Mask)
        assert (item["video"].permute(0, 2, 3, 1).numpy() == record.frames).all()
        assert (item["masks"].numpy() == record.masks).all()
        assert (item["states"].numpy() == record.states).all()
        assert (item["audio"].numpy() == record.audio).all()
        assert (item["features"].numpy() == record.features).all()
        assert item["labels"].dtype == torch.int64
        assert tuple(item["identities"]) == record.identities
        assert (item["video_id"], item["sample_rate_hz"]) == (record.video_id, 1600)


@pytest.mark.parametrize("collate", [collate_lists, collate_padded])
def test_two_workers_give_what_one_process_gives(release: Path, collate: object) -> None:
    dataset = load(release, window=EvenWindows(2))
    options = {"batch_size": 3, "collate_fn": collate}
    workers = DataLoader(dataset, num_workers=2, persistent_workers=True, **options)
    for _ in range(2):
        for one, two in zip(DataLoader(dataset, **options), workers, strict=True):
            assert one["video_id"] == two["video_id"]
            for key in ("video", "masks", "audio", "labels", "seconds"):
                for left, right in zip(one[key], two[key], strict=True):
                    assert torch.equal(left, right)


def test_an_epoch_draws_its_own_windows_in_workers_that_live_on(release: Path) -> None:
    dataset = load(release, seed=1)
    loader = DataLoader(
        dataset, num_workers=1, persistent_workers=True, collate_fn=collate_lists, batch_size=2
    )
    drawn = {}
    for epoch in (0, 1, 2, 1):
        dataset.set_epoch(epoch)
        (batch,) = loader
        seconds = tuple(tuple(each.tolist()) for each in batch["seconds"])
        assert drawn.setdefault(epoch, seconds) == seconds
    assert len(set(drawn.values())) > 1
    copy = pickle.loads(pickle.dumps(dataset))  # noqa: S301
    assert torch.equal(copy[0]["seconds"], dataset[0]["seconds"])


def test_a_transform_moves_frames_and_masks_alike(release: Path) -> None:
    plain = load(release, window=WholeVideo())[0]
    item = load(
        release,
        window=WholeVideo(),
        transform=v2.Compose([v2.RandomHorizontalFlip(p=1), v2.Resize((24, 40))]),
    )[0]
    assert item["masks"].shape == (2, 5, 24, 40)
    assert torch.equal(item["masks"][..., ::2, ::2], plain["masks"].flip(-1))
    assert item["video"].shape == (5, 3, 24, 40)
    assert torch.equal(item["audio"], plain["audio"])


def test_padding_is_told_from_what_is_there(release: Path) -> None:
    dataset = load(release, window=EvenWindows(2))
    batch = collate_padded([dataset[index] for index in (0, 2, 3)])
    assert batch["masks"].shape == (3, 2, 2, 12, 20)
    assert batch["valid"].tolist() == [[True, True], [True, True], [False, False]]
    assert batch["valid_seconds"].tolist() == [[True, True], [True, False], [True, True]]
    assert batch["audio"].shape == (3, 2, 3200)
    assert not batch["masks"][2].any()
    assert batch["identities"] == [["dog_1", "dog_2"], ["dog_1", "dog_2"], []]
    nothing = collate_padded([dataset[3]])
    assert nothing["masks"].shape == (1, 0, 2, 12, 20)
    assert nothing["valid"].shape == (1, 0)
    silent = collate_padded([{**dataset[3], "audio": None}, dataset[0]])
    assert silent["audio"] is None


def test_an_index_beyond_the_items_ends_a_loop(release: Path) -> None:
    dataset = load(release, "val")
    assert len(list(dataset)) == 1
    assert torch.equal(dataset[-1]["video"], dataset[0]["video"])
    with pytest.raises(IndexError):
        dataset[1]

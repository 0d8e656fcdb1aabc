"""Tables of videos to split: one rebuilt from AVISeg's published counts, others drawn like it.

Of AVISeg's 926 videos 821 are published by name, length and sounding instances a second; 105 are drawn
again from them. Recordings are those in the names, and 53 groups are planted, which makes 784 groups.
Categories have the published numbers of videos; the clips of a group mostly share their first.
"""

import csv
import random
from pathlib import Path

from avisbuild.records import VideoId
from avisbuild.records.source_names import source_in_name
from avisbuild.releases.splits import SplitItem

COUNTS = Path(__file__).parents[2] / "shared/data/aviseg-published-counts.csv"
VIDEOS = 926
# Videos of each category (docs of AVISeg, figure 2).
_CATEGORIES = {
    "person": 263, "violin": 118, "guitar": 117, "cello": 74, "flute": 77, "piano": 63, "ukulele": 65,
    "accordion": 54, "guzheng": 52, "clarinet": 44, "cat": 42, "car": 40, "saxophone": 39, "dog": 40,
    "lawn_mover": 35, "tuba": 37, "banjo": 32, "pipa": 33, "bassoon": 29, "airplane": 29,
    "tree_harvester": 29, "trumpet": 25, "lion": 23, "bass": 19, "erhu": 21, "horse": 13,
}  # fmt: skip
_PLANTED = {2: 40, 3: 10, 6: 3}


def rebuilt_table() -> list[SplitItem]:
    """The 821 published videos and 105 like them, by recording and planted group."""
    rows = _rows()
    return _table(random.Random(0), rows, [row["video"] for row in rows])


def drawn_table(seed: int) -> list[SplitItem]:
    """Another table of as many videos, all of them drawn from the published ones."""
    rows = _rows()
    rng = random.Random(seed)
    # Recordings keep their number of clips, whichever rows the clips are drawn from.
    names = [row["video"] for row in rows]
    return _table(rng, [rng.choice(rows) for _ in rows], names)


def _rows() -> list[dict[str, str]]:
    with COUNTS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _table(rng: random.Random, rows: list[dict[str, str]], names: list[str]) -> list[SplitItem]:
    more = VIDEOS - len(names)
    rows = [*rows, *(rng.choice(rows) for _ in range(more))]
    names = [*names, *(f"again-{number:03}" for number in range(more))]
    planted = _planted(rng, names)
    labels = _labels(rng, [source_in_name(name) or planted.get(name, name) for name in names])
    return [
        _item(name, row, planted.get(name, ""), tuple(sorted(found)))
        for name, row, found in zip(names, rows, labels, strict=True)
    ]


def _planted(rng: random.Random, names: list[str]) -> dict[str, str]:
    """Groups of 2, 3 and 6 of the videos that are the only clip of theirs."""
    sources = [source_in_name(name) for name in names]
    free = [
        name
        for name, source in zip(names, sources, strict=True)
        if not source or sources.count(source) == 1
    ]
    rng.shuffle(free)
    sizes = [size for size, many in _PLANTED.items() for _ in range(many)]
    return {free.pop(): f"planted-{at}" for at, size in enumerate(sizes) for _ in range(size)}


def _labels(rng: random.Random, groups: list[str]) -> list[set[str]]:
    """Each category for as many videos as published, at least one a video, groups mostly alike."""
    left = dict(_CATEGORIES)
    found: list[set[str]] = [set() for _ in groups]
    first: dict[str, str] = {}
    for at in rng.sample(range(len(groups)), len(groups)):
        label = first.get(groups[at], "")
        if not left.get(label):
            label = rng.choices(list(left), list(left.values()))[0]
            first[groups[at]] = label
        found[at].add(label)
        left[label] -= 1
    for label, many in left.items():
        without = [labels for labels in found if label not in labels]
        for labels in rng.sample(without, many):
            labels.add(label)
    return found


def _item(name: str, row: dict[str, str], group: str, labels: tuple[str, ...]) -> SplitItem:
    counts = [int(count) for count in row["sounding_instances_per_second"].split()]
    return SplitItem(
        video_id=VideoId(name),
        group=group,
        labels=labels,
        seconds=int(row["seconds"]),
        silent_seconds=counts.count(0),
        instances=max(counts),
    )

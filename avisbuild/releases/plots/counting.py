"""What is counted for the plots: sources a frame, lengths, categories, changes, sizes, balance of splits."""

import statistics
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, pairwise

from avisbuild.records import Sounding
from avisbuild.releases.plots.facts import VideoFacts

KINDS = ("silent", "single", "multi")
# The bins of the paper's panel (c), as their first and last second.
PAPER_BINS = (25, 45, 55, 65, 75, 85, 118)
# Shares of the frame in per cent that part the masks by size; COCO's small is 0.3 % of 640 x 480.
SIZE_EDGES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


def source_shares(videos: Iterable[VideoFacts]) -> dict[str, float]:
    """The shares of seconds with no, one and several sounding instances, in per cent; {} without seconds."""
    counts = Counter(min(count, 2) for video in videos for count in video.counts)
    total = counts.total()
    return (
        {kind: 100 * counts[number] / total for number, kind in enumerate(KINDS)} if total else {}
    )


def changes_a_minute(counts: Sequence[int]) -> float:
    """How often the number of sounding instances changes from a second to the next, a minute of video."""
    return 60 * sum(one != two for one, two in pairwise(counts)) / len(counts)


def constant_count_score(several: Iterable[Sequence[int]]) -> float | None:
    """The share of seconds that are right with one constant count a video, the best one, in per cent."""
    rows = list(several)
    total = sum(map(len, rows))
    right = sum(max(Counter(row).values()) for row in rows if row)
    return 100 * right / total if total else None


def by_scenario(videos: Iterable[VideoFacts]) -> dict[str, int]:
    """Videos in each scenario, most first; a video may be in several."""
    found = Counter(scenario for video in videos for scenario in set(video.scenarios))
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def by_length(lengths: Collection[int], edges: Sequence[int]) -> dict[str, int]:
    """Videos in each bin from an edge to below the next; what lies outside has bins of its own."""
    counts = {f"< {edges[0]}": sum(length < edges[0] for length in lengths)}
    for low, high in pairwise(edges):
        said = str(low) if high == low + 1 else f"{low}–{high - 1}"
        counts[said] = sum(low <= length < high for length in lengths)
    counts[f"≥ {edges[-1]}"] = sum(length >= edges[-1] for length in lengths)
    first, *middle, last = counts.items()
    return dict([*([first] if first[1] else []), *middle, *([last] if last[1] else [])])


def length_edges(lengths: Collection[int]) -> tuple[int, ...]:
    """The paper's bins where most videos lie in them, else about eight round ones."""
    inside = sum(PAPER_BINS[0] <= length < PAPER_BINS[-1] for length in lengths)
    if inside * 2 > len(lengths):
        return PAPER_BINS
    low, high = min(lengths, default=0), max(lengths, default=1)
    step = next(
        size * 10**power
        for power in range(6)
        for size in (1, 2, 5)
        if (high - low) / (size * 10**power) <= 8
    )
    first = low // step * step
    return tuple(range(first, high + step + 1, step))


def by_category(videos: Iterable[VideoFacts]) -> dict[str, tuple[int, int]]:
    """Of each category the videos and the objects that sound in view, the most videos first."""
    in_videos, objects = Counter[str](), Counter[str]()
    for video in videos:
        in_videos.update(video.categories)
        objects.update(track.category for track in video.heard_tracks)
    names = sorted(in_videos, key=lambda name: (-in_videos[name], -objects[name], name))
    return {name: (in_videos[name], objects[name]) for name in names}


def together(videos: Iterable[VideoFacts]) -> Counter[tuple[str, str]]:
    """Videos in which both of two categories sound, or two instances of one; pairs in order of name."""
    pairs = Counter[tuple[str, str]]()
    for video in videos:
        names = Counter(track.category for track in video.heard_tracks)
        pairs.update(combinations(sorted(names), 2))
        pairs.update((name, name) for name, count in names.items() if count > 1)
    return pairs


def sound_states(videos: Iterable[VideoFacts]) -> dict[str, int]:
    """Instance-seconds in each state; silent ones apart by whether the mask is there."""
    found = Counter[str]()
    for video in videos:
        for track in video.tracks:
            for state, mask in zip(track.states, track.masks, strict=True):
                is_silent_mask = state is Sounding.SILENT and mask is not None
                found["silent, masked" if is_silent_mask else state.value] += 1
    order = [state.value for state in Sounding]
    order.insert(order.index(Sounding.SILENT.value), "silent, masked")
    return {name: found[name] for name in order if found[name]}


def by_mask_size(videos: Iterable[VideoFacts]) -> dict[str, int]:
    """Masks of sounding seconds by their share of the frame."""
    shares = [
        100 * mask.share
        for video in videos
        for track in video.tracks
        for mask, heard in zip(track.masks, track.heard, strict=True)
        if mask is not None and heard
    ]
    edges = (0.0, *SIZE_EDGES, float("inf"))
    names = [f"< {SIZE_EDGES[0]:g} %"]
    names += [f"{low:g}–{high:g} %" for low, high in pairwise(SIZE_EDGES)]
    names += [f"≥ {SIZE_EDGES[-1]:g} %"]
    return {
        name: sum(low <= share < high for share in shares)
        for name, (low, high) in zip(names, pairwise(edges), strict=True)
    }


def split_balance(
    videos: Sequence[VideoFacts], splits: Sequence[str]
) -> dict[str, tuple[float, Mapping[str, float]]]:
    """Of each category the share of videos that have it, in per cent: in all, and by split."""
    names = by_category(videos)
    parts = {split: [video for video in videos if video.split == split] for split in splits}
    return {
        name: (
            _share(videos, name),
            {split: _share(part, name) for split, part in parts.items()},
        )
        for name in names
    }


def _share(videos: Sequence[VideoFacts], name: str) -> float:
    return 100 * sum(name in video.categories for video in videos) / len(videos)


def largest_gap(balance: Mapping[str, tuple[float, Mapping[str, float]]]) -> float | None:
    """The largest difference between a split's share and that in all, in points, over all categories."""
    gaps = [abs(one - whole) for whole, parts in balance.values() for one in parts.values()]
    return max(gaps, default=None)


def mean_and_median(values: Sequence[float]) -> tuple[float, float] | None:
    """Both, None of nothing."""
    return (statistics.mean(values), statistics.median(values)) if values else None

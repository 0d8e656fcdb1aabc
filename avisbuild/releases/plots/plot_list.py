"""Which plots there are: each with its name, its title and caption, and how it is drawn from the facts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avisbuild.releases.plots import counting, drawing
from avisbuild.releases.plots.complexity import UNITS
from avisbuild.releases.plots.facts import SetFacts, VideoFacts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NO_SCENARIOS = (
    "Not drawn: the scenario is a property of the video, and this set tells none. A release holds none; "
    "a project has those of its manifest's column scenarios."
)
NO_STATES = "Not drawn: a release tells where an instance sounds in view, and no other state."
NO_SPLITS = "Not drawn: it needs a release of at least two splits."
NO_VIDEOS = "Not drawn: there are no videos."
NOTHING = "Not drawn: nothing sounds in view in any second of these videos."


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A plot to be drawn; without `draw`, the caption says why there is none."""

    name: str
    title: str
    caption: str
    draw: "Callable[[], Figure] | None"
    size: str = ""


def paper_plots(
    facts: SetFacts, edges: Sequence[int] | None = None, *, is_log: bool = False
) -> Iterator[Plot]:
    """The panels of the paper's Figure 2."""
    videos = facts.videos
    shares = counting.source_shares(videos)
    total = sum(video.second_count for video in videos)
    yield Plot(
        name="figure-2a-sources",
        size="small",
        title="(a) Sound sources a frame",
        caption=f"Share of {total:,} frames in which nothing, one instance or several sound in view."
        if shares
        else NO_VIDEOS,
        draw=(lambda: drawing.ring(shares, middle=f"{total:,}\nframes")) if shares else None,
    )
    yield _scenarios(videos)
    lengths = [video.second_count for video in videos]
    bins = counting.by_length(lengths, edges or counting.length_edges(lengths))
    yield Plot(
        name="figure-2c-lengths",
        size="small",
        title="(c) Lengths",
        caption=f"Videos by length; {total / len(lengths):.1f} seconds on average."
        if lengths
        else NO_VIDEOS,
        draw=(lambda: drawing.bars(bins, label="videos", across="seconds")) if lengths else None,
    )
    categories = counting.by_category(videos)
    yield Plot(
        name="figure-2d-categories",
        title="(d) Categories",
        caption=f"Videos and objects of the {len(categories)} categories that sound in view, by frequency."
        if categories
        else NOTHING,
        draw=(lambda: drawing.paired_bars(categories, ("videos", "objects"), is_log=is_log))
        if categories
        else None,
        size="wide",
    )
    yield from _relations(videos, list(categories))


def _scenarios(videos: Sequence[VideoFacts]) -> Plot:
    scenarios = counting.by_scenario(videos)
    without = sum(not video.scenarios for video in videos)
    said = (
        f"Videos by scenario; a video may be in several ({sum(scenarios.values()):,} in all bars)."
    )
    if without:
        said += f" {without:,} of {len(videos):,} videos tell no scenario."
    return Plot(
        name="figure-2b-scenarios",
        size="small",
        title="(b) Scenarios",
        caption=said if scenarios else NO_SCENARIOS,
        draw=(lambda: drawing.bars(scenarios, label="videos", colour="green"))
        if scenarios
        else None,
    )


def _relations(videos: Sequence[VideoFacts], names: list[str]) -> Iterator[Plot]:
    pairs = counting.together(videos)
    meeting = any(one != two for one, two in pairs)
    yield Plot(
        name="figure-2e-matrix",
        title="(e) Categories that sound in the same video",
        caption="Videos in which both sound; on the diagonal, at least two instances of the category."
        if pairs
        else "Not drawn: no video has two instances that sound.",
        draw=(lambda: drawing.matrix(names, pairs)) if pairs else None,
    )
    yield Plot(
        name="figure-2e-chord",
        title="(e) The same as a chord diagram",
        caption="A ribbon is as wide as the number of videos in which both sound."
        if meeting
        else "Not drawn: no video has two categories that sound.",
        draw=(lambda: drawing.chord(names, pairs)) if meeting else None,
    )


def further_plots(facts: SetFacts) -> Iterator[Plot]:
    """Panels of our own: changes, constant count, states, sizes, balance."""
    videos = facts.videos
    changes = [counting.changes_a_minute(video.counts) for video in videos]
    middle = counting.mean_and_median(changes)
    yield Plot(
        name="changes-a-minute",
        title="Changes a minute",
        caption="How often the number of sounding instances changes from a second to the next, by video."
        if changes
        else NO_VIDEOS,
        draw=_histogram(changes, "changes a minute", middle) if changes else None,
    )
    yield _constant_count(facts)
    states = counting.sound_states(videos) if facts.has_states else {}
    yield Plot(
        name="sound-states",
        title="Sound states",
        caption="Seconds of all instances by state; “silent, masked” are seen and do not sound."
        if states
        else (NOTHING if facts.has_states else NO_STATES),
        draw=(lambda: drawing.bars(states, label="instance-seconds", colour="rose"))
        if states
        else None,
    )
    sizes = counting.by_mask_size(videos)
    yield Plot(
        name="mask-sizes",
        title="Mask sizes",
        caption="Masks of sounding seconds by their share of the frame."
        if any(sizes.values())
        else NOTHING,
        draw=(lambda: drawing.bars(sizes, label="masks", colour="amber"))
        if any(sizes.values())
        else None,
    )
    yield _balance(facts)


def _constant_count(facts: SetFacts) -> Plot:
    parts = {split: [v for v in facts.videos if v.split == split] for split in facts.splits}
    parts = {"all": list(facts.videos)} if len(parts) < 2 else {**parts, "all": list(facts.videos)}
    scores = {
        name: round(score, 1)
        for name, videos in parts.items()
        if (score := counting.constant_count_score([video.counts for video in videos])) is not None
    }
    return Plot(
        name="constant-count",
        title="Constant-count score",
        caption="Seconds that are right, in per cent, for whoever says one number all through a video, the "
        "best one: what a method must beat to hear anything."
        if scores
        else NO_VIDEOS,
        draw=(lambda: drawing.bars(scores, label="% of seconds", colour="sky")) if scores else None,
    )


def _balance(facts: SetFacts) -> Plot:
    balance = counting.split_balance(facts.videos, facts.splits) if len(facts.splits) > 1 else {}
    gap = counting.largest_gap(balance)
    return Plot(
        name="split-balance",
        title="Balance of the splits",
        caption="Share of videos in which the category sounds, in each split and in all; the largest gap is "
        f"{gap:.1f} points."
        if gap is not None
        else NO_SPLITS,
        draw=(lambda: drawing.dots(balance, across="% of videos")) if balance else None,
        size="wide",
    )


def complexity_plots(figures: dict[str, list[float]], reasons: dict[str, str]) -> Iterator[Plot]:
    """A histogram of each axis over the videos that have it; `reasons` say why others have not."""
    for axis, values in figures.items():
        middle = counting.mean_and_median(values)
        yield Plot(
            name=f"complexity-{axis.replace(' ', '-')}",
            title=axis.capitalize(),
            caption=" ".join(
                [f"{UNITS[axis].capitalize()}."] * bool(values)
                + ["Not drawn:"] * (not values)
                + [reasons.get(axis, "")] * (axis in reasons)
            ),
            draw=_histogram(values, UNITS[axis], middle) if values else None,
        )


def _histogram(
    values: Sequence[float], across: str, middle: tuple[float, float] | None
) -> "Callable[[], Figure]":
    marks = dict(zip(("mean", "median"), middle or (), strict=False))
    return lambda: drawing.histogram(values, label="videos", across=across, marks=marks)

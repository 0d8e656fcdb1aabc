"""What an audit found, in lines for a terminal: counts, groups that are cut, what to look at first."""

from collections import Counter
from typing import TYPE_CHECKING

from avisbuild.cli.output import say

if TYPE_CHECKING:
    from avisbuild.records import VideoId
    from avisbuild.releases.audit.audit import CutGroup, Found
    from avisbuild.releases.audit.pairs import Pair
    from avisbuild.releases.splits.groups import Group

# A set with hundreds of groups cut is not read on a terminal; --json and --report have them all.
_MOST_GROUPS, _MOST_LINKS, _MOST_NAMES = 30, 5, 3


def say_found(found: "Found") -> None:
    """Everything that a person should know, the worst first."""
    _say_counts(found)
    _say_cut(found)
    _say_large(found)
    _say_notes(found)


def _say_counts(found: "Found") -> None:
    counts = found.placement.videos_by_split()
    by_split = ", ".join(f"{count} {split}" for split, count in counts.items()) or "no splits"
    looked = (
        f"frames and sounds of {len(found.media)} compared"
        if found.media
        else "names and sources compared"
    )
    say(f"{len(found.placement.items)} videos ({by_split}); {looked}")
    evidence = Counter(str(pair.evidence) for pair in found.pairs)
    if found.media:
        listed = ", ".join(f"{count} by {kind}" for kind, count in sorted(evidence.items()))
        say(f"near duplicates: {listed or 'none'}")


def _say_cut(found: "Found") -> None:
    if not found.cut:
        say("no group is in more than one split")
        return
    affected = ", ".join(f"{count} {split}" for split, count in found.affected.items())
    say(f"{_groups(len(found.cut))} in more than one split ({affected} videos):")
    for each in found.cut[:_MOST_GROUPS]:
        parts = (f"{split}: {_names(videos)}" for split, videos in each.videos.items())
        say(f"  {title_of(each.group)} ({_why(each)}): {'; '.join(parts)}")
    if len(found.cut) > _MOST_GROUPS:
        say(f"... and {len(found.cut) - _MOST_GROUPS} more; --json and --report have them all")


def _say_large(found: "Found") -> None:
    from avisbuild.releases.audit.weak_links import find_large_groups

    for large in find_large_groups(found.groups, found.pairs):
        count = len(large.group.members)
        say(f"large: group {large.group.key} has {count} videos; its weakest links:")
        for pair in large.links[:_MOST_LINKS]:
            say(f"  {_pair(pair)}")
        if not large.links:
            say("  none: names and sources hold it together")


def _say_notes(found: "Found") -> None:
    decided = found.decided
    if decided.applied or decided.without_effect or decided.unknown:
        say(
            f"decisions: {decided.applied} applied, {decided.without_effect} without effect, "
            f"{len(decided.unknown)} of videos that are not here as they were"
        )
    if found.shared_sounds:
        say(f"note: {len(found.shared_sounds)} pairs share under 3 s of sound (a jingle; no group)")
    for why, count in sorted(Counter(str(each) for each in found.not_judged.values()).items()):
        say(f"note: {count} sounds cannot be compared ({why})")
    for name, problem in found.problems.items():
        say(f"{name}: {problem}")


def title_of(group: "Group") -> str:
    """What its videos share, where that has a name, else the group's own."""
    return next((tie.what for tie in group.ties if tie.what), group.key)


def _groups(count: int) -> str:
    return "1 group is" if count == 1 else f"{count} groups are"


def _names(videos: "tuple[VideoId, ...]") -> str:
    more = f" and {len(videos) - _MOST_NAMES} more" if len(videos) > _MOST_NAMES else ""
    return ", ".join(videos[:_MOST_NAMES]) + more


def _why(each: "CutGroup") -> str:
    kinds = {str(tie.evidence) for tie in each.group.ties} | {
        str(pair.evidence) for pair in each.pairs
    }
    return ", ".join(sorted(kinds)) or "the same video"


def _pair(pair: "Pair") -> str:
    told = [f"{pair.first} and {pair.second}: {pair.evidence} {pair.score:g}"]
    if pair.span_s is not None:
        told.append(f"{pair.span_s:.1f} s of sound")
    return ", ".join(told)

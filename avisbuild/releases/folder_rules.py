"""Checks of what lies around the annotations: checksums, splits.csv, the card, leaks between splits."""

import csv
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from avisbuild.documents.checking import problems
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import TruthFacts
from avisbuild.formats.findings import Finding, error, warning
from avisbuild.messages import Message
from avisbuild.progress import Progress, silent
from avisbuild.records import Split, VideoId
from avisbuild.records.leaks import find_leaking_groups
from avisbuild.records.source_names import source_in_name
from avisbuild.releases.card import RELEASE_CARD
from avisbuild.releases.checksums import CHECKSUM_FILE, digests, files_below, read_checksums
from avisbuild.releases.silent_rules import check_silent_counts
from avisbuild.releases.splits import SPLITS_FILE, read_splits_csv
from avisbuild.untrusted.text import read_document

# The ways to split that refuse leaks into test, unless they are told not to.
_WITHOUT_LEAKS = ("grouped", "published")


def check_checksums(folder: Path, *, progress: Progress = silent) -> Iterator[Finding]:
    """Every file must be listed and be what was listed, and the other way round."""
    path = folder / CHECKSUM_FILE
    if not path.is_file():
        yield warning("checksums-missing", CHECKSUM_FILE, "no-checksums")
        return
    try:
        listed = read_checksums(path)
    except (FormatError, OSError, ValueError) as problem:
        yield error("checksums-broken", CHECKSUM_FILE, _said(problem))
        return
    present = set(files_below(folder))
    for name in sorted(listed.keys() - present):
        yield error("file-missing", name, "file-listed-only", listing=CHECKSUM_FILE)
    for name in sorted(present - listed.keys()):
        yield error("file-extra", name, "file-not-listed", listing=CHECKSUM_FILE)
    closed = {name for name in present & listed.keys() if not _can_be_read(folder / name)}
    for name in sorted(closed):
        yield error("unreadable", name, "file-unreadable-here")
    readable = sorted(present & listed.keys() - closed)
    for name, digest in digests(folder, readable, progress=progress):
        if digest != listed[name]:
            yield error(
                "file-changed",
                name,
                "file-of-another-hash",
                expected=listed[name][:12],
                found=digest[:12],
            )


def check_links(folder: Path, *, exact: bool) -> Iterator[Finding]:
    """A release holds files: what a link leads to is not in it, and may be anyone's."""
    finding = error if exact else warning
    for parent, folders, names in os.walk(folder):
        for path in sorted(Path(parent, name) for name in (*folders, *names)):
            if path.is_symlink():
                place = path.relative_to(folder).as_posix()
                yield finding("link", place, "file-is-link", target=path.readlink())


def check_splits(folder: Path, facts: Mapping[Split, TruthFacts]) -> Iterator[Finding]:
    """No video in two splits, `splits.csv` as the files are, and warnings for what splits share."""
    splits_of: dict[str, set[Split]] = defaultdict(set)
    for split, fact in facts.items():
        for video in fact.videos:
            splits_of[video.name].add(split)
    for name, splits in sorted(splits_of.items()):
        if len(splits) > 1:
            both = " and ".join(sorted(splits))
            yield error("split-overlap", f"video {name}", "in-several-splits", splits=both)
    told = _told_leak(folder)
    yield from _check_shared(
        told,
        "source",
        (
            (source_in_name(name), split, name)
            for name, found in splits_of.items()
            for split in found
        ),
    )
    path = folder / SPLITS_FILE
    if not path.is_file():
        yield warning("splits-missing", SPLITS_FILE, "no-such-file")
        return
    try:
        rows = read_splits_csv(path)
    except (FormatError, ValueError, csv.Error) as problem:
        yield error("splits-broken", SPLITS_FILE, _said(problem))
        return
    yield from _check_rows(rows, splits_of)
    yield from _check_shared(
        told, "group", ((group, split, str(name)) for name, (split, group) in rows.items())
    )


def check_card(
    folder: Path,
    facts: Mapping[Split, TruthFacts],
    silent_facts: Mapping[Split, TruthFacts],
    *,
    without_truth: Collection[Split] = (),
) -> Iterator[Finding]:
    """`release.json` must be right by its schema and count what the files hold.

    Of splits `without_truth` the files tell only how many videos and frames there are.
    """
    path = folder / RELEASE_CARD
    if not path.is_file():
        yield warning("card-missing", RELEASE_CARD, "no-card")
        return
    try:
        card = read_document(path)
    except (OSError, ValueError) as problem:
        yield error("card-broken", RELEASE_CARD, "card-no-json", reason=problem)
        return
    wrong = problems(card, "release")
    for each in wrong:
        yield error("card-broken", RELEASE_CARD, "said", text=each)
    if wrong:
        return
    for split in Split:
        fact = facts.get(split, TruthFacts())
        found = {
            "videos": len(fact.videos),
            "frames": sum(len(video.file_names) for video in fact.videos),
            "instances": fact.instances,
            "masks": fact.masks,
        }
        if split in without_truth:
            del found["instances"], found["masks"]
        for what, count in found.items():
            told = card["counts"][split][what]
            if told != count:
                yield error(
                    "card-counts",
                    f"{RELEASE_CARD} counts.{split}.{what}",
                    "card-count",
                    expected=count,
                    found=told,
                )
    yield from check_silent_counts(card, silent_facts)


def _check_rows(
    rows: Mapping[VideoId, tuple[Split, str]], splits_of: Mapping[str, set[Split]]
) -> Iterator[Finding]:
    for name, splits in sorted(splits_of.items()):
        row = rows.get(VideoId(name))
        if row is None:
            fields = {"video": name, "split": min(splits)}
            yield error("splits-rows", SPLITS_FILE, "video-without-row", **fields)
        elif row[0] not in splits:
            yield error(
                "splits-rows",
                SPLITS_FILE,
                "row-of-another-split",
                video=name,
                split=min(splits),
                found=row[0],
            )
    for name in sorted(rows.keys() - splits_of.keys()):
        yield error("splits-rows", SPLITS_FILE, "row-without-video", video=name)


def _told_leak(folder: Path) -> Callable[..., Finding]:
    """How a leak into test is told: a split that promises to have none, by its card, is in error.

    Splits at random promise nothing, nor do those of earlier versions, of others, and with leaks that were
    accepted.
    """
    try:
        split = read_document(folder / RELEASE_CARD)["split"]
        is_promised = split["method"] in _WITHOUT_LEAKS and not split.get("leak_accepted")
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return warning  # there is no card, or another finding tells what is wrong with it
    return error if is_promised else warning


def _check_shared(
    told: Callable[..., Finding], kind: str, placed: Iterable[tuple[str, Split, str]]
) -> Iterator[Finding]:
    """Pieces of one recording in two splits: what is learned from one is tested on the other."""
    for leak in sorted(find_leaking_groups(placed), key=lambda leak: leak.group):
        names = sorted(set().union(*leak.members.values()))
        splits = " and ".join(sorted(leak.members))
        fields = {"splits": splits, "names": ", ".join(names)}
        finding = told if Split.TEST in leak.members else warning
        yield finding(f"leak-{kind}", f"{kind} {leak.group}", "shared-by-splits", **fields)


def _said(problem: Exception) -> Message:
    """What is wrong with a file that the finding names already."""
    if not isinstance(problem, FormatError):
        return Message("said", text=problem)
    inner = problem.fields.get("problem")
    return inner if isinstance(inner, Message) else problem.message


def _can_be_read(path: Path) -> bool:
    # A pipe would make the reader wait for ever; a link may lead nowhere.
    return path.is_file() and os.access(path, os.R_OK)

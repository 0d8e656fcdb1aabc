"""What the files around the annotations must say: checksums, the split, the card; and what splits share."""

import csv
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from avisbuild.documents.checking import problems
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import TruthFacts
from avisbuild.formats.findings import Finding, error, warning
from avisbuild.progress import Progress, silent
from avisbuild.records import Split, VideoId
from avisbuild.records.groups import cut_groups, source_in_name
from avisbuild.releases.card import RELEASE_CARD
from avisbuild.releases.checksums import CHECKSUM_FILE, digests, files_below, read_checksums
from avisbuild.releases.splits import SPLITS_FILE, read_splits_csv


def check_checksums(folder: Path, *, progress: Progress = silent) -> Iterator[Finding]:
    """Every file must be listed and be what was listed, and the other way round."""
    path = folder / CHECKSUM_FILE
    if not path.is_file():
        yield warning("checksums-missing", CHECKSUM_FILE, "no such file: changes cannot be noticed")
        return
    try:
        listed = read_checksums(path)
    except (FormatError, OSError, ValueError) as problem:
        yield error("checksums-broken", CHECKSUM_FILE, str(problem))
        return
    present = set(files_below(folder))
    for name in sorted(listed.keys() - present):
        yield error("file-missing", name, f"no such file, but {CHECKSUM_FILE} lists it")
    for name in sorted(present - listed.keys()):
        yield error("file-extra", name, f"{CHECKSUM_FILE} does not list it")
    closed = {name for name in present & listed.keys() if not _can_be_read(folder / name)}
    for name in sorted(closed):
        yield error("unreadable", name, "expected a file that can be read")
    readable = sorted(present & listed.keys() - closed)
    for name, digest in digests(folder, readable, progress=progress):
        if digest != listed[name]:
            yield error(
                "file-changed",
                name,
                f"expected SHA-256 {listed[name][:12]}..., got {digest[:12]}...",
            )


def check_links(folder: Path, *, exact: bool) -> Iterator[Finding]:
    """A release holds files: what a link leads to is not in it, and may be anyone's."""
    finding = error if exact else warning
    for parent, folders, names in os.walk(folder):
        for path in sorted(Path(parent, name) for name in (*folders, *names)):
            if path.is_symlink():
                place = path.relative_to(folder).as_posix()
                yield finding(
                    "link", place, f"expected a file of its own, got a link to {path.readlink()}"
                )


def check_splits(folder: Path, facts: Mapping[Split, TruthFacts]) -> Iterator[Finding]:
    """No video in two splits, `splits.csv` as the files are, and warnings for what splits share."""
    splits_of: dict[str, set[Split]] = defaultdict(set)
    for split, fact in facts.items():
        for video in fact.videos:
            splits_of[video.name].add(split)
    for name, splits in sorted(splits_of.items()):
        if len(splits) > 1:
            yield error(
                "split-overlap", f"video {name}", f"stands in {' and '.join(sorted(splits))}"
            )
    yield from _check_shared(
        "source",
        (
            (source_in_name(name), split, name)
            for name, found in splits_of.items()
            for split in found
        ),
    )
    path = folder / SPLITS_FILE
    if not path.is_file():
        yield warning("splits-missing", SPLITS_FILE, "no such file")
        return
    try:
        rows = read_splits_csv(path)
    except (FormatError, ValueError, csv.Error) as problem:
        yield error("splits-broken", SPLITS_FILE, str(problem).removeprefix(f"{SPLITS_FILE} "))
        return
    yield from _check_rows(rows, splits_of)
    yield from _check_shared(
        "group", ((group, split, str(name)) for name, (split, group) in rows.items())
    )


def check_card(folder: Path, facts: Mapping[Split, TruthFacts]) -> Iterator[Finding]:
    """`release.json` must be right by its schema and count what the files hold."""
    path = folder / RELEASE_CARD
    if not path.is_file():
        yield warning(
            "card-missing", RELEASE_CARD, "no such file: not written by avisbuild, or incomplete"
        )
        return
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        yield error("card-broken", RELEASE_CARD, f"expected JSON ({problem})")
        return
    wrong = problems(card, "release")
    for each in wrong:
        yield error("card-broken", RELEASE_CARD, str(each))
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
        for what, count in found.items():
            told = card["counts"][split][what]
            if told != count:
                yield error(
                    "card-counts",
                    f"{RELEASE_CARD} counts.{split}.{what}",
                    f"expected {count}, got {told}",
                )


def _check_rows(
    rows: Mapping[VideoId, tuple[Split, str]], splits_of: Mapping[str, set[Split]]
) -> Iterator[Finding]:
    for name, splits in sorted(splits_of.items()):
        row = rows.get(VideoId(name))
        if row is None:
            yield error(
                "splits-rows", SPLITS_FILE, f"video {name} of {min(splits)}.json has no row"
            )
        elif row[0] not in splits:
            yield error(
                "splits-rows",
                SPLITS_FILE,
                f"video {name} is in {min(splits)}.json, its row says {row[0]}",
            )
    for name in sorted(rows.keys() - splits_of.keys()):
        yield error("splits-rows", SPLITS_FILE, f"video {name} has a row but is in no JSON")


def _check_shared(kind: str, placed: Iterable[tuple[str, Split, str]]) -> Iterator[Finding]:
    """Pieces of one recording in two splits: what is learned from one is tested on the other."""
    for cut in sorted(cut_groups(placed), key=lambda cut: cut.group):
        names = sorted(set().union(*cut.members.values()))
        splits = " and ".join(sorted(cut.members))
        yield warning(f"leak-{kind}", f"{kind} {cut.group}", f"is in {splits}: {', '.join(names)}")


def _can_be_read(path: Path) -> bool:
    # A pipe would make the reader wait for ever; a link may lead nowhere.
    return path.is_file() and os.access(path, os.R_OK)

"""Checking a release folder, our own or anyone's in the layout of AVISeg."""

import os
from collections.abc import Iterator
from pathlib import Path

from avisbuild.errors import FormatError, ReleaseError
from avisbuild.formats.aviseg import TruthCheck, TruthFacts, TruthJson
from avisbuild.formats.findings import Finding, error, or_unreadable, warning
from avisbuild.progress import Progress, silent
from avisbuild.records import Split
from avisbuild.releases.avsbench_checking import check_label_maps, is_label_maps
from avisbuild.releases.avsbench_ov.checking import check_ov, is_ov
from avisbuild.releases.card import RELEASE_CARD
from avisbuild.releases.folder_rules import check_card, check_checksums, check_links, check_splits
from avisbuild.releases.media_files import FRAMES
from avisbuild.releases.media_rules import check_media
from avisbuild.releases.silent_rules import check_silent
from avisbuild.releases.splits import SPLITS_FILE


def validate_release(folder: Path, *, progress: Progress = silent) -> list[Finding]:
    """Everything wrong with a release, and what to know of it; an empty list is a clean release.

    A folder with `release.json` is held to what avisbuild writes (areas and boxes of the very pixels,
    sound of whole seconds); a foreign one to what the published loader and evaluator need. Raises
    ReleaseError when the folder is no release at all.
    """
    return list(_findings(folder, progress))


def truth_files(folder: Path) -> dict[Split, Path]:
    """The truth JSONs of a release by split; raises ReleaseError when there is none, or one is no file."""
    if not folder.is_dir():
        raise ReleaseError("not-a-release-folder", folder=folder)
    if is_ov(folder):
        raise ReleaseError("ov-no-aviseg", folder=folder)
    if is_label_maps(folder):
        raise ReleaseError("avsbench-no-truth", folder=folder)
    found = {split: folder / f"{split}.json" for split in Split}
    present = {split: path for split, path in found.items() if os.path.lexists(path)}
    for path in present.values():
        if not path.is_file():
            # Passed over, a split would be missing from all counts without a word.
            raise ReleaseError("truth-no-file", path=path)
    if not present:
        raise ReleaseError("not-a-release", folder=folder)
    return present


def _findings(folder: Path, progress: Progress) -> Iterator[Finding]:
    exact = (folder / RELEASE_CARD).is_file()
    yield from check_links(folder, exact=exact)
    if is_ov(folder):
        yield from _ov_findings(folder, exact, progress)
        return
    if is_label_maps(folder):
        yield from _label_map_findings(folder, exact, progress)
        return
    facts: dict[Split, TruthFacts] = {}
    for split, path in truth_files(folder).items():
        facts[split] = TruthFacts()
        try:
            check = TruthCheck(TruthJson.read(path, path.name), exact=exact)
        except FormatError as problem:
            # The place names the file already.
            told = str(problem).removeprefix(path.name).lstrip(": ")
            yield error("json", path.name, "said", text=told)
            continue
        yield from check.findings(progress=progress)
        facts[split] = check.facts
    yield from _media_findings(folder, facts, exact, progress)
    yield from or_unreadable(check_splits(folder, facts), SPLITS_FILE)
    silent_facts: dict[Split, TruthFacts] = {}
    yield from check_silent(folder, facts, silent_facts, exact=exact, progress=progress)
    yield from check_card(folder, facts, silent_facts)
    yield from check_checksums(folder, progress=progress)


def _ov_findings(folder: Path, exact: bool, progress: Progress) -> Iterator[Finding]:
    facts: dict[Split, TruthFacts] = {}
    yield from check_ov(folder, facts, exact=exact, progress=progress)
    yield from or_unreadable(check_splits(folder, facts), SPLITS_FILE)
    yield from check_card(folder, facts, {}, without_truth=(Split.TEST,))
    yield from check_checksums(folder, progress=progress)


def _label_map_findings(folder: Path, exact: bool, progress: Progress) -> Iterator[Finding]:
    facts: dict[Split, TruthFacts] = {}
    yield from check_label_maps(folder, facts, exact=exact, progress=progress)
    yield from or_unreadable(check_splits(folder, facts), SPLITS_FILE)
    yield from check_card(folder, facts, {}, without_truth=tuple(Split))
    yield from check_checksums(folder, progress=progress)


def _media_findings(
    folder: Path, facts: dict[Split, TruthFacts], exact: bool, progress: Progress
) -> Iterator[Finding]:
    with_frames = [split for split in facts if (folder / split / FRAMES).is_dir()]
    if not with_frames:
        yield warning("annotations-only", folder.name, "no-media")
    for split, fact in facts.items():
        if split in with_frames:
            yield from check_media(folder / split, fact.videos, exact=exact, progress=progress)
        elif with_frames:
            yield error("frames-missing", f"{split}/{FRAMES}", "no-such-folder")

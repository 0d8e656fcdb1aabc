"""Checking a folder in the layout of AVSBench-OV, ours or anyone's, as the published readers open it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg.checking import TruthFacts
from avisbuild.formats.aviseg.records import TruthJson, VideoRecord
from avisbuild.formats.avsbench.label_index import LABEL_INDEX_FILE, read_label_index
from avisbuild.formats.avsbench.metadata import METADATA_FILE, MetadataRow, read_metadata
from avisbuild.formats.avsbench_ov import records
from avisbuild.formats.avsbench_ov.checking import OvFacts, OvTruthCheck
from avisbuild.formats.findings import Finding, error, or_unreadable, warning
from avisbuild.progress import Progress, silent
from avisbuild.records import Split
from avisbuild.releases.avsbench_ov.piece_rules import check_piece, frame_size
from avisbuild.releases.media_rules import check_frames


def check_ov(
    folder: Path, facts: dict[Split, TruthFacts], *, exact: bool, progress: Progress = silent
) -> Iterator[Finding]:
    """Everything wrong in both folders; fills the facts of each split, those of test from the folders.

    `exact` asks for what avisbuild writes: every video in the JSON of its split, sound of whole seconds.
    """
    read: dict[Split, OvFacts] = {}
    for split, name in records.TRUTH_FILES.items():
        path = folder / records.OPEN_VOCABULARY_DIR / name
        if not path.is_file():
            yield warning("ov-json-missing", name, "no-such-file")
            continue
        try:
            check = OvTruthCheck(TruthJson.read(path, name), is_training=split is Split.TRAIN)
        except FormatError as problem:
            yield error("json", name, "said", text=str(problem).removeprefix(name).lstrip(": "))
            continue
        yield from check.findings()
        read[split] = check.facts
        facts[split] = TruthFacts(
            videos=[*check.facts.videos], instances=check.facts.instances, masks=check.facts.masks
        )
    semantic = folder / records.SEMANTIC_DIR
    try:
        labels = read_label_index(semantic / LABEL_INDEX_FILE)
        rows = read_metadata(semantic / METADATA_FILE)
    except FormatError as problem:
        yield error("ov-tables", records.SEMANTIC_DIR, problem.message)
        return
    yield from _check_rows(rows, read, labels)
    tests = [row for row in rows if row.split is Split.TEST]
    if tests:
        facts[Split.TEST] = TruthFacts(videos=[*videos_of(folder, tests)])
    yield from _check_pieces(folder, rows, facts, labels, exact=exact, progress=progress)


def _check_rows(
    rows: Sequence[MetadataRow], read: Mapping[Split, OvFacts], labels: Mapping[int, str]
) -> Iterator[Finding]:
    """Every video of a JSON has its line, with the same subset; none in training lists a novel category."""
    by_uid = {str(row.uid): row for row in rows}
    for row in rows:
        for name in sorted(set(row.categories) - set(labels.values())):
            place = f"{METADATA_FILE} {row.uid}"
            yield error("ov-category", place, "ov-category-unknown", name=name)
    for split, facts in read.items():
        for video in facts.videos:
            place = f"{METADATA_FILE} {video.name}"
            own = by_uid.get(video.name)
            if own is None:
                yield error("ov-row-missing", place, "ov-row-missing", split=split)
            elif (own.split, own.label) != (split, video.label):
                fields = {"expected": f"{split} {video.label}", "found": f"{own.split} {own.label}"}
                yield error("ov-row", place, "ov-row-differs", **fields)
            elif split is Split.TRAIN and (novel := sorted(facts.novel & set(own.categories))):
                yield error("ov-leak", place, "ov-novel-in-training", name=novel[0])


def videos_of(folder: Path, rows: Sequence[MetadataRow]) -> Iterator[VideoRecord]:
    """The videos of a split that has no JSON, as the test split: what their lines and label maps say."""
    for number, row in enumerate(rows, start=1):
        count = records.FRAME_COUNTS[row.label]
        height, width = frame_size(folder / records.SEMANTIC_DIR / row.folder)
        yield VideoRecord(
            video_id=number,
            height=height,
            width=width,
            file_names=[records.frame_name(row.uid, second) for second in range(count)],
        )


def _check_pieces(
    folder: Path,
    rows: Sequence[MetadataRow],
    facts: Mapping[Split, TruthFacts],
    labels: Mapping[int, str],
    *,
    exact: bool,
    progress: Progress,
) -> Iterator[Finding]:
    known = {video.name: (split, video) for split, fact in facts.items() for video in fact.videos}
    has_frames = any((folder / records.OPEN_VOCABULARY_DIR / split).is_dir() for split in Split)
    if not has_frames:
        yield warning("annotations-only", folder.name, "no-media")
    for done, row in enumerate(rows, start=1):
        if row.uid not in known:
            if exact:
                yield error("ov-row", f"{METADATA_FILE} {row.uid}", "ov-row-of-none")
            continue
        split, video = known[row.uid]
        if has_frames:
            split_dir = folder / records.OPEN_VOCABULARY_DIR / split
            place = f"{split}/{records.FRAMES}/{row.uid}"
            yield from or_unreadable(check_frames(split_dir, video), place)
        found = check_piece(
            folder / records.SEMANTIC_DIR, row, video, labels, has_media=has_frames, exact=exact
        )
        yield from or_unreadable(found, row.folder)
        progress(done, len(rows), f"{split} {row.uid}")


def is_ov(folder: Path) -> bool:
    """Whether a folder is in this layout, by whomever it was written."""
    return (folder / records.OPEN_VOCABULARY_DIR).is_dir()

"""Checking a release of label maps alone, ours or anyone's, as the published readers open it."""

from collections.abc import Iterator
from pathlib import Path

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg.checking import TruthFacts
from avisbuild.formats.avsbench.label_index import LABEL_INDEX_FILE, read_label_index
from avisbuild.formats.avsbench.layout import FRAMES
from avisbuild.formats.avsbench.metadata import METADATA_FILE, read_metadata
from avisbuild.formats.avsbench_ov.records import OPEN_VOCABULARY_DIR, SEMANTIC_DIR
from avisbuild.formats.findings import Finding, error, or_unreadable, warning
from avisbuild.progress import Progress, silent
from avisbuild.records import Split
from avisbuild.releases.avsbench_ov.checking import videos_of
from avisbuild.releases.avsbench_ov.piece_rules import check_piece


def is_label_maps(folder: Path) -> bool:
    """Whether a folder is in this layout, by whomever it was written."""
    return (folder / SEMANTIC_DIR).is_dir() and not (folder / OPEN_VOCABULARY_DIR).is_dir()


def check_label_maps(
    folder: Path, facts: dict[Split, TruthFacts], *, exact: bool, progress: Progress = silent
) -> Iterator[Finding]:
    """Everything wrong in the tables and in each video's folder; fills the videos of each split."""
    semantic = folder / SEMANTIC_DIR
    try:
        labels = read_label_index(semantic / LABEL_INDEX_FILE)
        rows = read_metadata(semantic / METADATA_FILE)
    except FormatError as problem:
        yield error("ov-tables", SEMANTIC_DIR, problem.message)
        return
    videos = list(videos_of(folder, rows))
    for split in Split:
        own = [video for row, video in zip(rows, videos, strict=True) if row.split is split]
        if own:
            facts[split] = TruthFacts(videos=own)
    has_media = any((semantic / row.folder / FRAMES).is_dir() for row in rows)
    if not has_media:
        yield warning("annotations-only", folder.name, "no-media")
    for done, (row, video) in enumerate(zip(rows, videos, strict=True), start=1):
        for name in sorted(set(row.categories) - set(labels.values())):
            place = f"{METADATA_FILE} {row.uid}"
            yield error("ov-category", place, "ov-category-unknown", name=name)
        found = check_piece(semantic, row, video, labels, has_media=has_media, exact=exact)
        yield from or_unreadable(found, row.folder)
        progress(done, len(rows), f"{row.split} {row.uid}")

"""No novel category in what training reads: looked for in the files themselves, whatever was planned."""

from collections.abc import Iterator
from pathlib import Path

from avisbuild.errors import ReleaseError
from avisbuild.formats.aviseg.records import ANNOTATION, TruthJson
from avisbuild.formats.avsbench.metadata import METADATA_FILE, read_metadata
from avisbuild.formats.avsbench_ov import records
from avisbuild.records import Split, Taxonomy


def check_no_leak(folder: Path, taxonomy: Taxonomy) -> None:
    """Raise ReleaseError if the training JSON or a training line of metadata.csv has a novel category."""
    for place, name in leaks(folder, taxonomy):
        raise ReleaseError("ov-leak", place=place, name=name)


def leaks(folder: Path, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Each place in the training files that has a novel category, and which."""
    novel = {int(each.category_id): each.name for each in taxonomy if not each.is_base}
    path = folder / records.OPEN_VOCABULARY_DIR / records.TRUTH_FILES[Split.TRAIN]
    if path.is_file():
        for place, annotation in TruthJson.read(path, path.name).each("annotations", ANNOTATION):
            if annotation.category_id in novel:
                yield f"{path.name} {place}", novel[annotation.category_id]
    names = set(novel.values())
    path = folder / records.SEMANTIC_DIR / METADATA_FILE
    for row in read_metadata(path):
        if row.split is Split.TRAIN:
            for name in sorted(names.intersection(row.categories)):
                yield f"{path.name} {row.uid}", name

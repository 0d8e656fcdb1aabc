"""`label2idx.json`: the label of each category of AVSBench-semantic, read and written."""

from collections.abc import Mapping
from pathlib import Path

from avisbuild.documents.wording import shown
from avisbuild.errors import FormatError
from avisbuild.formats.avsbench.metadata import BACKGROUND_NAME, published_name
from avisbuild.formats.avsbench.overlap import BACKGROUND, LARGEST_LABEL
from avisbuild.records import CategoryId, Taxonomy
from avisbuild.records.bundled import load_taxonomy
from avisbuild.untrusted.text import read_document

LABEL_INDEX_FILE = "label2idx.json"
# The published code asserts it.
PUBLISHED_COUNT = 71


def published_names(taxonomy: Taxonomy) -> dict[CategoryId, str]:
    """Each category as AVSBench would spell it; raises FormatError for what no label map can hold."""
    names: dict[CategoryId, str] = {}
    owners: dict[str, str] = {BACKGROUND_NAME: "the background"}
    for category in taxonomy:
        name = published_name(category.name)
        if category.category_id > LARGEST_LABEL:
            raise FormatError("label-too-large", found=category.category_id, most=LARGEST_LABEL)
        if name in owners:
            raise FormatError("label-name-twice", name=name, one=owners[name], other=category.name)
        owners[name], names[category.category_id] = category.name, name
    return names


def label_index(taxonomy: Taxonomy) -> dict[str, int]:
    """The content of the file: the background is 0, a category has its id; raises FormatError."""
    names = published_names(taxonomy)
    return {BACKGROUND_NAME: BACKGROUND} | {name: int(label) for label, name in names.items()}


def read_label_index(path: Path) -> dict[int, str]:
    """The name of each label but the background's, by ascending label; raises FormatError."""
    try:
        document = read_document(path)
    except (OSError, ValueError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("label-index-unreadable", path=path, reason=error) from error
    if not isinstance(document, dict) or not document:
        raise FormatError("label-index-shape", path=path)
    if len(document) > LARGEST_LABEL + 1:
        raise FormatError(
            "label-index-many", path=path, found=len(document), most=LARGEST_LABEL + 1
        )
    return _by_label(document, path)


def _by_label(document: Mapping[str, object], path: Path) -> dict[int, str]:
    names: dict[int, str] = {}
    for name, found in document.items():
        label = _label(found)
        if label is None:
            fields = {"name": shown(name), "most": LARGEST_LABEL, "found": shown(found)}
            raise FormatError("label-index-number", path=path, **fields)
        if label in names:
            fields = {"label": label, "one": shown(names[label]), "other": shown(name)}
            raise FormatError("label-index-twice", path=path, **fields)
        names[label] = name
    if names.pop(BACKGROUND, None) != BACKGROUND_NAME:
        raise FormatError("label-index-background", path=path)
    return dict(sorted(names.items()))


def _label(found: object) -> int | None:
    if not isinstance(found, int) or isinstance(found, bool):
        return None
    return found if BACKGROUND <= found <= LARGEST_LABEL else None


def labels_of(folder: Path) -> dict[int, str]:
    """The labels of a data set: as its own file has them, else AVSBench's 70."""
    path = folder / LABEL_INDEX_FILE
    if path.exists():
        return read_label_index(path)
    return {int(each.category_id): each.name for each in load_taxonomy("avsbench")}

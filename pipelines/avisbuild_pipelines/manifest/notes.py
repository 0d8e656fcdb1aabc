"""What a manifest asks for that can be done, or tried, and may not be meant: told before anything runs."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from avisbuild.messages import Message
from avisbuild.records import Taxonomy
from avisbuild.records.video_folder import is_source_there
from avisbuild_pipelines.manifest.disk_names import composed
from avisbuild_pipelines.manifest.rows import ManifestRow
from avisbuild_pipelines.manifest.times import is_rounded, milliseconds

_MOST = 20
_LIKE_ENOUGH = 0.6


def manifest_notes(
    rows: Sequence[ManifestRow], taxonomy: Taxonomy, *, sources_dir: Path
) -> list[Message]:
    """Local files that are missing, labels that are no category's name, and times that are rounded, in order.

    A source that the project has in `sources_dir` needs its file no more.
    """
    return [
        *_some(_missing_files(rows, sources_dir)),
        *_some(_other_labels(rows, taxonomy)),
        *_rounded_times(rows),
    ]


def _some(notes: Iterable[Message]) -> Iterator[Message]:
    """The first of many, and how many more there are."""
    found = list(notes)
    yield from found[:_MOST]
    if len(found) > _MOST:
        yield Message("rows-more", count=len(found) - _MOST)


def _missing_files(rows: Sequence[ManifestRow], sources_dir: Path) -> Iterator[Message]:
    for row in rows:
        path = Path(row.source.location)
        is_taken = is_source_there(sources_dir / row.source.key)
        if not row.source.is_remote and not is_taken and not path.exists():
            yield Message("row-file-missing", line=row.line, path=path)


def _other_labels(rows: Sequence[ManifestRow], taxonomy: Taxonomy) -> Iterator[Message]:
    words = {composed(name) for name in taxonomy.by_name}
    lines: dict[str, list[int]] = {}
    for row in rows:
        for label in row.labels:
            if composed(label) not in words:
                lines.setdefault(label, []).append(row.line)
    for label, found in lines.items():
        yield _other_label(label, found, taxonomy)


def _other_label(label: str, lines: Sequence[int], taxonomy: Taxonomy) -> Message:
    more = f" and {len(lines) - _MOST} more" if len(lines) > _MOST else ""
    where = ", ".join(map(str, lines[:_MOST])) + more
    if found := taxonomy.find(label):
        return Message("rows-label-other-word", lines=where, label=label, name=found.name)
    known = {word.lower(): each.name for each in taxonomy for word in each.synonyms}
    known |= {each.name.lower(): each.name for each in taxonomy}
    near = get_close_matches(label.lower(), known, n=1, cutoff=_LIKE_ENOUGH)
    if near:
        return Message("rows-label-near", lines=where, label=label, nearest=known[near[0]])
    return Message("rows-label-unknown", lines=where, label=label, taxonomy=taxonomy.name)


def _rounded_times(rows: Sequence[ManifestRow]) -> Iterator[Message]:
    """One note for all of them: where one has many decimals, thousands have."""
    found = [
        (row.line, column, text)
        for row in rows
        for column in ("start", "end")
        if is_rounded(text := row.values.get(column, ""))
    ]
    if found:
        line, column, text = found[0]
        rounded = milliseconds(text.strip()) / 1000
        yield Message(
            "rows-times-rounded",
            count=len(found),
            line=line,
            column=column,
            text=text,
            rounded=f"{rounded:.3f}",
        )

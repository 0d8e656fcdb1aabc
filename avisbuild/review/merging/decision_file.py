"""Conflicts as a table or as JSON, to be decided elsewhere; and reading what was decided in such a file."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from avisbuild import files
from avisbuild.documents.csv_text import csv_text, plain_cell
from avisbuild.errors import FormatError
from avisbuild.review.merging.conflict import Choice, Conflict, Decisions
from avisbuild.untrusted.text import named_file, read_document, table_stream

COLUMNS = ("key", "decision", "choices", "conflict", "ours", "theirs")


def conflict_row(conflict: Conflict, decisions: Decisions) -> dict[str, Any]:
    """A conflict as a document; `decision` is "" until there is one."""
    decided = decisions.get(conflict.key)
    return {
        "key": conflict.key,
        "decision": decided.value if decided else "",
        "choices": " ".join(each.value for each in conflict.choices),
        "conflict": str(conflict.message),
        "ours": str(conflict.ours),
        "theirs": str(conflict.theirs),
        "video": conflict.video_id,
        "instance": conflict.instance_id,
        "second": conflict.second,
    }


def write_conflicts(path: Path, conflicts: Iterable[Conflict], decisions: Decisions) -> None:
    """Write them to a `.json` or a `.csv`, with what is decided already."""
    rows = [conflict_row(each, decisions) for each in conflicts]
    if path.suffix.lower() == ".json":
        files.write_json(path, {"conflicts": rows})
    else:
        files.write_text(path, csv_text(COLUMNS, [[row[name] for name in COLUMNS] for row in rows]))


def read_decisions(path: Path) -> dict[str, Choice]:
    """What is decided in such a file; rows without a decision are left out. Raises FormatError."""
    try:
        if path.suffix.lower() == ".json":
            rows: Sequence[Any] = read_document(path, opened=named_file)["conflicts"]
        else:
            rows = list(csv.DictReader(table_stream(path)))
        found = {}
        for row in rows:
            word = str(row["decision"] or "").strip().lower()
            if word and word not in tuple(Choice):
                raise FormatError("merge-decision-word", path=path, key=str(row["key"]), word=word)
            if word:
                found[plain_cell(str(row["key"]))] = Choice(word)
    except (ValueError, LookupError, TypeError, csv.Error) as error:
        raise FormatError("merge-decisions-file", path=path) from error
    return found

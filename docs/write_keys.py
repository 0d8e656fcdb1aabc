"""Writes every key into the annotators' guide, as the sheet of all keys (`?`) has them: `make keys`."""

import os
import re
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from avisbuild_gui.action_table import window_actions
from avisbuild_gui.actions import KeyMap
from avisbuild_gui.actions.sheet_sections import sections

GUIDE = Path(__file__).parent / "annotate.md"
_BEGIN, _END = "<!-- every key: written by `make keys` -->\n", "<!-- end of the keys -->\n"


class _Nothing:
    """Stands for a session or a window: an action is named here, and never done."""

    def __getattr__(self, name: str) -> "_Nothing":
        return _Nothing()

    def __call__(self, *_: object) -> None: ...


def every_key() -> KeyMap:
    """The keys as the program comes."""
    parts: Any = _Nothing()
    return KeyMap(window_actions(parts, parts, parts, escape=parts))


def table() -> str:
    """The sheet as a table: a row for each group's actions, keys first."""
    rows = ["| keys | what they do |", "| --- | --- |"]
    for heading, lines in sections(every_key()):
        rows.append(f"| **{heading}** | |")
        rows += [f"| {_as_code(keys)} | {text} |" for keys, text in lines]
    return "\n".join(rows) + "\n"


def written(text: str) -> str:
    """The guide with the table as it is now."""
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n{table()}\n{_END}{after}"


def _as_code(keys: str) -> str:
    """`A`, `B` for the keys "A, B", `1` to `9` for "1 – 9"; a comma or a bar may be a key itself."""
    parts = [f"`{part}`" for part in re.split(r"(?<=[^,]), | – ", keys)]
    return (" to " if " – " in keys else ", ").join(parts).replace("|", "\\|")


if __name__ == "__main__":
    GUIDE.write_text(written(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{GUIDE.name}: {table().count(chr(10)) - 2} rows\n")

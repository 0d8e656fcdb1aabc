"""How a person likes the window: theme, language, look, how it is divided; one small file in their home."""

import math
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Self

from avisbuild import files
from avisbuild.errors import AvisbuildError
from avisbuild.untrusted.text import read_document
from avisbuild_gui.values import BLINK_S, REACTION_S

FORMAT = 1
AUTO = "auto"


class PreferencesError(AvisbuildError):
    """The file of preferences cannot be read or written; it is left as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """`theme` and `language` may be "auto"; sizes of splitters are in pixels, () before the first use.

    `reaction_s` is the time that a person takes to press a key at a sound.
    `geometry` is Qt's own, as hexadecimal digits; `text_size_pt` is 0 for what suits the screen.
    `speck_share`: a part of a mask below this share of its pixels is a speck. `suspects_off` are the kinds
    of suspects that are not shown, with commas between; `blink_s` is how long each side is seen while it
    blinks.
    """

    theme: str = AUTO
    language: str = AUTO
    opacity: float = 0.45
    outlines_only: bool = False
    columns: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    side: tuple[int, ...] = ()
    geometry: str = ""
    legend: bool = True
    text_size_pt: float = 0.0
    reaction_s: float = REACTION_S
    speck_share: float = 0.01
    suspects_off: str = ""
    blink_s: float = BLINK_S

    def save(self, path: Path) -> None:
        """Write the file; raises PreferencesError."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write_json(path, {"format": FORMAT, **asdict(self)})
        except OSError as error:
            raise PreferencesError(
                "preferences-unwritable", path=path, reason=error.strerror
            ) from error

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file, or the defaults where there is none; raises PreferencesError."""
        try:
            document = read_document(path)
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError) as error:
            raise PreferencesError("preferences-unreadable", path=path, reason=error) from error
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise PreferencesError("preferences-format", path=path, expected=FORMAT)
        return replace(cls(), **_fitting(document))


def _fitting(document: dict[str, Any]) -> dict[str, Any]:
    """What of the document is of the right kind; the rest stays as it is by default."""
    defaults = Preferences()
    found: dict[str, Any] = {}
    for each in fields(Preferences):
        value, default = document.get(each.name), getattr(defaults, each.name)
        if isinstance(default, tuple):
            if isinstance(value, list) and all(type(part) is int for part in value):
                found[each.name] = tuple(value)
        elif type(value) is type(default) and not _is_no_number(value):
            found[each.name] = value
    return found


def _is_no_number(value: object) -> bool:
    """Whether it is one of the floats that JSON of Python may hold and nothing can be painted with."""
    return isinstance(value, float) and not math.isfinite(value)

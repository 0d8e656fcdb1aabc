"""Where each person stopped, so that the annotator opens there again (R22)."""

import json
import logging
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from avisbuild import files

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place in a project; `extra` is what the window wants to find again (its own affair)."""

    video_id: str = ""
    second: int = 0
    instance_id: str = ""
    zoom: float = 0.0
    centre_xy: tuple[float, float] = (0.0, 0.0)
    tool: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_document(cls, document: Any) -> Self:
        """The place of a JSON document; what is missing or of another kind is as at first."""
        first = cls()
        known: dict[str, Any] = {}
        for each in fields(cls):
            found, default = document.get(each.name), getattr(first, each.name)
            if isinstance(default, tuple) and isinstance(found, list) and len(found) == 2:
                known[each.name] = (float(found[0]), float(found[1]))
            elif isinstance(default, float) and isinstance(found, (int, float)):
                known[each.name] = float(found)
            elif type(found) is type(default):
                known[each.name] = found
        return cls(**known)


class Places:
    """The places of one person, in a file for each project in `folder`, outside the project."""

    def __init__(self, folder: Path, *, project: Path, author: str) -> None:
        name = sha256(f"{project.resolve()}\0{author}".encode()).hexdigest()[:24]
        self._path = folder / f"{name}.json"

    def load(self) -> Place:
        """Where one stopped; the beginning where that is not known, or the file is damaged."""
        try:
            return Place.from_document(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Place()
        except (OSError, ValueError, TypeError, AttributeError) as error:
            _log.info("%s: cannot be read, starting afresh: %s", self._path, error)
            return Place()

    def save(self, place: Place) -> bool:
        """Keep a place; False where that cannot be done, which nobody needs to be told at length."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            files.write_json(self._path, asdict(place))
        except OSError as error:
            _log.info("%s: cannot be written: %s", self._path, error)
            return False
        return True

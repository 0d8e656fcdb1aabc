"""Where each person stopped, so that the annotator opens there again (R22)."""

import logging
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from avisbuild import files
from avisbuild.messages import Message
from avisbuild.untrusted.text import read_document

_LARGEST = 1e12  # neither a pixel nor a zoom; and what is no number at all is not below it
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """Where one person stopped in a project; `extra` is what the window adds of its own."""

    video_id: str = ""
    second: int = 0
    instance_id: str = ""
    zoom: float = 0.0
    centre_xy: tuple[float, float] = (0.0, 0.0)
    tool: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_document(cls, document: Any) -> Self:
        """Read the JSON document of a bookmark; what is missing or of another kind is as at first.

        Raises ValueError where it is no JSON object at all.
        """
        if not isinstance(document, dict):
            raise ValueError(f"expected an object, got {type(document).__name__}")
        first, known = cls(), {}
        for each in fields(cls):
            value = _like(document.get(each.name), getattr(first, each.name))
            if value is not None:
                known[each.name] = value
        return cls(**known)


class Bookmarks:
    """The bookmark of one person in one project, kept as a file in `folder`, outside the project.

    `notice` is what to say after a `load` that found a damaged file, else None.
    """

    def __init__(self, folder: Path, *, project: Path, author: str) -> None:
        name = sha256(f"{project.resolve()}\0{author}".encode()).hexdigest()[:24]
        self._path = folder / f"{name}.json"
        self.notice: Message | None = None

    def load(self) -> Bookmark:
        """Where one stopped; the beginning where that is not known, or the file is damaged."""
        self.notice = None
        try:
            return Bookmark.from_document(read_document(self._path))
        except FileNotFoundError:
            return Bookmark()
        except (OSError, ValueError) as error:
            _log.info("%s: cannot be read, starting afresh: %s", self._path, error)
            self.notice = Message("bookmark-forgotten")
            return Bookmark()

    def save(self, bookmark: Bookmark) -> bool:
        """Write the file; False where that cannot be done, which is logged and not shown."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            files.write_json(self._path, asdict(bookmark))
        except (OSError, ValueError, TypeError) as error:
            _log.info("%s: cannot be written: %s", self._path, error)
            return False
        return True


def _like(found: Any, default: object) -> Any:
    """What was found, if it is of the kind of `default`; else None."""
    if isinstance(default, tuple):
        numbers = found if isinstance(found, list) and len(found) == len(default) else []
        pair = tuple(_like(number, 0.0) for number in numbers)
        return pair if pair and None not in pair else None
    if isinstance(default, float):
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        return float(found) if is_number and abs(found) < _LARGEST else None
    return found if type(found) is type(default) else None

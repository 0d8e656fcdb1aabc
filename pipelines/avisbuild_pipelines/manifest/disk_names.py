"""Names of files whose accents the disk and a manifest spell in different forms of Unicode.

macOS and what it packed spell "é" as two characters, most keyboards and spreadsheets as one. They look
the same.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath


class DiskNames:
    """Finds files by what their names look like; each folder is listed once."""

    def __init__(self) -> None:
        self._folders: dict[Path, Mapping[str, Sequence[str]]] = {}

    def found(self, root: Path, path: PurePosixPath) -> Path:
        """A path below `root` as the disk spells it; as it is where nothing there looks like it.

        Raises ValueError where two names look like it.
        """
        place = root
        for part in path.parts:
            if part.isascii() or not place.resolve().is_relative_to(root):
                place /= part
                continue
            alike = self._listed(place).get(composed(part), [part])
            if len(alike) > 1:
                raise ValueError(
                    f"{part!r} is there {len(alike)} times, in different forms of Unicode that look the same"
                    f" ({', '.join(map(ascii, alike))}); rename all but one"
                )
            place /= alike[0]
        return place

    def _listed(self, folder: Path) -> Mapping[str, Sequence[str]]:
        """The names in a folder that are not plain, by what they look like."""
        if folder not in self._folders:
            names: defaultdict[str, list[str]] = defaultdict(list)
            with suppress(OSError):
                for path in sorted(folder.iterdir()):
                    if not path.name.isascii():
                        names[composed(path.name)].append(path.name)
            self._folders[folder] = names
        return self._folders[folder]


def composed(name: str) -> str:
    """The form of a name in which each accented letter is one character."""
    return unicodedata.normalize("NFC", name)

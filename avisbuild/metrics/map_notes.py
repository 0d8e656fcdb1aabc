"""What is told of folders of label maps beside their figures: each kind in one line, with its first place."""

from collections.abc import Iterator
from pathlib import Path

from avisbuild.formats.avsbench.palette import ForeignColours
from avisbuild.messages import Message


class MapNotes:
    """Gathers what was passed over; a file that is read again, for another protocol, counts once."""

    def __init__(self) -> None:
        self._painted: dict[Path, ForeignColours] = {}
        self._sizes: dict[Path, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._left_out: list[Path] = []

    @property
    def pixels_without_label(self) -> int:
        """How many pixels have a colour that no label has."""
        return sum(found.pixel_count for found in self._painted.values())

    def add_foreign_colours(self, path: Path, found: ForeignColours) -> None:
        """Note pixels that were taken for background."""
        self._painted[path] = found

    def add_size(self, path: Path, *, found: tuple[int, ...], expected: tuple[int, ...]) -> None:
        """Note a prediction that was brought to its truth's (height, width)."""
        self._sizes[path] = (found, expected)

    def add_left_out(self, paths: list[Path]) -> None:
        """Note predictions of which there is no truth."""
        self._left_out += paths

    def lines(self) -> list[str]:
        """One line a kind."""
        return [str(message) for message in self._messages()]

    def _messages(self) -> Iterator[Message]:
        if self._painted:
            path, first = next(iter(self._painted.items()))
            yield Message(
                "maps-foreign-colours",
                count=self.pixels_without_label,
                files=len(self._painted),
                colour=str(first.colour_rgb),
                path=path,
                row=first.row,
                column=first.column,
            )
        if self._sizes:
            path, (found, expected) = next(iter(self._sizes.items()))
            yield Message(
                "maps-other-size",
                count=len(self._sizes),
                path=path,
                found=str(found),
                expected=str(expected),
            )
        if self._left_out:
            yield Message("maps-left-out", count=len(self._left_out), path=self._left_out[0])

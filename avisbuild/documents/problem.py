"""One thing that is wrong in a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """Where, such as `annotations[12].segmentations[3]` ("" for the whole document), and what is wrong."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message

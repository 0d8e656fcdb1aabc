"""Keys that are about what is being drawn: the outline while there is one, else the draft."""

from avisbuild_gui.drawing.commits import Commits
from avisbuild_gui.drawing.drafts import Drafts
from avisbuild_gui.drawing.outlining import Outlining


class OutlineFirst:
    """Enter closes an outline and commits nothing yet; what takes back takes an anchor back first."""

    def __init__(self, outlining: Outlining, drafts: Drafts, commits: Commits) -> None:
        self._outlining = outlining
        self._drafts = drafts
        self._commits = commits

    def commit_and_go_on(self) -> None:
        """Close the outline; without one, commit and go to the next unfinished cell."""
        if not self._outlining.close():
            self._commits.commit_and_go_on()

    def commit(self) -> bool:
        """Close the outline; without one, commit and stay. Whether nothing is left to be committed."""
        return not self._outlining.close() and self._commits.commit()

    def commit_as_silent(self) -> None:
        """Close the outline; without one, commit the mask of an instance that is in view and silent."""
        if not self._outlining.close():
            self._commits.commit_as_silent()

    def pop(self) -> None:
        """Take back the last anchor; without an outline, the last click."""
        if not self._outlining.pop():
            self._drafts.pop_prompt()

    def undo(self) -> None:
        """Take back what was done to the outline last; without one, to the draft or the video."""
        if not self._outlining.undo():
            self._commits.undo()

    def redo(self) -> None:
        """Do again what was taken back, of the outline first."""
        if not self._outlining.redo():
            self._commits.redo()

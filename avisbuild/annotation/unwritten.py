"""Proposals that a propagation has found and nobody has written yet."""

from collections.abc import Collection

from avisbuild.annotation.view import Cell, VideoView
from avisbuild.records import Proposal


class UnwrittenProposals:
    """Found proposals, shown beside the masks of the open video until they are written or dropped."""

    def __init__(self) -> None:
        self._found: list[Proposal] = []
        self._joined: tuple[VideoView, VideoView] | None = None

    def add(self, proposal: Proposal) -> None:
        """Lay one more proposal beside the masks that are shown."""
        self._found.append(proposal)
        self._joined = None

    def take(self) -> list[Proposal]:
        """Hand over all of them, to be written or dropped; none is shown any more."""
        found, self._found, self._joined = self._found, [], None
        return found

    def holds_any_of(self, cells: Collection[Cell]) -> bool:
        """Whether one of these cells has such a proposal."""
        return any((each.instance_id, each.second) in cells for each in self._found)

    def beside(self, view: VideoView) -> VideoView:
        """The view with these proposals among its own; the same object until another is added."""
        if not self._found:
            return view
        if self._joined is None or self._joined[0] is not view:
            self._joined = view, view.with_proposals(self._found)
        return self._joined[1]

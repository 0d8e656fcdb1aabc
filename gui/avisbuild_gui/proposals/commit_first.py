"""Propagating from where somebody draws: what is drawn is committed first."""

from avisbuild_gui.drawing.outline_first import OutlineFirst
from avisbuild_gui.proposals.propagation import Propagation
from avisbuild_gui.session.kept_drafts import KeptDrafts


class CommitFirst:
    """Commits the draft on screen before masks are propagated: they would go on without it."""

    def __init__(self, kept: KeptDrafts, drawn: OutlineFirst, propagation: Propagation) -> None:
        self._kept = kept
        self._drawn = drawn
        self._propagation = propagation

    def propagate(self, step: int) -> None:
        """Propagate the mask before (1), or after (-1), as soon as no draft is open.

        Where the draft cannot be committed, committing says why.
        """
        is_drawing = self._kept.holds_anything and not self._propagation.is_working
        if not is_drawing or self._drawn.commit():
            self._propagation.propagate(step)

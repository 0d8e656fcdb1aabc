"""The drafts that were begun, one a second of a video, until they are committed or dropped."""

from avisbuild.annotation import Draft
from avisbuild.records import InstanceId, VideoId
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import mark

_NO_VIDEO = VideoId("")
EDITED = mark("A mask is being edited: commit it, or drop it with Esc.")


class KeptDrafts:
    """Every draft by its video and second; they live as long as the window."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._drafts: dict[tuple[VideoId, int], Draft] = {}

    @property
    def here(self) -> Draft | None:
        """The draft of the second on screen."""
        return self._drafts.get(self._place)

    def keep(self, draft: Draft) -> None:
        """The second on screen has this draft."""
        self._drafts[self._place] = draft

    def drop(self) -> bool:
        """Forget the draft of the second on screen; whether there was one."""
        return self._drafts.pop(self._place, None) is not None

    @property
    def edited(self) -> InstanceId | None:
        """The instance whose mask the draft on screen takes the place of, or whose proposal it changed."""
        draft = self.here
        if draft is None or not (draft.is_touched or self._state.has_mask(draft.cell)):
            return None
        return self.covered

    @property
    def covered(self) -> InstanceId | None:
        """The instance whose mask or proposal the draft on screen takes the place of."""
        draft, view = self.here, self._state.view
        if draft is None or view is None:
            return None
        is_on_proposal = draft.is_on_another and draft.cell in view.proposals
        return draft.cell[0] if is_on_proposal or self._state.has_mask(draft.cell) else None

    @property
    def holds_anything(self) -> bool:
        """Whether the draft on screen holds anything; after its only click was taken back it does not."""
        draft = self.here
        return draft is not None and _holds_anything(draft)

    @property
    def waiting_seconds(self) -> tuple[int, ...]:
        """The seconds of the open video with a draft that holds something."""
        here, _ = self._place
        return tuple(
            second
            for (video_id, second), draft in sorted(self._drafts.items())
            if video_id == here and draft.is_touched and _holds_anything(draft)
        )

    @property
    def _place(self) -> tuple[VideoId, int]:
        view = self._state.view
        return (_NO_VIDEO if view is None else view.video.video_id), self._state.second


def _holds_anything(draft: Draft) -> bool:
    return draft.mask is not None or bool(draft.prompt)

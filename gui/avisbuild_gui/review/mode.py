"""Whether one reviews the open video, and what is said of its review all the time."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import VideoView
from avisbuild.records import RoundState, VideoId
from avisbuild.review.moves import review_number
from avisbuild.review.walk import WalkOrder
from avisbuild_gui.session.state import SessionState


class ReviewPlace(StrEnum):
    """Where the open video is on its way to being accepted, seen from the person at the window.

    `NONE`: nothing is to be said of a review. `WAITS`: one may begin the next review. `MINE`: one reviews it.
    `OTHERS`: somebody else does. `RETURNED`: a reviewer has asked for changes.
    """

    NONE = "none"
    WAITS = "waits"
    MINE = "mine"
    OTHERS = "others"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStand:
    """How far the review of the open video is; `person` reviews it, or has handed it in or returned it.

    It is review `review` of `rounds`. Of `to_see` cells, or seconds, `seen` were looked at. Suspects are
    None as long as nobody has counted them, comments where they are nobody's business.
    """

    place: ReviewPlace = ReviewPlace.NONE
    review: int = 0
    rounds: int = 1
    person: str = ""
    seen: int = 0
    to_see: int = 0
    order: WalkOrder = WalkOrder.CELLS
    suspects: int | None = None
    open_comments: int | None = None


class ReviewMode(QObject):
    """The mode is on while the open video is in review by oneself; nothing else switches it.

    Whoever counts something that the strip says tells it here.

    Signals:
        stand_changed(ReviewStand): for views; told only where it has changed.
        switched(whether it is on): it went on or off, for parts.
    """

    stand_changed = pyqtSignal(object)
    switched = pyqtSignal(bool)

    def __init__(self, state: SessionState) -> None:
        super().__init__(state)
        self._state = state
        self.stand = ReviewStand()
        self._waiting: frozenset[VideoId] = frozenset()
        state.view_arrived.connect(self._take)

    @property
    def is_on(self) -> bool:
        """Whether one reviews the open video."""
        return self.stand.place is ReviewPlace.MINE

    @property
    def waits(self) -> bool:
        """Whether the open video waits for one to review it."""
        return self.stand.place is ReviewPlace.WAITS

    def use_waiting(self, video_ids: Collection[VideoId]) -> None:
        """These videos wait for one's review."""
        self._waiting = frozenset(video_ids)
        if self._state.view is not None:
            self._take(self._state.view)

    def tell(self) -> None:
        """Say again how far it is."""
        self.stand_changed.emit(self.stand)

    def count_seen(self, seen: int, to_see: int, order: WalkOrder) -> None:
        """So many cells or seconds were looked at."""
        self._change(replace(self.stand, seen=seen, to_see=to_see, order=order))

    def count_suspects(self, count: int | None) -> None:
        """So many suspects are left; None while they are looked for."""
        self._change(replace(self.stand, suspects=count))

    def _take(self, view: VideoView) -> None:
        place = self._place(view)
        if view.round is None or place is ReviewPlace.NONE:
            self._change(ReviewStand())
            return
        is_to_be_talked_of = place in (ReviewPlace.MINE, ReviewPlace.RETURNED)
        self._change(
            replace(
                self.stand,
                place=place,
                review=review_number(view),
                rounds=self._state.project.recipe.review_rounds,
                person=view.round.person,
                open_comments=len(view.open_comments) if is_to_be_talked_of else None,
            )
        )

    def _place(self, view: VideoView) -> ReviewPlace:
        found, author = view.round, self._state.author
        if found is None or view.set_aside is not None:
            return ReviewPlace.NONE
        match found.state:
            case RoundState.IN_REVIEW:
                return ReviewPlace.MINE if found.person == author else ReviewPlace.OTHERS
            case RoundState.CHANGES_REQUESTED:
                return ReviewPlace.RETURNED
            case RoundState.SUBMITTED if view.video.video_id in self._waiting:
                return ReviewPlace.WAITS
        return ReviewPlace.NONE

    def _change(self, stand: ReviewStand) -> None:
        if stand == self.stand:
            return
        was_on, self.stand = self.is_on, stand
        if was_on != self.is_on:
            self.switched.emit(self.is_on)
        self.stand_changed.emit(self.stand)

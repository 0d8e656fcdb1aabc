"""Whether one reviews the open video, and what is said of its review all the time."""

from dataclasses import dataclass, replace
from enum import StrEnum

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import VideoView
from avisbuild.records import Round, RoundState
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

    It is review `review` of `rounds`. Of `to_see` things to judge `seen` were looked at. Suspects and
    comments are None as long as nobody has counted them.
    """

    place: ReviewPlace = ReviewPlace.NONE
    review: int = 0
    rounds: int = 1
    person: str = ""
    seen: int = 0
    to_see: int = 0
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
        state.view_arrived.connect(self._take)

    @property
    def is_on(self) -> bool:
        """Whether one reviews the open video."""
        return self.stand.place is ReviewPlace.MINE

    def tell(self) -> None:
        """Say again how far it is."""
        self.stand_changed.emit(self.stand)

    def count_seen(self, seen: int, to_see: int) -> None:
        """So much was looked at."""
        self._change(replace(self.stand, seen=seen, to_see=to_see))

    def count_suspects(self, count: int | None) -> None:
        """So many suspects are left; None while they are looked for."""
        self._change(replace(self.stand, suspects=count))

    def count_comments(self, count: int | None) -> None:
        """So many comments are not resolved."""
        self._change(replace(self.stand, open_comments=count))

    def _take(self, view: VideoView) -> None:
        place = _place(view, self._state.author)
        if view.round is None or place is ReviewPlace.NONE:
            self._change(ReviewStand())
            return
        self._change(
            replace(
                self.stand,
                place=place,
                review=_review(view.round, place),
                rounds=self._state.project.recipe.review_rounds,
                person=view.round.person,
            )
        )

    def _change(self, stand: ReviewStand) -> None:
        if stand == self.stand:
            return
        was_on, self.stand = self.is_on, stand
        if was_on != self.is_on:
            self.switched.emit(self.is_on)
        self.stand_changed.emit(self.stand)


def _place(view: VideoView, author: str) -> ReviewPlace:
    found = view.round
    if found is None or view.set_aside is not None:
        return ReviewPlace.NONE
    match found.state:
        case RoundState.IN_REVIEW:
            return ReviewPlace.MINE if found.person == author else ReviewPlace.OTHERS
        case RoundState.CHANGES_REQUESTED:
            return ReviewPlace.RETURNED
        case RoundState.SUBMITTED if found.person != author:
            return ReviewPlace.WAITS
    return ReviewPlace.NONE


def _review(found: Round, place: ReviewPlace) -> int:
    """Which review it is; the one that waits to be begun is the next after an annotator's pass."""
    return 1 if place is ReviewPlace.WAITS and found.number == 1 else found.review
